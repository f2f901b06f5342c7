import { and, asc, eq, gte, lte, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { TierOverride } from './schema.js'
import { tierOverrides } from './tables.js'

export const toTierOverride = ({
  districtId: _,
  recordedBy: __,
  startsOn,
  endsOn,
  ...override
}: typeof tierOverrides.$inferSelect): TierOverride => ({ ...override, from: startsOn, to: endsOn })

/** The override in force on a date for each of the teachers who have one: the one recorded last. */
export async function findOverrides(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
  date: string,
): Promise<Map<string, TierOverride>> {
  const rows = await tx
    .select()
    .from(tierOverrides)
    .where(
      and(
        eq(tierOverrides.districtId, districtId),
        sql`${tierOverrides.teacherId} = any(${sql.param([...teacherIds])}::uuid[])`,
        lte(tierOverrides.startsOn, date),
        gte(tierOverrides.endsOn, date),
      ),
    )
    .orderBy(asc(tierOverrides.recordedAt), asc(tierOverrides.id))
  return new Map(rows.map((row) => [row.teacherId, toTierOverride(row)]))
}

/** Every override of one teacher, in the order of recording. */
export async function listOverridesOf(tx: Tx, districtId: string, teacherId: string): Promise<TierOverride[]> {
  const rows = await tx
    .select()
    .from(tierOverrides)
    .where(and(eq(tierOverrides.districtId, districtId), eq(tierOverrides.teacherId, teacherId)))
    .orderBy(asc(tierOverrides.recordedAt), asc(tierOverrides.id))
  return rows.map(toTierOverride)
}
