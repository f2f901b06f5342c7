import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { isGroup, type LeadershipGroupRow } from './read.js'
import { leadershipGroups } from './tables.js'

/** Nothing is given back where the school already has a group of the year. */
export async function insertLeadershipGroup(
  tx: Tx,
  row: Omit<LeadershipGroupRow, 'version'>,
): Promise<LeadershipGroupRow | null> {
  const rows = await tx.insert(leadershipGroups).values(row).onConflictDoNothing().returning()
  return rows[0] ?? null
}

export async function changeLeadershipGroup(
  tx: Tx,
  { members, updatedAt, ...key }: Omit<LeadershipGroupRow, 'version'>,
): Promise<LeadershipGroupRow> {
  const rows = await tx
    .update(leadershipGroups)
    .set({ members, updatedAt, version: sql`version + 1` })
    .where(isGroup(key))
    .returning()
  return rows[0]!
}
