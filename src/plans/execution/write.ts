import type { Tx } from '../../db/database.js'
import { planItemActivities } from './tables.js'

export async function insertItemActivity(tx: Tx, row: typeof planItemActivities.$inferInsert): Promise<void> {
  await tx.insert(planItemActivities).values(row)
}
