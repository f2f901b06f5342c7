import type { Reason } from '../../errors.js'
import type { CourseReach, CourseStatus } from '../schema.js'

type CourseState = {
  status: CourseStatus
  reach: CourseReach
  /** The institute's own, rather than one of a school or a leader that it has accepted. */
  isDistricts: boolean
  newestVersion: number
  publishedVersion: number | null
  /** The version that the institute is to review now, if there is one (§6.5). */
  versionInReview: number | null
}

/**
 * §3.2, §6.5: what forbids the newest version of a course to be published.
 * 1. A retired course is not published again.
 * 2. There must be something new in it.
 * 3. A course that the institute has accepted is read by the whole district: its next version is reviewed like the first.
 * 4. While the institute reviews a version, no other one takes its place: acceptance publishes what was reviewed.
 */
export function reasonsAgainstPublication(course: CourseState): Reason[] {
  const { status, reach, isDistricts, newestVersion, publishedVersion, versionInReview } = course
  if (status === 'retired') return [{ code: 'courseRetired' }]
  const reasons: Reason[] = []
  if (newestVersion === publishedVersion)
    reasons.push({ code: 'courseVersionPublished', params: { version: newestVersion } })
  if (reach === 'shared' && !isDistricts) reasons.push({ code: 'courseNeedsReview' })
  if (versionInReview !== null && versionInReview !== newestVersion)
    reasons.push({ code: 'courseInReview', params: { version: versionInReview } })
  return reasons
}
