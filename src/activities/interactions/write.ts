import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { interactions } from './tables.js'

const saysOtherwise = sql`(${interactions.posts}, ${interactions.replies}, ${interactions.pollAnswers}, ${interactions.minutesOnline}, ${interactions.lastSeenAt})
  is distinct from (excluded.posts, excluded.replies, excluded.poll_answers, excluded.minutes_online, excluded.last_seen_at)`

/** Writes the totals of one session, in the order of the teachers; those that are the same as before stay untouched. */
export async function upsertInteractions(
  tx: Tx,
  rows: readonly Omit<typeof interactions.$inferSelect, 'version'>[],
): Promise<void> {
  await tx
    .insert(interactions)
    .values(rows.toSorted((a, b) => (a.teacherId < b.teacherId ? -1 : 1)))
    .onConflictDoUpdate({
      target: [interactions.districtId, interactions.sessionId, interactions.teacherId],
      set: {
        posts: sql`excluded.posts`,
        replies: sql`excluded.replies`,
        pollAnswers: sql`excluded.poll_answers`,
        minutesOnline: sql`excluded.minutes_online`,
        lastSeenAt: sql`excluded.last_seen_at`,
        reportedAt: sql`excluded.reported_at`,
        reportedBy: sql`excluded.reported_by`,
        version: sql`${interactions.version} + 1`,
      },
      setWhere: saysOtherwise,
    })
}
