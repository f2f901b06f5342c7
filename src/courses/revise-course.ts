import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { Refusal } from '../errors.js'
import { requireVersion, type Condition } from '../lib/versions.js'
import { showCourse } from './get-course.js'
import { planContent } from './plan-content.js'
import { findVersion, lockCourse } from './read.js'
import { requireOwner } from './require-owner.js'
import type { Course, CourseChange } from './schema.js'
import { changeCourse, insertVersion, rewriteVersion } from './write.js'

/** Changes a course's content: in its newest version while that may change, and else in a new one, a draft again. */
export async function reviseCourse(
  db: Database,
  {
    actor,
    now,
    condition,
    id,
    change,
  }: { actor: Actor & Principal; now: Date; condition: Condition; id: string; change: CourseChange },
): Promise<Course> {
  return transact(db, actor, async (tx) => {
    const course = requireOwner(await lockCourse(tx, actor, id))
    requireVersion(condition, course.version)
    if (course.status === 'retired') throw new Refusal('courseRetired')
    const newest = await findVersion(tx, course, course.newestVersion)
    const content = { ...newest.content, ...change }
    const planned = await planContent(tx, { districtId: actor.districtId, now, content })
    const number = newest.frozen ? newest.number + 1 : newest.number
    await (newest.frozen ? insertVersion : rewriteVersion)(tx, course, { number, ...planned })
    await changeCourse(tx, course, { newestVersion: number })
    return showCourse(tx, actor, id)
  })
}
