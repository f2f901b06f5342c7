import type { ParticipationRole } from '../../../hours/schema.js'
import type { AttendanceStatus } from '../schema.js'

type AttendanceClaim = {
  status: AttendanceStatus
  role: ParticipationRole
  minutesAttended?: number | null
  /** The segments that it is about; null for all of them. */
  segmentNumbers?: readonly number[] | null
}

type AttendanceReasonCode =
  'minutesRequired' | 'minutesNotAllowed' | 'minutesOutOfRange' | 'unknownSegment' | 'segmentInBothRoles'

export type AttendanceReason = { code: AttendanceReasonCode; pointer: string; params: Record<string, string | number> }

/**
 * What forbids an attendance record, every reason at once.
 * 1. Partial attendance says how many of the session's clock minutes were attended; nothing else does.
 * 2. The segments that it names belong to the session.
 * 3. In one segment a teacher either takes part or presents (§4.1 counts each part once): the record in the other role,
 *    if there is one, names none of the same segments. Who is absent or excused takes no segment.
 *
 * `sessionMinutes` is the whole clock time, `at` the JSON pointer of the record in the request.
 */
export function checkAttendance(
  claim: AttendanceClaim,
  session: { sessionMinutes: number; segmentNumbers: readonly number[] },
  inOtherRole: { status: AttendanceStatus; segmentNumbers: readonly number[] | null } | null,
  at = '',
): AttendanceReason[] {
  const named = claim.segmentNumbers ?? session.segmentNumbers
  const taken =
    inOtherRole && isThere(claim) && isThere(inOtherRole) ? (inOtherRole.segmentNumbers ?? session.segmentNumbers) : []
  const pointer = `${at}/segmentNumbers`
  const reasons = checkMinutes(claim, session.sessionMinutes, at)
  for (const segment of named) {
    if (!session.segmentNumbers.includes(segment))
      reasons.push({ code: 'unknownSegment', pointer, params: { segment } })
    else if (taken.includes(segment)) reasons.push({ code: 'segmentInBothRoles', pointer, params: { segment } })
  }
  return reasons
}

function isThere({ status }: { status: AttendanceStatus }): boolean {
  return status !== 'absent' && status !== 'excused'
}

function checkMinutes(claim: AttendanceClaim, sessionMinutes: number, at: string): AttendanceReason[] {
  const pointer = `${at}/minutesAttended`
  const minutes = claim.minutesAttended ?? null
  if (claim.status !== 'partial') {
    return minutes === null ? [] : [{ code: 'minutesNotAllowed', pointer, params: { status: claim.status } }]
  }
  if (minutes === null) return [{ code: 'minutesRequired', pointer, params: {} }]
  if (Number.isInteger(minutes) && minutes >= 0 && minutes <= sessionMinutes) return []
  return [{ code: 'minutesOutOfRange', pointer, params: { minutes, maximum: sessionMinutes } }]
}
