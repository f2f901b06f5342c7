import type { Reason } from '../../../errors.js'
import { shanghaiDate } from '../../../lib/calendar.js'
import type { Period } from '../../rules/slot-dates.js'

/**
 * §6.1: sessions given by hand carry an item out as it was planned.
 * 1. There are as many as planned.
 * 2. Each begins on a date of the item's period. Their clock time is the matter of every session.
 */
export function checkSchedule(
  sessions: readonly { startsAt: string }[],
  { from, to, sessions: planned }: Period & { sessions: number },
): Reason[] {
  const count: Reason[] =
    sessions.length === planned
      ? []
      : [{ code: 'planSessionCount', pointer: '/sessions', params: { planned, given: sessions.length } }]
  const outside = sessions.flatMap(({ startsAt }, at): Reason[] => {
    const date = shanghaiDate(startsAt)
    const pointer = `/sessions/${at}/startsAt`
    return from <= date && date <= to ? [] : [{ code: 'planSessionOutsidePeriod', pointer, params: { date, from, to } }]
  })
  return [...count, ...outside]
}
