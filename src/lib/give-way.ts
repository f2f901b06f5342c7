/** Steps of a long piece of work between two turns that it leaves to others. */
export const STEPS_IN_A_TURN = 500

/**
 * Lets whatever else waits in this process have its turn. Work that never waits by itself, or only on what is there
 * already, calls it every so many steps: requests are answered meanwhile.
 */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The items, a turn left to others every so many of them. */
export async function* inTurns<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  let count = 0
  for await (const item of items) {
    yield item
    count += 1
    if (count % STEPS_IN_A_TURN === 0) await giveWay()
  }
}
