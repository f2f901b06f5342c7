import { findCourseVersion, type PublishedCourse } from '../courses/read.js'
import type { Tx } from '../db/database.js'
import type { Reason } from '../errors.js'

/**
 * The course that an activity is to teach, in the version that is published now, or why the host may not teach it: it is one
 * of its own or a shared one, and not retired.
 */
export async function loadCourseToTeach(
  tx: Tx,
  { districtId, hostSchoolId }: { districtId: string; hostSchoolId: string },
  courseId: string | null,
): Promise<{ course: PublishedCourse | null; reasons: Reason[] }> {
  if (courseId === null) return { course: null, reasons: [] }
  const course = await findCourseVersion(tx, { districtId, schoolId: hostSchoolId, teacherId: null }, courseId)
  const pointer = '/courseId'
  if (!course) return { course, reasons: [{ code: 'unknownCourse', pointer }] }
  return { course, reasons: course.status === 'retired' ? [{ code: 'courseRetired', pointer }] : [] }
}
