import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { tierOverrides } from './tables.js'

type Row = typeof tierOverrides.$inferSelect

export async function insertTierOverride(
  tx: Tx,
  row: Omit<Row, 'endedAt' | 'endedBy' | 'endReason' | 'lastDay'>,
): Promise<Row> {
  const rows = await tx.insert(tierOverrides).values(row).returning()
  return rows[0]!
}

export async function saveEnd(
  tx: Tx,
  { districtId, id }: Pick<Row, 'districtId' | 'id'>,
  end: Pick<Row, 'endedAt' | 'endedBy' | 'endReason' | 'lastDay'>,
): Promise<Row> {
  const rows = await tx
    .update(tierOverrides)
    .set(end)
    .where(and(eq(tierOverrides.districtId, districtId), eq(tierOverrides.id, id)))
    .returning()
  return rows[0]!
}

/** Why a tier was set or ended are words about the person. */
export async function forgetReasons(
  tx: Tx,
  { districtId, teacherId, pseudonym }: { districtId: string; teacherId: string; pseudonym: string },
): Promise<number> {
  const { rowCount } = await tx
    .update(tierOverrides)
    .set({ reason: pseudonym, endReason: sql`case when ${isNotNull(tierOverrides.endReason)} then ${pseudonym} end` })
    .where(and(eq(tierOverrides.districtId, districtId), eq(tierOverrides.teacherId, teacherId)))
  return rowCount ?? 0
}
