import { and, asc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { CreditRunKind } from '../../credits/schema.js'
import { creditRuns } from '../../credits/tables.js'
import { copyRows, uuidArray } from '../../db/copy.js'
import type { Tx } from '../../db/database.js'
import type { Credits, Hours } from '../../lib/quantity.js'
import { operations } from '../../operations/tables.js'
import { policyEditions } from '../../policy/tables.js'
import { schools } from '../../roster/tables.js'
import { files } from '../../files/tables.js'
import type { ExportRequest } from './schema.js'
import { exports } from './tables.js'

export type ExportRow = typeof exports.$inferSelect
export type ExportWithStatus = ExportRow & {
  status: typeof operations.$inferSelect.status
  fileRemovedAt: string | null
}

/** An export of the client's own district; a school's client sees those that its school asked for. */
export async function findExport(tx: Tx, scope: Scope, id: string): Promise<ExportWithStatus | null> {
  const rows = await tx
    .select({ export: exports, status: operations.status, fileRemovedAt: files.contentRemovedAt })
    .from(exports)
    .innerJoin(operations, and(eq(operations.districtId, exports.districtId), eq(operations.id, exports.id)))
    .leftJoin(files, and(eq(files.districtId, exports.districtId), eq(files.id, exports.fileId)))
    .where(
      and(
        eq(exports.districtId, scope.districtId),
        eq(exports.id, id),
        scope.schoolId ? eq(exports.schoolId, scope.schoolId) : undefined,
      ),
    )
  const row = rows[0]
  return row ? { ...row.export, status: row.status, fileRemovedAt: row.fileRemovedAt } : null
}

/** Names stand in files while they are written, and change when somebody is erased: many write at once, one erases alone. */
export async function lockNames(tx: Tx, districtId: string, as: 'writer' | 'eraser'): Promise<void> {
  const key = sql`hashtextextended(${`names/${districtId}`}, 0)`
  await tx.execute(
    as === 'eraser' ? sql`select pg_advisory_xact_lock(${key})` : sql`select pg_advisory_xact_lock_shared(${key})`,
  )
}

/** Files of exports written before an instant, the oldest first. */
export async function findOldExportFiles(tx: Tx, districtId: string, before: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ id: files.id })
    .from(exports)
    .innerJoin(files, and(eq(files.districtId, exports.districtId), eq(files.id, exports.fileId)))
    .where(
      and(
        eq(exports.districtId, districtId),
        isNull(files.contentRemovedAt),
        lt(files.createdAt, before.toISOString()),
      ),
    )
    .orderBy(files.createdAt)
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** The files of exports of runs in which a teacher has a statement. */
export async function findFilesWithTeacher(tx: Tx, districtId: string, teacherId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ fileId: string }>(sql`
    select file_id as "fileId" from exports
    where district_id = ${districtId} and file_id is not null and exists (
      select 1 from json_array_elements(manifest -> 'runs') as run
      join credit_statements as statement on statement.district_id = ${districtId}
        and statement.run_id = (run ->> 'id')::uuid and statement.teacher_id = ${teacherId})`)
  return rows.map(({ fileId }) => fileId)
}

/** The export that a job writes, locked, so that a job taken up twice writes one file. */
export async function lockExport(tx: Tx, districtId: string, id: string): Promise<ExportRow | null> {
  const rows = await tx
    .select()
    .from(exports)
    .where(and(eq(exports.districtId, districtId), eq(exports.id, id)))
    .for('update')
  return rows[0] ?? null
}

/**
 * The runs that state something of a semester and that a client sees, of one school when it is named, in the order in
 * which they were drawn up: those of the semester itself, and those of the earlier one that also post its differences.
 */
