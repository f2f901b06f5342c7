import type { Reason } from '../../errors.js'
import type { CourseStatus } from '../schema.js'

type CourseState = {
  status: CourseStatus
  newestVersion: number
  publishedVersion: number | null
  /** The version that the institute is to review now, if there is one (§6.5). */
  versionInReview: number | null
}

/**
 * §3.2, §6.5: what forbids the newest version of a course to be published.
 * 1. A retired course is not published again.
 * 2. There must be something new in it.
 * 3. While the institute reviews a version, no other one takes its place: acceptance publishes what was reviewed.
 */
export function reasonsAgainstPublication(course: CourseState): Reason[] {
  const { status, newestVersion, publishedVersion, versionInReview } = course
  if (status === 'retired') return [{ code: 'courseRetired' }]
  const reasons: Reason[] = []
  if (newestVersion === publishedVersion)
    reasons.push({ code: 'courseVersionPublished', params: { version: newestVersion } })
  if (versionInReview !== null && versionInReview !== newestVersion)
    reasons.push({ code: 'courseInReview', params: { version: versionInReview } })
  return reasons
}
