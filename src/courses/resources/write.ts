import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { ResourceRow } from './read.js'
import { courseResources } from './tables.js'

export async function insertResource(
  tx: Tx,
  resource: Omit<ResourceRow, 'fileId' | 'uploadedAt' | 'version' | 'createdAt'>,
): Promise<void> {
  await tx.insert(courseResources).values(resource)
}

/** The file has come: it is stored, in the transaction that says so. */
export async function saveUpload(
  tx: Tx,
  { districtId, id }: Pick<ResourceRow, 'districtId' | 'id'>,
  { fileId, uploadedAt }: { fileId: string; uploadedAt: string },
): Promise<void> {
  await tx
    .update(courseResources)
    .set({ fileId, uploadedAt, version: sql`version + 1` })
    .where(and(eq(courseResources.districtId, districtId), eq(courseResources.id, id)))
}
