import { query, type Tx } from '../../db/database.js'
import { transact } from '../../db/transact.js'
import { Refusal, type Reason } from '../../errors.js'
import type { Job, Task } from '../../operations/tasks.js'
import { loadFile } from '../files/read.js'
import { importFile, type ImportResult } from './import-file.js'
import { findImport, type FoundImport } from './read.js'
import type { RowResult } from './report.js'
import type { StoredTotals } from './schema.js'
import { replaceImportRows, saveTotals, type NewImportRow } from './write.js'

/**
 * Carries out a queued import. Its totals are written in the transaction in which it takes effect: a job that is taken up
 * again finds them there and is done, or starts anew on an unchanged district.
 */
export const runImport: Task = async (job) => {
  const { db, districtId, operationId, actor, now, progress } = job
  const { found, bytes } = await query(db, job, async (tx) => load(tx, job))
  if (found.totals) return countsOf(found.totals)
  const { kind, dryRun } = found
  const keep = (tx: Tx, result: ImportResult) => keepResult(tx, job, found, result)
  try {
    const { totals } = await importFile(db, {
      actor,
      importId: operationId,
      now: now(),
      kind,
      bytes,
      dryRun,
      progress,
      keep,
    })
    return countsOf(totals)
  } catch (error) {
    // Every fault of an unreadable file stands among the rows, since an operation names one error only.
    if (error instanceof Refusal && error.reasons.length > 0) {
      const rows = error.reasons.map((reason) => rowOfFault(reason, found))
      await transact(db, actor, (tx) => replaceImportRows(tx, { districtId, importId: operationId }, rows))
    }
    throw error
  }
}

async function load(tx: Tx, { districtId, operationId, actor }: Job): Promise<{ found: FoundImport; bytes: Buffer }> {
  const found = await findImport(tx, actor, operationId)
  if (!found) throw new Error('an import stands beside its operation')
  return { found, bytes: await loadFile(tx, districtId, found.fileId) }
}

async function keepResult(
  tx: Tx,
  { districtId, operationId }: Job,
  { file }: FoundImport,
  { totals, rows }: ImportResult,
): Promise<void> {
  const entries = rows.flatMap((row) => entriesOf(row, file.name))
  await replaceImportRows(tx, { districtId, importId: operationId }, entries)
  await saveTotals(tx, { districtId, id: operationId, totals })
}

/** A row has one entry for each thing that is to be said of it, and one when there is nothing. */
function entriesOf({ file, rowNumber, outcome, findings }: RowResult, name: string): NewImportRow[] {
  const row = { file: file ?? name, rowNumber, outcome }
  if (findings.length === 0) return [{ ...row, column: null, code: null, params: null, cause: null }]
  return findings.map((finding) => ({ ...row, ...finding }))
}

function rowOfFault({ code, params = {} }: Reason, { file }: FoundImport): NewImportRow {
  const { line, column, file: name } = params
  return {
    file: typeof name === 'string' ? name : file.name,
    rowNumber: typeof line === 'number' && line > 0 ? line : 1,
    outcome: 'rejected',
    column: typeof column === 'string' ? column : null,
    code,
    params,
    cause: null,
  }
}

/** What the operation's result says: the counts, without the lists. */
function countsOf({
  causes: _,
  ignoredColumns: __,
  ignoredFiles: ___,
  ...counts
}: StoredTotals): Record<string, unknown> {
  return counts
}
