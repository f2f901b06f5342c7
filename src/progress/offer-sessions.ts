import { attendedHours } from '../activities/attendance/rules/attended-hours.js'
import type { ExpectedSession, OpenSession, SessionAhead } from '../activities/upcoming/read.js'
import type { CountingInterval } from '../hours/read.js'
import { overlapping } from '../hours/rules/hold-overlaps.js'
import { minutesBetween, shanghaiDate } from '../lib/calendar.js'
import { parseHours, proportionOf, RATIO_ONE, type Hours } from '../lib/quantity.js'
import type { EditionParameters } from '../policy/rules/edition-parameters.js'
import type { Offer } from './rules/reachable-hours.js'

/** A session as the rules weigh it, and as it is shown. */
export type OfferedSession<S extends SessionAhead = SessionAhead> = { session: S; offer: Offer }

/** An open session is worth all its hours to whoever takes part. */
export function offerOpen(session: OpenSession): OfferedSession<OpenSession> {
  const { segments, registrationClosesAt } = session
  const offer = offerOf(session, sumOf(segments.map(({ hours }) => parseHours(hours))))
  if (registrationClosesAt === null) return { session, offer }
  // The instant itself is too late: at midnight the day before is the last.
  const registerBy = shanghaiDate(new Date(Date.parse(registrationClosesAt) - 1))
  return { session, offer: { ...offer, registerBy } }
}

/**
 * What the sessions that a teacher is registered for, or was at, are worth to her: whole where nothing else is recorded,
 * else as it is recorded, in both roles together. Presented hours fill their own maximum first come first. A session at
 * whose time other hours count already is worth nothing: its hours will be held.
 */
export function offerExpected(
  sessions: readonly ExpectedSession[],
  parameters: Pick<EditionParameters, 'attendance' | 'hours'>,
  { presenterRoom, taken }: { presenterRoom: Hours | null; taken: readonly CountingInterval[] },
): OfferedSession[] {
  const offers = new Map<string, OfferedSession>()
  let room = presenterRoom as number | null
  for (const session of sessions) {
    if (overlapping(session, taken).length > 0) continue
    let worth = worthOf(session, parameters)
    if (room !== null && session.attendance?.role === 'presenter') {
      worth = Math.min(worth, room) as Hours
      room -= worth
    }
    const known = offers.get(session.sessionId)
    offers.set(session.sessionId, {
      session,
      offer: offerOf(session, sumOf([worth, ...(known ? [known.offer.hours] : [])])),
    })
  }
  return [...offers.values()]
}

function worthOf(
  { attendance, segments, startsAt, endsAt }: ExpectedSession,
  { attendance: { fullFrom }, hours: { step, presenterFactor } }: Pick<EditionParameters, 'attendance' | 'hours'>,
): Hours {
  const isOnlyRegistered = attendance === null || attendance.status === 'registered'
  const attended = {
    status: isOnlyRegistered ? ('present' as const) : attendance.status,
    minutesAttended: attendance?.minutesAttended ?? null,
    segmentNumbers: attendance?.segmentNumbers ?? null,
  }
  const parts = segments.map(({ number, hours }) => ({ number, hours: parseHours(hours) }))
  const earned = attendedHours(
    attended,
    { sessionMinutes: minutesBetween(startsAt, endsAt), segments: parts },
    { fullFrom, step },
  )
  if (attendance?.role !== 'presenter' || presenterFactor === RATIO_ONE) return sumOf(earned.map(({ hours }) => hours))
  return sumOf(earned.map(({ hours }) => proportionOf(hours, presenterFactor, RATIO_ONE, step, 'down')))
}

function offerOf({ startsAt, endsAt, date, delivery }: SessionAhead, hours: Hours): Offer {
  return { startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt), date, delivery, hours }
}

function sumOf(hours: readonly Hours[]): Hours {
  return hours.reduce((sum, more) => sum + more, 0) as Hours
}
