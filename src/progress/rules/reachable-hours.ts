import { NO_HOURS, type Hours } from '../../lib/quantity.js'
import type { IsoDate } from '../../lib/calendar.js'
import type { Delivery } from '../../hours/schema.js'

/** A session that a teacher could attend: its time in milliseconds, and what attending it is worth. */
export type Offer = {
  startsAt: number
  endsAt: number
  date: IsoDate
  delivery: Delivery
  hours: Hours
  /** The last day to register for it, where that is before its date. */
  registerBy?: IsoDate
}

/** What the edition's maxima have room for, and what the hours counted so far have taken of it. */
export type Room = {
  dailyMaximum: Hours | null
  onlineMaximum: Hours | null
  usedOn: ReadonlyMap<IsoDate, Hours>
  usedOnline: Hours
}

/** The best way to attend some of the sessions so far. Where an edition has no maximum, nothing is remembered of it. */
type Way = { date: IsoDate; onDate: number; online: number; total: number }

/**
 * §5.1: the most hours that could still count if a teacher attends whichever of the sessions serve best.
 * 1. Sessions that overlap cannot both be attended; touching ends are no overlap.
 * 2. What is attended fills the daily and the online maximum in the order of time.
 * 3. Of all ways to choose, the one that counts most: to have more sessions to choose from never makes it less.
 */
export function reachableHours(offers: readonly Offer[], room: Room): Hours {
  const ordered = offers.toSorted((a, b) => a.endsAt - b.endsAt)
  if (room.dailyMaximum === null && room.onlineMaximum === null) return mostWithoutMaxima(ordered)
  const earliestLeft = earliestDates(ordered)
  let best: Way[] = [{ date: '', onDate: 0, online: room.usedOnline, total: 0 }]
  const bests = [best]
  ordered.forEach((offer, at) => {
    const before = bests[endedBy(ordered, offer.startsAt, at)]!
    const attended = before.map((way) => attend(way, offer, room))
    best = distinct([...best, ...attended], earliestLeft[at + 1]!)
    bests.push(best)
  })
  return Math.max(...best.map(({ total }) => total)) as Hours
}

/** Where no maximum has to be kept in mind, the best of the sessions so far is one number. */
function mostWithoutMaxima(ordered: readonly Offer[]): Hours {
  const most = [0]
  for (const [at, { startsAt, hours }] of ordered.entries())
    most.push(Math.max(most[at]!, most[endedBy(ordered, startsAt, at)]! + hours))
  return most.at(-1) as Hours
}

function attend(way: Way, { date, delivery, hours }: Offer, room: Room): Way {
  const { dailyMaximum, onlineMaximum, usedOn } = room
  const onDate = way.date === date ? way.onDate : (usedOn.get(date) ?? NO_HOURS)
  const isLimitedOnline = delivery === 'online' && onlineMaximum !== null
  const counted = Math.max(
    0,
    Math.min(
      hours,
      dailyMaximum === null ? hours : dailyMaximum - onDate,
      isLimitedOnline ? onlineMaximum - way.online : hours,
    ),
  )
  return {
    date: dailyMaximum === null ? '' : date,
    onDate: dailyMaximum === null ? 0 : onDate + counted,
    online: isLimitedOnline ? way.online + counted : way.online,
    total: way.total + counted,
  }
}

/** Of ways that leave the same room the one that counts most; a day on which nothing more is offered is forgotten. */
function distinct(ways: readonly Way[], earliestLeft: IsoDate): Way[] {
  const known = new Map<string, Way>()
  for (const way of ways) {
    const kept = way.date < earliestLeft ? { ...way, date: '', onDate: 0 } : way
    const key = `${kept.date}/${kept.onDate}/${kept.online}`
    const other = known.get(key)
    if (!other || other.total < kept.total) known.set(key, kept)
  }
  return [...known.values()]
}

/** How many of the first sessions have ended when another one starts. */
function endedBy(ordered: readonly Offer[], startsAt: number, count: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ordered[middle]!.endsAt <= startsAt) low = middle + 1
    else high = middle
  }
  return low
}

/** For each place the earliest date of the sessions from it on; after the last one there is none. */
function earliestDates(ordered: readonly Offer[]): IsoDate[] {
  const dates: IsoDate[] = ['9999-12-31']
  for (const { date } of ordered.toReversed()) dates.unshift(date < dates[0]! ? date : dates[0]!)
  return dates
}
