import type { HourEntryKind } from '../schema.js'

type ReversalReason =
  | { code: 'entryNotReversible'; params: { number: number; kind: HourEntryKind } }
  | { code: 'entryAlreadyReversed'; params: { number: number; reversedBy: number } }

/**
 * What forbids reversing an entry: only hours that counted (earned, or released after being held) can be taken back, and
 * only once. A held entry that should not count is dismissed instead.
 */
export function checkReversal(entry: {
  number: number
  kind: HourEntryKind
  reversedBy: number | null
}): ReversalReason[] {
  const { number, kind, reversedBy } = entry
  const reasons: ReversalReason[] = []
  if (kind !== 'earned' && kind !== 'release') reasons.push({ code: 'entryNotReversible', params: { number, kind } })
  if (reversedBy !== null) reasons.push({ code: 'entryAlreadyReversed', params: { number, reversedBy } })
  return reasons
}
