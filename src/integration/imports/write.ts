import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { ImportKind, ImportOutcome, StoredTotals } from './schema.js'
import { imports } from './tables.js'

export async function insertImport(
  tx: Tx,
  row: { districtId: string; id: string; kind: ImportKind; dryRun: boolean; fileId: string; schoolId: string | null },
): Promise<void> {
  await tx.insert(imports).values(row)
}

/**
 * Lets the imports of a district take effect one after the other: two that create the same things would each find them
 * missing. Whoever comes second waits, longer than a request would.
 */
export async function lockImports(tx: Tx, districtId: string): Promise<void> {
  await tx.execute(sql`set local lock_timeout = '60s'`)
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`imports/${districtId}`}, 0))`)
}

export type NewImportRow = {
  file: string
  rowNumber: number
  outcome: ImportOutcome
  column: string | null
  code: string | null
  params: object | null
  cause: string | null
}

const ROWS_IN_STATEMENT = 5000

/** Writes what became of each row in place of whatever an attempt before has left. */
export async function replaceImportRows(
  tx: Tx,
  { districtId, importId }: { districtId: string; importId: string },
  rows: readonly NewImportRow[],
): Promise<void> {
  await tx.execute(sql`delete from import_rows where district_id = ${districtId} and import_id = ${importId}`)
  for (let at = 0; at < rows.length; at += ROWS_IN_STATEMENT) {
    const given = rows.slice(at, at + ROWS_IN_STATEMENT)
    await tx.execute(sql`
      insert into import_rows (district_id, import_id, number, file, row_number, outcome, "column", code, params, cause)
      select ${districtId}::uuid, ${importId}::uuid, ${at}::int + given.at, item ->> 'file', (item ->> 'rowNumber')::int,
        item ->> 'outcome', item ->> 'column', item ->> 'code', nullif((item -> 'params')::text, 'null')::json, item ->> 'cause'
      from json_array_elements(${JSON.stringify(given)}::json) with ordinality as given (item, at)`)
  }
}

/** Takes away what became of single rows; the totals stay. */
export async function removeImportRows(
  tx: Tx,
  { districtId, importIds, now }: { districtId: string; importIds: readonly string[]; now: Date },
): Promise<void> {
  const ids = sql.param([...importIds])
  await tx.execute(sql`delete from import_rows where district_id = ${districtId} and import_id = any(${ids}::uuid[])`)
  await tx.execute(sql`
    update imports set rows_removed_at = ${now.toISOString()}
    where district_id = ${districtId} and id = any(${ids}::uuid[])`)
}

export async function saveTotals(
  tx: Tx,
  { districtId, id, totals }: { districtId: string; id: string; totals: StoredTotals },
): Promise<void> {
  await tx
    .update(imports)
    .set({ totals })
    .where(and(eq(imports.districtId, districtId), eq(imports.id, id)))
}
