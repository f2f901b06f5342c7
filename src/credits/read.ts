import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Scope } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import type { Credits } from '../lib/quantity.js'
import { schools, teachers } from '../roster/tables.js'
import type { CorrectedStatement, CreditRunKind, CreditRunStatus } from './schema.js'
import { creditRuns, creditStatements } from './tables.js'

export type CreditRunRow = typeof creditRuns.$inferSelect
export type CreditStatementRow = typeof creditStatements.$inferSelect

const runIsSeen = (scope: Scope) =>
  and(eq(creditRuns.districtId, scope.districtId), scope.schoolId ? eq(creditRuns.schoolId, scope.schoolId) : undefined)

export async function findCreditRun(tx: Tx, scope: Scope, id: string): Promise<CreditRunRow | null> {
  const rows = await tx
    .select()
    .from(creditRuns)
    .where(and(runIsSeen(scope), eq(creditRuns.id, id)))
  return rows[0] ?? null
}

/**
 * Holds the credit runs of these schools until the transaction ends. Rows that do not exist yet cannot be locked, so two
 * that draw up a school's first run or amendment at once meet here; and since every other lock on runs comes after this
 * one, nobody waits in a ring.
 */
export async function holdRunsOf(tx: Tx, districtId: string, schoolIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(${`creditRuns/${districtId}/`} || school_id, 0))
    from unnest(${sql.param([...new Set(schoolIds)].sort())}::text[]) as school_id`)
}

/** A run locked for a change, with the other runs of its school. */
export async function lockCreditRun(tx: Tx, scope: Scope, id: string): Promise<CreditRunRow | null> {
  const found = await findCreditRun(tx, scope, id)
  if (!found) return null
  await holdRunsOf(tx, scope.districtId, [found.schoolId])
  const rows = await tx
    .select()
    .from(creditRuns)
    .where(and(runIsSeen(scope), eq(creditRuns.id, id)))
    .for('update')
  return rows[0] ?? null
}

export async function listCreditRuns(
  tx: Tx,
  scope: Scope,
  filters: {
    academicYear?: string | undefined
    semester?: 1 | 2 | undefined
    schoolId?: string | undefined
    status?: CreditRunStatus | undefined
    kind?: CreditRunKind | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<{ data: CreditRunRow[]; nextCursor: string | null }> {
  const after = decodeCursor('listCreditRuns', filters.cursor, ['uuid'])
  const rows = await tx
    .select()
    .from(creditRuns)
    .where(
      and(
        runIsSeen(scope),
        filters.academicYear ? eq(creditRuns.academicYear, filters.academicYear) : undefined,
        filters.semester ? eq(creditRuns.semester, filters.semester) : undefined,
        filters.schoolId ? eq(creditRuns.schoolId, filters.schoolId) : undefined,
        filters.status ? eq(creditRuns.status, filters.status) : undefined,
        filters.kind ? eq(creditRuns.kind, filters.kind) : undefined,
        after ? sql`${creditRuns.id} < ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(desc(creditRuns.id))
    .limit(filters.limit + 1)
  return pageFrom(
    'listCreditRuns',
    rows,
    filters.limit,
    (row) => [row.id],
    (row) => row,
  )
}

/** The runs of these schools in a semester, locked, latest sequence first. */
export async function lockRunsOfSemester(
  tx: Tx,
  districtId: string,
  schoolIds: readonly string[],
  academicYear: string,
  semester: 1 | 2,
): Promise<CreditRunRow[]> {
  await holdRunsOf(tx, districtId, schoolIds)
  return tx
    .select()
    .from(creditRuns)
    .where(
      and(
        eq(creditRuns.districtId, districtId),
        inArray(creditRuns.schoolId, [...schoolIds]),
        eq(creditRuns.academicYear, academicYear),
        eq(creditRuns.semester, semester),
      ),
    )
    .orderBy(asc(creditRuns.schoolId), desc(creditRuns.sequence))
    .for('update')
}

