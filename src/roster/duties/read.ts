import { and, eq, gt, gte, isNull, lte, or, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import type { HomeroomDuty } from '../schema.js'
import { homeroomDuties, teachers } from '../tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
type PageRequest = { limit: number; cursor?: string | undefined }

const toHomeroomDuty = ({
  districtId: _,
  startsOn,
  endsOn,
  ...duty
}: typeof homeroomDuties.$inferSelect): HomeroomDuty => ({ ...duty, from: startsOn, to: endsOn })

export async function listHomeroomDuties(
  tx: Tx,
  scope: Scope,
  {
    teacherId,
    schoolId,
    activeOn,
    sourcedId,
    limit,
    cursor,
  }: PageRequest & {
    teacherId?: string | undefined
    schoolId?: string | undefined
    activeOn?: string | undefined
    sourcedId?: string | undefined
  },
): Promise<Page<HomeroomDuty>> {
  const after = decodeCursor('listHomeroomDuties', cursor, ['string'])
  const rows = await tx
    .select()
    .from(homeroomDuties)
    .where(
      and(
        eq(homeroomDuties.districtId, scope.districtId),
        scope.schoolId ? eq(homeroomDuties.schoolId, scope.schoolId) : undefined,
        scope.teacherId ? eq(homeroomDuties.teacherId, scope.teacherId) : undefined,
        sourcedId ? eq(homeroomDuties.sourcedId, sourcedId) : undefined,
        teacherId ? eq(homeroomDuties.teacherId, teacherId) : undefined,
        schoolId ? eq(homeroomDuties.schoolId, schoolId) : undefined,
        activeOn
          ? and(
              lte(homeroomDuties.startsOn, activeOn),
              or(isNull(homeroomDuties.endsOn), gte(homeroomDuties.endsOn, activeOn)),
            )
          : undefined,
        after ? gt(homeroomDuties.sourcedId, String(after[0])) : undefined,
      ),
    )
    .orderBy(homeroomDuties.sourcedId)
    .limit(limit + 1)
  return pageFrom('listHomeroomDuties', rows, limit, (row) => [row.sourcedId], toHomeroomDuty)
}

export async function lockHomeroomDuty(tx: Tx, districtId: string, sourcedId: string): Promise<HomeroomDuty | null> {
  const rows = await tx
    .select()
    .from(homeroomDuties)
    .where(and(eq(homeroomDuties.districtId, districtId), eq(homeroomDuties.sourcedId, sourcedId)))
    .for('update')
  return rows[0] ? toHomeroomDuty(rows[0]) : null
}

export type DutyFact = { teacherId: string; schoolId: string; sourcedId: string; from: string; to: string | null }

/** Every duty within the dates of the teachers named. */
export async function findDuties(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
  from: string,
  to: string,
): Promise<DutyFact[]> {
  if (teacherIds.length === 0) return []
  return tx
    .select({
      teacherId: homeroomDuties.teacherId,
      schoolId: homeroomDuties.schoolId,
      sourcedId: homeroomDuties.sourcedId,
      from: homeroomDuties.startsOn,
      to: homeroomDuties.endsOn,
    })
    .from(homeroomDuties)
    .where(
      and(
        eq(homeroomDuties.districtId, districtId),
        sql`${homeroomDuties.teacherId} = any(${sql.param(teacherIds)}::uuid[])`,
        lte(homeroomDuties.startsOn, to),
        or(isNull(homeroomDuties.endsOn), gte(homeroomDuties.endsOn, from)),
      ),
    )
}

/**
 * Holds teachers, in the order of their external ids, until the transaction ends: what is said of one at the same moment
 * is said one after another.
 */
export async function holdTeachers(tx: Tx, districtId: string, teacherIds: readonly string[]): Promise<void> {
  await tx
    .select({ id: teachers.id })
    .from(teachers)
    .where(
      and(
        eq(teachers.districtId, districtId),
        sql`${teachers.id} = any(${sql.param([...new Set(teacherIds)])}::uuid[])`,
      ),
    )
    .orderBy(teachers.sourcedId)
    .for('no key update')
}

/**
 * Those of the teachers whom a client may change: a school's client those whose duty there has not ended by today, and
 * those who have no duty anywhere yet.
 */
export async function findMaintainableTeachers(
  tx: Tx,
  scope: Scope,
  teacherIds: readonly string[],
  today: string,
): Promise<Set<string>> {
  if (!scope.schoolId) return new Set(scope.teacherId === null ? teacherIds : [])
  const { rows } = await tx.execute<{ id: string }>(sql`
    select given.id
    from unnest(${sql.param([...new Set(teacherIds)])}::uuid[]) as given (id)
    left join homeroom_duties as duty on duty.district_id = ${scope.districtId} and duty.teacher_id = given.id
    group by given.id
    having coalesce(bool_or(duty.school_id = ${scope.schoolId} and (duty.ends_on is null or duty.ends_on >= ${today})), true)`)
  return new Set(rows.map(({ id }) => id))
}

/**
 * Whether a client may say something of a teacher's day: a school's client while its own duty of the teacher has not
 * ended before that day. A school that the teacher has left has no say in what came after.
 */
export async function mayRecordOfTeacher(tx: Tx, scope: Scope, teacherId: string, date: string): Promise<boolean> {
  if (!scope.schoolId) return scope.teacherId === null
  const { rows } = await tx.execute(sql`
    select 1 from homeroom_duties
    where district_id = ${scope.districtId} and teacher_id = ${teacherId} and school_id = ${scope.schoolId}
      and (ends_on is null or ends_on >= ${date})
    limit 1`)
  return rows.length > 0
}

/** Whether a client may hear of a teacher's day: a school that the teacher had left by then does not. */
export async function mayReadOfTeacher(tx: Tx, scope: Scope, teacherId: string, date: string): Promise<boolean> {
  return scope.schoolId ? mayRecordOfTeacher(tx, scope, teacherId, date) : true
}

/**
 * For each of these days the school of the homeroom duty that the teacher holds on it; to a school's client only its own.
 * Null where there is none.
 */
export async function findSchoolsOnDates(
  tx: Tx,
  { districtId, schoolId }: Scope,
  days: readonly { teacherId: string; date: string }[],
): Promise<(string | null)[]> {
  if (days.length === 0) return []
  const { rows } = await tx.execute<{ schoolId: string | null }>(sql`
    select duty.school_id as "schoolId"
    from unnest(
      ${sql.param(days.map(({ teacherId }) => teacherId))}::uuid[], ${sql.param(days.map(({ date }) => date))}::date[]
    ) with ordinality as day (teacher_id, date, at)
    left join lateral (
      select school_id from homeroom_duties
      where district_id = ${districtId} and teacher_id = day.teacher_id
        and school_id = coalesce(${schoolId}::uuid, school_id)
        and starts_on <= day.date and (ends_on is null or ends_on >= day.date)
      order by starts_on desc, sourced_id
      limit 1
    ) as duty on true
    order by day.at`)
  return rows.map((row) => row.schoolId)
}

export type TeacherDuty = { teacherId: string; schoolId: string; from: string; to: string | null; sourcedId: string }

/** Every duty within the dates of whoever holds one of them at these schools. */
export async function findDutiesAround(
  tx: Tx,
  districtId: string,
  schoolIds: readonly string[],
  from: string,
  to: string,
): Promise<TeacherDuty[]> {
  const { rows } = await tx.execute<TeacherDuty>(sql`
    select teacher_id as "teacherId", school_id as "schoolId", starts_on::text as "from", ends_on::text as "to", sourced_id as "sourcedId"
    from homeroom_duties
    where district_id = ${districtId} and starts_on <= ${to} and (ends_on is null or ends_on >= ${from})
      and teacher_id in (
        select teacher_id from homeroom_duties
        where district_id = ${districtId} and school_id = any(${sql.param([...schoolIds])}::uuid[])
          and starts_on <= ${to} and (ends_on is null or ends_on >= ${from}))`)
  return rows
}

/** The schools at which somebody holds a homeroom duty within the dates, in the order of their external ids. */
export async function findSchoolsWithDuties(
  tx: Tx,
  districtId: string,
  from: string,
  to: string,
): Promise<{ id: string; sourcedId: string; teachers: number }[]> {
  const { rows } = await tx.execute<{ id: string; sourcedId: string; teachers: number }>(sql`
    select school.id, school.sourced_id as "sourcedId", count(distinct duty.teacher_id)::int as teachers
    from schools as school
    join homeroom_duties as duty on duty.district_id = school.district_id and duty.school_id = school.id
      and duty.starts_on <= ${to} and (duty.ends_on is null or duty.ends_on >= ${from})
    where school.district_id = ${districtId}
    group by school.id, school.sourced_id
    order by school.sourced_id collate "C"`)
  return rows
}
