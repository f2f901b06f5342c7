import type { Tx } from '../db/database.js'
import { refused, type Reason } from '../errors.js'
import { shanghaiDate } from '../lib/calendar.js'
import { formatHours, parseHours } from '../lib/quantity.js'
import { loadEditionOn } from '../roster/load-basis.js'
import { checkCourse } from './rules/check-course.js'
import type { CourseContent } from './schema.js'

/**
 * The content of a course as it will stand, its hours in their shortest form, with the edition that its codes are of.
 * Throws every reason against it, after those that are known already.
 */
export async function planContent(
  tx: Tx,
  { districtId, now, content, known = [] }: { districtId: string; now: Date; content: CourseContent; known?: Reason[] },
): Promise<{ content: CourseContent; policyEditionId: string }> {
  const { edition, parameters } = await loadEditionOn(tx, districtId, shanghaiDate(now))
  const hours = parseHours(content.hours)
  const { modules, tiers, forms } = parameters
  const reasons = [
    ...known,
    ...checkCourse({ ...content, hours }, { modules, tiers, forms, step: parameters.hours.step }),
  ]
  if (reasons.length > 0) throw refused(reasons)
  return { content: { ...content, hours: formatHours(hours) }, policyEditionId: edition.id }
}
