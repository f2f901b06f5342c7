import { eq, inArray } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { SigningKeyRow } from './read.js'
import { signingKeys } from './tables.js'

/** Adds a key unless another process has made the same generation; one that is at it is waited for. */
export async function insertSigningKey(tx: Tx, key: SigningKeyRow): Promise<void> {
  await tx.insert(signingKeys).values(key).onConflictDoNothing({ target: signingKeys.generation })
}

export async function replaceSeal(tx: Tx, id: string, privateJwkSealed: string): Promise<void> {
  await tx.update(signingKeys).set({ privateJwkSealed }).where(eq(signingKeys.id, id))
}

export async function deleteSigningKeys(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(signingKeys).where(inArray(signingKeys.id, [...ids]))
}
