import { overlapping } from './hold-overlaps.js'
import type { HourEntryKind } from '../schema.js'

type HeldEntry = {
  number: number
  kind: HourEntryKind
  sessionId: string | null
  startsAt: string | null
  endsAt: string | null
  /** The release or dismissal that already closed it. */
  resolvedBy: number | null
}

/** An entry of the same teacher that counts now: earned or released, and not reversed. */
type CountingEntry = { number: number; sessionId: string; startsAt: string; endsAt: string }

type Addition = { kind: 'release' | 'dismissal' | 'reversal'; target: number }
type HeldReason =
  | { code: 'entryNotHeld'; params: { number: number; kind: HourEntryKind } }
  | { code: 'heldAlreadyResolved'; params: { number: number; resolvedBy: number } }

/**
 * The training administrator's choice on a held entry.
 * 1. `dismiss` closes it uncounted.
 * 2. `count` first reverses every counting entry of another session that overlaps it in time, then releases it, so that
 *    the same time is counted twice at no position of the ledger.
 *
 * Answers the entries to add, in their order, or every reason against it.
 */
export function resolveHeld(
  entry: HeldEntry,
  counting: readonly CountingEntry[],
  decision: 'count' | 'dismiss',
): { ok: true; additions: Addition[] } | { ok: false; reasons: HeldReason[] } {
  if (entry.kind !== 'held') {
    return { ok: false, reasons: [{ code: 'entryNotHeld', params: { number: entry.number, kind: entry.kind } }] }
  }
  if (entry.resolvedBy !== null) {
    const params = { number: entry.number, resolvedBy: entry.resolvedBy }
    return { ok: false, reasons: [{ code: 'heldAlreadyResolved', params }] }
  }
  if (decision === 'dismiss') return { ok: true, additions: [{ kind: 'dismissal', target: entry.number }] }
  const { sessionId, startsAt, endsAt } = entry
  const conflicting =
    sessionId === null || startsAt === null || endsAt === null
      ? []
      : overlapping({ sessionId, startsAt, endsAt }, counting)
  return {
    ok: true,
    additions: [
      ...conflicting.map(({ number }): Addition => ({ kind: 'reversal', target: number })),
      { kind: 'release', target: entry.number },
    ],
  }
}
