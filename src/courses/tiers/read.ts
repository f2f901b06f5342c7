import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { teacherIsSeen } from '../../roster/read.js'
import { teachers } from '../../roster/tables.js'
import type { TierOverride } from './schema.js'
import { tierOverrides } from './tables.js'

export const toTierOverride = ({
  districtId: _,
  recordedBy: __,
  endedBy: ___,
  startsOn: from,
  endsOn: to,
  endedAt: at,
  endReason: reason,
  lastDay,
  ...override
}: typeof tierOverrides.$inferSelect): TierOverride => ({
  ...override,
  from,
  to,
  ended: at !== null && reason !== null ? { at, reason, lastDay } : null,
})

/** Every override of the teachers, in the order of recording. */
export async function findOverrides(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
): Promise<TierOverride[]> {
  const rows = await tx
    .select()
    .from(tierOverrides)
    .where(
      and(
        eq(tierOverrides.districtId, districtId),
        sql`${tierOverrides.teacherId} = any(${sql.param([...teacherIds])}::uuid[])`,
      ),
    )
    .orderBy(asc(tierOverrides.recordedAt), asc(tierOverrides.id))
  return rows.map(toTierOverride)
}

/** A school that a teacher has left hears of none that began after. */
const isOfOwnTime = (schoolId: string) => sql`exists (
  select 1 from homeroom_duties as duty
  where duty.district_id = ${tierOverrides.districtId} and duty.teacher_id = ${tierOverrides.teacherId}
    and duty.school_id = ${schoolId} and (duty.ends_on is null or duty.ends_on >= ${tierOverrides.startsOn}))`

export async function listTierOverrides(
  tx: Tx,
  scope: Scope,
  { teacherId, limit, cursor }: { teacherId?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<{ data: TierOverride[]; nextCursor: string | null }> {
  const after = decodeCursor('listTierOverrides', cursor, ['uuid'])
  const rows = await tx
    .select({ override: tierOverrides })
    .from(tierOverrides)
    .innerJoin(
      teachers,
      and(eq(teachers.districtId, tierOverrides.districtId), eq(teachers.id, tierOverrides.teacherId)),
    )
    .where(
      and(
        teacherIsSeen(tx, scope),
        scope.schoolId ? isOfOwnTime(scope.schoolId) : undefined,
        teacherId ? eq(tierOverrides.teacherId, teacherId) : undefined,
        after ? gt(tierOverrides.id, String(after[0])) : undefined,
      ),
    )
    .orderBy(asc(tierOverrides.id))
    .limit(limit + 1)
  return pageFrom(
    'listTierOverrides',
    rows,
    limit,
    ({ override }) => [override.id],
    ({ override }) => toTierOverride(override),
  )
}

/** Locked for a change. */
export async function lockTierOverride(tx: Tx, districtId: string, id: string): Promise<TierOverride | null> {
  const rows = await tx
    .select()
    .from(tierOverrides)
    .where(and(eq(tierOverrides.districtId, districtId), eq(tierOverrides.id, id)))
    .for('update')
  return rows[0] ? toTierOverride(rows[0]) : null
}
