import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import type { ProfessionalTitle } from '../schema.js'
import { upsertTeachers } from '../write.js'
import type { ItemOutcome } from './put-schools.js'
import { findMaintainableTeachers } from '../duties/read.js'
import { lockTeachers } from './read.js'

/** A null leaves what is known as it is. */
export type TeacherItem = {
  sourcedId: string
  name: string
  professionalTitle: ProfessionalTitle | null
  earlierServiceYears: number | null
}

/**
 * Creates or changes teachers by the same bounds as a single put; the external ids of a batch differ from one another.
 * A school's client is refused those of other schools (`teacherElsewhere`).
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
  const isMine = (sourcedId: string) => {
    const before = known.get(sourcedId)
    return !before || mine.has(before.id)
  }
  const rows = items
    .filter(({ sourcedId }) => isMine(sourcedId))
    .map(({ sourcedId, name, professionalTitle, earlierServiceYears }) => {
      const before = known.get(sourcedId)
      return {
        id: before?.id ?? newId(),
        sourcedId,
        name,
        professionalTitle: professionalTitle ?? before?.professionalTitle ?? ('none' as const),
        earlierServiceYears: earlierServiceYears ?? before?.earlierServiceYears ?? 0,
      }
    })
  const written = await upsertTeachers(tx, districtId, rows)
  return items.map(({ sourcedId }) =>
    isMine(sourcedId)
      ? { ok: true, outcome: written.get(sourcedId) ?? 'unchanged' }
      : { ok: false, reason: { code: 'teacherElsewhere', params: { sourcedId } } },
  )
}
