import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { Refusal, refused } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { lockCourse } from '../read.js'
import { freezeVersion } from '../write.js'
import { findApplication, findOpenApplication } from './read.js'
import { reasonsAgainstApplying } from './rules/application-decision.js'
import type { CourseApplication, NewCourseApplication } from './schema.js'
import { submitRound } from './write.js'

/**
 * Applies with the newest version of an own course for it to be shared with the district (§6.5); after a review that
 * returned it, in the next round of the same application. The version stays as it is from then on.
 */
export async function applyForSharedCourse(
  db: Database,
  {
    actor,
    now,
    application: { courseId, statement },
  }: { actor: Actor & Principal; now: Date; application: NewCourseApplication },
): Promise<CourseApplication> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const found = await lockCourse(tx, actor, courseId)
    if (!found) throw refused([{ code: 'unknownCourse', pointer: '/courseId', params: { courseId } }])
    const { course, isOwn } = found
    if (!isOwn) throw new Refusal('notTheOwner')
    const open = await findOpenApplication(tx, districtId, courseId)
    const reasons = reasonsAgainstApplying(course, open)
    if (reasons.length > 0) throw refused(reasons)
    const id = open?.id ?? newId()
    await submitRound(
      tx,
      { districtId, id, courseId, number: (open?.round ?? 0) + 1 },
      { courseVersion: course.newestVersion, statement, appliedAt: now.toISOString(), appliedBy: actor.clientId },
    )
    await freezeVersion(tx, course, course.newestVersion)
    return (await findApplication(tx, actor, id))!
  })
}
