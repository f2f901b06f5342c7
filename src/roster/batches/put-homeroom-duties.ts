import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { Reason } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import { upsertHomeroomDuties } from '../write.js'
import type { ItemOutcome } from './put-schools.js'
import { findMaintainableTeachers, holdTeachers } from '../duties/read.js'
import { lockStandingDuties, type StandingDuty } from './read.js'

/** A duty of a teacher and at a school that are known; `teacherSourcedId` and `schoolSourcedId` only name them in reasons. */
export type HomeroomDutyItem = {
  sourcedId: string
  teacherId: string
  teacherSourcedId: string
  schoolId: string
  schoolSourcedId: string
  className: string
  from: string
  to: string | null
}

/**
 * Creates or changes homeroom duties by the same bounds as a single put; the external ids of a batch differ from one
 * another. Refuses `endsBeforeStart`, and to a school's client the teachers (`teacherElsewhere`) and the schools and
 * duties (`unknownSchool`) of others.
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
  const sourcedIds = items.map(({ sourcedId }) => sourcedId)
  const standing = await lockStandingDuties(tx, districtId, sourcedIds)
  const checked = items.map((item) => ({ item, reason: reasonAgainst(item, actor, mine, standing) }))
  const rows = checked.flatMap(({ item, reason }) => (reason ? [] : [{ id: newId(), ...item }]))
  rows.sort((a, b) => (a.sourcedId < b.sourcedId ? -1 : 1))
  const written = await upsertHomeroomDuties(tx, actor, rows)
  // Nothing is written over a duty that somebody else made meanwhile: it is met here.
  const isMet =
    actor.schoolId !== null && rows.some(({ sourcedId }) => !written.has(sourcedId) && !standing.has(sourcedId))
  const met = isMet ? await lockStandingDuties(tx, districtId, sourcedIds) : standing
  return checked.map(({ item, reason: known }) => {
    const reason = known ?? (isMet ? reasonAgainst(item, actor, mine, met) : null)
    return reason ? { ok: false, reason } : { ok: true, outcome: written.get(item.sourcedId) ?? 'unchanged' }
  })
}

function reasonAgainst(
  { sourcedId, teacherId, teacherSourcedId, schoolId, schoolSourcedId, from, to }: HomeroomDutyItem,
  { schoolId: ownSchoolId }: Actor,
  mine: ReadonlySet<string>,
  standing: ReadonlyMap<string, StandingDuty>,
): Reason | null {
  const known = standing.get(sourcedId)
  if (ownSchoolId && (schoolId !== ownSchoolId || (known && known.schoolId !== ownSchoolId)))
    return { code: 'unknownSchool', pointer: '/schoolSourcedId', params: { sourcedId: schoolSourcedId } }
  if (!mine.has(teacherId) || (ownSchoolId && known && known.teacherId !== teacherId))
    return { code: 'teacherElsewhere', pointer: '/teacherSourcedId', params: { sourcedId: teacherSourcedId } }
  if (to !== null && to < from) return { code: 'endsBeforeStart', pointer: '/to', params: { from, to } }
  return null
}
