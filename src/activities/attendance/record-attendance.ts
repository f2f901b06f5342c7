import type { Actor } from '../../access/schema.js'
import type { Database, Tx } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, refused, type Reason } from '../../errors.js'
import { findPriorEntries } from '../../hours/read.js'
import type { ParticipationRole } from '../../hours/schema.js'
import { minutesBetween } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import { findIneligiblePairs, shareSessions, type SessionOfActivity } from '../read.js'
import { requireHost } from '../require-host.js'
import { findAttendancesOfPairs, toAttendance, type AttendanceRow } from './read.js'
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
    const items = [{ ...attendance, sessionId }]
    const facts = await loadFacts(tx, actor, items)
    const found = facts.sessions.get(sessionId)
    if (!found) throw notFound('session')
    requireHost(actor, found.activity)
    const [outcome] = await decideAndSave(tx, { actor, now, items, importId: null }, facts)
    if (!outcome!.ok) throw refused(outcome!.reasons)
    return outcome!.attendance
  })
}

/**
 * Records many at once, in a handful of statements: each item is written, or answered with every reason against it. An
 * import, known by `importId`, is refused what was recorded otherwise by hand (`attendanceRecordedByHand`) and what was
 * reversed (`attendanceReversed`).
 */
export async function recordAttendances(
  tx: Tx,
  {
    actor,
    now,
    items,
    importId = null,
  }: { actor: Actor; now: Date; items: readonly AttendanceItem[]; importId?: string | null },
): Promise<RecordOutcome[]> {
  return decideAndSave(tx, { actor, now, items, importId }, await loadFacts(tx, actor, items))
}

type Facts = {
  sessions: Map<string, SessionOfActivity>
  shapes: Map<string, SessionShape>
  ineligible: Set<string>
  known: Map<string, AttendanceRow>
  hours: ConfirmedHours
}

/** Confirmed records by what became of their hours: some still stand, some were taken back, or all that there were. */
type ConfirmedHours = { standing: Set<string>; reversed: Set<string>; takenBack: Set<string> }

async function loadFacts(tx: Tx, actor: Actor, items: readonly AttendanceItem[]): Promise<Facts> {
  const { districtId } = actor
  const sessions = await shareSessions(tx, actor, [...new Set(items.map(({ sessionId }) => sessionId))])
  const [ineligible, attendances] = await Promise.all([
    findIneligiblePairs(tx, districtId, items, [...sessions.values()]),
    findAttendancesOfPairs(tx, districtId, items),
  ])
  return {
    sessions,
    shapes: new Map([...sessions].map(([id, { session }]) => [id, shapeOf(session)])),
    ineligible,
    known: new Map(attendances.map((row) => [keyOf(row), row])),
    hours: await findConfirmedHours(tx, districtId, attendances),
  }
}

async function decideAndSave(
  tx: Tx,
  {
    actor,
    now,
    items,
    importId,
  }: { actor: Actor; now: Date; items: readonly AttendanceItem[]; importId: string | null },
  facts: Facts,
): Promise<RecordOutcome[]> {
  const { districtId } = actor
  const { sessions, known } = facts
  const recordedAt = now.toISOString()
  const given = new Set<string>()
  const checked = items.map((item): { key: string; reasons: Reason[]; row: RecordedAttendance | null } => {
    const claim = claimOf(item)
    const { key, sessionId, teacherId, role, status } = claim
    const { minutesAttended = null, segmentNumbers = null, lateReason = null } = claim
    // Where somebody has decided, that is all that a list's sender has to hear.
    const decided = importId ? decisionsAgainst(claim, facts) : []
    const reasons = decided.length > 0 ? decided : reasonsAgainst(claim, sessions.get(sessionId), actor, facts)
    if (given.has(key)) reasons.push({ code: 'duplicateInBatch', pointer: '/teacherId' })
    given.add(key)
    if (reasons.length > 0) return { key, reasons, row: null }
    const row = {
      districtId,
      id: known.get(key)?.id ?? newId(),
      sessionId,
      teacherId,
      role,
      status,
      minutesAttended,
      segmentNumbers: segmentNumbers?.toSorted((a, b) => a - b) ?? null,
      lateReason,
      recordedAt,
      recordedBy: actor.clientId,
    }
    return { key, reasons, row }
  })

  const rows = checked.flatMap(({ row }) => (row ? [row] : []))
  const written = new Map((await upsertAttendances(tx, { districtId, importId }, rows)).map((row) => [keyOf(row), row]))
  // What is neither written nor known to say the same was written by a request at the same moment.
  const isKnown = (row: RecordedAttendance) => known.has(keyOf(row)) && saysTheSame(known.get(keyOf(row))!, row)
  const untold = checked.flatMap(({ key, row }) => (row && !written.has(key) && !isKnown(row) ? [row] : []))
  if (untold.length > 0)
    for (const row of await findAttendancesOfPairs(tx, districtId, untold)) known.set(keyOf(row), row)
  return checked.map(({ key, reasons, row }): RecordOutcome => {
    if (!row) return { ok: false, reasons }
    const stored = written.get(key)
    if (!stored && importId && !isKnown(row)) return { ok: false, reasons: [recordedByHand] }
    if (!stored) return { ok: true, attendance: toAttendance(known.get(key)!), outcome: 'unchanged' }
    return { ok: true, attendance: toAttendance(stored), outcome: stored.version === 1 ? 'created' : 'updated' }
  })
}

