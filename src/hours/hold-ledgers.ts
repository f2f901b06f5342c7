import type { Tx } from '../db/database.js'
import { lockLedgers } from './write.js'

/** Holds the ledgers of these teachers, empty ones too, against new entries and other seals until the transaction ends. */
export async function holdLedgers(tx: Tx, districtId: string, teacherIds: readonly string[]): Promise<void> {
  await lockLedgers(tx, districtId, teacherIds)
}
