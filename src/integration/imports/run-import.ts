import type { Tx } from '../../db/database.js'
import { transact } from '../../db/transact.js'
import { Refusal, type Reason } from '../../errors.js'
import { OperationCancelled, type Job, type Task } from '../../operations/tasks.js'
import { loadFile } from '../../files/read.js'
import { removeContent } from '../../files/remove-content.js'
import { importFile, type ImportResult } from './import-file.js'
import { findImport, type FoundImport } from './read.js'
import type { RowResult } from './report.js'
import { withoutPersonalNumbers } from '../../lib/personal-numbers.js'
import type { StoredTotals } from './schema.js'
import { replaceImportRows, saveTotals, type NewImportRow } from './write.js'

/** Milliseconds to read a file of the largest size, and to open it. */
const LOAD_TIMEOUT = 60_000

/**
 * Carries out a queued import. Its totals are written in the transaction in which it takes effect: a job that is taken up
 * again finds them there and is done, or starts anew on an unchanged district. The content of the file goes in the same
 * transaction: nothing reads it again, and it holds more of people than the roster keeps.
 */
export const runImport: Task = async (job) => {
  const { db, districtId, operationId, actor, now, progress } = job
  const { found, bytes } = await transact(db, actor, (tx) => load(tx, job), { timeout: LOAD_TIMEOUT })
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
    if (error instanceof Refusal || error instanceof OperationCancelled) {
      const rows =
        error instanceof Refusal ? error.reasons.map((reason) => withoutNumbers(rowOfFault(reason, found))) : []
      await transact(db, actor, async (tx) => {
        if (rows.length > 0) await replaceImportRows(tx, { districtId, importId: operationId }, rows)
        await removeContent(tx, { districtId, fileIds: [found.fileId], now: now() })
      })
    }
    throw error
  }
}

async function load(tx: Tx, { districtId, operationId, actor }: Job): Promise<{ found: FoundImport; bytes: Buffer }> {
  const found = await findImport(tx, actor, operationId)
  if (!found) throw new Error('an import stands beside its operation')
  const { fileId, totals, contentRemovedAt: removedAt } = found
  // An attempt before has ended it, and died before it could say so.
  if (!totals && removedAt) throw new Refusal('fileRemoved', { removedAt })
  return { found, bytes: await loadFile(tx, districtId, fileId) }
}

async function keepResult(
  tx: Tx,
  { districtId, operationId, now }: Job,
  { file, fileId }: FoundImport,
  { totals, rows }: ImportResult,
): Promise<void> {
  const entries = rows.flatMap((row) => entriesOf(row, file.name)).map(withoutNumbers)
  await replaceImportRows(tx, { districtId, importId: operationId }, entries)
  await saveTotals(tx, { districtId, id: operationId, totals: withoutNumbers(totals) })
  await removeContent(tx, { districtId, fileIds: [fileId], now: now() })
}

/** What is said of rows repeats what stands in them: in a sheet whose columns have moved that may be anything. */
function withoutNumbers<T>(said: T): T {
  if (typeof said === 'string') return withoutPersonalNumbers(said) as T
  if (Array.isArray(said)) return said.map(withoutNumbers) as T
  if (typeof said !== 'object' || said === null) return said
  return Object.fromEntries(Object.entries(said).map(([key, held]) => [key, withoutNumbers(held)])) as T
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
