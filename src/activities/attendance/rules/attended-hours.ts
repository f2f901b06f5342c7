import { proportionOf, RATIO_ONE, type Hours, type Ratio } from '../../../lib/quantity.js'
import type { AttendanceStatus } from '../schema.js'

type Attended = {
  status: AttendanceStatus
  /** Clock minutes attended, with `partial` only. */
  minutesAttended: number | null
  /** The segments that the record is about; null for all of them. */
  segmentNumbers: readonly number[] | null
}

type SegmentHours = { number: number; hours: Hours }

/** `fullFrom`: the share of a session, 0 to 1, that counts as all of it. `step`: the edition's `hours.step`. */
type AttendancePolicy = { fullFrom: Ratio; step: Hours }

/**
 * The class hours that one record earns in each of its segments (the district's choice, `attendance.fullFrom`).
 * 1. Present earns all hours; registered, absent and excused earn none.
 * 2. Partial attendance of at least the share `fullFrom` earns all hours.
 * 3. Less earns the hours attended. The session's clock time is shared out over all its segments, in their order, in
 *    proportion to their hours, and the minutes attended fill them from the first on. What a segment gets is rounded down
 *    to the step; since whole segments are whole steps, the sum is that of the hours attended, rounded down once.
 *
 * `segments` are all of the session's, `sessionMinutes` (above 0) its clock time. Exact whole numbers throughout; never
 * more than a segment's hours. The role does not matter here: what presenting is worth is decided where hours are counted.
 */
export function attendedHours(
  attended: Attended,
  session: { sessionMinutes: number; segments: readonly SegmentHours[] },
  policy: AttendancePolicy,
): SegmentHours[] {
  const minutes = countedMinutes(attended, session.sessionMinutes, policy)
  const total = session.segments.reduce((sum, segment) => sum + segment.hours, 0)
  let before = 0
  const earned = session.segments.map(({ number, hours }): SegmentHours => {
    // Counted in minutes times hundredths: of the whole session's, this segment takes `sessionMinutes * hours`.
    const whole = session.sessionMinutes * hours
    const reached = minutes * total - session.sessionMinutes * before
    before += hours
    if (reached >= whole) return { number, hours }
    return { number, hours: proportionOf(hours, Math.max(reached, 0), whole, policy.step, 'down') }
  })
  return earned.filter(({ number }) => attended.segmentNumbers?.includes(number) ?? true)
}

function countedMinutes(attended: Attended, sessionMinutes: number, policy: AttendancePolicy): number {
  switch (attended.status) {
    case 'present':
      return sessionMinutes
    case 'partial': {
      const minutes = attended.minutesAttended ?? 0
      return minutes * RATIO_ONE >= policy.fullFrom * sessionMinutes ? sessionMinutes : minutes
    }
    case 'registered':
    case 'absent':
    case 'excused':
      return 0
  }
}
