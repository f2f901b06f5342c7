import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { refused } from '../errors.js'
import { findVersionInReview } from './applications/read.js'
import { showCourse } from './get-course.js'
import { planContent } from './plan-content.js'
import { findVersion, lockCourse, type CourseRow } from './read.js'
import { requireOwner } from './require-owner.js'
import { reasonsAgainstPublication } from './rules/publication.js'
import type { Course } from './schema.js'
import { changeCourse, freezeVersion } from './write.js'

/** Publishes the newest version of a course. The district's own is then shared with all of it. */
export async function publishCourse(
  db: Database,
  { actor, now, id }: { actor: Actor & Principal; now: Date; id: string },
): Promise<Course> {
  return transact(db, actor, async (tx) => {
    const course = requireOwner(await lockCourse(tx, actor, id))
    const versionInReview = await findVersionInReview(tx, actor.districtId, id)
    const isDistricts = !course.schoolId && !course.leaderTeacherId
    const reasons = reasonsAgainstPublication({ ...course, isDistricts, versionInReview })
    if (reasons.length > 0) throw refused(reasons)
    await publishVersion(tx, { course, now, number: course.newestVersion, share: isDistricts })
    return showCourse(tx, actor, id)
  })
}

/** Publishes one version of a course that is locked, if its codes are still of the edition in force. */
export async function publishVersion(
  tx: Tx,
  { course, now, number, share }: { course: CourseRow; now: Date; number: number; share: boolean },
): Promise<void> {
  const { content } = await findVersion(tx, course, number)
  await planContent(tx, { districtId: course.districtId, now, content })
  await freezeVersion(tx, course, number, now.toISOString())
  await changeCourse(tx, course, {
    status: 'published',
    publishedVersion: number,
    ...(share ? { reach: 'shared' } : {}),
  })
}
