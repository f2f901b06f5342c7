import { and, asc, eq, gt } from 'drizzle-orm'
import { query, type Database, type Tx } from '../../db/database.js'
import { fileChunks, files } from './tables.js'

export type FileRow = typeof files.$inferSelect

export async function findFile(tx: Tx, districtId: string, id: string): Promise<FileRow | null> {
  const rows = await tx
    .select()
    .from(files)
    .where(and(eq(files.districtId, districtId), eq(files.id, id)))
  return rows[0] ?? null
}

/** The bytes of a file, chunk by chunk. Each chunk is a read of its own, so that a slow client holds no connection. */
export async function* streamFile(db: Database, districtId: string, fileId: string): AsyncGenerator<Buffer> {
  for (let after = -1; ; after += 1) {
    const chunk = await query(db, { districtId }, (tx) => findChunkAfter(tx, districtId, fileId, after))
    if (!chunk) return
    yield chunk
  }
}

/** A whole file in memory, for those that are small by their limit. */
export async function loadFile(tx: Tx, districtId: string, fileId: string): Promise<Buffer> {
  const rows = await tx
    .select({ content: fileChunks.content })
    .from(fileChunks)
    .where(and(eq(fileChunks.districtId, districtId), eq(fileChunks.fileId, fileId)))
    .orderBy(asc(fileChunks.sequence))
  return Buffer.concat(rows.map(({ content }) => content))
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
