import { notFound, Refusal } from '../errors.js'
import type { CourseOfViewer, CourseRow } from './read.js'

/** A course that others made is seen, if it is seen at all, and not changed. */
export function requireOwner(found: CourseOfViewer | null): CourseRow {
  if (!found) throw notFound('course')
  if (!found.isOwn) throw new Refusal('notTheOwner')
  return found.course
}
