type TimedSession = { sessionId: string; startsAt: string; endsAt: string }

/**
 * Nobody is in two places at once, so time is counted once. In the order of recording:
 * 1. what overlaps a session already counted for the teacher is held, and names every session that holds it;
 * 2. what overlaps none counts, and so can hold what is recorded after it. A held one holds nothing.
 * Touching ends are no overlap, and the segments of one session never hold each other.
 *
 * `counted` and `recorded` are one teacher's; `recorded` comes in the order of recording and is answered in that order.
 */
export function holdOverlaps<T extends TimedSession>(
  counted: readonly TimedSession[],
  recorded: readonly T[],
): { entry: T; heldBy: string[] }[] {
  const counting: TimedSession[] = [...counted]
  return recorded.map((entry) => {
    const heldBy = [...new Set(overlapping(entry, counting).map((other) => other.sessionId))]
    if (heldBy.length === 0) counting.push(entry)
    return { entry, heldBy }
  })
}

/** Those of other sessions that share some time with this one. */
export function overlapping<T extends TimedSession>(entry: TimedSession, others: readonly T[]): T[] {
  return others.filter(
    (other) =>
      other.sessionId !== entry.sessionId &&
      Date.parse(entry.startsAt) < Date.parse(other.endsAt) &&
      Date.parse(other.startsAt) < Date.parse(entry.endsAt),
  )
}
