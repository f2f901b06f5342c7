import type { Actor } from '../../access/schema.js'
import type { Database, Tx } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused, type Reason } from '../../errors.js'
import { enterHours, type SessionHours } from '../../hours/enter-hours.js'
import { toHourEntry } from '../../hours/read.js'
import { minutesBetween } from '../../lib/calendar.js'
import { parseHours } from '../../lib/quantity.js'
import { loadBasis, type Basis } from '../../roster/load-basis.js'
import { holdAcademicYear } from '../../roster/calendar/read.js'
import { lockSession, toSession, type SessionOfActivity } from '../read.js'
import { requireHost } from '../require-host.js'
import { changeSession } from '../write.js'
import { findAttendancesOfSession, type AttendanceRow } from './read.js'
import { attendedHours } from './rules/attended-hours.js'
import { checkAttendance } from './rules/check-attendance.js'
import type { Confirmation } from './schema.js'
import { markConfirmed } from './write.js'

/**
 * The training administrator confirms a session: its attendance becomes hour entries, and the session is closed. What is
 * recorded late is confirmed by calling it again; what is confirmed already is left as it is.
 */
export async function confirmAttendance(
  db: Database,
  { actor, now, id }: { actor: Actor & Principal; now: Date; id: string },
): Promise<Confirmation> {
  return transact(db, actor, (tx) => confirmSession(tx, { actor, now, id }))
}

/** The same within a transaction that is already open, as imports need it. */
export async function confirmSession(
  tx: Tx,
  { actor, now, id }: { actor: Actor; now: Date; id: string },
): Promise<Confirmation> {
  const { districtId } = actor
  const found = await lockSession(tx, actor, id)
  if (!found) throw notFound('session')
  const { session, activity } = found
  requireHost(actor, activity)
  if (session.status === 'cancelled') throw new Refusal('sessionClosed', { status: session.status })
  if (Date.parse(session.endsAt) > now.getTime()) throw new Refusal('sessionNotEnded', { endsAt: session.endsAt })

  const recorded = await findAttendancesOfSession(tx, districtId, id)
  const reasons = conflictsOf(found, recorded)
  if (reasons.length > 0) throw refused(reasons)
  const settled = recorded.filter(({ status, confirmedAt }) => confirmedAt === null && status !== 'registered')
  await holdAcademicYear(tx, districtId, activity.academicYear)
  const basis = await loadBasis(tx, districtId, activity.academicYear)
  const semester = semesterAt(session.date, basis)
  const entries = await enterHours(
    tx,
    { actor, now },
    settled.flatMap((attendance) => hoursOf(attendance, found, semester, basis)),
  )
  await markConfirmed(
    tx,
    districtId,
    settled.map((attendance) => attendance.id),
    now,
  )
  const confirmed =
    session.status === 'confirmed' && settled.length === 0
      ? session
      : await changeSession(
          tx,
          { districtId, id },
          { status: 'confirmed', semester, confirmedAt: now.toISOString(), confirmedBy: actor.clientId },
        )
  return {
    session: toSession(confirmed),
    entries: entries.map((entry) => toHourEntry({ districtId, ...entry })),
    held: entries.filter(({ kind }) => kind === 'held').length,
  }
}

/** The session's semester by the calendar as it now stands: its dates may have changed since the session was planned. */
function semesterAt(date: string, { year }: Basis): 1 | 2 {
  const { startsOn, endsOn, semesters } = year
  const semester = semesters.find((found) => found.startsOn <= date && date <= found.endsOn)
  if (!semester) throw new Refusal('sessionOutsideAcademicYear', { date, startsOn, endsOn })
  return semester.number
}

/** Two records that were written at the same moment can name one segment in both roles: neither is then confirmed. */
function conflictsOf({ session }: SessionOfActivity, recorded: readonly AttendanceRow[]): Reason[] {
  const shape = {
    sessionMinutes: minutesBetween(session.startsAt, session.endsAt),
    segmentNumbers: session.segments.map(({ number }) => number),
  }
  const presenters = new Map(recorded.filter(({ role }) => role === 'presenter').map((row) => [row.teacherId, row]))
  return recorded
    .filter(({ role, teacherId }) => role === 'participant' && presenters.has(teacherId))
    .flatMap((row) => checkAttendance(row, shape, presenters.get(row.teacherId)!))
}

/** What one record earns, segment by segment; segments that earn nothing make no entry. */
function hoursOf(
  attendance: AttendanceRow,
  { session, activity }: SessionOfActivity,
  semester: 1 | 2,
  { edition, parameters }: Basis,
): SessionHours[] {
  const segments = session.segments.map(({ number, hours }) => ({ number, hours: parseHours(hours) }))
  const sessionMinutes = minutesBetween(session.startsAt, session.endsAt)
  return attendedHours(
    attendance,
    { sessionMinutes, segments },
    { fullFrom: parameters.attendance.fullFrom, step: parameters.hours.step },
  )
    .filter(({ hours }) => hours > 0)
    .map(({ number, hours }) => {
      const { form, category, module } = session.segments.find((segment) => segment.number === number)!
      return {
        teacherId: attendance.teacherId,
        category,
        form,
        module,
        role: attendance.role,
        delivery: session.delivery,
        hours,
        date: session.date,
        academicYear: activity.academicYear,
        semester,
        schoolId: activity.hostSchoolId,
        title: activity.title,
        recordedAt: attendance.recordedAt,
        policyEditionId: edition.id,
        sessionId: session.id,
        segment: number,
        startsAt: session.startsAt,
        endsAt: session.endsAt,
      }
    })
}