export async function findRunsOfSemester(
  tx: Tx,
  scope: Scope,
  { academicYear, semester, schoolId }: Pick<ExportRequest, 'academicYear' | 'semester' | 'schoolId'>,
): Promise<Pick<typeof creditRuns.$inferSelect, 'id' | 'status'>[]> {
  return tx
    .select({ id: creditRuns.id, status: creditRuns.status })
    .from(creditRuns)
    .where(
      and(
        eq(creditRuns.districtId, scope.districtId),
        eq(creditRuns.academicYear, academicYear),
        sql`(${creditRuns.semester} = ${semester} or exists (
          select 1 from credit_statements as statement
          where statement.district_id = ${creditRuns.districtId} and statement.run_id = ${creditRuns.id}
            and statement.semester = ${semester}))`,
        scope.schoolId ? eq(creditRuns.schoolId, scope.schoolId) : undefined,
        schoolId ? eq(creditRuns.schoolId, schoolId) : undefined,
      ),
    )
    .orderBy(asc(creditRuns.id))
}

/** The sums of a run's seal, or of the statements behind it. */
export type Sums = {
  statements: number
  lectureHours: Hours
  practiceHours: Hours
  lectureCredits: Credits
  practiceCredits: Credits
}

export type ExportedRun = Sums & {
  id: string
  academicYear: string
  semester: 1 | 2
  kind: CreditRunKind
  schoolSourcedId: string
  sequence: number
  sha256: string
  policyEditionCode: string
}

/** The runs of an export with the figures of their seals, by school, semester and sequence. */
export async function findExportedRuns(tx: Tx, districtId: string, runIds: readonly string[]): Promise<ExportedRun[]> {
  return tx
    .select({
      id: creditRuns.id,
      academicYear: creditRuns.academicYear,
      semester: creditRuns.semester,
      kind: creditRuns.kind,
      schoolSourcedId: schools.sourcedId,
      sequence: creditRuns.sequence,
      sha256: creditRuns.sha256,
      policyEditionCode: policyEditions.code,
      statements: creditRuns.statements,
      lectureHours: creditRuns.lectureHours,
      practiceHours: creditRuns.practiceHours,
      lectureCredits: creditRuns.lectureCredits,
      practiceCredits: creditRuns.practiceCredits,
    })
    .from(creditRuns)
    .innerJoin(schools, and(eq(schools.districtId, creditRuns.districtId), eq(schools.id, creditRuns.schoolId)))
    .innerJoin(
      policyEditions,
      and(eq(policyEditions.districtId, creditRuns.districtId), eq(policyEditions.id, creditRuns.policyEditionId)),
    )
    .where(and(eq(creditRuns.districtId, districtId), inArray(creditRuns.id, [...runIds])))
    .orderBy(sql`${schools.sourcedId} collate "C"`, asc(creditRuns.semester), asc(creditRuns.sequence))
}

/**
 * What the statements of these runs add up to, in one semester or in all, a teacher counted once however many statements
 * there are.
 */
export async function sumStatements(
  tx: Tx,
  districtId: string,
  runIds: readonly string[],
  semester: 1 | 2 | null,
): Promise<Sums & { teachers: number }> {
  const { rows } = await tx.execute<Record<keyof Sums | 'teachers', string>>(sql`
    select count(*) as teachers, coalesce(sum(statements), 0) as statements,
      coalesce(sum(lecture_hours), 0) as "lectureHours", coalesce(sum(practice_hours), 0) as "practiceHours",
      coalesce(sum(lecture_award), 0) as "lectureCredits", coalesce(sum(practice_award), 0) as "practiceCredits"
    from (
      select count(*) as statements, sum(lecture_hours) as lecture_hours, sum(practice_hours) as practice_hours,
        sum(lecture_award) as lecture_award, sum(practice_award) as practice_award
      from credit_statements
      where district_id = ${districtId} and run_id = any(${sql.param([...runIds])}::uuid[])
        and semester = coalesce(${semester}, semester)
      group by teacher_id
    ) as by_teacher`)
  const sums = rows[0]!
  return {
    teachers: Number(sums.teachers),
    statements: Number(sums.statements),
    lectureHours: Number(sums.lectureHours) as Hours,
    practiceHours: Number(sums.practiceHours) as Hours,
    lectureCredits: Number(sums.lectureCredits) as Credits,
    practiceCredits: Number(sums.practiceCredits) as Credits,
  }
}

