/**
 * Does a piece of work for each item, in order, so many at once. Rejects with the first failure, and only once nothing is
 * under way any more; what has not begun by then is not begun.
 */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...items].reverse()
  const failures: unknown[] = []
  const lane = async () => {
    while (waiting.length > 0 && failures.length === 0)
      await work(waiting.pop()!).catch((error) => failures.push(error))
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  if (failures.length > 0) throw failures[0]
}
