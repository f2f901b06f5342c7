import { query, type Database } from '../db/database.js'
import { noDistrict, nobody } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { newId } from '../lib/ids.js'
import { hashKey, mintKey } from './keys.js'
import { hasOperatorKey } from './read.js'
import { insertOperatorKey } from './write.js'

/**
 * Sees to it that the operator has a key: the one from the settings, or at the first start a new one, which is given
 * back so that it can be shown once.
 */
export async function ensureOperatorKey(db: Database, configured: string | undefined): Promise<string | null> {
  if (!configured && (await query(db, nobody, hasOperatorKey))) return null
  const { key, keyHash } = configured ? { key: configured, keyHash: hashKey(configured) } : mintKey(noDistrict)
  await transact(db, nobody, (tx) => insertOperatorKey(tx, { id: newId(), keyHash }))
  return configured ? null : key
}
