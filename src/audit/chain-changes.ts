import { inEachDistrict } from '../access/in-each-district.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { chainEntries } from './write.js'

/** So many places are given in one transaction; a reader never waits for more than one. */
const entriesAtOnce = 2000
const chainingTimeout = 20_000

/** Chains what every district has committed since the last time. */
export async function chainChanges(db: Database): Promise<void> {
  let full: boolean
  do {
    full = false
    await inEachDistrict(
      db,
      async (tx) => {
        if ((await chainEntries(tx, entriesAtOnce)) === entriesAtOnce) full = true
      },
      { timeout: chainingTimeout },
    )
  } while (full)
}

/** Before the log is read: the newest entries get their places, as many as one request can wait for. */
export async function chainSome(db: Database, { districtId, clientId }: Principal): Promise<void> {
  await transact(db, { districtId, clientId }, (tx) => chainEntries(tx, entriesAtOnce))
}
