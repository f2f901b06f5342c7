import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import type { ActivityRow, SessionRow } from './read.js'
import { activities, activitySchools, sessions } from './tables.js'

export type NewActivityRow = Omit<ActivityRow, 'version' | 'createdAt' | 'updatedAt'>

export async function insertActivity(tx: Tx, activity: NewActivityRow, schoolIds: readonly string[]): Promise<boolean> {
  const rows = await tx
    .insert(activities)
    .values(activity)
    .onConflictDoNothing({ target: [activities.districtId, activities.sourcedId] })
    .returning({ id: activities.id })
  if (rows.length > 0) await insertSchools(tx, activity.districtId, activity.id, schoolIds)
  return rows.length > 0
}

async function insertSchools(
  tx: Tx,
  districtId: string,
  activityId: string,
  schoolIds: readonly string[],
): Promise<void> {
  if (schoolIds.length === 0) return
  await tx.insert(activitySchools).values(schoolIds.map((schoolId) => ({ districtId, activityId, schoolId })))
}

export type NewSessionRow = Pick<
  SessionRow,
  | 'districtId'
  | 'id'
  | 'activityId'
  | 'startsAt'
  | 'endsAt'
  | 'date'
  | 'semester'
  | 'delivery'
  | 'location'
  | 'segments'
>

/** Ten parameters each, of which a statement takes 65,535. */
const SESSIONS_IN_STATEMENT = 1000

export async function insertSessions(tx: Tx, rows: readonly NewSessionRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += SESSIONS_IN_STATEMENT)
    await tx.insert(sessions).values(rows.slice(at, at + SESSIONS_IN_STATEMENT))
}

export async function changeActivity(
  tx: Tx,
  { districtId, id, ...change }: Omit<NewActivityRow, 'sourcedId' | 'hostSchoolId' | 'academicYear'>,
  schoolIds: readonly string[] | undefined,
): Promise<void> {
  if (schoolIds) {
    await tx
      .delete(activitySchools)
      .where(and(eq(activitySchools.districtId, districtId), eq(activitySchools.activityId, id)))
    await insertSchools(tx, districtId, id, schoolIds)
  }
  await tx
    .update(activities)
    .set({ ...change, updatedAt: sql`now()`, version: sql`version + 1` })
    .where(and(eq(activities.districtId, districtId), eq(activities.id, id)))
}

/** An activity's version covers its sessions: whoever holds an older one does not know of a new session. */
export async function touchActivity(tx: Tx, districtId: string, id: string): Promise<void> {
  await tx
    .update(activities)
    .set({ updatedAt: sql`now()`, version: sql`version + 1` })
    .where(and(eq(activities.districtId, districtId), eq(activities.id, id)))
}

export async function changeSession(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
  change: Partial<Omit<SessionRow, 'districtId' | 'id' | 'activityId' | 'version'>>,
): Promise<SessionRow> {
  const rows = await tx
    .update(sessions)
    .set({ ...change, version: sql`version + 1` })
    .where(and(eq(sessions.districtId, districtId), eq(sessions.id, id)))
    .returning()
  return rows[0]!
}
