import { listDistrictIds } from '../access/read.js'
import { query, type Database, type Tx } from '../db/database.js'
import { nobody } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { findOldExportFiles } from './exports/read.js'
import { removeContent } from '../files/remove-content.js'
import { findFilesOfEndedImports, findImportsWithOldRows } from './imports/read.js'
import { removeImportRows } from './imports/write.js'

/** Files, and imports with their rows, in one transaction: what bounds its length. */
const BATCH = 20
/** Milliseconds for one batch; an import has up to 200,000 rows. */
const TIMEOUT = 120_000

/**
 * Takes away, district by district, what is older than so many days: files of exports and the rows of imports. The
 * manifests and totals stay. 0 days keep them for ever. Files of ended imports go at once, whatever the days.
 */
export async function removeExpiredFiles(db: Database, { days, now }: { days: number; now: Date }): Promise<void> {
  const before = new Date(now.getTime() - days * 86_400_000)
  for (const districtId of await query(db, nobody, listDistrictIds)) {
    const repeat = async (work: (tx: Tx) => Promise<number>) => {
      const principal = { ...nobody, districtId }
      for (let done = BATCH; done === BATCH;) done = await transact(db, principal, work, { timeout: TIMEOUT })
    }
    await repeat(async (tx) => {
      const fileIds = await findFilesOfEndedImports(tx, districtId, BATCH)
      await removeContent(tx, { districtId, fileIds, now })
      return fileIds.length
    })
    if (days === 0) continue
    await repeat(async (tx) => {
      const fileIds = await findOldExportFiles(tx, districtId, before, BATCH)
      await removeContent(tx, { districtId, fileIds, now })
      return fileIds.length
    })
    await repeat(async (tx) => {
      const importIds = await findImportsWithOldRows(tx, districtId, before, BATCH)
      await removeImportRows(tx, { districtId, importIds, now })
      return importIds.length
    })
  }
}
