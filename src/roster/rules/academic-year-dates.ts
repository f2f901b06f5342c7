import type { Reason } from '../../errors.js'
import { addDays, firstCalendarYear, isAcademicYearCode, type IsoDate } from '../../lib/calendar.js'
import type { PolicyEditionDocument } from '../../policy/schema.js'
import type { AcademicYearContent, Holiday } from '../schema.js'

export type SemesterDates = { startsOn: IsoDate; endsOn: IsoDate }
export type AcademicYearDates = { first: SemesterDates; second: SemesterDates }

/**
 * The dates of an academic year: those given, else the edition's (`semesters`). A day before the first semester's own
 * first day falls in the next calendar year.
 */
export function datesOfAcademicYear(
  code: string,
  given: AcademicYearContent,
  { semesters }: Pick<PolicyEditionDocument, 'semesters'>,
): AcademicYearDates | null {
  if (!isAcademicYearCode(code)) return null
  const year = firstCalendarYear(code)
  const { first, second } = semesters.value
  const dateOf = (day: string): IsoDate => `${day < first.startsOn ? year + 1 : year}-${day}`
  const datesOf = (days: SemesterDates): SemesterDates => ({
    startsOn: dateOf(days.startsOn),
    endsOn: dateOf(days.endsOn),
  })
  return { first: given.firstSemester ?? datesOf(first), second: given.secondSemester ?? datesOf(second) }
}

/** The semesters follow one another without a gap, and begin and end in the two calendar years of the code. */
export function checkAcademicYear(code: string, { first, second }: AcademicYearDates): Reason[] {
  const year = firstCalendarYear(code)
  const fits =
    first.startsOn <= first.endsOn &&
    addDays(first.endsOn, 1) === second.startsOn &&
    second.startsOn <= second.endsOn &&
    first.startsOn >= `${year}-01-01` &&
    first.startsOn <= `${year}-12-31` &&
    second.endsOn >= `${year + 1}-01-01` &&
    second.endsOn <= `${year + 1}-12-31`
  return fits ? [] : [{ code: 'academicYearDates', pointer: '', params: { academicYear: code } }]
}

/** Holidays lie in the year, end after they begin, and share no day. */
export function checkHolidays(holidays: readonly Holiday[], { first, second }: AcademicYearDates): Reason[] {
  return holidays.flatMap(({ name, from, to }, at): Reason[] => {
    const pointer = `/holidays/${at}`
    if (to < from) return [{ code: 'endsBeforeStart', pointer: `${pointer}/to`, params: { from, to } }]
    if (from < first.startsOn || to > second.endsOn)
      return [{ code: 'holidayOutsideYear', pointer, params: { name, from, to } }]
    const before = holidays.slice(0, at).find((other) => other.from <= to && from <= other.to)
    return before ? [{ code: 'holidaysOverlap', pointer, params: { name, other: before.name } }] : []
  })
}
