import type { LedgerEntry } from './ledger-entry.js'

/**
 * The order in which entries fill the edition's maxima: by semester, so that what counted at the end of the first still
 * counts at the end of the second; within it the first recorded first. All that a statement shows of an entry comes before
 * its number, so that what was recorded together counts the same in whatever order it was entered.
 */
export function filledFirst(entries: readonly LedgerEntry[]): LedgerEntry[] {
  return entries
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ entry }) => entry)
}

function keyOf(entry: LedgerEntry): (string | number)[] {
  return [
    entry.semester,
    Date.parse(entry.recordedAt),
    entry.date,
    entry.sessionId ?? '',
    entry.segment ?? 0,
    entry.role,
    entry.category,
    entry.delivery,
    entry.schoolId,
    entry.number,
  ]
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const at = a.findIndex((part, index) => part !== b[index])
  if (at < 0) return 0
  return (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1
}
