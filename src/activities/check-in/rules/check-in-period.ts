import { shanghaiInstant } from '../../../lib/calendar.js'
import type { SessionStatus } from '../../schema.js'

type PeriodReason =
  | { code: 'sessionClosed'; params: { status: SessionStatus } }
  | { code: 'checkInOutsideSession'; params: { from: string; to: string } }

export type CheckInPeriod = { ok: true; validUntil: Date } | { ok: false; reason: PeriodReason }

/** Not the district's choice: people come in before it begins, and nobody is let in the day before. */
export const MINUTES_BEFORE_START = 30

const MILLISECONDS_PER_MINUTE = 60_000

/**
 * §5.2: presence is recorded where and when training takes place. Check-in is opened while the session is scheduled, from
 * 30 minutes before it starts up to its end; a code holds for as many minutes as its request says, and never beyond the
 * end.
 */
export function checkInPeriod(
  session: { status: SessionStatus; startsAt: string; endsAt: string },
  validMinutes: number,
  now: Date,
): CheckInPeriod {
  const { status } = session
  if (status !== 'scheduled') return { ok: false, reason: { code: 'sessionClosed', params: { status } } }
  const { from, to } = periodOf(session)
  const at = now.getTime()
  if (at < from || at >= to) {
    const params = { from: shanghaiInstant(new Date(from)), to: shanghaiInstant(new Date(to)) }
    return { ok: false, reason: { code: 'checkInOutsideSession', params } }
  }
  return { ok: true, validUntil: new Date(Math.min(at + validMinutes * MILLISECONDS_PER_MINUTE, to)) }
}

/** Whether it is the time of the session, as its times now stand: it may have been moved since a code was made. */
export function isTimeOfCheckIn(session: { startsAt: string; endsAt: string }, now: Date): boolean {
  const { from, to } = periodOf(session)
  return from <= now.getTime() && now.getTime() < to
}

function periodOf({ startsAt, endsAt }: { startsAt: string; endsAt: string }): { from: number; to: number } {
  return { from: Date.parse(startsAt) - MINUTES_BEFORE_START * MILLISECONDS_PER_MINUTE, to: Date.parse(endsAt) }
}
