import type { IsoDate } from '../../lib/calendar.js'
import type { Period } from './slot-dates.js'

/** What an item asks of a slot: so many of its dates, within a period. */
export type Need = Period & { sessions: number }

/**
 * §5.1: how many sessions of each item find no date of the slot, when each date serves one session. Date by date, the
 * item whose period ends first has its turn: no other way finds room for more.
 */
export function sessionsWithoutRoom(dates: readonly IsoDate[], needs: readonly Need[]): number[] {
  const left = needs.map(({ sessions }) => sessions)
  for (const date of dates) {
    let next = -1
    for (const [at, { from, to }] of needs.entries()) {
      const waits = left[at]! > 0 && from <= date && date <= to
      if (waits && (next < 0 || to < needs[next]!.to)) next = at
    }
    if (next >= 0) left[next]! -= 1
  }
  return left
}

/**
 * §5.1: the dates that an item gets of its slot, spread evenly over its period, so that a plan fills the year rather than
 * its first weeks. Each session has the date nearest to its even share that leaves room for the items still to come; if
 * they have too little room in any case, they are not asked. Null where the item itself finds too few dates.
 *
 * `dates` are those of the slot that nothing is scheduled on, in order.
 */
export function spreadDates(dates: readonly IsoDate[], item: Need, others: readonly Need[]): IsoDate[] | null {
  const fits = (free: readonly IsoDate[], needs: readonly Need[]) =>
    sessionsWithoutRoom(free, needs).every((without) => without === 0)
  if (!fits(dates, [item])) return null
  const asked = fits(dates, [item, ...others]) ? others : []
  const own = dates.filter((date) => item.from <= date && date <= item.to)
  const chosen: IsoDate[] = []
  let free = [...dates]
  for (let number = 0; number < item.sessions; number += 1) {
    const share = Math.floor(((2 * number + 1) * own.length) / (2 * item.sessions))
    const nearest = own
      .map((date, at) => ({ date, distance: Math.abs(at - share) }))
      .filter(({ date }) => free.includes(date))
      .toSorted((a, b) => a.distance - b.distance)
    const rest = { ...item, sessions: item.sessions - number - 1 }
    const { date } = nearest.find((one) =>
      fits(
        free.filter((other) => other !== one.date),
        [rest, ...asked],
      ),
    )!
    chosen.push(date)
    free = free.filter((other) => other !== date)
  }
  return chosen.toSorted()
}
