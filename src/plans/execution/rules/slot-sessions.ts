import { MINUTE, shanghaiInstant, type IsoDate } from '../../../lib/calendar.js'
import { clockTimeOf, roundToStep, type Hours } from '../../../lib/quantity.js'

/**
 * §5.1: the sessions of an item on these dates of its slot: from the slot's start, as long as the class hours need; a
 * started minute is a minute.
 */
export function slotSessions(
  dates: readonly IsoDate[],
  { startsAt, location }: { startsAt: string; location: string | null },
  hoursPerSession: Hours,
  minutesPerClassHour: number,
): { startsAt: string; endsAt: string; location?: string }[] {
  const length = roundToStep(clockTimeOf(hoursPerSession, minutesPerClassHour), MINUTE, 'up')
  return dates.map((date) => {
    const start = slotStart(date, { startsAt })
    const end = shanghaiInstant(new Date(Date.parse(start) + length))
    return { startsAt: start, endsAt: end, ...(location ? { location } : {}) }
  })
}

/** The instant at which a slot begins on one of its dates. */
export const slotStart = (date: IsoDate, { startsAt }: { startsAt: string }): string => `${date}T${startsAt}:00+08:00`
