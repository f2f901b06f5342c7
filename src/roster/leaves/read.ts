import { and, eq, gt, gte, lte, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { teacherIsSeen } from '../read.js'
import type { Leave } from '../schema.js'
import { leaves, teachers } from '../tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
type PageRequest = { limit: number; cursor?: string | undefined }

export const toLeave = ({
  districtId: _,
  recordedBy: __,
  startsOn,
  endsOn,
  ...leave
}: typeof leaves.$inferSelect): Leave => ({ ...leave, from: startsOn, to: endsOn })

/** A school that a teacher has left hears of no leave that began after. */
const leaveIsOfOwnTime = (schoolId: string) => sql`exists (
  select 1 from homeroom_duties as duty
  where duty.district_id = ${leaves.districtId} and duty.teacher_id = ${leaves.teacherId} and duty.school_id = ${schoolId}
    and (duty.ends_on is null or duty.ends_on >= ${leaves.startsOn}))`

export async function listLeaves(
  tx: Tx,
  scope: Scope,
  { teacherId, limit, cursor }: PageRequest & { teacherId?: string | undefined },
): Promise<Page<Leave>> {
  const after = decodeCursor('listLeaves', cursor, ['uuid'])
  const rows = await tx
    .select({ leave: leaves })
    .from(leaves)
    .innerJoin(teachers, and(eq(teachers.districtId, leaves.districtId), eq(teachers.id, leaves.teacherId)))
    .where(
      and(
        teacherIsSeen(tx, scope),
        scope.schoolId ? leaveIsOfOwnTime(scope.schoolId) : undefined,
        teacherId ? eq(leaves.teacherId, teacherId) : undefined,
        after ? gt(leaves.id, String(after[0])) : undefined,
      ),
    )
    .orderBy(leaves.id)
    .limit(limit + 1)
  return pageFrom(
    'listLeaves',
    rows,
    limit,
    (row) => [row.leave.id],
    (row) => toLeave(row.leave),
  )
}

export type LeaveFact = { teacherId: string; from: string; to: string }

/** Every leave within the dates of the teachers named. */
export async function findLeaves(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
  from: string,
  to: string,
): Promise<LeaveFact[]> {
  if (teacherIds.length === 0) return []
  return tx
    .select({ teacherId: leaves.teacherId, from: leaves.startsOn, to: leaves.endsOn })
    .from(leaves)
    .where(
      and(
        eq(leaves.districtId, districtId),
        sql`${leaves.teacherId} = any(${sql.param(teacherIds)}::uuid[])`,
        lte(leaves.startsOn, to),
        gte(leaves.endsOn, from),
      ),
    )
}
