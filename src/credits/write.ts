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

/** All rows are of one district and academic year. */
export async function insertStatements(tx: Tx, rows: readonly CreditStatementRow[]): Promise<void> {
  if (rows.length === 0) return
  const { districtId, academicYear } = rows[0]!
  const texts = (of: (row: CreditStatementRow) => string) => sql.param(rows.map(of))
  // Ids and numbers need no quotes in an array: the driver would look at each of them for what to escape.
  const plain = (of: (row: CreditStatementRow) => string | number) => sql.param(`{${rows.map(of).join(',')}}`)
  await tx.execute(sql`
    insert into credit_statements (
      district_id, academic_year, id, run_id, teacher_id, school_id, teacher_name, school_name, semester, ledger_position,
      lecture_hours, practice_hours, uncounted_hours, lecture_entitlement, practice_entitlement,
      lecture_awarded_before, practice_awarded_before, lecture_award, practice_award, lecture_remainder, practice_remainder, hours_required, hours_by_school, corrects)
    select ${districtId}::uuid, ${academicYear}::text, given.* from unnest(
      ${plain((r) => r.id)}::uuid[], ${plain((r) => r.runId)}::uuid[],
      ${plain((r) => r.teacherId)}::uuid[], ${plain((r) => r.schoolId)}::uuid[],
      ${texts((r) => r.teacherName)}::text[], ${texts((r) => r.schoolName)}::text[],
      ${plain((r) => r.semester)}::smallint[], ${plain((r) => r.ledgerPosition)}::int[],
      ${plain((r) => r.lectureHours)}::int[], ${plain((r) => r.practiceHours)}::int[], ${plain((r) => r.uncountedHours)}::int[],
      ${plain((r) => r.lectureEntitlement)}::int[], ${plain((r) => r.practiceEntitlement)}::int[],
      ${plain((r) => r.lectureAwardedBefore)}::int[], ${plain((r) => r.practiceAwardedBefore)}::int[],
      ${plain((r) => r.lectureAward)}::int[], ${plain((r) => r.practiceAward)}::int[],
      ${plain((r) => r.lectureRemainder)}::int[], ${plain((r) => r.practiceRemainder)}::int[], ${plain((r) => r.hoursRequired)}::int[],
      ${texts((r) => JSON.stringify(r.hoursBySchool))}::json[], ${texts((r) => JSON.stringify(r.corrects))}::json[]) as given`)
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
