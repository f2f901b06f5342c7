import type { FixedSlot, NewFixedSlot } from '../schema.js'

/**
 * §5.1: items name their fixed slot by its number, so a slot keeps its number wherever it is put. One that comes without is
 * a new one: it gets the lowest number that neither stands nor is given, in order. So no item is moved to another time
 * unless its slot or the item itself says so.
 */
export function numberSlots(given: readonly NewFixedSlot[], standing: readonly { number: number }[]): FixedSlot[] {
  const taken = new Set([...given, ...standing].map(({ number }) => number))
  let next = 1
  return given.map(({ number, weekday, startsAt, endsAt, location = null }) => {
    if (number === undefined) while (taken.has(next)) next += 1
    return { number: number ?? next++, weekday, startsAt, endsAt, location }
  })
}
