import type { Tx } from '../../db/database.js'
import { tierOverrides } from './tables.js'

export async function insertTierOverride(
  tx: Tx,
  row: typeof tierOverrides.$inferInsert,
): Promise<typeof tierOverrides.$inferSelect> {
  const rows = await tx.insert(tierOverrides).values(row).returning()
  return rows[0]!
}
