import { createHash } from 'node:crypto'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { newId } from '../../lib/ids.js'
import { contextOfChunk } from './read.js'
import { fileChunks, files } from './tables.js'

const CHUNK_BYTES = 256 * 1024

export type StoredFile = { id: string; name: string; mediaType: string; bytes: number; sha256: string }

type NewFile = {
  districtId: string
  name: string
  mediaType: string
  /** What people send holds their numbers: it is stored under the data keys. */
  sealed: boolean
}

/**
 * Stores a file in the caller's transaction, piece by piece as it comes: memory does not grow with its size, and whatever
 * ends the transaction early leaves no file behind. A file that is at hand is given as `[buffer]`.
 */
export async function storeFile(
  tx: Tx,
  { districtId, name, mediaType, sealed }: NewFile,
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<StoredFile> {
  const id = newId()
  const sealedUnder = sealed ? tx.dataKeys.ids[0]! : null
  await tx.insert(files).values({ districtId, id, name, mediaType, bytes: 0, sha256: '', sealedUnder })
  const hash = createHash('sha256')
  let bytes = 0
  let sequence = 0
  let written: Promise<unknown> = Promise.resolve()
  for await (const chunk of inChunks(content)) {
    hash.update(chunk)
    bytes += chunk.length
    await written
    // The next chunk is made while this one is written; its failure is met by the await above.
    const place = { districtId, fileId: id, sequence }
    const content = sealed ? tx.dataKeys.encryptBytes(chunk, contextOfChunk(place)) : chunk
    written = insertChunk(tx, { ...place, content })
    written.catch(() => {})
    sequence += 1
  }
  await written
  const sha256 = hash.digest('hex')
  await tx
    .update(files)
    .set({ bytes, sha256 })
    .where(and(eq(files.districtId, districtId), eq(files.id, id)))
  return { id, name, mediaType, bytes, sha256 }
}

/**
 * Takes away what these files hold. Their names, sizes and SHA-256 stay, so that everybody can still tell which they
 * were. Gives back how many had anything left.
 */
export async function removeContent(
  tx: Tx,
  { districtId, fileIds, now }: { districtId: string; fileIds: readonly string[]; now: Date },
): Promise<number> {
  if (fileIds.length === 0) return 0
  await tx
    .delete(fileChunks)
    .where(and(eq(fileChunks.districtId, districtId), inArray(fileChunks.fileId, [...fileIds])))
  const { rowCount } = await tx
    .update(files)
    .set({ contentRemovedAt: now.toISOString() })
    .where(and(eq(files.districtId, districtId), inArray(files.id, [...fileIds]), isNull(files.contentRemovedAt)))
  return rowCount ?? 0
}

async function insertChunk(tx: Tx, chunk: typeof fileChunks.$inferInsert): Promise<void> {
  await tx.insert(fileChunks).values(chunk)
}

/** The same bytes in pieces of one size, the last one shorter. */
async function* inChunks(content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pieces: Uint8Array[] = []
  let length = 0
  for await (let piece of content) {
    while (length + piece.length >= CHUNK_BYTES) {
      const taken = CHUNK_BYTES - length
      yield Buffer.concat([...pieces, piece.subarray(0, taken)])
      piece = piece.subarray(taken)
      pieces = []
      length = 0
    }
    pieces.push(piece)
    length += piece.length
  }
  if (length > 0) yield Buffer.concat(pieces)
}
