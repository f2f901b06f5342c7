import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, refused, type Reason } from '../errors.js'
import { findPriorEntries } from '../hours/read.js'
import { minutesBetween } from '../lib/calendar.js'
import { newId } from '../lib/ids.js'
import {
  findAttendancesOfPairs,
  findEligiblePairs,
  shareSessions,
  toAttendance,
  type AttendanceRow,
  type SessionOfActivity,
} from './read.js'
import { requireHost } from './require-host.js'
import { checkAttendance } from './rules/check-attendance.js'
import type { Attendance, NewAttendance } from './schema.js'
import { upsertAttendances, type RecordedAttendance } from './write.js'

export type AttendanceItem = NewAttendance & { sessionId: string }
export type RecordOutcome =
  { ok: true; attendance: Attendance; outcome: 'created' | 'updated' | 'unchanged' } | { ok: false; reasons: Reason[] }

/** Records one teacher's attendance in a session; recording it again replaces it while it is not confirmed. */
export async function recordAttendance(
  db: Database,
  {
    actor,
    now,
    sessionId,
    attendance,
  }: { actor: Actor & Principal; now: Date; sessionId: string; attendance: NewAttendance },
): Promise<Attendance> {
  return transact(db, actor, async (tx) => {
    const sessions = await shareSessions(tx, actor, [sessionId])
    const found = sessions.get(sessionId)
    if (!found) throw notFound('session')
    requireHost(actor, found.activity)
    const [outcome] = await recordAttendances(tx, { actor, now, items: [{ ...attendance, sessionId }], sessions })
    if (!outcome!.ok) throw refused(outcome!.reasons)
    return outcome!.attendance
  })
}

/** Records many at once, in a handful of statements: each item is written, or answered with every reason against it. */
export async function recordAttendances(
  tx: Tx,
  {
    actor,
    now,
    items,
    sessions: loaded,
  }: { actor: Actor; now: Date; items: readonly AttendanceItem[]; sessions?: Map<string, SessionOfActivity> },
): Promise<RecordOutcome[]> {
  const { districtId } = actor
  const sessions = loaded ?? (await shareSessions(tx, actor, [...new Set(items.map(({ sessionId }) => sessionId))]))
  const pairs = items.filter(({ sessionId }) => sessions.has(sessionId))
  const eligible = await findEligiblePairs(tx, districtId, pairs)
  const known = new Map((await findAttendancesOfPairs(tx, districtId, pairs)).map((row) => [keyOf(row), row]))
  const standing = await findStandingHours(tx, districtId, [...known.values()])

  const given = new Set<string>()
  const checked = items.map((item): { reasons: Reason[]; row: RecordedAttendance | null } => {
    const role = item.role ?? 'participant'
    const key = keyOf({ ...item, role })
    const reasons = reasonsAgainst(item, sessions.get(item.sessionId), { actor, eligible, known, standing })
    if (given.has(key)) reasons.push({ code: 'duplicateInBatch', pointer: '/teacherId' })
    given.add(key)
    if (reasons.length > 0) return { reasons, row: null }
    const { sessionId, teacherId, status, minutesAttended = null, segmentNumbers = null, lateReason = null } = item
    const sorted = segmentNumbers?.toSorted((a, b) => a - b) ?? null
    const row = {
      districtId,
      id: known.get(key)?.id ?? newId(),
      sessionId,
      teacherId,
      role,
      status,
      minutesAttended,
      segmentNumbers: sorted,
      lateReason,
      recordedAt: now.toISOString(),
      recordedBy: actor.clientId,
    }
    return { reasons, row }
  })

  const rows = checked.flatMap(({ row }) => (row ? [row] : []))
  const written = new Map((await upsertAttendances(tx, districtId, rows)).map((row) => [keyOf(row), row]))
  // What is neither written nor known was written by a request at the same moment, which said the same.
  const untold = rows.filter((row) => !written.has(keyOf(row)) && !known.has(keyOf(row)))
  if (untold.length > 0)
    for (const row of await findAttendancesOfPairs(tx, districtId, untold)) known.set(keyOf(row), row)
  return checked.map(({ reasons, row }): RecordOutcome => {
    if (!row) return { ok: false, reasons }
    const stored = written.get(keyOf(row))
    if (!stored) return { ok: true, attendance: toAttendance(known.get(keyOf(row))!), outcome: 'unchanged' }
    return { ok: true, attendance: toAttendance(stored), outcome: stored.version === 1 ? 'created' : 'updated' }
  })
}

