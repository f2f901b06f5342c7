/** Chance that can be repeated: the same seed gives the same answers in the same order. */
export type Random = {
  /** A whole number from `minimum` to `maximum`, both included. */
  integer: (minimum: number, maximum: number) => number
  /** Whether something with this probability, 0 to 1, happens. */
  happens: (probability: number) => boolean
  pick: <T>(items: readonly T[]) => T
  shuffled: <T>(items: readonly T[]) => T[]
}

/** A small generator (mulberry32): good enough to scatter a sample, and the same on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (minimum: number, maximum: number) => minimum + Math.floor(next() * (maximum - minimum + 1))
  return {
    integer,
    happens: (probability) => next() < probability,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    shuffled: (items) => {
      const rest = [...items]
      return items.map(() => rest.splice(integer(0, rest.length - 1), 1)[0]!)
    },
  }
}
