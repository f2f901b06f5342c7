import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { ExportManifest, ExportRequest } from './schema.js'
import { exports } from './tables.js'

export async function insertExport(
  tx: Tx,
  row: { districtId: string; id: string; request: ExportRequest; schoolId: string | null },
): Promise<void> {
  await tx.insert(exports).values(row)
}

/** The file is there from here on: with its manifest, in the transaction that wrote it. */
export async function saveManifest(
  tx: Tx,
  { districtId, id, fileId, manifest }: { districtId: string; id: string; fileId: string; manifest: ExportManifest },
): Promise<void> {
  await tx
    .update(exports)
    .set({ fileId, manifest })
    .where(and(eq(exports.districtId, districtId), eq(exports.id, id)))
}
