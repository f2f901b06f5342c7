import type { Tx } from '../db/database.js'
import { findClientsOfTeacher } from './read.js'
import { revokeClientsOf } from './write.js'

/**
 * Ends every client of a teacher in the caller's transaction, and gives back which those were. Whoever calls this lets
 * the keys be forgotten once the transaction has ended (`forgetKeys`).
 */
export async function revokeClientsOfTeacher(
  tx: Tx,
  of: { districtId: string; teacherId: string; name: string; now: Date },
): Promise<{ clientIds: string[]; revoked: number }> {
  const clients = await findClientsOfTeacher(tx, of.districtId, of.teacherId)
  if (clients.length > 0) await revokeClientsOf(tx, of)
  return { clientIds: clients.map(({ id }) => id), revoked: clients.filter(({ revokedAt }) => !revokedAt).length }
}
