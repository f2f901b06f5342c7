import type { Tx } from '../db/database.js'
import { erasures } from './tables.js'

export async function insertErasure(tx: Tx, erasure: typeof erasures.$inferInsert): Promise<void> {
  await tx.insert(erasures).values(erasure)
}
