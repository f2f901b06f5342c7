/**
 * Dates and instants of the district. Asia/Shanghai is UTC+08:00 all year, so a fixed offset is exact and no time zone
 * data is needed.
 */

/** A date `YYYY-MM-DD` in Asia/Shanghai. Dates of this form sort as text. */
export type IsoDate = string

const shanghaiOffset = 8 * 3_600_000
const day = 86_400_000
/** In milliseconds. */
export const MINUTE = 60_000

/** The date in Asia/Shanghai at an instant (text with an offset, or a Date). Throws RangeError on an invalid instant. */
export function shanghaiDate(instant: string | Date): IsoDate {
  return new Date(millisecondsOf(instant) + shanghaiOffset).toISOString().slice(0, 10)
}

/** An instant as the service writes it: RFC 3339 with the offset of Asia/Shanghai, to the millisecond, without idle zeros. */
export function shanghaiInstant(instant: Date): string {
  const text = new Date(millisecondsOf(instant) + shanghaiOffset).toISOString()
  return `${text.slice(0, -1).replace(/\.?0+$/, '')}+08:00`
}

/** Whether the text is a date of the calendar: `2024-02-29` is, `2025-02-29` is not. Years 0001 to 9999. */
export function isIsoDate(text: string): text is IsoDate {
  if (!/^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** Whether the text is an instant of RFC 3339 with its offset, as `2024-11-10T14:00:00+08:00`. Seconds run from 0 to 59. */
export function isInstant(text: string): boolean {
  const parts = /^([0-9-]{10})T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/.exec(text)
  return parts !== null && isIsoDate(parts[1]!) && !Number.isNaN(Date.parse(text))
}

/** The date so many days later (earlier when negative). Throws RangeError when `date` is no date. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(dayNumber(date) * day + days * day).toISOString().slice(0, 10)
}

/** Days from one date to another: 1 from a day to the next, negative backwards. Throws RangeError on no date. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from)
}

/** Days of a period with both its ends; 0 when it ends before it starts. Throws RangeError on no date. */
export function daysInclusive(from: IsoDate, to: IsoDate): number {
  return Math.max(0, daysBetween(from, to) + 1)
}

/** The day of the week of a date: 1 Monday to 7 Sunday. Throws RangeError on no date. */
export function weekdayOf(date: IsoDate): number {
  // Day 0, 1 January 1970, was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1
}

/** The earlier of two dates. */
export function minDate(a: IsoDate, b: IsoDate): IsoDate {
  return a < b ? a : b
}

/** The later of two dates. */
export function maxDate(a: IsoDate, b: IsoDate): IsoDate {
  return a > b ? a : b
}

/** Whole minutes completed from one instant to another, negative backwards. Throws RangeError on an invalid instant. */
export function minutesBetween(from: string | Date, to: string | Date): number {
  return Math.trunc((millisecondsOf(to) - millisecondsOf(from)) / MINUTE) + 0
}

/** The code of the academic year that begins in a calendar year: 2024 gives `2024-2025`. */
export function academicYearCode(firstCalendarYear: number): string {
  return `${firstCalendarYear}-${firstCalendarYear + 1}`
}

/** Whether the text names an academic year: `2024-2025` does, `2024-2026` does not. Years 2000 to 2098. */
export function isAcademicYearCode(text: string): boolean {
  return /^20[0-9]{2}-20[0-9]{2}$/.test(text) && academicYearCode(Number(text.slice(0, 4))) === text
}

/** The calendar year in which an academic year begins. Throws RangeError when the code names none. */
export function firstCalendarYear(code: string): number {
  if (!isAcademicYearCode(code)) throw new RangeError(`not an academic year: ${JSON.stringify(code)}`)
  return Number(code.slice(0, 4))
}

function dayNumber(date: IsoDate): number {
  if (!isIsoDate(date)) throw new RangeError(`not a date: ${JSON.stringify(date)}`)
  return Date.parse(`${date}T00:00:00Z`) / day
}

function millisecondsOf(instant: string | Date): number {
  const time = typeof instant === 'string' ? instantOf(instant) : instant.getTime()
  if (Number.isNaN(time)) throw new RangeError('not an instant')
  return time
}

/** A time without an offset would mean the machine's own zone: it is no instant. */
function instantOf(text: string): number {
  return /T.*(Z|[+-][0-9]{2}:?[0-9]{2})$/i.test(text) ? Date.parse(text) : Number.NaN
}
