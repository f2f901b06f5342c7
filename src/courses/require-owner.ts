import type { Actor } from '../access/schema.js'
import { notFound, Refusal } from '../errors.js'
import type { CourseOfViewer, CourseRow } from './read.js'

/** A course that others made is seen, if it is seen at all, and not changed. */
export function requireOwner(found: CourseOfViewer | null): CourseRow {
  if (!found) throw notFound('course')
  if (!found.isOwn) throw new Refusal('notTheOwner')
  return found.course
}

/** Who may take something back: the owner, and the institute what others share with the district. */
export function requireKeeper(actor: Actor, found: CourseOfViewer | null): CourseRow {
  if (found && actor.role === 'institute' && found.course.reach === 'shared') return found.course
  return requireOwner(found)
}
