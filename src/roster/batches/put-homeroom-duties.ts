import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { Reason } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import { upsertHomeroomDuties } from '../write.js'
import type { ItemOutcome } from './put-schools.js'
import { findMaintainableTeachers, holdTeachers } from '../duties/read.js'
import { findErasedTeachers } from '../read.js'
import { lockStandingDuties, type StandingDuty } from './read.js'

/**
 * A duty of a teacher and at a school that are known; `teacherSourcedId` and `schoolSourcedId` only name them in reasons.
 * A null end leaves that of a known duty as it is: who was transferred by hand is not brought back by a list that says
 * nothing of it. `toWhenNew` is the end of a duty that is not known yet.
 */
export type HomeroomDutyItem = {
  sourcedId: string
  teacherId: string
  teacherSourcedId: string
  schoolId: string
  schoolSourcedId: string
  className: string
  from: string
  to: string | null
  toWhenNew?: string | null
}

/**
 * Creates or changes homeroom duties by the same bounds as a single put; the external ids of a batch differ from one
 * another. Refuses `endsBeforeStart`, and to a school's client the teachers (`teacherElsewhere`) and the schools and
 * duties (`unknownSchool`) of others; to everybody those of the erased (`teacherErased`).
 */
export async function putHomeroomDuties(
  tx: Tx,
  { actor, now, items }: { actor: Actor; now: Date; items: readonly HomeroomDutyItem[] },
): Promise<ItemOutcome[]> {
  const { districtId } = actor
  const teacherIds = items.map(({ teacherId }) => teacherId)
  // Of two schools that claim a teacher without a duty at the same moment, the second meets the duty of the first.
  if (actor.schoolId) await holdTeachers(tx, districtId, teacherIds)
  const mine = await findMaintainableTeachers(tx, actor, teacherIds, shanghaiDate(now))
  const erased = await findErasedTeachers(tx, districtId, teacherIds)
  const sourcedIds = items.map(({ sourcedId }) => sourcedId)
  const standing = await lockStandingDuties(tx, districtId, sourcedIds)
  const checked = items.map(({ toWhenNew = null, ...given }) => {
    const known = standing.get(given.sourcedId)
    const isSame = known?.teacherId === given.teacherId && known.schoolId === given.schoolId
    const item = { ...given, to: given.to ?? (isSame ? known.to : toWhenNew) }
    return { item, reason: reasonAgainst(item, actor, { mine, erased, known }) }
  })
  const rows = checked.flatMap(({ item, reason }) => (reason ? [] : [{ id: newId(), ...item }]))
  rows.sort((a, b) => (a.sourcedId < b.sourcedId ? -1 : 1))
  const written = await upsertHomeroomDuties(tx, actor, rows)
  // Nothing is written over a duty that somebody else made meanwhile: it is met here.
  const isMet =
    actor.schoolId !== null && rows.some(({ sourcedId }) => !written.has(sourcedId) && !standing.has(sourcedId))
  const met = isMet ? await lockStandingDuties(tx, districtId, sourcedIds) : standing
  return checked.map(({ item, reason: known }) => {
    const reason =
      known ?? (isMet ? reasonAgainst(item, actor, { mine, erased, known: met.get(item.sourcedId) }) : null)
    return reason ? { ok: false, reason } : { ok: true, outcome: written.get(item.sourcedId) ?? 'unchanged' }
  })
}

function reasonAgainst(
  { teacherId, teacherSourcedId, schoolId, schoolSourcedId, from, to }: Omit<HomeroomDutyItem, 'toWhenNew'>,
  { schoolId: ownSchoolId }: Actor,
  { mine, erased, known }: { mine: ReadonlySet<string>; erased: ReadonlySet<string>; known: StandingDuty | undefined },
): Reason | null {
  if (ownSchoolId && (schoolId !== ownSchoolId || (known && known.schoolId !== ownSchoolId)))
    return { code: 'unknownSchool', pointer: '/schoolSourcedId', params: { sourcedId: schoolSourcedId } }
  if (!mine.has(teacherId) || (ownSchoolId && known && known.teacherId !== teacherId))
    return { code: 'teacherElsewhere', pointer: '/teacherSourcedId', params: { sourcedId: teacherSourcedId } }
  if (erased.has(teacherId)) return { code: 'teacherErased', params: { sourcedId: teacherSourcedId } }
  if (to !== null && to < from) return { code: 'endsBeforeStart', pointer: '/to', params: { from, to } }
  return null
}
