import type { Reason } from '../../../errors.js'
import type { CourseReach, CourseStatus } from '../../schema.js'
import type { CourseApplicationStatus, CourseReviewDecision } from '../schema.js'

/** Not the district's choice: an application is read with all its rounds. */
export const ROUNDS_MAXIMUM = 50

type Course = { reach: CourseReach; status: CourseStatus; newestVersion: number; publishedVersion: number | null }
type Application = { status: CourseApplicationStatus; round: number }
type OpenApplication = Application & { versionAppliedWith: number }

/**
 * §6.5: what forbids to apply for a course to be shared. Without an open application a new one is opened; one that the
 * institute has returned goes into its next round.
 * 1. A retired course is not applied for; one that is shared already only with a version that is new.
 * 2. One round at a time: what is submitted waits for its review.
 * 3. A next round needs a version newer than the one that was returned.
 */
export function reasonsAgainstApplying(course: Course, open: OpenApplication | null): Reason[] {
  const reasons: Reason[] = []
  if (course.status === 'retired') reasons.push({ code: 'courseRetired' })
  if (course.reach === 'shared' && course.newestVersion === course.publishedVersion)
    reasons.push({ code: 'courseShared' })
  if (open?.status === 'submitted')
    reasons.push({ code: 'courseInReview', params: { version: open.versionAppliedWith } })
  if (open?.status === 'returned') {
    if (course.newestVersion <= open.versionAppliedWith)
      reasons.push({ code: 'courseNotRevised', params: { version: open.versionAppliedWith } })
    if (open.round >= ROUNDS_MAXIMUM) reasons.push({ code: 'tooManyRounds', params: { maximum: ROUNDS_MAXIMUM } })
  }
  return reasons
}

type Review = { round: number; decision: CourseReviewDecision; guidance?: string | undefined }

type ReviewOutcome = { ok: true; status: CourseApplicationStatus } | { ok: false; reasons: Reason[] }

const statusAfter: Readonly<Record<CourseReviewDecision, CourseApplicationStatus>> = {
  revise: 'returned',
  accept: 'accepted',
  decline: 'declined',
}

/**
 * §6.5: what a review makes of an application. It is about the round that waits, and that one only; whoever is not
 * accepted is told why.
 */
export function decideReview(application: Application, review: Review): ReviewOutcome {
  const { status, round } = application
  if (review.round !== round) return { ok: false, reasons: [{ code: 'roundStale', params: { round } }] }
  if (status !== 'submitted') return { ok: false, reasons: [{ code: 'roundReviewed', params: { round, status } }] }
  if (review.decision !== 'accept' && review.guidance === undefined)
    return { ok: false, reasons: [{ code: 'missingProperty', pointer: '/guidance', params: { property: 'guidance' } }] }
  return { ok: true, status: statusAfter[review.decision] }
}
