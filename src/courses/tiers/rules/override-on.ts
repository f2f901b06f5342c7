import { addDays, type IsoDate } from '../../../lib/calendar.js'

type Override = {
  from: IsoDate
  to: IsoDate
  /** Ended before its time: it held up to `lastDay`, or was withdrawn and never held. */
  ended: { lastDay: IsoDate | null } | null
}

/** The last day on which an override holds; null for one that was withdrawn. */
function lastDayOf({ to, ended }: Override): IsoDate | null {
  return ended ? ended.lastDay : to
}

/** §3.3: the school's override in force on a day: of those that hold, the one recorded last. Given in that order. */
export function overrideOn<O extends Override>(overrides: readonly O[], date: IsoDate): O | null {
  const holds = (override: O) => {
    const lastDay = lastDayOf(override)
    return lastDay !== null && override.from <= date && date <= lastDay
  }
  return overrides.findLast(holds) ?? null
}

/** The first day after a date on which another override is in force, or none any more; null if that stays as it is. */
export function nextOverrideChange(overrides: readonly Override[], date: IsoDate): IsoDate | null {
  const now = overrideOn(overrides, date)
  const days = overrides
    .flatMap((override) => {
      const lastDay = lastDayOf(override)
      return lastDay === null ? [] : [override.from, addDays(lastDay, 1)]
    })
    .filter((day) => day > date)
  return days.sort().find((day) => overrideOn(overrides, day) !== now) ?? null
}

/** The first day from a day on, itself or later, on which no override is in force. */
export function firstDayWithout(overrides: readonly Override[], date: IsoDate): IsoDate {
  let day = date
  for (let held = overrideOn(overrides, day); held; held = overrideOn(overrides, day))
    day = addDays(lastDayOf(held)!, 1)
  return day
}
