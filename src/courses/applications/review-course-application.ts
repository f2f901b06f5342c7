import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, refused } from '../../errors.js'
import { publishVersion } from '../publish-course.js'
import { lockCourse } from '../read.js'
import { findApplication, findApplicationState, findCourseIdOf } from './read.js'
import { decideReview } from './rules/application-decision.js'
import type { CourseApplication, CourseApplicationReview } from './schema.js'
import { changeApplication, saveReview } from './write.js'

/**
 * The institute's review of the round that waits (§6.5). Acceptance publishes the version applied with, and shares the
 * course with the district. The course is locked first, as whoever applies does.
 */
export async function reviewCourseApplication(
  db: Database,
  { actor, now, id, review }: { actor: Actor & Principal; now: Date; id: string; review: CourseApplicationReview },
): Promise<CourseApplication> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const courseId = await findCourseIdOf(tx, districtId, id)
    const found = courseId && (await lockCourse(tx, actor, courseId))
    const application = found && (await findApplicationState(tx, districtId, id))
    if (!application) throw notFound('courseApplication')
    const outcome = decideReview(application, review)
    if (!outcome.ok) throw refused(outcome.reasons)
    const { decision, guidance = null } = review
    await saveReview(
      tx,
      { districtId, applicationId: id, number: application.round },
      { decision, guidance, reviewedAt: now.toISOString(), reviewedBy: actor.clientId },
    )
    await changeApplication(tx, districtId, id, { status: outcome.status })
    if (outcome.status === 'accepted')
      await publishVersion(tx, { course: found.course, now, number: application.versionAppliedWith, share: true })
    return (await findApplication(tx, actor, id))!
  })
}
