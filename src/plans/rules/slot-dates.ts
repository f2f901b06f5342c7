import { addDays, weekdayOf, type IsoDate } from '../../lib/calendar.js'

export type Period = { from: IsoDate; to: IsoDate }

/** §5.1: the dates on which a fixed slot takes place: a weekday from one date to another, both included, without holidays. */
export function slotDates(weekday: number, { from, to }: Period, holidays: readonly Period[]): IsoDate[] {
  const dates: IsoDate[] = []
  const first = addDays(from, (weekday - weekdayOf(from) + 7) % 7)
  for (let date = first; date <= to; date = addDays(date, 7))
    if (!holidays.some((holiday) => holiday.from <= date && date <= holiday.to)) dates.push(date)
  return dates
}
