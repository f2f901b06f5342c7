import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { courseFeedback } from './tables.js'

type FeedbackRow = typeof courseFeedback.$inferSelect

/** One for each teacher and version of a course: giving it again replaces what was said. */
export async function upsertFeedback(tx: Tx, feedback: Omit<FeedbackRow, 'version'>): Promise<FeedbackRow> {
  const { rating, comment, givenAt } = feedback
  const rows = await tx
    .insert(courseFeedback)
    .values(feedback)
    .onConflictDoUpdate({
      target: [
        courseFeedback.districtId,
        courseFeedback.courseId,
        courseFeedback.teacherId,
        courseFeedback.courseVersion,
      ],
      set: { rating, comment, givenAt, version: sql`${courseFeedback.version} + 1` },
    })
    .returning()
  return rows[0]!
}
