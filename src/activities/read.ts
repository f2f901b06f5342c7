import { and, asc, desc, eq, gte, inArray, lte, sql, type AnyColumn, type SQL } from 'drizzle-orm'
import type { Scope } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { preparedQuery, preparedStatement, type Given } from '../db/prepared.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import { homeroomDuties } from '../roster/tables.js'
import type { Activity, Session } from './schema.js'
import { activities, activitySchools, sessions } from './tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
export type ActivityRow = typeof activities.$inferSelect
export type SessionRow = typeof sessions.$inferSelect

export function toSession({ districtId: _, confirmedBy: __, ...session }: SessionRow): Session {
  return session
}

/** A school's client sees what it hosts or takes part in; a teacher's what it was recorded in or its schools offer. */
const activityIsSeen = (scope: Scope | Given<Scope>) =>
  and(
    eq(activities.districtId, scope.districtId),
    scope.schoolId
      ? sql`(${activities.hostSchoolId} = ${scope.schoolId} or ${takesPart(sql`= ${scope.schoolId}`)})`
      : undefined,
    scope.teacherId
      ? sql`(${activities.hostSchoolId} in (${schoolsOf(scope)}) or ${takesPart(sql`in (${schoolsOf(scope)})`)}
          or exists (
            select 1 from sessions join attendances on attendances.district_id = sessions.district_id and attendances.session_id = sessions.id
            where sessions.district_id = ${activities.districtId} and sessions.activity_id = ${activities.id}
              and attendances.teacher_id = ${scope.teacherId}))`
      : undefined,
  )

const takesPart = (which: ReturnType<typeof sql>) => sql`exists (
  select 1 from activity_schools as joint
  where joint.district_id = ${activities.districtId} and joint.activity_id = ${activities.id} and joint.school_id ${which})`

const schoolsOf = (scope: Scope | Given<Scope>) =>
  sql`select ${homeroomDuties.schoolId} from ${homeroomDuties}
    where ${homeroomDuties.districtId} = ${scope.districtId} and ${homeroomDuties.teacherId} = ${scope.teacherId}`

export async function findActivity(tx: Tx, scope: Scope, id: string): Promise<Activity | null> {
  const rows = await tx
    .select()
    .from(activities)
    .where(and(activityIsSeen(scope), eq(activities.id, id)))
  const [activity] = await withParts(tx, scope.districtId, rows)
  return activity ?? null
}

/** The activity's own row, locked for a change. */
export async function lockActivity(tx: Tx, scope: Scope, id: string): Promise<ActivityRow | null> {
  const rows = await tx
    .select()
    .from(activities)
    .where(and(activityIsSeen(scope), eq(activities.id, id)))
    .for('update')
  return rows[0] ?? null
}

