import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { partIsSeen } from '../read.js'
import { activities, sessions } from '../tables.js'
import type { Interaction } from './schema.js'
import { interactions } from './tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }

const toInteraction = ({
  districtId: _,
  reportedBy: __,
  ...interaction
}: typeof interactions.$inferSelect): Interaction => interaction

/** What was reported of these teachers in a session. */
export async function findInteractions(
  tx: Tx,
  districtId: string,
  sessionId: string,
  teacherIds: readonly string[],
): Promise<Map<string, Interaction>> {
  const rows = await tx
    .select()
    .from(interactions)
    .where(
      and(
        eq(interactions.districtId, districtId),
        eq(interactions.sessionId, sessionId),
        sql`${interactions.teacherId} = any(${sql.param([...teacherIds])}::uuid[])`,
      ),
    )
  return new Map(rows.map((row) => [row.teacherId, toInteraction(row)]))
}

export async function listInteractions(
  tx: Tx,
  scope: Scope,
  filters: {
    sessionId?: string | undefined
    teacherId?: string | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<Page<Interaction>> {
  const after = decodeCursor('listInteractions', filters.cursor, ['uuid'])
  const rows = await tx
    .select({ interaction: interactions })
    .from(interactions)
    .innerJoin(sessions, and(eq(sessions.districtId, interactions.districtId), eq(sessions.id, interactions.sessionId)))
    .innerJoin(activities, and(eq(activities.districtId, sessions.districtId), eq(activities.id, sessions.activityId)))
    .where(
      and(
        eq(interactions.districtId, scope.districtId),
        partIsSeen(scope, interactions, sessions.date),
        filters.sessionId ? eq(interactions.sessionId, filters.sessionId) : undefined,
        filters.teacherId ? eq(interactions.teacherId, filters.teacherId) : undefined,
        after ? gt(interactions.id, String(after[0])) : undefined,
      ),
    )
    .orderBy(asc(interactions.id))
    .limit(filters.limit + 1)
  return pageFrom(
    'listInteractions',
    rows,
    filters.limit,
    (row) => [row.interaction.id],
    (row) => toInteraction(row.interaction),
  )
}
