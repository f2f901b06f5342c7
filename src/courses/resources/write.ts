import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { ResourceRow } from './read.js'
import { courseResources } from './tables.js'

export async function insertResource(
  tx: Tx,
  resource: Omit<ResourceRow, 'fileId' | 'uploadedAt' | 'removedAt' | 'removalReason' | 'version' | 'createdAt'>,
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

/** What it led to is not kept: neither the address nor, by whoever removes it, the bytes. */
export async function markRemoved(
  tx: Tx,
  { districtId, id }: Pick<ResourceRow, 'districtId' | 'id'>,
  { now, reason }: { now: Date; reason: string },
): Promise<void> {
  await tx
    .update(courseResources)
    .set({ url: null, removedAt: now.toISOString(), removalReason: reason, version: sql`version + 1` })
    .where(and(eq(courseResources.districtId, districtId), eq(courseResources.id, id)))
}
