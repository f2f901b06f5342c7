import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { findCourseVersion } from '../read.js'
import { toFeedback } from './read.js'
import type { CourseFeedback, NewCourseFeedback } from './schema.js'
import { upsertFeedback } from './write.js'

/** What a teacher says of a published version of a course (§5.2); of one's own course nobody says anything. */
export async function giveCourseFeedback(
  db: Database,
  {
    actor,
    now,
    courseId,
    feedback,
  }: { actor: Actor & Principal; now: Date; courseId: string; feedback: NewCourseFeedback },
): Promise<CourseFeedback> {
  const { districtId, teacherId } = actor
  const { rating, comment = null, courseVersion } = feedback
  if (!teacherId) throw new Error('a teacher’s client is bound to its teacher')
  return transact(db, actor, async (tx) => {
    const present = await findCourseVersion(tx, actor, courseId)
    if (!present) throw notFound('course')
    const about = courseVersion ? await findCourseVersion(tx, actor, courseId, courseVersion) : present
    if (!about)
      throw refused([
        { code: 'unknownCourseVersion', pointer: '/courseVersion', params: { version: courseVersion ?? null } },
      ])
    if (present.leaderTeacherId === teacherId) throw new Refusal('ownCourse')
    const said = await upsertFeedback(tx, {
      districtId,
      id: newId(),
      courseId,
      courseVersion: about.versionNumber,
      teacherId,
      rating,
      comment,
      givenAt: now.toISOString(),
    })
    return toFeedback(said)
  })
}
