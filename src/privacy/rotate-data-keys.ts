import { listDistrictIds } from '../access/read.js'
import { findOldKeyIds, forgetKey } from '../db/data-keys.js'
import { query, type Database } from '../db/database.js'
import { nobody } from '../db/tenant.js'

/** Something that is stored sealed: seals a district's under the present key, and says whether nothing is left. */
export type Holding = (db: Database, districtId: string) => Promise<boolean>

/**
 * Brings everything that is sealed under an older key under the one that encrypts now, district by district. Once nothing
 * is left under the older ones, a start without them is no mistake any more, which is told.
 */
export async function rotateDataKeys(
  db: Database,
  { holdings, onNotice }: { holdings: readonly Holding[]; onNotice: (text: string) => void },
): Promise<void> {
  let complete = true
  for (const districtId of await query(db, nobody, listDistrictIds))
    for (const holding of holdings) complete = (await holding(db, districtId)) && complete
  if (!complete) return
  for (const id of await query(db, nobody, findOldKeyIds)) {
    await forgetKey(db, id)
    onNotice(`nothing is sealed under the data key ${id} any more: it may be taken out of DATA_KEYS`)
  }
}
