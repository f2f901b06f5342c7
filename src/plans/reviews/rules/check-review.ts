import type { Reason } from '../../../errors.js'
import type { IsoDate } from '../../../lib/calendar.js'

/** §6.2: the annual review looks back: it took place in the academic year or after it, and not after today. */
export function checkReview(date: IsoDate, { startsOn }: { startsOn: IsoDate }, today: IsoDate): Reason[] {
  if (date < startsOn) return [{ code: 'annualReviewBeforeYear', pointer: '/date', params: { date, startsOn } }]
  return date > today ? [{ code: 'annualReviewInFuture', pointer: '/date', params: { date } }] : []
}
