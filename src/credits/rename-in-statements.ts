import type { Tx } from '../db/database.js'
import { renameInStatements as rename } from './write.js'

/**
 * Puts a pseudonym in place of a teacher's name in every statement; the seals still hold, since no SHA-256 is taken of
 * names. The teacher must be marked as erased before, or the database refuses it.
 */
export async function renameInStatements(
  tx: Tx,
  of: { districtId: string; teacherId: string; name: string },
): Promise<number> {
  return rename(tx, of)
}
