/** How many of an activity's registrations have a place; `capacity` null is any number. */
export type Places = { capacity: number | null; registered: number }

/** §5.1: how many places are free, null for any number; nobody loses a place where there are fewer than are registered. */
export function freePlaces({ capacity, registered }: Places): number | null {
  return capacity === null ? null : Math.max(0, capacity - registered)
}

/**
 * What the next one to register becomes, once whoever waits and can still attend has moved up: nobody overtakes them, and
 * those who cannot attend any more hold up nobody.
 */
export function statusOfNext(places: Places): 'registered' | 'waiting' {
  return freePlaces(places) === 0 ? 'waiting' : 'registered'
}
