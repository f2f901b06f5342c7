import { query, type Database } from '../db/database.js'
import { findRatings } from './feedback/read.js'
import { presentCourse } from './present-course.js'
import { listCourses as listShownCourses, type CourseFilters, type Viewer } from './read.js'
import type { Course } from './schema.js'

/** A page of courses, each in the version that is shown to the viewer, with its ratings: two reads however many they are. */
export async function listCourses(
  db: Database,
  { viewer, filters }: { viewer: Viewer; filters: CourseFilters },
): Promise<{ data: Course[]; nextCursor: string | null }> {
  return query(db, viewer, async (tx) => {
    const { data, nextCursor } = await listShownCourses(tx, viewer, filters)
    const ratings = await findRatings(
      tx,
      viewer.districtId,
      data.map(({ course }) => course.id),
    )
    return { data: data.map((shown) => presentCourse(shown, ratings)), nextCursor }
  })
}
