import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { Reason } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import { sealNumbers, type GivenNumbers } from '../personal-numbers.js'
import type { ProfessionalTitle } from '../schema.js'
import { upsertTeachers } from '../write.js'
import type { ItemOutcome } from './put-schools.js'
import { findMaintainableTeachers } from '../duties/read.js'
import { lockTeachers } from './read.js'

/** A null leaves what is known as it is; of the numbers undefined does, while null takes them away. */
export type TeacherItem = GivenNumbers & {
  sourcedId: string
  name: string
  professionalTitle: ProfessionalTitle | null
  earlierServiceYears: number | null
}

/**
 * Creates or changes teachers by the same bounds as a single put; the external ids of a batch differ from one another.
 * A school's client is refused those of other schools (`teacherElsewhere`), everybody those who have been erased
 * (`teacherErased`). Numbers are given as they are stored.
 */
export async function putTeachers(
  tx: Tx,
  { actor, now, items }: { actor: Actor; now: Date; items: readonly TeacherItem[] },
): Promise<ItemOutcome[]> {
  const { districtId } = actor
  const known = await lockTeachers(
    tx,
    districtId,
    items.map(({ sourcedId }) => sourcedId),
  )
  const mine = await findMaintainableTeachers(
    tx,
    actor,
    [...known.values()].map(({ id }) => id),
    shanghaiDate(now),
  )
  const reasonAgainst = (sourcedId: string): Reason | null => {
    const before = known.get(sourcedId)
    if (before && !mine.has(before.id)) return { code: 'teacherElsewhere', params: { sourcedId } }
    return before?.erasedAt ? { code: 'teacherErased', params: { sourcedId } } : null
  }
  const rows = items
    .filter(({ sourcedId }) => !reasonAgainst(sourcedId))
    .map(({ sourcedId, name, professionalTitle, earlierServiceYears, ...given }) => {
      const before = known.get(sourcedId)
      return {
        id: before?.id ?? newId(),
        sourcedId,
        name,
        professionalTitle: professionalTitle ?? before?.professionalTitle ?? ('none' as const),
        earlierServiceYears: earlierServiceYears ?? before?.earlierServiceYears ?? 0,
        ...sealNumbers(tx, districtId, sourcedId, { known: before, given }),
      }
    })
  const written = await upsertTeachers(tx, districtId, rows)
  return items.map(({ sourcedId }) => {
    const reason = reasonAgainst(sourcedId)
    return reason ? { ok: false, reason } : { ok: true, outcome: written.get(sourcedId) ?? 'unchanged' }
  })
}
