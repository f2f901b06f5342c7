import type { Actor } from '../../access/schema.js'
import type { Database, Tx } from '../../db/database.js'
import { transact } from '../../db/transact.js'
import { FileFault } from '../formats/file-fault.js'
import type { Importer } from './in-batches.js'
import { importAttendance } from './import-attendance.js'
import { importOneRoster } from './import-one-roster.js'
import { importOutsideHours } from './import-outside-hours.js'
import { importRoster } from './import-roster.js'
import { fileRefusal } from './file-refusal.js'
import { totalsOf, type ImportReport, type RowResult } from './report.js'
import type { ImportKind, StoredTotals } from './schema.js'
import { lockImports } from './write.js'

const importers: Record<ImportKind, Importer> = {
  oneRoster: importOneRoster,
  roster: importRoster,
  attendance: importAttendance,
  outsideHours: importOutsideHours,
}

export type ImportResult = { totals: StoredTotals; rows: readonly RowResult[] }

export type ImportOptions = {
  actor: Actor
  importId: string
  now: Date
  kind: ImportKind
  bytes: Uint8Array
  /** Does everything and takes it back, so that it reports what an import would. */
  dryRun: boolean
  /** Tells how many rows are done; what it throws ends the import without effect. */
  progress?: (done: number, total: number) => Promise<void>
  /** Keeps the result, in the transaction that the import takes effect in. */
  keep?: (tx: Tx, result: ImportResult) => Promise<void>
}

/** Milliseconds for a whole import; 200,000 rows of attendance take about a tenth of it. */
const TIMEOUT = 600_000

const rollBack = new Error('a dry run ends without effect')

/**
 * Imports a file to its end, in one transaction: its valid rows take effect together or not at all, so that a process that
 * dies, or a cancellation, leaves nothing half done. Throws a Refusal with every fault of a file that cannot be read.
 */
export async function importFile(db: Database, options: ImportOptions): Promise<ImportResult> {
  const { actor, dryRun, keep = async () => {} } = options
  const principal = { districtId: actor.districtId, clientId: actor.clientId }
  let report: ImportReport | undefined
  const carriedOut = transact(
    db,
    principal,
    async (tx) => {
      report = await carryOut(tx, options)
      if (dryRun) throw rollBack
      await keep(tx, resultOf(report))
    },
    { timeout: TIMEOUT },
  )
  await carriedOut.catch((error: unknown) => {
    if (error !== rollBack) throw error
  })
  const result = resultOf(report!)
  if (dryRun) await transact(db, principal, (tx) => keep(tx, result), { timeout: TIMEOUT })
  return result
}

async function carryOut(
  tx: Tx,
  { actor, importId, now, kind, bytes, progress = async () => {} }: ImportOptions,
): Promise<ImportReport> {
  await lockImports(tx, actor.districtId)
  try {
    return await importers[kind](tx, { actor, importId, now, bytes, progress })
  } catch (error) {
    throw error instanceof FileFault ? fileRefusal(error) : error
  }
}

function resultOf(report: ImportReport): ImportResult {
  return { totals: totalsOf(report), rows: report.results }
}
