import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import { activities, sessions } from '../../activities/tables.js'
import type { Tx } from '../../db/database.js'
import type { Hours } from '../../lib/quantity.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { operations } from '../../operations/tables.js'
import { files } from '../files/tables.js'
import type { ImportOutcome } from './schema.js'
import { importRows, imports } from './tables.js'

const importColumns = {
  id: imports.id,
  kind: imports.kind,
  dryRun: imports.dryRun,
  status: operations.status,
  file: { name: files.name, bytes: files.bytes, sha256: files.sha256 },
  fileId: imports.fileId,
  totals: imports.totals,
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

type RecognizedKey = { teacherId: string; date: string; title: string; category: string }
export type RecognizedHours = { standing: boolean; hours: Hours; issuer: string | null; evidence: string | null }

/** For each key the outside hours last recognised under it, and whether they still stand; null where there are none. */
export async function findRecognizedHours(
  tx: Tx,
  districtId: string,
  keys: readonly RecognizedKey[],
): Promise<(RecognizedHours | null)[]> {
  if (keys.length === 0) return []
  const { rows } = await tx.execute<RecognizedHours & { at: number }>(sql`
    select distinct on (given.at) given.at::int, entry.hours, entry.issuer, entry.evidence, reversal.number is null as standing
    from unnest(
      ${column(keys, 'teacherId')}::uuid[], ${column(keys, 'date')}::date[], ${column(keys, 'title')}::text[], ${column(keys, 'category')}::text[]
    ) with ordinality as given (teacher_id, date, title, category, at)
    join hour_entries as entry on entry.district_id = ${districtId} and entry.teacher_id = given.teacher_id
      and entry.date = given.date and entry.title = given.title and entry.category = given.category
      and entry.kind = 'earned' and entry.source = 'outside'
    left join hour_entries as reversal on reversal.district_id = entry.district_id and reversal.teacher_id = entry.teacher_id
      and reversal.target = entry.number and reversal.kind = 'reversal'
    order by given.at, entry.revision desc`)
  const found = new Map(rows.map(({ at, ...row }) => [at, row]))
  return keys.map((_, at) => found.get(at + 1) ?? null)
}

/** The activities that have one of these external ids, each with its sessions. */
export async function findActivitiesBySourcedId(tx: Tx, districtId: string, sourcedIds: readonly string[]) {
  if (sourcedIds.length === 0) return []
  const rows = await tx
    .select({
      id: activities.id,
      sourcedId: activities.sourcedId,
      hostSchoolId: activities.hostSchoolId,
      academicYear: activities.academicYear,
    })
    .from(activities)
    .where(
      and(
        eq(activities.districtId, districtId),
        sql`${activities.sourcedId} = any(${sql.param([...new Set(sourcedIds)])}::text[])`,
      ),
    )
  const held = await tx
    .select({
      id: sessions.id,
      activityId: sessions.activityId,
      startsAt: sessions.startsAt,
      endsAt: sessions.endsAt,
      delivery: sessions.delivery,
      segments: sessions.segments,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.districtId, districtId),
        sql`${sessions.activityId} = any(${sql.param(rows.map(({ id }) => id))}::uuid[])`,
      ),
    )
    .orderBy(asc(sessions.startsAt), asc(sessions.id))
  return rows.map((activity) => ({
    ...activity,
    sessions: held.filter(({ activityId }) => activityId === activity.id),
  }))
}

export type KnownActivity = Awaited<ReturnType<typeof findActivitiesBySourcedId>>[number]
export type KnownSession = KnownActivity['sessions'][number]

type TeacherDay = { teacherId: string; date: string }

/** At which schools each teacher holds a homeroom duty on the day; one row for each school. */
export async function findSchoolsOnDays(
  tx: Tx,
  districtId: string,
  days: readonly TeacherDay[],
): Promise<(TeacherDay & { schoolId: string })[]> {
  if (days.length === 0) return []
  const { rows } = await tx.execute<TeacherDay & { schoolId: string }>(sql`
    select distinct day.teacher_id as "teacherId", day.date::text, duty.school_id as "schoolId"
    from unnest(${column(days, 'teacherId')}::uuid[], ${column(days, 'date')}::date[]) as day (teacher_id, date)
    join homeroom_duties as duty on duty.district_id = ${districtId} and duty.teacher_id = day.teacher_id
      and duty.starts_on <= day.date and (duty.ends_on is null or duty.ends_on >= day.date)`)
  return rows
}

const column = <T>(rows: readonly T[], name: keyof T) => sql.param(rows.map((row) => row[name]))
