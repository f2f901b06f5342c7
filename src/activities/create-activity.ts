import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { Refusal, refused, type Reason } from '../errors.js'
import { newId } from '../lib/ids.js'
import { loadBasis } from '../roster/load-basis.js'
import { findExistingSchools } from '../roster/schools/read.js'
import { loadCourseToTeach } from './course-to-teach.js'
import { planSession } from './plan-session.js'
import { findActivity } from './read.js'
import { checkTiers } from './rules/check-tiers.js'
import type { Activity, NewActivity } from './schema.js'
import { insertActivity, insertSessions } from './write.js'

/** Creates an activity of a host school with its sessions; other schools that it names take part in it. */
export async function createActivity(
  db: Database,
  { actor, activity }: { actor: Actor & Principal; activity: NewActivity },
): Promise<Activity> {
  return transact(db, actor, (tx) => openActivity(tx, { actor, activity }))
}

/** The same within a transaction that is already open, as imports need it. */
export async function openActivity(
  tx: Tx,
  { actor, activity }: { actor: Actor; activity: NewActivity },
): Promise<Activity> {
  const { districtId } = actor
  const { sourcedId = null, title, description = null, hostSchoolId, academicYear, sessions } = activity
  const { courseId = null, capacity = null, registrationClosesAt = null } = activity
  const schoolIds = (activity.schoolIds ?? []).filter((id) => id !== hostSchoolId)
  const basis = await loadBasis(tx, districtId, academicYear)
  const existing = await findExistingSchools(tx, districtId, [hostSchoolId, ...schoolIds])
  const mayHost = existing.has(hostSchoolId) && (!actor.schoolId || actor.schoolId === hostSchoolId)
  const reasons: Reason[] = mayHost
    ? []
    : [{ code: 'unknownSchool', pointer: '/hostSchoolId', params: { sourcedId: hostSchoolId } }]
  for (const [at, id] of (activity.schoolIds ?? []).entries())
    if (!existing.has(id))
      reasons.push({ code: 'unknownSchool', pointer: `/schoolIds/${at}`, params: { sourcedId: id } })
  const { course, reasons: reasonsAgainstCourse } = await loadCourseToTeach(tx, { districtId, hostSchoolId }, courseId)
  reasons.push(...reasonsAgainstCourse)
  const tiers = activity.tiers !== undefined ? activity.tiers : course ? course.content.tiers : null
  reasons.push(...checkTiers(tiers, basis.parameters))
  const planned = sessions.map((session, at) => planSession(session, basis, `/sessions/${at}`))
  reasons.push(...planned.flatMap((plan) => (plan.ok ? [] : plan.reasons)))
  if (reasons.length > 0) throw refused(reasons)

  const id = newId()
  const created = await insertActivity(
    tx,
    {
      districtId,
      id,
      sourcedId,
      title,
      description,
      hostSchoolId,
      academicYear,
      tiers: tiers?.toSorted((a, b) => a - b) ?? null,
      capacity,
      registrationClosesAt,
      courseId,
      courseVersion: course?.versionNumber ?? null,
    },
    schoolIds,
  )
  if (!created) throw new Refusal('activityExists', { sourcedId })
  await insertSessions(
    tx,
    planned.flatMap((plan) => (plan.ok ? [{ districtId, id: newId(), activityId: id, ...plan.session }] : [])),
  )
  return (await findActivity(tx, actor, id))!
}
