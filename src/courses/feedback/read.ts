import { and, desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import type { CourseFeedback } from './schema.js'
import { courseFeedback } from './tables.js'

export type RatingSum = { sum: number; count: number }

export const toFeedback = ({ districtId: _, ...feedback }: typeof courseFeedback.$inferSelect): CourseFeedback =>
  feedback

/** What teachers say of each of these courses, each teacher counted once, with what was said of the newest version. */
export async function findRatings(
  tx: Tx,
  districtId: string,
  courseIds: readonly string[],
): Promise<Map<string, RatingSum>> {
  if (courseIds.length === 0) return new Map()
  const { rows } = await tx.execute<{ courseId: string; sum: number; count: number }>(sql`
    select course_id as "courseId", sum(rating)::int as sum, count(*)::int as count
    from (
      select distinct on (course_id, teacher_id) course_id, rating
      from course_feedback
      where district_id = ${districtId} and course_id = any(${sql.param([...courseIds])}::uuid[])
      order by course_id, teacher_id, course_version desc
    ) as latest
    group by course_id`)
  return new Map(rows.map(({ courseId, sum, count }) => [courseId, { sum, count }]))
}

/** The newest first, of one course or of one teacher. */
export async function listFeedback(
  tx: Tx,
  districtId: string,
  {
    courseId,
    teacherId,
    courseVersion,
    limit,
    cursor,
  }: {
    courseId?: string | undefined
    teacherId?: string | undefined
    courseVersion?: number | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<{ data: CourseFeedback[]; nextCursor: string | null }> {
  const after = decodeCursor('listCourseFeedback', cursor, ['uuid'])
  const rows = await tx
    .select()
    .from(courseFeedback)
    .where(
      and(
        eq(courseFeedback.districtId, districtId),
        courseId ? eq(courseFeedback.courseId, courseId) : undefined,
        teacherId ? eq(courseFeedback.teacherId, teacherId) : undefined,
        courseVersion ? eq(courseFeedback.courseVersion, courseVersion) : undefined,
        after ? sql`${courseFeedback.id} < ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(desc(courseFeedback.id))
    .limit(limit + 1)
  return pageFrom('listCourseFeedback', rows, limit, (row) => [row.id], toFeedback)
}
