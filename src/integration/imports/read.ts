import { and, asc, count, eq, gt, inArray, isNull, lt, not, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import { activities, sessions } from '../../activities/tables.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { operations } from '../../operations/tables.js'
import { files } from '../../files/tables.js'
import type { ImportOutcome } from './schema.js'
import { importRows, imports } from './tables.js'

const hasEnded = inArray(operations.status, ['succeeded', 'failed', 'cancelled'])

const importColumns = {
  id: imports.id,
  kind: imports.kind,
  dryRun: imports.dryRun,
  status: operations.status,
  file: { name: files.name, bytes: files.bytes, sha256: files.sha256 },
  fileId: imports.fileId,
  contentRemovedAt: files.contentRemovedAt,
  totals: imports.totals,
  rowsRemovedAt: imports.rowsRemovedAt,
  createdAt: imports.createdAt,
}

/** An import of the client's own district; a school's client sees its own school's only. */
export async function findImport(tx: Tx, scope: Scope, id: string) {
  const rows = await tx
    .select(importColumns)
    .from(imports)
    .innerJoin(operations, and(eq(operations.districtId, imports.districtId), eq(operations.id, imports.id)))
    .innerJoin(files, and(eq(files.districtId, imports.districtId), eq(files.id, imports.fileId)))
    .where(
      and(
        eq(imports.districtId, scope.districtId),
        eq(imports.id, id),
        scope.schoolId ? eq(imports.schoolId, scope.schoolId) : undefined,
      ),
    )
  return rows[0] ?? null
}

/** The files of imports that have ended, which nobody reads again, as far as anything is left of them. */
export async function findFilesOfEndedImports(tx: Tx, districtId: string, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ fileId: imports.fileId })
    .from(imports)
    .innerJoin(operations, and(eq(operations.districtId, imports.districtId), eq(operations.id, imports.id)))
    .innerJoin(files, and(eq(files.districtId, imports.districtId), eq(files.id, imports.fileId)))
    .where(and(eq(imports.districtId, districtId), hasEnded, isNull(files.contentRemovedAt)))
    .limit(limit)
  return rows.map(({ fileId }) => fileId)
}

export async function countWaitingImports(tx: Tx, districtId: string): Promise<number> {
  const rows = await tx
    .select({ count: count() })
    .from(imports)
    .innerJoin(operations, and(eq(operations.districtId, imports.districtId), eq(operations.id, imports.id)))
    .where(and(eq(imports.districtId, districtId), not(hasEnded)))
  return rows[0]!.count
}

/** Ended imports from before an instant whose rows are still there, the oldest first. */
export async function findImportsWithOldRows(
  tx: Tx,
  districtId: string,
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await tx
    .select({ id: imports.id })
    .from(imports)
    .innerJoin(operations, and(eq(operations.districtId, imports.districtId), eq(operations.id, imports.id)))
    .where(
      and(
        eq(imports.districtId, districtId),
        hasEnded,
        isNull(imports.rowsRemovedAt),
        lt(imports.createdAt, before.toISOString()),
      ),
    )
    .orderBy(imports.createdAt)
    .limit(limit)
  return rows.map(({ id }) => id)
}

export type FoundImport = NonNullable<Awaited<ReturnType<typeof findImport>>>
export type ImportRowRow = typeof importRows.$inferSelect

/** What became of an import's rows, in the order of its file. */
export async function listImportRows(
  tx: Tx,
  districtId: string,
  {
    importId,
    outcome,
    limit,
    cursor,
  }: { importId: string; outcome?: ImportOutcome | undefined; limit: number; cursor?: string | undefined },
): Promise<{ data: ImportRowRow[]; nextCursor: string | null }> {
  const after = decodeCursor('listImportRows', cursor, ['number'])
  const rows = await tx
    .select()
    .from(importRows)
    .where(
      and(
        eq(importRows.districtId, districtId),
        eq(importRows.importId, importId),
        outcome ? eq(importRows.outcome, outcome) : undefined,
        after ? gt(importRows.number, Number(after[0])) : undefined,
      ),
    )
    .orderBy(asc(importRows.number))
    .limit(limit + 1)
  return pageFrom(
    'listImportRows',
    rows,
    limit,
    (row) => [row.number],
    (row) => row,
  )
}

/** The activities that have one of these external ids, whoever hosts them: an id is taken in the whole district. */
export async function findActivitiesBySourcedId(tx: Tx, { districtId }: Scope, sourcedIds: readonly string[]) {
  if (sourcedIds.length === 0) return []
  return tx
    .select({
      id: activities.id,
      sourcedId: activities.sourcedId,
      hostSchoolId: activities.hostSchoolId,
      academicYear: activities.academicYear,
      sessionCount: sql<number>`(select count(*)::int from sessions
        where sessions.district_id = ${activities.districtId} and sessions.activity_id = ${activities.id})`,
    })
    .from(activities)
    .where(
      and(
        eq(activities.districtId, districtId),
        sql`${activities.sourcedId} = any(${sql.param([...new Set(sourcedIds)])}::text[])`,
      ),
    )
}

export type KnownActivity = Awaited<ReturnType<typeof findActivitiesBySourcedId>>[number]

/**
 * The sessions that start at these moments in these activities, held as they are until the import is done: what a row says
 * of a segment is said of the segments as they are read here.
 */
export async function holdSessionsAt(
  tx: Tx,
  { districtId }: Scope,
  starts: readonly { activityId: string; startsAt: string }[],
) {
  if (starts.length === 0) return []
  return tx
    .select({
      id: sessions.id,
      activityId: sessions.activityId,
      status: sessions.status,
      startsAt: sessions.startsAt,
      endsAt: sessions.endsAt,
      delivery: sessions.delivery,
      segments: sessions.segments,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.districtId, districtId),
        sql`(${sessions.activityId}, ${sessions.startsAt}) in (
          select * from unnest(${column(starts, 'activityId')}::uuid[], ${column(starts, 'startsAt')}::timestamptz[]))`,
      ),
    )
    .orderBy(asc(sessions.id))
    .for('share')
}

export type KnownSession = Awaited<ReturnType<typeof holdSessionsAt>>[number]

type Participation = { sourcedId: string; activityId: string; date: string }

/**
 * Whom each of these means at a school that takes part in the activity, as its host may know: a teacher on duty there on
 * the day. Null for everybody else in the district.
 */
export async function findParticipants(
  tx: Tx,
  { districtId }: Scope,
  participations: readonly Participation[],
): Promise<(string | null)[]> {
  if (participations.length === 0) return []
  const { rows } = await tx.execute<{ teacherId: string | null }>(sql`
    select (
      select teacher.id from teachers as teacher
      where teacher.district_id = ${districtId} and teacher.sourced_id = given.sourced_id and exists (
        select 1 from activity_schools as joint
        join homeroom_duties as duty on duty.district_id = joint.district_id and duty.school_id = joint.school_id
          and duty.teacher_id = teacher.id
          and duty.starts_on <= given.date and (duty.ends_on is null or duty.ends_on >= given.date)
        where joint.district_id = ${districtId} and joint.activity_id = given.activity_id)
    ) as "teacherId"
    from unnest(
      ${column(participations, 'sourcedId')}::text[], ${column(participations, 'activityId')}::uuid[],
      ${column(participations, 'date')}::date[]
    ) with ordinality as given (sourced_id, activity_id, date, at)
    order by given.at`)
  return rows.map((row) => row.teacherId)
}

const column = <T>(rows: readonly T[], name: keyof T) => sql.param(rows.map((row) => row[name]))
