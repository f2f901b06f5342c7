import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { Refusal } from '../errors.js'
import { withdrawApplication } from './applications/write.js'
import { showCourse } from './get-course.js'
import { lockCourse } from './read.js'
import { requireKeeper } from './require-owner.js'
import type { Course } from './schema.js'
import { changeCourse } from './write.js'

/**
 * Ends a course: it stays readable, and nothing new rests on it. An application that is open for it ends too. The
 * institute also retires what others share with the district.
 */
export async function retireCourse(
  db: Database,
  { actor, id }: { actor: Actor & Principal; id: string },
): Promise<Course> {
  return transact(db, actor, async (tx) => {
    const course = requireKeeper(actor, await lockCourse(tx, actor, id))
    if (course.status === 'retired') throw new Refusal('courseRetired')
    await withdrawApplication(tx, actor.districtId, id)
    await changeCourse(tx, course, { status: 'retired' })
    return showCourse(tx, actor, id)
  })
}