export async function listActivities(
  tx: Tx,
  scope: Scope,
  filters: {
    academicYear?: string | undefined
    hostSchoolId?: string | undefined
    schoolId?: string | undefined
    sourcedId?: string | undefined
    courseId?: string | undefined
    from?: string | undefined
    to?: string | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<Page<Activity>> {
  const after = decodeCursor('listActivities', filters.cursor, ['uuid'])
  const { from, to, schoolId } = filters
  const rows = await tx
    .select()
    .from(activities)
    .where(
      and(
        activityIsSeen(scope),
        filters.academicYear ? eq(activities.academicYear, filters.academicYear) : undefined,
        filters.hostSchoolId ? eq(activities.hostSchoolId, filters.hostSchoolId) : undefined,
        filters.sourcedId ? eq(activities.sourcedId, filters.sourcedId) : undefined,
        filters.courseId ? eq(activities.courseId, filters.courseId) : undefined,
        schoolId ? sql`(${activities.hostSchoolId} = ${schoolId} or ${takesPart(sql`= ${schoolId}`)})` : undefined,
        from || to
          ? sql`exists (select 1 from ${sessions} where ${and(
              eq(sessions.districtId, activities.districtId),
              eq(sessions.activityId, activities.id),
              from ? gte(sessions.date, from) : undefined,
              to ? lte(sessions.date, to) : undefined,
            )})`
          : undefined,
        after ? sql`${activities.id} < ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(desc(activities.id))
    .limit(filters.limit + 1)
  const page = pageFrom(
    'listActivities',
    rows,
    filters.limit,
    (row) => [row.id],
    (row) => row,
  )
  return { data: await withParts(tx, scope.districtId, page.data), nextCursor: page.nextCursor }
}

/** Activities with their schools and sessions, in two reads however many they are. */
async function withParts(tx: Tx, districtId: string, rows: readonly ActivityRow[]): Promise<Activity[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const joint = await tx
    .select()
    .from(activitySchools)
    .where(and(eq(activitySchools.districtId, districtId), inArray(activitySchools.activityId, ids)))
    .orderBy(activitySchools.schoolId)
  const held = await tx
    .select()
    .from(sessions)
    .where(and(eq(sessions.districtId, districtId), inArray(sessions.activityId, ids)))
    .orderBy(asc(sessions.startsAt), asc(sessions.id))
  return rows.map(({ districtId: _, ...activity }) => ({
    ...activity,
    schoolIds: joint.filter(({ activityId }) => activityId === activity.id).map(({ schoolId }) => schoolId),
    sessions: held.filter(({ activityId }) => activityId === activity.id).map(toSession),
  }))
}

export async function countSessions(tx: Tx, districtId: string, activityId: string): Promise<number> {
  return tx.$count(sessions, and(eq(sessions.districtId, districtId), eq(sessions.activityId, activityId)))
}

export async function hasConfirmedSession(tx: Tx, districtId: string, activityId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(eq(sessions.districtId, districtId), eq(sessions.activityId, activityId), eq(sessions.status, 'confirmed')),
    )
    .limit(1)
  return rows.length > 0
}

export type SessionOfActivity = { session: SessionRow; activity: ActivityRow }

/** A session with its activity, locked for a change. */
export async function lockSession(tx: Tx, scope: Scope, id: string): Promise<SessionOfActivity | null> {
  const rows = await tx
    .select({ session: sessions, activity: activities })
    .from(sessions)
    .innerJoin(activities, and(eq(activities.districtId, sessions.districtId), eq(activities.id, sessions.activityId)))
    .where(and(activityIsSeen(scope), eq(sessions.districtId, scope.districtId), eq(sessions.id, id)))
    .for('update', { of: sessions })
  return rows[0] ?? null
}

const selectSharedSessions = preparedQuery(
  'shared_sessions',
  (tx, { ids, ...scope }: Given<Scope & { ids: readonly string[] }>) =>
    tx
      .select({ session: sessions, activity: activities })
      .from(sessions)
      .innerJoin(
        activities,
        and(eq(activities.districtId, sessions.districtId), eq(activities.id, sessions.activityId)),
      )
      .where(
        and(
          activityIsSeen(scope),
          eq(sessions.districtId, scope.districtId),
          sql`${sessions.id} = any(${ids}::uuid[])`,
        ),
      )
      .orderBy(sessions.id)
      .for('share', { of: sessions }),
)

/** Sessions for attendance to be recorded in; a confirmation of one of them waits until that is done. */
export async function shareSessions(
  tx: Tx,
  { districtId, schoolId, teacherId }: Scope,
  ids: readonly string[],
): Promise<Map<string, SessionOfActivity>> {
  const rows = await selectSharedSessions(tx, { districtId, schoolId, teacherId, ids })
  return new Map(rows.map((row) => [row.session.id, row]))
}

export type Pair = { sessionId: string; teacherId: string }

const selectIneligiblePairs = preparedStatement<Pair>(
  'ineligible_pairs',
  `select pair.session_id as "sessionId", pair.teacher_id as "teacherId"
   from unnest($2::uuid[], $3::uuid[]) as pair (session_id, teacher_id)
   join unnest($4::uuid[], $5::date[], $6::uuid[], $7::uuid[]) as session (id, date, activity_id, host_school_id)
     on session.id = pair.session_id
   where (
     select true from homeroom_duties as duty
     where duty.district_id = $1 and duty.teacher_id = pair.teacher_id
       and duty.starts_on <= session.date and (duty.ends_on is null or duty.ends_on >= session.date)
       and (duty.school_id = session.host_school_id or exists (
         select 1 from activity_schools as joint
         where joint.district_id = $1 and joint.activity_id = session.activity_id and joint.school_id = duty.school_id))
     limit 1
   ) is null`,
)

/**
 * Those of the pairs whose teacher holds, on the session's date, no homeroom duty at the host school or one that takes
 * part, as `sessionId/teacherId`.
 */
export async function findIneligiblePairs(
  tx: Tx,
  districtId: string,
  pairs: readonly Pair[],
  held: readonly SessionOfActivity[],
): Promise<Set<string>> {
  const { rows } = await selectIneligiblePairs(tx, [
    districtId,
    column(pairs, 'sessionId'),
    column(pairs, 'teacherId'),
    held.map(({ session }) => session.id),
    held.map(({ session }) => session.date),
    held.map(({ activity }) => activity.id),
    held.map(({ activity }) => activity.hostSchoolId),
  ])
  return new Set(rows.map(({ sessionId, teacherId }) => `${sessionId}/${teacherId}`))
}

/**
 * Whose part in an activity a client sees, be it attendance, a registration or interactions: the host everybody's, another
 * school that of teachers who had not left it by the day, a teacher her own. `activities` is joined in the query.
 */
export function partIsSeen(
  scope: Scope,
  of: { districtId: AnyColumn; teacherId: AnyColumn },
  day: AnyColumn | SQL,
): SQL | undefined {
  if (scope.teacherId) return eq(of.teacherId, scope.teacherId)
  if (!scope.schoolId) return undefined
  return sql`(${activities.hostSchoolId} = ${scope.schoolId} or exists (
    select 1 from ${homeroomDuties} where ${homeroomDuties.districtId} = ${of.districtId}
      and ${homeroomDuties.teacherId} = ${of.teacherId} and ${homeroomDuties.schoolId} = ${scope.schoolId}
      and (${homeroomDuties.endsOn} is null or ${homeroomDuties.endsOn} >= ${day})))`
}

const column = <T, K extends keyof T>(rows: readonly T[], name: K) => rows.map((row) => row[name])
