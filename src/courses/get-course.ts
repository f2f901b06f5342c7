import { query, type Database, type Tx } from '../db/database.js'
import { notFound } from '../errors.js'
import { findRatings } from './feedback/read.js'
import { presentCourse } from './present-course.js'
import { findCourse, type Viewer } from './read.js'
import type { Course } from './schema.js'

/** A course in the version that is shown to the viewer, or in the one that is named. */
export async function getCourse(
  db: Database,
  { viewer, id, versionNumber }: { viewer: Viewer; id: string; versionNumber?: number | undefined },
): Promise<Course> {
  return query(db, viewer, (tx) => showCourse(tx, viewer, id, versionNumber))
}

/** The same within a read or transaction that is already open. */
export async function showCourse(tx: Tx, viewer: Viewer, id: string, versionNumber?: number): Promise<Course> {
  const found = await findCourse(tx, viewer, id, versionNumber)
  if (!found) throw notFound('course')
  return presentCourse(found, await findRatings(tx, viewer.districtId, [id]))
}
