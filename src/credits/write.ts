import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import type { CreditRunRow, CreditStatementRow } from './read.js'
import { creditRuns, creditStatements } from './tables.js'

export async function insertCreditRuns(
  tx: Tx,
  runs: readonly (typeof creditRuns.$inferInsert)[],
): Promise<CreditRunRow[]> {
  return runs.length === 0
    ? []
    : tx
        .insert(creditRuns)
        .values([...runs])
        .returning()
}

export async function changeCreditRun(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
  change: Partial<CreditRunRow>,
): Promise<CreditRunRow> {
  const rows = await tx
    .update(creditRuns)
    .set({ ...change, version: sql`version + 1` })
    .where(and(eq(creditRuns.districtId, districtId), eq(creditRuns.id, id)))
    .returning()
  return rows[0]!
}

/** Takes away the statements of a run that is not sealed, before it is computed again. */
export async function deleteStatements(tx: Tx, districtId: string, runId: string): Promise<void> {
  await tx
    .delete(creditStatements)
    .where(and(eq(creditStatements.districtId, districtId), eq(creditStatements.runId, runId)))
}

export async function insertStatements(tx: Tx, rows: readonly CreditStatementRow[]): Promise<void> {
  if (rows.length === 0) return
  const column = (of: (row: CreditStatementRow) => unknown) => sql.param(rows.map(of))
  await tx.execute(sql`
    insert into credit_statements (
      district_id, id, run_id, teacher_id, school_id, teacher_name, school_name, academic_year, semester, ledger_position,
      lecture_hours, practice_hours, uncounted_hours, lecture_entitlement, practice_entitlement,
      lecture_awarded_before, practice_awarded_before, lecture_award, practice_award, lecture_remainder, practice_remainder, hours_required, hours_by_school, corrects)
    select * from unnest(
      ${column((r) => r.districtId)}::uuid[], ${column((r) => r.id)}::uuid[], ${column((r) => r.runId)}::uuid[],
      ${column((r) => r.teacherId)}::uuid[], ${column((r) => r.schoolId)}::uuid[],
      ${column((r) => r.teacherName)}::text[], ${column((r) => r.schoolName)}::text[], ${column((r) => r.academicYear)}::text[],
      ${column((r) => r.semester)}::smallint[], ${column((r) => r.ledgerPosition)}::int[],
      ${column((r) => r.lectureHours)}::int[], ${column((r) => r.practiceHours)}::int[], ${column((r) => r.uncountedHours)}::int[],
      ${column((r) => r.lectureEntitlement)}::int[], ${column((r) => r.practiceEntitlement)}::int[],
      ${column((r) => r.lectureAwardedBefore)}::int[], ${column((r) => r.practiceAwardedBefore)}::int[],
      ${column((r) => r.lectureAward)}::int[], ${column((r) => r.practiceAward)}::int[],
      ${column((r) => r.lectureRemainder)}::int[], ${column((r) => r.practiceRemainder)}::int[], ${column((r) => r.hoursRequired)}::int[],
      ${column((r) => JSON.stringify(r.hoursBySchool))}::json[], ${column((r) => JSON.stringify(r.corrects))}::json[])`)
}

/** The one change that a sealed statement takes: whoever was erased is called by the pseudonym. */
export async function renameInStatements(
  tx: Tx,
  { districtId, teacherId, name }: { districtId: string; teacherId: string; name: string },
): Promise<number> {
  const { rowCount } = await tx
    .update(creditStatements)
    .set({ teacherName: name })
    .where(and(eq(creditStatements.districtId, districtId), eq(creditStatements.teacherId, teacherId)))
  return rowCount ?? 0
}

/** Takes away a run that is not sealed, with its statements. */
export async function deleteDraft(tx: Tx, { districtId, id }: { districtId: string; id: string }): Promise<void> {
  await deleteStatements(tx, districtId, id)
  await tx.delete(creditRuns).where(and(eq(creditRuns.districtId, districtId), eq(creditRuns.id, id)))
}
