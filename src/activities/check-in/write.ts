import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { checkInCodes, checkInTries } from './tables.js'

export async function insertCode(tx: Tx, row: typeof checkInCodes.$inferSelect): Promise<void> {
  await tx.insert(checkInCodes).values(row)
}

export async function countRefusedTry(
  tx: Tx,
  of: { districtId: string; codeId: string; teacherId: string },
): Promise<void> {
  await tx
    .insert(checkInTries)
    .values({ ...of, refused: 1 })
    .onConflictDoUpdate({
      target: [checkInTries.districtId, checkInTries.codeId, checkInTries.teacherId],
      set: { refused: sql`${checkInTries.refused} + 1` },
    })
}
