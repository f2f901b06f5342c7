import type { Tx } from '../../db/database.js'
import { signingKeys } from './tables.js'

export type SigningKeyRow = typeof signingKeys.$inferSelect

/** Every signing key that is kept, old, current and next; there are never more than a few. */
export async function findSigningKeys(tx: Tx): Promise<SigningKeyRow[]> {
  return tx.select().from(signingKeys).orderBy(signingKeys.generation)
}
