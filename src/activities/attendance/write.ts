import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { preparedQuery, type Given } from '../../db/prepared.js'
import type { AttendanceRow } from './read.js'
import { attendances } from './tables.js'

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
