/** How many of an activity's registrations have a place and how many wait; `capacity` null is any number. */
export type Places = { capacity: number | null; registered: number; waiting: number }

/**
 * §5.1: how many of those who wait get a place. As many as are free, the longest waiting first; never more than wait, and
 * nobody loses a place where there are fewer of them.
 */
export function placesToFill({ capacity, registered, waiting }: Places): number {
  if (capacity === null) return waiting
  return Math.max(0, Math.min(capacity - registered, waiting))
}

/** What the next one to register becomes: nobody overtakes those who wait. */
export function statusOfNext({ capacity, registered, waiting }: Places): 'registered' | 'waiting' {
  return capacity === null || registered + waiting < capacity ? 'registered' : 'waiting'
}
