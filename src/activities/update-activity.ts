import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal, refused, type Reason } from '../errors.js'
import { requireVersion, type Condition } from '../lib/versions.js'
import { loadBasis } from '../roster/load-basis.js'
import { findExistingSchools } from '../roster/schools/read.js'
import { loadCourseToTeach } from './course-to-teach.js'
import { findActivity, hasConfirmedSession, lockActivity, type ActivityRow } from './read.js'
import { moveUp, releasePlaces } from './registrations/move-up.js'
import { countRegistrations } from './registrations/read.js'
import { requireHost } from './require-host.js'
import { checkTiers } from './rules/check-tiers.js'
import type { Activity, ActivityChange } from './schema.js'
import { changeActivity } from './write.js'

/**
 * Changes an activity's title, description, the schools that take part, its course, or who may register. With more places
 * those who wait move up; whoever is registered stays registered, but for the teachers of a school that leaves. The course
 * is settled once a session is confirmed.
 */
export async function updateActivity(
  db: Database,
  {
    actor,
    now,
    condition,
    id,
    change,
  }: { actor: Actor & Principal; now: Date; condition: Condition; id: string; change: ActivityChange },
): Promise<Activity> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const known = await lockActivity(tx, actor, id)
    if (!known) throw notFound('activity')
    requireHost(actor, known)
    requireVersion(condition, known.version)
    const { courseId = known.courseId } = change
    const isOtherCourse = courseId !== known.courseId
    if (isOtherCourse && (await hasConfirmedSession(tx, districtId, id))) throw new Refusal('courseTaught')
    const taught = await loadCourseToTeach(tx, known, isOtherCourse ? courseId : null)
    const reasons = [...taught.reasons, ...(await reasonsAgainst(tx, known, change))]
    if (reasons.length > 0) throw refused(reasons)
    const { title = known.title, description = known.description, capacity = known.capacity } = change
    const { registrationClosesAt = known.registrationClosesAt, tiers = known.tiers } = change
    await changeActivity(
      tx,
      {
        districtId,
        id,
        title,
        description,
        tiers: tiers?.toSorted((a, b) => a - b) ?? null,
        capacity,
        registrationClosesAt,
        courseId,
        courseVersion: isOtherCourse ? (taught.course?.versionNumber ?? null) : known.courseVersion,
      },
      change.schoolIds?.filter((schoolId) => schoolId !== known.hostSchoolId),
    )
    if (change.schoolIds) await releasePlaces(tx, { districtId, activityId: id, now })
    if (change.capacity !== undefined || change.schoolIds)
      await moveUp(tx, { districtId, activity: { id, capacity }, now })
    return (await findActivity(tx, actor, id))!
  })
}

async function reasonsAgainst(tx: Tx, known: ActivityRow, change: ActivityChange): Promise<Reason[]> {
  const { districtId, id, hostSchoolId, academicYear } = known
  const { capacity } = change
  const schoolIds = (change.schoolIds ?? []).filter((schoolId) => schoolId !== hostSchoolId)
  const existing = await findExistingSchools(tx, districtId, schoolIds)
  const reasons: Reason[] = schoolIds
    .filter((schoolId) => !existing.has(schoolId))
    .map((sourcedId) => ({ code: 'unknownSchool', pointer: '/schoolIds', params: { sourcedId } }))
  if (change.tiers) {
    const { parameters } = await loadBasis(tx, districtId, academicYear)
    reasons.push(...checkTiers(change.tiers, parameters))
  }
  if (capacity) {
    const { registered } = await countRegistrations(tx, districtId, id)
    if (capacity < registered)
      reasons.push({ code: 'capacityBelowRegistered', pointer: '/capacity', params: { capacity, registered } })
  }
  return reasons
}
