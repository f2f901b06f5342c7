import { daysBetween, daysInclusive, maxDate, minDate, type IsoDate } from '../../lib/calendar.js'

type Span = { from: IsoDate; to: IsoDate | null }

/**
 * The district's ground for a prorated annual minimum (§5.1): the days of an academic year on which a teacher holds a
 * homeroom duty, however many, and is not on leave. Dates are inclusive; a span without an end goes on.
 * From 0 to the days of the year.
 */
export function dutyDays(
  duties: readonly Span[],
  leaves: readonly Span[],
  year: { startsOn: IsoDate; endsOn: IsoDate },
): number {
  const onDuty = new Uint8Array(daysInclusive(year.startsOn, year.endsOn))
  const mark = (spans: readonly Span[], value: 0 | 1) => {
    for (const { from, to } of spans) {
      const first = maxDate(from, year.startsOn)
      const last = to === null ? year.endsOn : minDate(to, year.endsOn)
      if (first <= last) onDuty.fill(value, daysBetween(year.startsOn, first), daysBetween(year.startsOn, last) + 1)
    }
  }
  mark(duties, 1)
  mark(leaves, 0)
  return onDuty.reduce((days, day) => days + day, 0)
}
