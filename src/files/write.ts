import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import { fileChunks, files } from './tables.js'

type FileKey = { districtId: string; id: string }

/** A file whose bytes are still to come: its size and SHA-256 are known once they have. */
export async function insertFile(
  tx: Tx,
  file: FileKey & { name: string; mediaType: string; sealedUnder: string | null },
): Promise<void> {
  await tx.insert(files).values({ ...file, bytes: 0, sha256: '' })
}

export async function insertChunk(tx: Tx, chunk: typeof fileChunks.$inferInsert): Promise<void> {
  await tx.insert(fileChunks).values(chunk)
}

export async function completeFile(
  tx: Tx,
  { districtId, id, bytes, sha256 }: FileKey & { bytes: number; sha256: string },
): Promise<void> {
  await tx
    .update(files)
    .set({ bytes, sha256 })
    .where(and(eq(files.districtId, districtId), eq(files.id, id)))
}

export async function deleteChunks(tx: Tx, districtId: string, fileIds: readonly string[]): Promise<void> {
  await tx
    .delete(fileChunks)
    .where(and(eq(fileChunks.districtId, districtId), inArray(fileChunks.fileId, [...fileIds])))
}

/** Says since when the bytes are gone; gives back of how many files that was not said before. */
export async function markContentRemoved(
  tx: Tx,
  districtId: string,
  fileIds: readonly string[],
  now: Date,
): Promise<number> {
  const { rowCount } = await tx
    .update(files)
    .set({ contentRemovedAt: now.toISOString() })
    .where(and(eq(files.districtId, districtId), inArray(files.id, [...fileIds]), isNull(files.contentRemovedAt)))
  return rowCount ?? 0
}
