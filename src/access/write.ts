import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import { toClient } from './read.js'
import type { Client, District, DistrictRole } from './schema.js'
import { clients, districts, operatorKeys } from './tables.js'

export async function insertDistrict(
  tx: Tx,
  district: { id: string; code: string; name: string },
): Promise<District | null> {
  const rows = await tx.insert(districts).values(district).onConflictDoNothing({ target: districts.code }).returning()
  return rows[0] ?? null
}

export async function insertOperatorKey(tx: Tx, key: { id: string; keyHash: string }): Promise<void> {
  await tx.insert(operatorKeys).values(key).onConflictDoNothing({ target: operatorKeys.keyHash })
}

export async function insertClient(
  tx: Tx,
  client: {
    districtId: string
    id: string
    name: string
    role: DistrictRole
    schoolId: string | null
    teacherId: string | null
    keyHash: string
    keyStart: string
    expiresAt: string | null
  },
): Promise<Client> {
  const rows = await tx.insert(clients).values(client).returning()
  return toClient(rows[0]!)
}

export async function changeKey(
  tx: Tx,
  { districtId, id, keyHash, keyStart }: { districtId: string; id: string; keyHash: string; keyStart: string },
): Promise<Client> {
  const rows = await tx
    .update(clients)
    .set({ keyHash, keyStart, keyVersion: sql`key_version + 1`, version: sql`version + 1` })
    .where(and(eq(clients.districtId, districtId), eq(clients.id, id)))
    .returning()
  return toClient(rows[0]!)
}

export async function markRevoked(
  tx: Tx,
  { districtId, id, now }: { districtId: string; id: string; now: Date },
): Promise<Client> {
  const rows = await tx
    .update(clients)
    .set({ revokedAt: now.toISOString(), version: sql`version + 1` })
    .where(and(eq(clients.districtId, districtId), eq(clients.id, id)))
    .returning()
  return toClient(rows[0]!)
}

/** Ends every client of one teacher, and takes the names away that people gave them. */
export async function revokeClientsOf(
  tx: Tx,
  { districtId, teacherId, name, now }: { districtId: string; teacherId: string; name: string; now: Date },
): Promise<void> {
  await tx
    .update(clients)
    .set({ name, revokedAt: sql`coalesce(revoked_at, ${now.toISOString()}::timestamptz)`, version: sql`version + 1` })
    .where(and(eq(clients.districtId, districtId), eq(clients.teacherId, teacherId)))
}

export async function markUsed(
  tx: Tx,
  { districtId, id, now }: { districtId: string; id: string; now: Date },
): Promise<void> {
  await tx
    .update(clients)
    .set({ lastUsedAt: now.toISOString() })
    .where(and(eq(clients.districtId, districtId), eq(clients.id, id)))
}