/** Every run of a school's academic year, locked: what an amendment is about. */
export async function lockRunsOfYear(
  tx: Tx,
  districtId: string,
  schoolId: string,
  academicYear: string,
): Promise<CreditRunRow[]> {
  await holdRunsOf(tx, districtId, [schoolId])
  return tx
    .select()
    .from(creditRuns)
    .where(
      and(
        eq(creditRuns.districtId, districtId),
        eq(creditRuns.schoolId, schoolId),
        eq(creditRuns.academicYear, academicYear),
      ),
    )
    .orderBy(asc(creditRuns.semester), asc(creditRuns.sequence))
    .for('update')
}

export type StatementWithTeacher = { statement: CreditStatementRow; teacherSourcedId: string }

const statementColumns = { statement: creditStatements, teacherSourcedId: teachers.sourcedId }

/** A teacher sees sealed statements only; a school those that it made, and the sealed ones of who had not left it by then. */
const statementIsSeen = (scope: Scope) =>
  and(
    eq(creditStatements.districtId, scope.districtId),
    scope.teacherId ? and(eq(creditStatements.teacherId, scope.teacherId), eq(creditRuns.status, 'sealed')) : undefined,
    scope.schoolId
      ? sql`(${creditStatements.schoolId} = ${scope.schoolId} or (${creditRuns.status} = 'sealed' and exists (
          select 1 from homeroom_duties as duty
          join semesters as semester on semester.district_id = duty.district_id
            and semester.academic_year = ${creditStatements.academicYear} and semester.number = ${creditStatements.semester}
          where duty.district_id = ${creditStatements.districtId} and duty.teacher_id = ${creditStatements.teacherId}
            and duty.school_id = ${scope.schoolId} and (duty.ends_on is null or duty.ends_on >= semester.ends_on))))`
      : undefined,
  )