type Facts = { actor: Actor; eligible: Set<string>; known: Map<string, AttendanceRow>; standing: Set<string> }

function reasonsAgainst(
  item: AttendanceItem,
  found: SessionOfActivity | undefined,
  { actor, eligible, known, standing }: Facts,
): Reason[] {
  if (!found) return [{ code: 'unknownSession', pointer: '/sessionId' }]
  const { session, activity } = found
  if (actor.schoolId && actor.schoolId !== activity.hostSchoolId) return [{ code: 'notTheHost', pointer: '/sessionId' }]
  if (session.status === 'cancelled')
    return [{ code: 'sessionClosed', pointer: '/sessionId', params: { status: session.status } }]
  const role = item.role ?? 'participant'
  const before = known.get(keyOf({ ...item, role }))
  const inOtherRole = known.get(keyOf({ ...item, role: role === 'participant' ? 'presenter' : 'participant' }))
  const reasons: Reason[] = []
  if (!eligible.has(`${item.sessionId}/${item.teacherId}`))
    reasons.push({ code: 'teacherNotEligible', pointer: '/teacherId' })
  const settled = before !== undefined && before.confirmedAt !== null && saysTheSame(before, item)
  if (session.status === 'confirmed' && !item.lateReason && !settled)
    reasons.push({ code: 'sessionClosed', pointer: '/sessionId', params: { status: session.status } })
  if (before?.confirmedAt && !settled && standing.has(`${item.sessionId}/${item.teacherId}/${role}`))
    reasons.push({ code: 'attendanceConfirmed', pointer: '/teacherId' })
  reasons.push(
    ...checkAttendance(
      { ...item, role },
      {
        sessionMinutes: minutesBetween(session.startsAt, session.endsAt),
        segmentNumbers: session.segments.map(({ number }) => number),
      },
      inOtherRole ?? null,
    ),
  )
  return reasons
}

/** Whether a record repeats what is known, so that sending it once more is no change. */
function saysTheSame(before: AttendanceRow, item: AttendanceItem): boolean {
  const segments = (numbers: readonly number[] | null | undefined) =>
    JSON.stringify(numbers?.toSorted((a, b) => a - b) ?? null)
  return (
    before.status === item.status &&
    before.minutesAttended === (item.minutesAttended ?? null) &&
    segments(before.segmentNumbers) === segments(item.segmentNumbers) &&
    before.lateReason === (item.lateReason ?? null)
  )
}

/** Confirmed records whose hours still stand in the ledger: they are reversed before the record may change. */
async function findStandingHours(tx: Tx, districtId: string, known: readonly AttendanceRow[]): Promise<Set<string>> {
  const confirmed = known.filter(({ confirmedAt }) => confirmedAt !== null)
  if (confirmed.length === 0) return new Set()
  const priors = await findPriorEntries(
    tx,
    districtId,
    [...new Set(confirmed.map(({ teacherId }) => teacherId))],
    [...new Set(confirmed.map(({ sessionId }) => sessionId))],
  )
  return new Set(
    priors.filter(({ open }) => open).map(({ sessionId, teacherId, role }) => `${sessionId}/${teacherId}/${role}`),
  )
}

function keyOf({ sessionId, teacherId, role }: { sessionId: string; teacherId: string; role: string }): string {
  return `${sessionId}/${teacherId}/${role}`
}
