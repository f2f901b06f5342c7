import type { IsoDate } from '../../lib/calendar.js'
import type { Hours } from '../../lib/quantity.js'

/** One version of a course as a teacher was taught it: its class hours, those earned by it, and when last. */
export type VersionTaught = { whole: Hours; earned: Hours; lastOn: IsoDate }

/** How far a teacher has come with a course; `whole` is what the published version asks for. */
export type CourseStanding =
  { code: 'done'; hours: Hours; lastOn: IsoDate } | { code: 'begun'; hours: Hours; whole: Hours; lastOn: IsoDate }

/**
 * §6.2: whether a teacher has done a course, or only begun it.
 * 1. Done is a course whose counted hours reach the class hours of the version that taught them. Hours of older versions
 *    count on in newer ones.
 * 2. A revision that asks for more takes nothing back: whoever had done the course as it was taught stays done.
 * 3. A revision that asks for less asks no more of anybody: the hours of the published version are enough as well.
 * Versions come oldest first, each with hours above zero; null where there are none.
 */
export function courseStanding(taught: readonly VersionTaught[], published: Hours): CourseStanding | null {
  if (taught.length === 0) return null
  let hours = 0
  let done = false
  for (const { whole, earned } of taught) {
    hours += earned
    done ||= hours >= whole
  }
  const told = {
    hours: hours as Hours,
    lastOn: taught
      .map(({ lastOn }) => lastOn)
      .toSorted()
      .at(-1)!,
  }
  return done || hours >= published ? { code: 'done', ...told } : { code: 'begun', ...told, whole: published }
}
