import { createHash } from 'node:crypto'
import type { Tx } from '../db/database.js'
import { newId } from '../lib/ids.js'
import { contextOfChunk } from './read.js'
import { completeFile, insertChunk, insertFile } from './write.js'

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
  await insertFile(tx, { districtId, id, name, mediaType, sealedUnder })
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
  await completeFile(tx, { districtId, id, bytes, sha256 })
  return { id, name, mediaType, bytes, sha256 }
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
