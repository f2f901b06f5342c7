import { and, asc, eq, gt, isNotNull, isNull, ne } from 'drizzle-orm'
import { query, type Database, type Tx } from '../db/database.js'
import { fileChunks, files } from './tables.js'

export type FileRow = typeof files.$inferSelect

export async function findFile(tx: Tx, districtId: string, id: string): Promise<FileRow | null> {
  const rows = await tx
    .select()
    .from(files)
    .where(and(eq(files.districtId, districtId), eq(files.id, id)))
  return rows[0] ?? null
}

/** What stands under the data keys and is still there, of imports that have not ended. */
export async function hasOutdatedFiles(tx: Tx, districtId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: files.id })
    .from(files)
    .where(
      and(
        eq(files.districtId, districtId),
        isNull(files.contentRemovedAt),
        isNotNull(files.sealedUnder),
        ne(files.sealedUnder, tx.dataKeys.ids[0]!),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** The bytes of a file, chunk by chunk. Each chunk is a read of its own, so that a slow client holds no connection. */
export async function* streamFile(db: Database, districtId: string, fileId: string): AsyncGenerator<Buffer> {
  for (let after = -1; ; after += 1) {
    const chunk = await query(db, { districtId }, (tx) => findChunkAfter(tx, districtId, fileId, after))
    if (!chunk) return
    yield chunk
  }
}

/** Each chunk is sealed for its own place: none can be moved, repeated or left out. */
export const contextOfChunk = ({
  districtId,
  fileId,
  sequence,
}: {
  districtId: string
  fileId: string
  sequence: number
}) => `${districtId}/files/${fileId}/${sequence}`

/** A whole file in memory, unsealed, for those that are small by their limit. */
export async function loadFile(tx: Tx, districtId: string, fileId: string): Promise<Buffer> {
  const file = await findFile(tx, districtId, fileId)
  const rows = await tx
    .select({ sequence: fileChunks.sequence, content: fileChunks.content })
    .from(fileChunks)
    .where(and(eq(fileChunks.districtId, districtId), eq(fileChunks.fileId, fileId)))
    .orderBy(asc(fileChunks.sequence))
  const { sealedUnder = null } = file ?? {}
  if (sealedUnder === null) return Buffer.concat(rows.map(({ content }) => content))
  return Buffer.concat(
    rows.map(({ sequence, content }) =>
      tx.dataKeys.decryptBytes(content, sealedUnder, contextOfChunk({ districtId, fileId, sequence })),
    ),
  )
}

async function findChunkAfter(tx: Tx, districtId: string, fileId: string, after: number): Promise<Buffer | null> {
  const rows = await tx
    .select({ content: fileChunks.content })
    .from(fileChunks)
    .where(and(eq(fileChunks.districtId, districtId), eq(fileChunks.fileId, fileId), gt(fileChunks.sequence, after)))
    .orderBy(asc(fileChunks.sequence))
    .limit(1)
  return rows[0]?.content ?? null
}
