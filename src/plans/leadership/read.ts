import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { leadershipGroups } from './tables.js'

export type LeadershipGroupRow = typeof leadershipGroups.$inferSelect
type Key = Pick<LeadershipGroupRow, 'districtId' | 'schoolId' | 'academicYear'>

export const isGroup = ({ districtId, schoolId, academicYear }: Key) =>
  and(
    eq(leadershipGroups.districtId, districtId),
    eq(leadershipGroups.schoolId, schoolId),
    eq(leadershipGroups.academicYear, academicYear),
  )

export async function findLeadershipGroup(tx: Tx, key: Key): Promise<LeadershipGroupRow | null> {
  const rows = await tx.select().from(leadershipGroups).where(isGroup(key))
  return rows[0] ?? null
}

/** The group as a put meets it, locked so that its version cannot change meanwhile. */
export async function lockLeadershipGroup(tx: Tx, key: Key): Promise<LeadershipGroupRow | null> {
  const rows = await tx.select().from(leadershipGroups).where(isGroup(key)).for('update')
  return rows[0] ?? null
}
