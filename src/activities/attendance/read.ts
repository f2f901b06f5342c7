import { and, eq, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { preparedQuery, type Given } from '../../db/prepared.js'
import type { ParticipationRole } from '../../hours/schema.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { partIsSeen, type Pair } from '../read.js'
import { activities, sessions } from '../tables.js'
import type { Attendance, AttendanceStatus } from './schema.js'
import { attendances } from './tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
export type AttendanceRow = typeof attendances.$inferSelect

export function toAttendance({
  districtId: _,
  recordedBy: __,
  importId: ___,
  ...attendance
}: AttendanceRow): Attendance {
  return attendance
}

export async function sessionHasAttendance(tx: Tx, districtId: string, sessionId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: attendances.id })
    .from(attendances)
    .where(
      and(
        eq(attendances.districtId, districtId),
        eq(attendances.sessionId, sessionId),
        sql`${attendances.status} <> 'registered'`,
      ),
    )
    .limit(1)
  return rows.length > 0
}

type Pairs = { districtId: string; sessionIds: string[]; teacherIds: string[] }

const selectAttendancesOfPairs = preparedQuery(
  'attendances_of_pairs',
  (tx, { districtId, sessionIds, teacherIds }: Given<Pairs>) => {
    // At most one record in each role. The limit keeps the planner at one look into the index for each pair.
    const known = tx
      .select()
      .from(attendances)
      .where(
        and(
          eq(attendances.districtId, districtId),
          eq(attendances.sessionId, sql`pair.session_id`),
          eq(attendances.teacherId, sql`pair.teacher_id`),
        ),
      )
      .limit(2)
      .as('known')
    return tx
      .select()
      .from(sql`unnest(${sessionIds}::uuid[], ${teacherIds}::uuid[]) as pair (session_id, teacher_id)`)
      .crossJoinLateral(known)
  },
)

/** What is already recorded of the pairs, in either role. */
export async function findAttendancesOfPairs(
  tx: Tx,
  districtId: string,
  pairs: readonly Pair[],
): Promise<AttendanceRow[]> {
  const rows = await selectAttendancesOfPairs(tx, {
    districtId,
    sessionIds: column(pairs, 'sessionId'),
    teacherIds: column(pairs, 'teacherId'),
  })
  return rows.map(({ known }) => known)
}

/** What a session's confirmation is about: every record, those already confirmed too. */
export async function findAttendancesOfSession(
  tx: Tx,
  districtId: string,
  sessionId: string,
): Promise<AttendanceRow[]> {
  return tx
    .select()
    .from(attendances)
    .where(and(eq(attendances.districtId, districtId), eq(attendances.sessionId, sessionId)))
    .orderBy(attendances.teacherId, attendances.role)
}

export async function listAttendance(
  tx: Tx,
  scope: Scope,
  filters: {
    sessionId?: string | undefined
    teacherId?: string | undefined
    status?: AttendanceStatus | undefined
    role?: ParticipationRole | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<Page<Attendance>> {
  const after = decodeCursor('listAttendance', filters.cursor, ['uuid'])
  const rows = await tx
    .select({ attendance: attendances })
    .from(attendances)
    .innerJoin(sessions, and(eq(sessions.districtId, attendances.districtId), eq(sessions.id, attendances.sessionId)))
    .innerJoin(activities, and(eq(activities.districtId, sessions.districtId), eq(activities.id, sessions.activityId)))
    .where(
      and(
        eq(attendances.districtId, scope.districtId),
        partIsSeen(scope, attendances, sessions.date),
        filters.sessionId ? eq(attendances.sessionId, filters.sessionId) : undefined,
        filters.teacherId ? eq(attendances.teacherId, filters.teacherId) : undefined,
        filters.status ? eq(attendances.status, filters.status) : undefined,
        filters.role ? eq(attendances.role, filters.role) : undefined,
        after ? sql`${attendances.id} > ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(attendances.id)
    .limit(filters.limit + 1)
  return pageFrom(
    'listAttendance',
    rows,
    filters.limit,
    (row) => [row.attendance.id],
    (row) => toAttendance(row.attendance),
  )
}

const column = <T, K extends keyof T>(rows: readonly T[], name: K) => rows.map((row) => row[name])
