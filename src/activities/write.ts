import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import { preparedQuery, type Given } from '../db/prepared.js'
import type { ActivityRow, AttendanceRow, SessionRow } from './read.js'
import { activities, activitySchools, attendances, sessions } from './tables.js'

export type NewActivityRow = Omit<ActivityRow, 'version' | 'createdAt' | 'updatedAt'>

export async function insertActivity(tx: Tx, activity: NewActivityRow, schoolIds: readonly string[]): Promise<boolean> {
  const rows = await tx
    .insert(activities)
    .values(activity)
    .onConflictDoNothing({ target: [activities.districtId, activities.sourcedId] })
    .returning({ id: activities.id })
  if (rows.length > 0) await insertSchools(tx, activity.districtId, activity.id, schoolIds)
  return rows.length > 0
}

async function insertSchools(
  tx: Tx,
  districtId: string,
  activityId: string,
  schoolIds: readonly string[],
): Promise<void> {
  if (schoolIds.length === 0) return
  await tx.insert(activitySchools).values(schoolIds.map((schoolId) => ({ districtId, activityId, schoolId })))
}

export type NewSessionRow = Pick<
  SessionRow,
  | 'districtId'
  | 'id'
  | 'activityId'
  | 'startsAt'
  | 'endsAt'
  | 'date'
  | 'semester'
  | 'delivery'
  | 'location'
  | 'segments'
>

/** Ten parameters each, of which a statement takes 65,535. */
const SESSIONS_IN_STATEMENT = 1000

export async function insertSessions(tx: Tx, rows: readonly NewSessionRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += SESSIONS_IN_STATEMENT)
    await tx.insert(sessions).values(rows.slice(at, at + SESSIONS_IN_STATEMENT))
}

export async function changeActivity(
  tx: Tx,
  { districtId, id, ...change }: Omit<NewActivityRow, 'sourcedId' | 'hostSchoolId' | 'academicYear'>,
  schoolIds: readonly string[] | undefined,
): Promise<void> {
  if (schoolIds) {
    await tx
      .delete(activitySchools)
      .where(and(eq(activitySchools.districtId, districtId), eq(activitySchools.activityId, id)))
    await insertSchools(tx, districtId, id, schoolIds)
  }
  await tx
    .update(activities)
    .set({ ...change, updatedAt: sql`now()`, version: sql`version + 1` })
    .where(and(eq(activities.districtId, districtId), eq(activities.id, id)))
}

/** An activity's version covers its sessions: whoever holds an older one does not know of a new session. */
export async function touchActivity(tx: Tx, districtId: string, id: string): Promise<void> {
  await tx
    .update(activities)
    .set({ updatedAt: sql`now()`, version: sql`version + 1` })
    .where(and(eq(activities.districtId, districtId), eq(activities.id, id)))
}

export async function changeSession(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
  change: Partial<Omit<SessionRow, 'districtId' | 'id' | 'activityId' | 'version'>>,
): Promise<SessionRow> {
  const rows = await tx
    .update(sessions)
    .set({ ...change, version: sql`version + 1` })
    .where(and(eq(sessions.districtId, districtId), eq(sessions.id, id)))
    .returning()
  return rows[0]!
}

export type RecordedAttendance = Omit<AttendanceRow, 'version' | 'confirmedAt' | 'importId'>

/** The records column by column: one parameter for each, however many they are. */
type GivenAttendances = { districtId: string; importId: string | null } & Record<
  Exclude<keyof RecordedAttendance, 'districtId'>,
  unknown[]
>

const saysOtherwise = sql`(${attendances.status}, ${attendances.minutesAttended}, ${attendances.segmentNumbers}, ${attendances.lateReason})
  is distinct from (excluded.status, excluded.minutes_attended, excluded.segment_numbers, excluded.late_reason)`

/** What an import wrote becomes somebody's own by being recorded again, even in the same words, until it is confirmed. */
const isOfImport = sql`(${attendances.importId} is not null and ${attendances.confirmedAt} is null)`

const upsertGiven = preparedQuery('upsert_attendances', (tx, given: Given<GivenAttendances>) =>
  tx
    .insert(attendances)
    .select(
      sql`
      select ${given.districtId}::uuid, id, session_id, teacher_id, role, status, minutes_attended, segment_numbers::smallint[], late_reason,
        recorded_at, recorded_by, null::timestamptz, 1, ${given.importId ?? sql`null`}::uuid
      from unnest(${given.id}::uuid[], ${given.sessionId}::uuid[], ${given.teacherId}::uuid[], ${given.role}::text[], ${given.status}::text[],
        ${given.minutesAttended}::int[], ${given.segmentNumbers}::text[], ${given.lateReason}::text[], ${given.recordedAt}::timestamptz[], ${given.recordedBy}::uuid[])
        as given (id, session_id, teacher_id, role, status, minutes_attended, segment_numbers, late_reason, recorded_at, recorded_by)
      order by session_id, teacher_id, role`,
    )
    .onConflictDoUpdate({
      target: [attendances.districtId, attendances.sessionId, attendances.teacherId, attendances.role],
      set: {
        status: sql`excluded.status`,
        minutesAttended: sql`excluded.minutes_attended`,
        segmentNumbers: sql`excluded.segment_numbers`,
        lateReason: sql`excluded.late_reason`,
        recordedAt: sql`excluded.recorded_at`,
        recordedBy: sql`excluded.recorded_by`,
        confirmedAt: sql`null`,
        version: sql`${attendances.version} + 1`,
        importId: sql`excluded.import_id`,
      },
      setWhere: given.importId
        ? sql`(${attendances.importId} is not null or ${attendances.status} = 'registered') and ${saysOtherwise}`
        : sql`${isOfImport} or ${saysOtherwise}`,
    })
    .returning(),
)

/**
 * Writes many records at once, by hand or as an import; one that says the same as before stays untouched, and an import
 * touches nothing that was recorded by hand. Answers those that were written.
 */
export async function upsertAttendances(
  tx: Tx,
  { districtId, importId }: { districtId: string; importId: string | null },
  rows: readonly RecordedAttendance[],
): Promise<AttendanceRow[]> {
  if (rows.length === 0) return []
  const column = (of: (row: RecordedAttendance) => string | number | null) => rows.map(of)
  return upsertGiven(tx, {
    districtId,
    importId,
    id: column((row) => row.id),
    sessionId: column((row) => row.sessionId),
    teacherId: column((row) => row.teacherId),
    role: column((row) => row.role),
    status: column((row) => row.status),
    minutesAttended: column((row) => row.minutesAttended),
    segmentNumbers: column((row) => row.segmentNumbers && `{${row.segmentNumbers.join()}}`),
    lateReason: column((row) => row.lateReason),
    recordedAt: column((row) => row.recordedAt),
    recordedBy: column((row) => row.recordedBy),
  })
}

/** Marks records as confirmed: from then on their hours are in the ledger. */
export async function markConfirmed(
  tx: Tx,
  districtId: string,
  attendanceIds: readonly string[],
  now: Date,
): Promise<void> {
  if (attendanceIds.length === 0) return
  await tx
    .update(attendances)
    .set({ confirmedAt: now.toISOString(), version: sql`version + 1` })
    .where(
      and(
        eq(attendances.districtId, districtId),
        sql`${attendances.id} = any(${sql.param([...attendanceIds])}::uuid[])`,
      ),
    )
}
