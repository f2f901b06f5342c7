import type { Tx } from '../db/database.js'
import { deleteChunks, markContentRemoved } from './write.js'

/**
 * Takes away what these files hold, in the caller's transaction. Their names, sizes and SHA-256 stay, so that everybody
 * can still tell which they were. Gives back how many had anything left.
 */
export async function removeContent(
  tx: Tx,
  { districtId, fileIds, now }: { districtId: string; fileIds: readonly string[]; now: Date },
): Promise<number> {
  if (fileIds.length === 0) return 0
  await deleteChunks(tx, districtId, fileIds)
  return markContentRemoved(tx, districtId, fileIds, now)
}
