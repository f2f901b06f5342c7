import { and, eq, getTableColumns, gt, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import type { Client, District } from './schema.js'
import { clients, districts, operatorKeys } from './tables.js'

type ClientRow = typeof clients.$inferSelect

export type KeyHolder = Pick<
  ClientRow,
  'districtId' | 'id' | 'role' | 'schoolId' | 'teacherId' | 'expiresAt' | 'keyVersion'
>

const { districtId, id, role, schoolId, teacherId, expiresAt, keyVersion } = getTableColumns(clients)
const holderColumns = { districtId, id, role, schoolId, teacherId, expiresAt, keyVersion }

/** The client of a district whose key has this hash, unless it is revoked. */
export async function findKeyHolder(tx: Tx, key: { districtId: string; keyHash: string }): Promise<KeyHolder | null> {
  const rows = await tx
    .select(holderColumns)
    .from(clients)
    .where(and(eq(clients.districtId, key.districtId), eq(clients.keyHash, key.keyHash), isNull(clients.revokedAt)))
  return rows[0] ?? null
}

/** The client that a token names, unless it is revoked. */
export async function findClientOfToken(tx: Tx, districtId: string, id: string): Promise<KeyHolder | null> {
  const rows = await tx
    .select(holderColumns)
    .from(clients)
    .where(and(eq(clients.districtId, districtId), eq(clients.id, id), isNull(clients.revokedAt)))
  return rows[0] ?? null
}

export async function findOperatorKey(tx: Tx, keyHash: string): Promise<{ id: string } | null> {
  const rows = await tx.select({ id: operatorKeys.id }).from(operatorKeys).where(eq(operatorKeys.keyHash, keyHash))
  return rows[0] ?? null
}

export async function hasOperatorKey(tx: Tx): Promise<boolean> {
  const rows = await tx.select({ id: operatorKeys.id }).from(operatorKeys).limit(1)
  return rows.length > 0
}

/** Every tenant; only whoever belongs to no district sees more than one. */
export async function listDistrictIds(tx: Tx): Promise<string[]> {
  const rows = await tx.select({ id: districts.id }).from(districts).orderBy(districts.id)
  return rows.map(({ id }) => id)
}

export async function findDistrict(tx: Tx, id: string): Promise<District | null> {
  const rows = await tx.select().from(districts).where(eq(districts.id, id))
  return rows[0] ?? null
}

export async function findClient(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
): Promise<Client | null> {
  const rows = await tx
    .select()
    .from(clients)
    .where(and(eq(clients.districtId, districtId), eq(clients.id, id)))
    .for('update')
  return rows[0] ? toClient(rows[0]) : null
}

export async function listClients(
  tx: Tx,
  {
    districtId,
    schoolId,
    limit,
    cursor,
  }: { districtId: string; schoolId: string | null; limit: number; cursor?: string | undefined },
): Promise<{ data: Client[]; nextCursor: string | null }> {
  const after = decodeCursor('listClients', cursor, ['uuid'])
  const rows = await tx
    .select()
    .from(clients)
    .where(
      and(
        eq(clients.districtId, districtId),
        schoolId ? eq(clients.schoolId, schoolId) : undefined,
        after ? gt(clients.id, String(after[0])) : undefined,
      ),
    )
    .orderBy(clients.id)
    .limit(limit + 1)
  return pageFrom('listClients', rows, limit, (row) => [row.id], toClient)
}

/** The clients that are bound to one teacher, in the order in which they were made. */
export async function findClientsOfTeacher(tx: Tx, districtId: string, teacherId: string): Promise<Client[]> {
  const rows = await tx
    .select()
    .from(clients)
    .where(and(eq(clients.districtId, districtId), eq(clients.teacherId, teacherId)))
    .orderBy(clients.id)
  return rows.map(toClient)
}

export function toClient(row: ClientRow): Client {
  const { id, name, role, schoolId, teacherId, keyStart, expiresAt, lastUsedAt, revokedAt, createdAt, version } = row
  return {
    id,
    name,
    role: role as Client['role'],
    schoolId,
    teacherId,
    keyStart,
    expiresAt,
    lastUsedAt,
    revokedAt,
    createdAt,
    version,
  }
}

/** Whether a school or teacher that a client is to be bound to exists in its district. */
export async function isInDistrict(
  tx: Tx,
  table: 'schools' | 'teachers',
  districtId: string,
  id: string,
): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from ${sql.identifier(table)} where district_id = ${districtId} and id = ${id}`,
  )
  return rows.length > 0
}
