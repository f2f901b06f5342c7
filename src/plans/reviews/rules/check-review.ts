import type { Reason } from '../../../errors.js'
import type { IsoDate } from '../../../lib/calendar.js'

type Year = { semesters: readonly { number: 1 | 2; startsOn: IsoDate }[] }

/**
 * §6.2: the annual review looks back on the year and closes its plan.
 * 1. It takes place from the first day of the second semester on: before, there is not one whole semester to look back on,
 *    and a plan that was closed by then would leave most of the year without any.
 * 2. It took place already.
 */
export function checkReview(date: IsoDate, { semesters }: Year, today: IsoDate): Reason[] {
  const { startsOn: earliest } = semesters.find(({ number }) => number === 2)!
  if (date < earliest) return [{ code: 'annualReviewTooEarly', pointer: '/date', params: { date, earliest } }]
  return date > today ? [{ code: 'annualReviewInFuture', pointer: '/date', params: { date } }] : []
}
