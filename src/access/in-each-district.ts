import { query, type Database, type Tx } from '../db/database.js'
import { noDistrict, nobody } from '../db/tenant.js'
import { transact, type TransactionOptions } from '../db/transact.js'
import { listDistrictIds } from './read.js'

/** Housekeeping goes from district to district, the operator's own last: no statement reads across them. */
export async function inEachDistrict(
  db: Database,
  work: (tx: Tx) => Promise<unknown>,
  options: TransactionOptions = {},
): Promise<void> {
  for (const districtId of [...(await query(db, nobody, listDistrictIds)), noDistrict])
    await transact(db, { ...nobody, districtId }, work, options)
}
