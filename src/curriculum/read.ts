import { and, eq, sql } from 'drizzle-orm'
import { activities, sessions } from '../activities/tables.js'
import type { Tx } from '../db/database.js'
import { hourEntries } from '../hours/tables.js'
import type { Hours } from '../lib/quantity.js'

export type HoursOfCourse = { courseId: string; hours: Hours; lastOn: string }

/** The courses that a teacher has earned hours by, in any year: what was taken back does not count. */
export async function findHoursOfCourses(tx: Tx, districtId: string, teacherId: string): Promise<HoursOfCourse[]> {
  const hours = sql<Hours>`sum(${hourEntries.countedHours})::int`
  const rows = await tx
    .select({ courseId: activities.courseId, hours, lastOn: sql<string>`max(${hourEntries.date})::text` })
    .from(hourEntries)
    .innerJoin(sessions, and(eq(sessions.districtId, hourEntries.districtId), eq(sessions.id, hourEntries.sessionId)))
    .innerJoin(activities, and(eq(activities.districtId, sessions.districtId), eq(activities.id, sessions.activityId)))
    .where(
      and(
        eq(hourEntries.districtId, districtId),
        eq(hourEntries.teacherId, teacherId),
        sql`${activities.courseId} is not null`,
      ),
    )
    .groupBy(activities.courseId)
    .having(sql`${hours} > 0`)
  return rows.map(({ courseId, ...row }) => ({ ...row, courseId: courseId! }))
}
