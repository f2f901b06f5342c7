import { shanghaiInstant, type IsoDate } from '../../../lib/calendar.js'
import type { Hours } from '../../../lib/quantity.js'

/** §5.1: the sessions of an item on these dates of its slot: from the slot's start, as long as the class hours need. */
export function slotSessions(
  dates: readonly IsoDate[],
  { startsAt, location }: { startsAt: string; location: string | null },
  hoursPerSession: Hours,
  minutesPerClassHour: number,
): { startsAt: string; endsAt: string; location?: string }[] {
  // Hours are hundredths; a started minute is a minute.
  const minutes = Math.ceil((hoursPerSession * minutesPerClassHour) / 100)
  return dates.map((date) => {
    const start = `${date}T${startsAt}:00+08:00`
    const end = shanghaiInstant(new Date(Date.parse(start) + minutes * 60_000))
    return { startsAt: start, endsAt: end, ...(location ? { location } : {}) }
  })
}
