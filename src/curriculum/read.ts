import { and, asc, eq, sql } from 'drizzle-orm'
import { activities, sessions } from '../activities/tables.js'
import { courseVersions } from '../courses/tables.js'
import type { Tx } from '../db/database.js'
import { hourEntries } from '../hours/tables.js'
import { parseHours, type Hours } from '../lib/quantity.js'

export type VersionEarned = { whole: Hours; earned: Hours; lastOn: string }

/**
 * What a teacher has earned by each course, in any year, version by version as they were taught, the oldest first; what was
 * taken back does not count.
 */
export async function findVersionsTaught(
  tx: Tx,
  districtId: string,
  teacherId: string,
): Promise<Map<string, VersionEarned[]>> {
  const earned = sql<Hours>`sum(${hourEntries.countedHours})::int`
  const whole = sql<string>`${courseVersions.content} ->> 'hours'`
  const rows = await tx
    .select({
      courseId: courseVersions.courseId,
      whole: sql<string>`min(${whole})`,
      earned,
      lastOn: sql<string>`max(${hourEntries.date})::text`,
    })
    .from(hourEntries)
    .innerJoin(sessions, and(eq(sessions.districtId, hourEntries.districtId), eq(sessions.id, hourEntries.sessionId)))
    .innerJoin(activities, and(eq(activities.districtId, sessions.districtId), eq(activities.id, sessions.activityId)))
    .innerJoin(
      courseVersions,
      and(
        eq(courseVersions.districtId, activities.districtId),
        eq(courseVersions.courseId, activities.courseId),
        eq(courseVersions.number, activities.courseVersion),
      ),
    )
    .where(and(eq(hourEntries.districtId, districtId), eq(hourEntries.teacherId, teacherId)))
    .groupBy(courseVersions.courseId, courseVersions.number)
    .having(sql`${earned} > 0`)
    .orderBy(asc(courseVersions.number))
  const taught = new Map<string, VersionEarned[]>()
  for (const { courseId, whole, ...version } of rows)
    taught.set(courseId, [...(taught.get(courseId) ?? []), { ...version, whole: parseHours(whole) }])
  return taught
}
