import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused, type Reason } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import { requireVersionOfPut, type Condition } from '../../lib/versions.js'
import { findErasedTeachers, findTeacherIds } from '../read.js'
import { findSchoolIds } from '../schools/read.js'
import { findMaintainableTeachers, holdTeachers, lockHomeroomDuty } from './read.js'
import type { HomeroomDuty, HomeroomDutyContent, PutOutcome } from '../schema.js'
import { upsertHomeroomDuties } from '../write.js'

/**
 * Creates a homeroom duty by its external id, or changes the version that the client names. A school's client writes
 * duties at its own school only, for its own teachers and those who have no school yet; a transfer is the district's.
 */
export async function putHomeroomDutyBySourcedId(
  db: Database,
  {
    actor,
    now,
    condition,
    sourcedId,
    content,
  }: { actor: Actor & Principal; now: Date; condition: Condition; sourcedId: string; content: HomeroomDutyContent },
): Promise<{ outcome: PutOutcome; data: HomeroomDuty }> {
  const { districtId } = actor
  const { teacherSourcedId, schoolSourcedId, className, from, to = null } = content
  if (to !== null && to < from)
    throw new Refusal('endsBeforeStart', { from, to }, [
      { code: 'endsBeforeStart', pointer: '/to', params: { from, to } },
    ])
  return transact(db, actor, async (tx) => {
    const teacherId = (await findTeacherIds(tx, districtId, [teacherSourcedId])).get(teacherSourcedId)
    const schoolId = (await findSchoolIds(tx, districtId, [schoolSourcedId])).get(schoolSourcedId)
    const reasons: Reason[] = []
    // Of two schools that claim a teacher without a duty at the same moment, the second meets the duty of the first.
    if (actor.schoolId && teacherId) await holdTeachers(tx, districtId, [teacherId])
    const mine = await findMaintainableTeachers(tx, actor, teacherId ? [teacherId] : [], shanghaiDate(now))
    if (!teacherId || !mine.has(teacherId))
      reasons.push({ code: 'unknownTeacher', pointer: '/teacherSourcedId', params: { sourcedId: teacherSourcedId } })
    if (!schoolId || (actor.schoolId && schoolId !== actor.schoolId))
      reasons.push({ code: 'unknownSchool', pointer: '/schoolSourcedId', params: { sourcedId: schoolSourcedId } })
    if (!teacherId || !schoolId || reasons.length > 0) throw refused(reasons)
    if ((await findErasedTeachers(tx, districtId, [teacherId])).size > 0)
      throw new Refusal('teacherErased', { sourcedId: teacherSourcedId })
    const known = await lockHomeroomDuty(tx, districtId, sourcedId)
    // A school hands no duty on to somebody else: whoever held it would be left without one, and without a school.
    const isOthers = (duty: HomeroomDuty | null) =>
      actor.schoolId && duty && (duty.schoolId !== actor.schoolId || duty.teacherId !== teacherId)
    if (isOthers(known)) throw notFound('homeroomDuty')
    const row = { id: known?.id ?? newId(), sourcedId, teacherId, schoolId, className, from, to }
    const results = await upsertHomeroomDuties(tx, actor, [row])
    const outcome = results.get(sourcedId) ?? 'unchanged'
    // Nothing is written over a duty that somebody else made meanwhile: it is met here.
    const data = (await lockHomeroomDuty(tx, districtId, sourcedId))!
    if (isOthers(data)) throw notFound('homeroomDuty')
    requireVersionOfPut(outcome, condition, known)
    return { outcome, data }
  })
}
