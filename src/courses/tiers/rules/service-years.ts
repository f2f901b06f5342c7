import { addDays, daysInclusive, maxDate, minDate, type IsoDate } from '../../../lib/calendar.js'

type Span = { from: IsoDate; to: IsoDate | null }

/** Not the district's choice: the days that make a year where service was broken off within one. */
const DAYS_IN_YEAR = 365

/**
 * §3.3: completed years of homeroom service by the end of a day.
 * 1. Years declared for the time before the recorded duties count whole.
 * 2. Duties that share or touch days are one span; a span counts the anniversaries that it has reached.
 * 3. What is left over of each span is added up, and every 365 days of it make another year.
 *
 * Dates are inclusive; a duty without an end goes on. Leave does not interrupt service.
 */
export function serviceYears(duties: readonly Span[], earlierYears: number, date: IsoDate): number {
  let years = earlierYears
  let daysOver = 0
  for (const { from, to } of spansUntil(duties, date)) {
    const whole = anniversariesOf(from, to)
    years += whole
    // A span's own 366 days of a leap year are not yet a year on the 365th.
    daysOver += Math.min(daysInclusive(anniversary(from, whole), to), DAYS_IN_YEAR - 1)
  }
  return years + Math.floor(daysOver / DAYS_IN_YEAR)
}

/**
 * The first day on which so many years are completed if no duty ends that has no end yet, and those that are recorded for
 * later begin; null if that never comes.
 */
export function dateOfServiceYears(
  duties: readonly Span[],
  earlierYears: number,
  years: number,
  after: IsoDate,
): IsoDate | null {
  const reached = (days: number) => serviceYears(duties, earlierYears, addDays(after, days)) >= years
  const lastStart = duties.reduce((last, { from }) => maxDate(last, from), after)
  let late = daysInclusive(after, lastStart) + (years + 1) * (DAYS_IN_YEAR + 1)
  if (!reached(late)) return null
  let early = 0
  while (early < late) {
    const middle = Math.floor((early + late) / 2)
    if (reached(middle)) late = middle
    else early = middle + 1
  }
  return addDays(after, late)
}

/** Spans without shared days or seams, in the order of time, none later than the day. */
function spansUntil(duties: readonly Span[], date: IsoDate): { from: IsoDate; to: IsoDate }[] {
  const spans: { from: IsoDate; to: IsoDate }[] = []
  for (const { from, to } of duties.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const end = to === null ? date : minDate(to, date)
    if (end < from) continue
    const last = spans.at(-1)
    if (last && from <= addDays(last.to, 1)) last.to = last.to < end ? end : last.to
    else spans.push({ from, to: end })
  }
  return spans
}

/** How many whole years a span holds: one from 1 September to 31 August. */
function anniversariesOf(from: IsoDate, to: IsoDate): number {
  const most = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return anniversary(from, most) <= addDays(to, 1) ? most : most - 1
}

/** The same day so many years later; of 29 February the day after where there is none. */
function anniversary(date: IsoDate, years: number): IsoDate {
  const year = String(Number(date.slice(0, 4)) + years).padStart(4, '0')
  const isLeapDay = date.endsWith('-02-29')
  return isLeapDay ? addDays(`${year}-02-28`, 1) : `${year}${date.slice(4)}`
}