/** A statement as a file's columns read it. Whatever is only written out again stays text. */
export type ExportedStatement = {
  run: ExportedRun
  semester: string
  schoolName: string
  teacherSourcedId: string
  teacherName: string
  ledgerPosition: string
  lectureHours: Hours
  practiceHours: Hours
  lectureAwardedBefore: Credits
  practiceAwardedBefore: Credits
  lectureAward: Credits
  practiceAward: Credits
  lectureRemainder: Hours
  practiceRemainder: Hours
  hoursRequired: Hours
}

type CopiedStatements = { districtId: string; runs: readonly ExportedRun[]; semester: 1 | 2; timeout: number }

/**
 * The statements of one semester in runs, which are given by school, semester and sequence, in batches: by school,
 * teacher, and the runs' order, in an order that no server's language changes. The runs come as ranks, so that the plan does not hang on what the server
 * has yet counted of tables that were written a moment ago.
 */
export async function* copyStatements(
  url: string,
  { districtId, runs, semester, timeout }: CopiedStatements,
): AsyncGenerator<ExportedStatement[]> {
  const byId = new Map(runs.map((run) => [run.id, run]))
  const schoolRank = new Map(
    [...new Set(runs.map(({ schoolSourcedId }) => schoolSourcedId))].map((id, rank) => [id, rank]),
  )
  const statement = `copy (
    select statement.run_id, statement.semester, statement.school_name, teacher.sourced_id, statement.teacher_name,
      statement.ledger_position, statement.lecture_hours, statement.practice_hours, statement.lecture_awarded_before,
      statement.practice_awarded_before, statement.lecture_award, statement.practice_award,
      statement.lecture_remainder, statement.practice_remainder, statement.hours_required
    from unnest(
      ${uuidArray([...byId.keys()])},
      '{${runs.map(({ schoolSourcedId }) => schoolRank.get(schoolSourcedId)).join()}}'::int[],
      '{${runs.map((run) => run.semester).join()}}'::int[],
      '{${runs.map(({ sequence }) => sequence).join()}}'::int[]
    ) as run (id, school_rank, semester, sequence)
    join credit_statements as statement on statement.run_id = run.id
    join teachers as teacher on teacher.district_id = statement.district_id and teacher.id = statement.teacher_id
    where statement.district_id = any(${uuidArray([districtId])}) and statement.semester = ${semester}
    order by run.school_rank, teacher.sourced_id collate "C", run.semester, run.sequence
  ) to stdout`
  for await (const rows of copyRows(url, { districtId, statement, timeout }))
    yield rows.map((fields) => toExportedStatement(fields, byId))
}

/** Fields in the order in which the statement above selects them. */
function toExportedStatement(fields: readonly string[], runs: ReadonlyMap<string, ExportedRun>): ExportedStatement {
  return {
    run: runs.get(fields[0]!)!,
    semester: fields[1]!,
    schoolName: fields[2]!,
    teacherSourcedId: fields[3]!,
    teacherName: fields[4]!,
    ledgerPosition: fields[5]!,
    lectureHours: Number(fields[6]) as Hours,
    practiceHours: Number(fields[7]) as Hours,
    lectureAwardedBefore: Number(fields[8]) as Credits,
    practiceAwardedBefore: Number(fields[9]) as Credits,
    lectureAward: Number(fields[10]) as Credits,
    practiceAward: Number(fields[11]) as Credits,
    lectureRemainder: Number(fields[12]) as Hours,
    practiceRemainder: Number(fields[13]) as Hours,
    hoursRequired: Number(fields[14]) as Hours,
  }
}
