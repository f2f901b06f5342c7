import type { Tx } from '../db/database.js'
import type { PolicyEdition } from './schema.js'
import { policyEditions } from './tables.js'

export async function insertPolicyEdition(
  tx: Tx,
  edition: Omit<PolicyEdition, 'createdAt'> & { districtId: string },
): Promise<PolicyEdition | null> {
  const rows = await tx.insert(policyEditions).values(edition).onConflictDoNothing().returning()
  if (!rows[0]) return null
  const { districtId: _, ...made } = rows[0]
  return made
}
