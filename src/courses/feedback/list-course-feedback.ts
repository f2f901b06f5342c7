import { query, type Database } from '../../db/database.js'
import { notFound, Refusal } from '../../errors.js'
import { findCourse, type Viewer } from '../read.js'
import { listFeedback } from './read.js'
import type { CourseFeedback } from './schema.js'

/** Every teacher's words about a course: for the school that owns it and for the district. All others see the mean. */
export async function listCourseFeedback(
  db: Database,
  {
    viewer,
    courseId,
    filters,
  }: {
    viewer: Viewer
    courseId: string
    filters: { courseVersion?: number | undefined; limit: number; cursor?: string | undefined }
  },
): Promise<{ data: CourseFeedback[]; nextCursor: string | null }> {
  return query(db, viewer, async (tx) => {
    const found = await findCourse(tx, viewer, courseId)
    if (!found) throw notFound('course')
    if (viewer.schoolId && !found.isOwn) throw new Refusal('notTheOwner')
    return listFeedback(tx, viewer.districtId, { courseId, ...filters })
  })
}
