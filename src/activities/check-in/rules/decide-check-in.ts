import type { AttendanceStatus } from '../../attendance/schema.js'
import type { SessionStatus } from '../../schema.js'
import { isTimeOfCheckIn } from './check-in-period.js'

type CheckInFacts = {
  session: { status: SessionStatus; startsAt: string; endsAt: string }
  /** The last code of the session: whether it is the one that was typed, and how often it has refused this teacher. */
  code: { isRight: boolean; validUntil: string; refused: number } | null
  /** What is recorded of the teacher as a participant. */
  recorded: AttendanceStatus | null
}

export type CheckInDecision =
  | { kind: 'record' }
  /** It is recorded already. */
  | { kind: 'keep' }
  /** `counts`: it is one more of the tries that the code refuses. */
  | { kind: 'refuse'; counts: boolean; code: CheckInRefusal; params: Record<string, string | number> }
type CheckInRefusal = 'sessionClosed' | 'checkInLocked' | 'checkInRefused' | 'attendanceStands'

/** Not the district's choice: with as many tries as this, guessing one of 729 million codes is hopeless. */
export const TRIES_MAXIMUM = 10

/**
 * §5.2: what becomes of a check-in, in this order.
 * 1. A cancelled session takes none.
 * 2. A code that has refused a teacher ten times refuses her for good, the right code too; a new code begins anew.
 * 3. A wrong code and one that no longer holds, its time being over or the session's another by now, are refused in the
 *    same words, so that a guess teaches nothing.
 * 4. Who is present already stays so. What is recorded otherwise is not overwritten, but for a mere registration.
 */
export function decideCheckIn({ session, code, recorded }: CheckInFacts, now: Date): CheckInDecision {
  const refuse = (refusal: CheckInRefusal, params = {}, counts = false): CheckInDecision => ({
    kind: 'refuse',
    counts,
    code: refusal,
    params,
  })
  if (session.status === 'cancelled') return refuse('sessionClosed', { status: session.status })
  if (!code) return refuse('checkInRefused')
  if (code.refused >= TRIES_MAXIMUM) return refuse('checkInLocked', { maximum: TRIES_MAXIMUM })
  const holds = Date.parse(code.validUntil) > now.getTime() && isTimeOfCheckIn(session, now)
  if (!code.isRight || !holds) return refuse('checkInRefused', {}, true)
  if (recorded === 'present') return { kind: 'keep' }
  if (recorded !== null && recorded !== 'registered') return refuse('attendanceStands', { status: recorded })
  return { kind: 'record' }
}
