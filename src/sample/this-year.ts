import { academicYearCode, addDays, firstCalendarYear, minDate, type IsoDate } from '../lib/calendar.js'
import type { Holiday } from '../roster/schema.js'
import { ACADEMIC_YEAR } from './timetable.js'

/** The academic year in which the sample plans: that of today, and never the one that its files tell of. */
export function planningYear(today: IsoDate): string {
  const year = Number(today.slice(0, 4))
  const code = academicYearCode(today.slice(5) >= '09-01' ? year : year - 1)
  return code > ACADEMIC_YEAR ? code : academicYearCode(firstCalendarYear(ACADEMIC_YEAR) + 1)
}

/** The usual days without school, as near as an invented district needs them. */
export function usualHolidays(academicYear: string): Holiday[] {
  const autumn = firstCalendarYear(academicYear)
  const spring = autumn + 1
  return [
    { name: '国庆节', from: `${autumn}-10-01`, to: `${autumn}-10-07` },
    { name: '元旦', from: `${spring}-01-01`, to: `${spring}-01-01` },
    { name: '寒假', from: `${spring}-01-18`, to: `${spring}-02-16` },
    { name: '清明节', from: `${spring}-04-04`, to: `${spring}-04-06` },
    { name: '劳动节', from: `${spring}-05-01`, to: `${spring}-05-05` },
    { name: '暑假', from: `${spring}-07-01`, to: `${spring}-08-31` },
  ]
}

/** Training goes from the second week of September to the middle of June. */
export function trainingPeriod(academicYear: string): { from: IsoDate; to: IsoDate } {
  const autumn = firstCalendarYear(academicYear)
  return { from: `${autumn}-09-08`, to: `${autumn + 1}-06-20` }
}

/** Evenings on line, the first in October and then every four weeks, clear of the holidays. */
export function eveningDates(academicYear: string, count: number): IsoDate[] {
  const { to } = trainingPeriod(academicYear)
  const holidays = usualHolidays(academicYear)
  const dates: IsoDate[] = []
  for (let date = `${firstCalendarYear(academicYear)}-10-13`; dates.length < count; date = addDays(date, 28)) {
    const holiday = holidays.find(({ from, to: last }) => from <= date && date <= last)
    dates.push(minDate(holiday ? addDays(holiday.to, 1) : date, to))
  }
  return dates
}
