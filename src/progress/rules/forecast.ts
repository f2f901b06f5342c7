import type { IsoDate } from '../../lib/calendar.js'
import { NO_HOURS, type Hours } from '../../lib/quantity.js'
import type { ForecastState } from '../schema.js'
import { annualMinimum } from './annual-minimum.js'
import { reachableHours, type Offer, type Room } from './reachable-hours.js'

export type ForecastFacts = {
  required: Hours
  counted: Hours
  /** Sessions that the teacher is registered for, or was at and that are not confirmed yet. */
  expected: readonly Offer[]
  /** Sessions still to come that the teacher may still register for. */
  open: readonly Offer[]
  room: Room
  over: Over
}

/** Why nothing more can be scheduled for a teacher: the year has ended, or her last duty of it; null while it can. */
export type Over = 'year' | 'duty' | null

export type ForecastDecision = {
  state: ForecastState
  over: Over
  missing: Hours
  /** What the expected sessions can still add, and what those and the open ones can. */
  expected: Hours
  reachable: Hours
  /** What the school has to schedule besides, at least; nothing unless it is impossible and can still be done. */
  toSchedule: Hours
  /** With `atRisk`: the last day on which registering for all that is open from that day on still suffices. */
  lastDateToRecover: IsoDate | null
}

/**
 * §5.1: whether a teacher will reach the annual minimum.
 * 1. `met`: the hours counted reach it.
 * 2. `onTrack`: with the expected sessions they will.
 * 3. `atRisk`: only with open sessions too, and until the last date on which those that are left still do.
 * 4. `impossible`: not even then; the school must schedule more, unless the year or the duty is over.
 */
export function decideForecast({ required, counted, expected, open, room, over }: ForecastFacts): ForecastDecision {
  const { missing } = annualMinimum(counted, required)
  const fromExpected = reachableHours(expected, room)
  const withOpenFrom = (date: IsoDate) =>
    reachableHours([...expected, ...open.filter((offer) => lastDayOf(offer) >= date)], room)
  const dates = [...new Set(open.map(lastDayOf))].sort()
  const reachable = dates[0] === undefined ? fromExpected : withOpenFrom(dates[0])
  const decision = {
    over,
    missing,
    expected: fromExpected,
    reachable,
    toSchedule: NO_HOURS,
    lastDateToRecover: null,
  }
  if (missing === 0) return { ...decision, state: 'met' }
  if (fromExpected >= missing) return { ...decision, state: 'onTrack' }
  if (reachable < missing) {
    const toSchedule = over === null ? ((missing - reachable) as Hours) : NO_HOURS
    return { ...decision, state: 'impossible', toSchedule }
  }
  return { ...decision, state: 'atRisk', lastDateToRecover: lastThat(dates, (date) => withOpenFrom(date) >= missing) }
}

/** Whether something can still be scheduled for a teacher from today on, in a duty of the year. */
export function overOn(today: IsoDate, year: { endsOn: IsoDate }, duties: readonly { to: IsoDate | null }[]): Over {
  if (today > year.endsOn) return 'year'
  return duties.some(({ to }) => to === null || to >= today) ? null : 'duty'
}

/** The last day on which a session can still be chosen. */
function lastDayOf({ date, registerBy }: Offer): IsoDate {
  return registerBy !== undefined && registerBy < date ? registerBy : date
}

/** The last of the dates for which something holds that holds for the first, and for none once it has ceased to. */
function lastThat(dates: readonly IsoDate[], holds: (date: IsoDate) => boolean): IsoDate {
  let low = 0
  let high = dates.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(dates[middle]!)) low = middle
    else high = middle - 1
  }
  return dates[low]!
}