export async function findCreditStatement(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<(StatementWithTeacher & { run: CreditRunRow; schoolSourcedId: string }) | null> {
  const rows = await tx
    .select({ ...statementColumns, run: creditRuns, schoolSourcedId: schools.sourcedId })
    .from(creditStatements)
    .innerJoin(
      creditRuns,
      and(eq(creditRuns.districtId, creditStatements.districtId), eq(creditRuns.id, creditStatements.runId)),
    )
    .innerJoin(
      teachers,
      and(eq(teachers.districtId, creditStatements.districtId), eq(teachers.id, creditStatements.teacherId)),
    )
    .innerJoin(
      schools,
      and(eq(schools.districtId, creditStatements.districtId), eq(schools.id, creditStatements.schoolId)),
    )
    .where(and(statementIsSeen(scope), eq(creditStatements.id, id)))
  return rows[0] ?? null
}

export async function listCreditStatements(
  tx: Tx,
  scope: Scope,
  filters: {
    runId?: string | undefined
    teacherId?: string | undefined
    schoolId?: string | undefined
    academicYear?: string | undefined
    semester?: 1 | 2 | undefined
    sealed?: boolean | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<{ data: StatementWithTeacher[]; nextCursor: string | null }> {
  const after = decodeCursor('listCreditStatements', filters.cursor, ['uuid'])
  const rows = await tx
    .select(statementColumns)
    .from(creditStatements)
    .innerJoin(
      creditRuns,
      and(eq(creditRuns.districtId, creditStatements.districtId), eq(creditRuns.id, creditStatements.runId)),
    )
    .innerJoin(
      teachers,
      and(eq(teachers.districtId, creditStatements.districtId), eq(teachers.id, creditStatements.teacherId)),
    )
    .where(
      and(
        statementIsSeen(scope),
        filters.runId ? eq(creditStatements.runId, filters.runId) : undefined,
        filters.teacherId ? eq(creditStatements.teacherId, filters.teacherId) : undefined,
        filters.schoolId ? eq(creditStatements.schoolId, filters.schoolId) : undefined,
        filters.academicYear ? eq(creditStatements.academicYear, filters.academicYear) : undefined,
        filters.semester ? eq(creditStatements.semester, filters.semester) : undefined,
        filters.sealed === undefined
          ? undefined
          : filters.sealed
            ? eq(creditRuns.status, 'sealed')
            : sql`${creditRuns.status} <> 'sealed'`,
        after ? sql`${creditStatements.id} > ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(creditStatements.id)
    .limit(filters.limit + 1)
  return pageFrom(
    'listCreditStatements',
    rows,
    filters.limit,
    (row) => [row.statement.id],
    (row) => row,
  )
}

/** Whoever has a sealed statement of these schools in an academic year. */
export async function findTeachersWithStatements(
  tx: Tx,
  districtId: string,
  schoolId: string,
  academicYear: string,
): Promise<string[]> {
  const { rows } = await tx.execute<{ teacherId: string }>(sql`
    select distinct statement.teacher_id as "teacherId"
    from credit_statements as statement
    join credit_runs as run on run.district_id = statement.district_id and run.id = statement.run_id and run.status = 'sealed'
    where run.district_id = ${districtId} and run.school_id = ${schoolId} and run.academic_year = ${academicYear}`)
  return rows.map(({ teacherId }) => teacherId)
}

/** Of one teacher's statements: the names in them, the schools that made them, and how many stand in an open run. */
export async function findNamesInStatements(
  tx: Tx,
  districtId: string,
  teacherId: string,
): Promise<{ names: string[]; schoolIds: string[]; drafts: number }> {
  const { rows } = await tx.execute<{ name: string; schoolId: string; drafts: number }>(sql`
    select statement.teacher_name as name, statement.school_id as "schoolId",
      (count(*) filter (where run.status <> 'sealed'))::int as drafts
    from credit_statements as statement
    join credit_runs as run on run.district_id = statement.district_id and run.id = statement.run_id
    where statement.district_id = ${districtId} and statement.teacher_id = ${teacherId}
    group by statement.teacher_name, statement.school_id`)
  return {
    names: [...new Set(rows.map(({ name }) => name))],
    schoolIds: [...new Set(rows.map(({ schoolId }) => schoolId))],
    drafts: rows.reduce((sum, row) => sum + row.drafts, 0),
  }
}

export type SealedAwards = {
  teacherId: string
  semester: 1 | 2
  lecture: Credits
  practice: Credits
  statements: CorrectedStatement[]
}

/** What sealed runs have posted for these teachers in an academic year, semester by semester. */
export async function findSealedAwards(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
  academicYear: string,
): Promise<SealedAwards[]> {
  const { rows } = await tx.execute<SealedAwards>(sql`
    select statement.teacher_id as "teacherId", statement.semester,
      sum(statement.lecture_award)::int as lecture, sum(statement.practice_award)::int as practice,
      json_agg(json_build_object('statementId', statement.id, 'schoolSourcedId', school.sourced_id,
        'semester', run.semester, 'sequence', run.sequence) order by run.sealed_at, run.id) as statements
    from credit_statements as statement
    join credit_runs as run on run.district_id = statement.district_id and run.id = statement.run_id and run.status = 'sealed'
    join schools as school on school.district_id = run.district_id and school.id = run.school_id
    where statement.district_id = ${districtId} and statement.academic_year = ${academicYear}
      and statement.teacher_id = any(${sql.param([...teacherIds])}::uuid[])
    group by statement.teacher_id, statement.semester`)
  return rows
}

export async function findTeachersOfRun(tx: Tx, districtId: string, runId: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ teacherId: creditStatements.teacherId })
    .from(creditStatements)
    .where(and(eq(creditStatements.districtId, districtId), eq(creditStatements.runId, runId)))
  return rows.map(({ teacherId }) => teacherId)
}