/** An item with its role filled in, and what it is found by among the facts. */
type Claim = AttendanceItem & { role: ParticipationRole; pair: string; key: string }

function claimOf(item: AttendanceItem): Claim {
  const role = item.role ?? 'participant'
  const pair = pairOf(item)
  return { ...item, role, pair, key: `${pair}/${role}` }
}

function reasonsAgainst(
  claim: Claim,
  found: SessionOfActivity | undefined,
  actor: Actor,
  { shapes, ineligible, known, hours }: Facts,
): Reason[] {
  if (!found) return [{ code: 'unknownSession', pointer: '/sessionId' }]
  const { session, activity } = found
  if (actor.schoolId && actor.schoolId !== activity.hostSchoolId) return [{ code: 'notTheHost', pointer: '/sessionId' }]
  if (session.status === 'cancelled')
    return [{ code: 'sessionClosed', pointer: '/sessionId', params: { status: session.status } }]
  const { role, pair, key } = claim
  const before = known.get(key)
  const inOtherRole = known.get(`${pair}/${role === 'participant' ? 'presenter' : 'participant'}`)
  const reasons: Reason[] = []
  if (ineligible.has(pair)) reasons.push({ code: 'teacherNotEligible', pointer: '/teacherId' })
  // What repeats a record whose hours were taken back means them anew, and says why.
  const settled =
    before !== undefined && before.confirmedAt !== null && saysTheSame(before, claim) && !hours.takenBack.has(key)
  if (session.status === 'confirmed' && !claim.lateReason && !settled)
    reasons.push({ code: 'sessionClosed', pointer: '/sessionId', params: { status: session.status } })
  if (before?.confirmedAt && !settled && hours.standing.has(key))
    reasons.push({ code: 'attendanceConfirmed', pointer: '/teacherId' })
  reasons.push(...checkAttendance(claim, shapes.get(session.id)!, inOtherRole ?? null))
  return reasons
}

const recordedByHand: Reason = { code: 'attendanceRecordedByHand', pointer: '/teacherId' }

/** What was decided by hand, and so stands against an import: a record that it did not write, hours that were taken back. */
function decisionsAgainst(claim: Claim, { known, hours }: Facts): Reason[] {
  const before = known.get(claim.key)
  if (!before || before.status === 'registered') return []
  const reasons: Reason[] = []
  if (before.importId === null && before.confirmedAt === null && !saysTheSame(before, claim))
    reasons.push(recordedByHand)
  if (before.confirmedAt !== null && hours.reversed.has(claim.key))
    reasons.push({ code: 'attendanceReversed', pointer: '/teacherId' })
  return reasons
}

type SessionShape = { sessionMinutes: number; segmentNumbers: readonly number[] }

function shapeOf({ startsAt, endsAt, segments }: SessionOfActivity['session']): SessionShape {
  return { sessionMinutes: minutesBetween(startsAt, endsAt), segmentNumbers: segments.map(({ number }) => number) }
}

/** Whether a record repeats what is known, so that sending it once more is no change. */
function saysTheSame(before: AttendanceRow, item: AttendanceItem | RecordedAttendance): boolean {
  const segments = (numbers: readonly number[] | null | undefined) =>
    JSON.stringify(numbers?.toSorted((a, b) => a - b) ?? null)
  return (
    before.status === item.status &&
    before.minutesAttended === (item.minutesAttended ?? null) &&
    segments(before.segmentNumbers) === segments(item.segmentNumbers) &&
    before.lateReason === (item.lateReason ?? null)
  )
}

/** What has become of the hours of confirmed records: those that stand are reversed before the record may change. */
async function findConfirmedHours(
  tx: Tx,
  districtId: string,
  known: readonly AttendanceRow[],
): Promise<ConfirmedHours> {
  const confirmed = known.filter(({ confirmedAt }) => confirmedAt !== null)
  if (confirmed.length === 0) return { standing: new Set(), reversed: new Set(), takenBack: new Set() }
  const priors = await findPriorEntries(
    tx,
    districtId,
    [...new Set(confirmed.map(({ teacherId }) => teacherId))],
    [...new Set(confirmed.map(({ sessionId }) => sessionId))],
  )
  const standing = new Set(priors.filter(({ open }) => open).map(keyOf))
  const reversed = new Set(priors.filter(({ open }) => !open).map(keyOf))
  return { standing, reversed, takenBack: new Set([...reversed].filter((key) => !standing.has(key))) }
}

function pairOf({ sessionId, teacherId }: { sessionId: string; teacherId: string }): string {
  return `${sessionId}/${teacherId}`
}

function keyOf(record: { sessionId: string; teacherId: string; role: string }): string {
  return `${pairOf(record)}/${record.role}`
}
