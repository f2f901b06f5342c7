import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { refused, type Reason } from '../errors.js'
import { newId } from '../lib/ids.js'
import { findExistingSchools } from '../roster/schools/read.js'
import { planContent } from './plan-content.js'
import { showCourse } from './get-course.js'
import { courseOwner } from './rules/course-owner.js'
import type { Course, NewCourse } from './schema.js'
import { insertCourse } from './write.js'

/** Creates a course as a draft: of a school, of an expert team's leader, or of the district (§3.2, §6.5). */
export async function createCourse(
  db: Database,
  { actor, now, course }: { actor: Actor & Principal; now: Date; course: NewCourse },
): Promise<Course> {
  const { districtId } = actor
  const { schoolId: named, ...content } = course
  return transact(db, actor, async (tx) => {
    const decision = courseOwner(actor, named)
    const reasons: Reason[] = decision.ok ? [] : [...decision.reasons]
    const schoolId = decision.ok ? decision.owner.schoolId : null
    if (schoolId) {
      const existing = await findExistingSchools(tx, districtId, [schoolId])
      const mayOwn = existing.has(schoolId) && (!actor.schoolId || actor.schoolId === schoolId)
      if (!mayOwn) reasons.push({ code: 'unknownSchool', pointer: '/schoolId', params: { sourcedId: schoolId } })
    }
    const planned = await planContent(tx, { districtId, now, content, known: reasons })
    if (!decision.ok) throw refused(decision.reasons)
    const id = newId()
    await insertCourse(tx, { districtId, id, ...decision.owner }, { number: 1, ...planned })
    return showCourse(tx, actor, id)
  })
}
