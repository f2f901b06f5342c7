import { and, asc, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { AttendanceRow } from '../attendance/read.js'
import { attendances } from '../attendance/tables.js'
import type { ActivityRow, SessionRow } from '../read.js'
import { registrations } from '../registrations/tables.js'
import { activities, activitySchools, sessions } from '../tables.js'
import { byTeacher } from '../../lib/group-by.js'

/** What a session that is still to come, or still expected, is. `segments` have hours as decimal text and a category. */
export type SessionAhead = Pick<SessionRow, 'startsAt' | 'endsAt' | 'date' | 'delivery' | 'segments'> & {
  sessionId: string
  activityId: string
  title: string
  hostSchoolId: string
}

export type OpenSession = SessionAhead & {
  /** The host and every other school that takes part. */
  schoolIds: string[]
  /** Null for all. */
  tiers: number[] | null
  /** Null for any number. */
  freePlaces: number | null
  registrationOpen: boolean
  registrationClosesAt: string | null
}

/**
 * Sessions that start after an instant, scheduled by or with one of the schools, the first one first; in three statements
 * however many they are. Places that somebody waits for are not free.
 */
export async function findOpenSessions(
  tx: Tx,
  {
    districtId,
    schoolIds,
    academicYear,
    from,
  }: { districtId: string; schoolIds: readonly string[]; academicYear: string; from: string },
): Promise<OpenSession[]> {
  const schools = sql`any(${sql.param([...schoolIds])}::uuid[])`
  const rows = await tx
    .select({ session: sessions, activity: activities })
    .from(activities)
    .innerJoin(sessions, and(eq(sessions.districtId, activities.districtId), eq(sessions.activityId, activities.id)))
    .where(
      and(
        eq(activities.districtId, districtId),
        eq(activities.academicYear, academicYear),
        eq(sessions.status, 'scheduled'),
        gt(sessions.startsAt, from),
        sql`${activities.id} in (
          select id from activities as hosted where hosted.district_id = ${districtId} and hosted.host_school_id = ${schools}
          union select activity_id from activity_schools as joint
          where joint.district_id = ${districtId} and joint.school_id = ${schools})`,
      ),
    )
    .orderBy(asc(sessions.startsAt), asc(sessions.id))
  const ids = [...new Set(rows.map(({ activity }) => activity.id))]
  const joint = await findJointSchools(tx, districtId, ids)
  const taken = await countLive(tx, districtId, ids)
  return rows.map(({ session, activity }) => {
    const { id, capacity, tiers, hostSchoolId, registrationClosesAt } = activity
    return {
      ...aheadOf(session, activity),
      schoolIds: [hostSchoolId, ...(joint.get(id) ?? [])],
      tiers,
      freePlaces: capacity === null ? null : Math.max(0, capacity - (taken.get(id) ?? 0)),
      registrationClosesAt,
      registrationOpen: registrationClosesAt === null || Date.parse(registrationClosesAt) > Date.parse(from),
    }
  })
}

function aheadOf(session: SessionRow, { title, hostSchoolId }: ActivityRow): SessionAhead {
  const { id: sessionId, activityId, startsAt, endsAt, date, delivery, segments } = session
  return { sessionId, activityId, title, hostSchoolId, startsAt, endsAt, date, delivery, segments }
}

async function findJointSchools(
  tx: Tx,
  districtId: string,
  activityIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await tx
    .select({
      activityId: activitySchools.activityId,
      schoolIds: sql<string[]>`array_agg(${activitySchools.schoolId} order by ${activitySchools.schoolId})`,
    })
    .from(activitySchools)
    .where(
      and(
        eq(activitySchools.districtId, districtId),
        sql`${activitySchools.activityId} = any(${sql.param([...activityIds])}::uuid[])`,
      ),
    )
    .groupBy(activitySchools.activityId)
  return new Map(rows.map(({ activityId, schoolIds }) => [activityId, schoolIds]))
}

/** How many are registered for each of the activities or wait. */
async function countLive(tx: Tx, districtId: string, activityIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx
    .select({ activityId: registrations.activityId, live: sql<number>`count(*)::int` })
    .from(registrations)
    .where(
      and(
        eq(registrations.districtId, districtId),
        sql`${registrations.activityId} = any(${sql.param([...activityIds])}::uuid[])`,
        ne(registrations.status, 'cancelled'),
      ),
    )
    .groupBy(registrations.activityId)
  return new Map(rows.map(({ activityId, live }) => [activityId, live]))
}

export type ExpectedSession = SessionAhead & {
  /** What is recorded so far and not confirmed; null for whoever is only registered for the activity. */
  attendance: Pick<AttendanceRow, 'role' | 'status' | 'minutesAttended' | 'segmentNumbers'> | null
}

type Expectations = { districtId: string; teacherIds: readonly string[]; academicYear: string }

/**
 * What each of the teachers is expected to earn hours from, in two statements however many they are: sessions with her
 * attendance as registered, present or partial that is not confirmed, and scheduled sessions of an activity that she is
 * registered for, with a duty on the day, of which nothing is recorded yet. Where something is recorded it is the record
 * that counts: absent, excused and confirmed are no expectation. A session stands twice where both roles are recorded.
 */
export async function findExpectedSessions(tx: Tx, of: Expectations): Promise<Map<string, ExpectedSession[]>> {
  const rows = [...(await findUnconfirmed(tx, of)), ...(await findRegistered(tx, of))]
  return byTeacher(
    rows.map(({ teacherId, session, activity, attendance }) => ({
      teacherId,
      ...aheadOf(session, activity),
      attendance,
    })),
  )
}

type Expected = {
  teacherId: string
  session: SessionRow
  activity: ActivityRow
  attendance: ExpectedSession['attendance']
}

async function findUnconfirmed(tx: Tx, { districtId, teacherIds, academicYear }: Expectations): Promise<Expected[]> {
  const { role, status, minutesAttended, segmentNumbers } = attendances
  return tx
    .select({
      teacherId: attendances.teacherId,
      session: sessions,
      activity: activities,
      attendance: { role, status, minutesAttended, segmentNumbers },
    })
    .from(attendances)
    .innerJoin(sessions, and(eq(sessions.districtId, attendances.districtId), eq(sessions.id, attendances.sessionId)))
    .innerJoin(activities, and(eq(activities.districtId, sessions.districtId), eq(activities.id, sessions.activityId)))
    .where(
      and(
        eq(attendances.districtId, districtId),
        sql`${attendances.teacherId} = any(${sql.param([...teacherIds])}::uuid[])`,
        isNull(attendances.confirmedAt),
        inArray(attendances.status, ['registered', 'present', 'partial']),
        ne(sessions.status, 'cancelled'),
        // Whoever was only registered when the session was confirmed was not there.
        or(ne(attendances.status, 'registered'), eq(sessions.status, 'scheduled')),
        eq(activities.academicYear, academicYear),
      ),
    )
    .orderBy(asc(sessions.startsAt), asc(sessions.id), asc(attendances.role))
}

async function findRegistered(tx: Tx, { districtId, teacherIds, academicYear }: Expectations): Promise<Expected[]> {
  const rows = await tx
    .select({ teacherId: registrations.teacherId, session: sessions, activity: activities })
    .from(registrations)
    .innerJoin(
      activities,
      and(eq(activities.districtId, registrations.districtId), eq(activities.id, registrations.activityId)),
    )
    .innerJoin(sessions, and(eq(sessions.districtId, activities.districtId), eq(sessions.activityId, activities.id)))
    .where(
      and(
        eq(registrations.districtId, districtId),
        sql`${registrations.teacherId} = any(${sql.param([...teacherIds])}::uuid[])`,
        eq(registrations.status, 'registered'),
        eq(activities.academicYear, academicYear),
        eq(sessions.status, 'scheduled'),
        // A registration is for what was still to come when its place was given.
        gt(sessions.startsAt, registrations.placedAt),
        sql`not exists (
          select 1 from attendances as known where known.district_id = ${sessions.districtId}
            and known.session_id = ${sessions.id} and known.teacher_id = ${registrations.teacherId})`,
        sql`exists (
          select 1 from homeroom_duties as duty
          where duty.district_id = ${sessions.districtId} and duty.teacher_id = ${registrations.teacherId}
            and duty.starts_on <= ${sessions.date} and (duty.ends_on is null or duty.ends_on >= ${sessions.date})
            and (duty.school_id = ${activities.hostSchoolId} or exists (
              select 1 from activity_schools as joint where joint.district_id = ${sessions.districtId}
                and joint.activity_id = ${activities.id} and joint.school_id = duty.school_id)))`,
      ),
    )
    .orderBy(asc(sessions.startsAt), asc(sessions.id))
  return rows.map((row) => ({ ...row, attendance: null }))
}

/** Sessions still to come that a teacher is recorded as absent from or excused: not open to her any more. */
export async function findDeclinedSessions(
  tx: Tx,
  { districtId, teacherIds, academicYear, from }: Expectations & { from: string },
): Promise<Map<string, string[]>> {
  const rows = await tx
    .select({
      teacherId: attendances.teacherId,
      sessionIds: sql<string[]>`array_agg(${attendances.sessionId} order by ${attendances.sessionId})`,
    })
    .from(attendances)
    .innerJoin(sessions, and(eq(sessions.districtId, attendances.districtId), eq(sessions.id, attendances.sessionId)))
    .innerJoin(activities, and(eq(activities.districtId, sessions.districtId), eq(activities.id, sessions.activityId)))
    .where(
      and(
        eq(attendances.districtId, districtId),
        sql`${attendances.teacherId} = any(${sql.param([...teacherIds])}::uuid[])`,
        inArray(attendances.status, ['absent', 'excused']),
        gt(sessions.startsAt, from),
        eq(activities.academicYear, academicYear),
      ),
    )
    .groupBy(attendances.teacherId)
  return new Map(rows.map(({ teacherId, sessionIds }) => [teacherId, sessionIds]))
}
