import type { ErrorCode } from '../../../errors.js'

/**
 * The reasons that stand for a decision taken by hand: somebody confirmed, closed, corrected, recognised or reversed what
 * the row is about.
 */
const decidedByHand: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'attendanceConfirmed',
  'attendanceRecordedByHand',
  'attendanceReversed',
  'outsideHoursExist',
  'outsideHoursReversed',
  'sessionClosed',
])

/**
 * An import never overwrites a decision taken by hand.
 * 1. Where nothing but such decisions stands against a row, the row is right as far as it goes: it is held, for somebody
 *    to decide again.
 * 2. Where anything else stands against it, it is wrong: it is rejected.
 */
export function heldOrRejected(codes: readonly ErrorCode[]): 'held' | 'rejected' {
  return codes.every((code) => decidedByHand.has(code)) ? 'held' : 'rejected'
}
