import { TOKEN_SECONDS } from '../schema.js'

/**
 * When a signing key does what.
 *
 * 1. A key signs from `signsFrom` on, until the next one does.
 * 2. A new key is due thirty days after the last was made, and when none signs: at first, or after one was deleted by hand.
 * 3. It is published an hour before it signs, so that whoever keeps a copy of the key set has it by then, unless no other
 *    signs: then it does at once.
 * 4. A key that signs no more is kept until the last token that it signed has expired, and an hour longer, for clocks
 *    that differ. Then it is spent.
 */
export type KeyDates = { id: string; generation: number; signsFrom: string; createdAt: string }

const daysBetweenKeys = 30
const publishedAhead = 3_600_000
const keptAfterLastToken = 3_600_000

const day = 86_400_000
const inOrder = <T extends KeyDates>(keys: readonly T[]): T[] =>
  [...keys].sort((one, other) => one.generation - other.generation)

export function keyThatSigns<T extends KeyDates>(keys: readonly T[], now: Date): T | null {
  return inOrder(keys).findLast(({ signsFrom }) => Date.parse(signsFrom) <= now.getTime()) ?? null
}

/** The generation and first instant of the key that has to be made now, or null while none is due. */
export function nextKey(keys: readonly KeyDates[], now: Date): { generation: number; signsFrom: Date } | null {
  const last = inOrder(keys).at(-1)
  if (!last || !keyThatSigns(keys, now)) return { generation: (last?.generation ?? 0) + 1, signsFrom: now }
  if (now.getTime() - Date.parse(last.createdAt) < daysBetweenKeys * day) return null
  return { generation: last.generation + 1, signsFrom: new Date(now.getTime() + publishedAhead) }
}

/** The ids of the keys whose tokens have all expired. */
export function spentKeys(keys: readonly KeyDates[], now: Date): string[] {
  const ordered = inOrder(keys)
  return ordered
    .filter((_, at) => {
      const next = ordered[at + 1]
      return next && Date.parse(next.signsFrom) + TOKEN_SECONDS * 1000 + keptAfterLastToken <= now.getTime()
    })
    .map(({ id }) => id)
}
