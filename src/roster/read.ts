import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  gte,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  or,
  sql,
  type Placeholder,
} from 'drizzle-orm'
import type { Scope } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { preparedQuery, type Given } from '../db/prepared.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import { formatHours } from '../lib/quantity.js'
import type {
  AcademicYear,
  HomeroomDuty,
  Leave,
  ObligationAdjustment,
  School,
  SchoolGroup,
  Semester,
  Teacher,
} from './schema.js'
import {
  academicYears,
  homeroomDuties,
  leaves,
  obligationAdjustments,
  schoolGroups,
  schools,
  semesters,
  teachers,
} from './tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
type PageRequest = { limit: number; cursor?: string | undefined }

const toSchoolGroup = ({ districtId: _, ...group }: typeof schoolGroups.$inferSelect): SchoolGroup => group
const toSchool = ({ districtId: _, ...school }: typeof schools.$inferSelect): School => school
const toTeacher = ({ districtId: _, ...teacher }: typeof teachers.$inferSelect): Teacher => teacher
const toHomeroomDuty = ({
  districtId: _,
  startsOn,
  endsOn,
  ...duty
}: typeof homeroomDuties.$inferSelect): HomeroomDuty => ({ ...duty, from: startsOn, to: endsOn })
export const toLeave = ({
  districtId: _,
  recordedBy: __,
  startsOn,
  endsOn,
  ...leave
}: typeof leaves.$inferSelect): Leave => ({ ...leave, from: startsOn, to: endsOn })
export const toObligationAdjustment = ({
  districtId: _,
  approvedBy: __,
  hoursRequired,
  ...row
}: typeof obligationAdjustments.$inferSelect): ObligationAdjustment => ({
  ...row,
  hoursRequired: formatHours(hoursRequired),
})

/** A school's client sees its own school only; a teacher's client the schools of its duties. */
const schoolIsSeen = (tx: Tx, scope: Scope) =>
  and(
    eq(schools.districtId, scope.districtId),
    scope.schoolId ? eq(schools.id, scope.schoolId) : undefined,
    scope.teacherId
      ? exists(
          tx
            .select({ one: sql`1` })
            .from(homeroomDuties)
            .where(
              and(
                eq(homeroomDuties.districtId, schools.districtId),
                eq(homeroomDuties.schoolId, schools.id),
                eq(homeroomDuties.teacherId, scope.teacherId),
              ),
            ),
        )
      : undefined,
  )

/** A school's client sees the teachers who hold or held a homeroom duty there; a teacher's client only that teacher. */
const teacherIsSeen = (tx: Tx, scope: Scope | Given<Scope>) =>
  and(
    eq(teachers.districtId, scope.districtId),
    scope.teacherId ? eq(teachers.id, scope.teacherId) : undefined,
    scope.schoolId ? hasDuty(tx, scope.schoolId) : undefined,
  )

const hasDuty = (tx: Tx, schoolId: string | Placeholder, on?: string | Placeholder) =>
  exists(
    tx
      .select({ one: sql`1` })
      .from(homeroomDuties)
      .where(
        and(
          eq(homeroomDuties.districtId, teachers.districtId),
          eq(homeroomDuties.teacherId, teachers.id),
          eq(homeroomDuties.schoolId, schoolId),
          on
            ? and(lte(homeroomDuties.startsOn, on), or(isNull(homeroomDuties.endsOn), gte(homeroomDuties.endsOn, on)))
            : undefined,
        ),
      ),
  )

export async function findSchool(tx: Tx, scope: Scope, id: string): Promise<School | null> {
  const rows = await tx
    .select()
    .from(schools)
    .where(and(schoolIsSeen(tx, scope), eq(schools.id, id)))
  return rows[0] ? toSchool(rows[0]) : null
}

export async function listSchools(
  tx: Tx,
  scope: Scope,
  {
    sourcedId,
    kind,
    schoolGroupId,
    limit,
    cursor,
  }: PageRequest & {
    sourcedId?: string | undefined
    kind?: School['kind'] | undefined
    schoolGroupId?: string | undefined
  },
): Promise<Page<School>> {
  const after = decodeCursor(cursor, ['string'])
  const rows = await tx
    .select()
    .from(schools)
    .where(
      and(
        schoolIsSeen(tx, scope),
        sourcedId ? eq(schools.sourcedId, sourcedId) : undefined,
        kind ? eq(schools.kind, kind) : undefined,
        schoolGroupId ? eq(schools.schoolGroupId, schoolGroupId) : undefined,
        after ? gt(schools.sourcedId, String(after[0])) : undefined,
      ),
    )
    .orderBy(schools.sourcedId)
    .limit(limit + 1)
  return pageFrom(rows, limit, (row) => [row.sourcedId], toSchool)
}

export async function listSchoolGroups(
  tx: Tx,
  scope: Scope,
  { sourcedId, limit, cursor }: PageRequest & { sourcedId?: string | undefined },
): Promise<Page<SchoolGroup>> {
  const after = decodeCursor(cursor, ['string'])
  const rows = await tx
    .select()
    .from(schoolGroups)
    .where(
      and(
        eq(schoolGroups.districtId, scope.districtId),
        sourcedId ? eq(schoolGroups.sourcedId, sourcedId) : undefined,
        after ? gt(schoolGroups.sourcedId, String(after[0])) : undefined,
      ),
    )
    .orderBy(schoolGroups.sourcedId)
    .limit(limit + 1)
  return pageFrom(rows, limit, (row) => [row.sourcedId], toSchoolGroup)
}

const selectTeacher = preparedQuery('teacher', (tx, { id, ...scope }: Given<Scope & { id: string }>) =>
  tx
    .select()
    .from(teachers)
    .where(and(teacherIsSeen(tx, scope), eq(teachers.id, id))),
)

export async function findTeacher(
  tx: Tx,
  { districtId, schoolId, teacherId }: Scope,
  id: string,
): Promise<Teacher | null> {
  const rows = await selectTeacher(tx, { districtId, schoolId, teacherId, id })
  return rows[0] ? toTeacher(rows[0]) : null
}

type TeacherFilters = {
  sourcedId?: string | undefined
  name?: string | undefined
  dutyAt?: string | undefined
  onDutyOn?: string | undefined
  after?: string | undefined
  rows: number
}

const selectTeachers = preparedQuery(
  'teachers',
  (tx, { sourcedId, name, dutyAt, onDutyOn, after, rows, ...scope }: Given<Scope & TeacherFilters>) =>
    tx
      .select()
      .from(teachers)
      .where(
        and(
          teacherIsSeen(tx, scope),
          sourcedId ? eq(teachers.sourcedId, sourcedId) : undefined,
          name ? eq(teachers.name, name) : undefined,
          dutyAt ? hasDuty(tx, dutyAt, onDutyOn) : undefined,
          after ? gt(teachers.sourcedId, after) : undefined,
        ),
      )
      .orderBy(teachers.sourcedId)
      .limit(rows),
)

export async function listTeachers(
  tx: Tx,
  { districtId, schoolId, teacherId }: Scope,
  {
    schoolId: dutyAt,
    limit,
    cursor,
    ...filters
  }: PageRequest & {
    sourcedId?: string | undefined
    name?: string | undefined
    schoolId?: string | undefined
    onDutyOn?: string | undefined
  },
): Promise<Page<Teacher>> {
  const after = decodeCursor(cursor, ['string'])?.[0] as string | undefined
  const scope = { districtId, schoolId, teacherId }
  const rows = await selectTeachers(tx, { ...scope, ...filters, dutyAt, after, rows: limit + 1 })
  return pageFrom(rows, limit, (row) => [row.sourcedId], toTeacher)
}

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
  const after = decodeCursor(cursor, ['string'])
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
  return pageFrom(rows, limit, (row) => [row.sourcedId], toHomeroomDuty)
}

export async function listLeaves(
  tx: Tx,
  scope: Scope,
  { teacherId, limit, cursor }: PageRequest & { teacherId?: string | undefined },
): Promise<Page<Leave>> {
  const after = decodeCursor(cursor, ['uuid'])
  const rows = await tx
    .select({ leave: leaves })
    .from(leaves)
    .innerJoin(teachers, and(eq(teachers.districtId, leaves.districtId), eq(teachers.id, leaves.teacherId)))
    .where(
      and(
        teacherIsSeen(tx, scope),
        teacherId ? eq(leaves.teacherId, teacherId) : undefined,
        after ? gt(leaves.id, String(after[0])) : undefined,
      ),
    )
    .orderBy(leaves.id)
    .limit(limit + 1)
  return pageFrom(
    rows,
    limit,
    (row) => [row.leave.id],
    (row) => toLeave(row.leave),
  )
}

/** The row that a put is about, locked so that its version cannot change meanwhile. */
export async function lockSchoolGroup(tx: Tx, districtId: string, sourcedId: string): Promise<SchoolGroup | null> {
  const rows = await tx
    .select()
    .from(schoolGroups)
    .where(and(eq(schoolGroups.districtId, districtId), eq(schoolGroups.sourcedId, sourcedId)))
    .for('update')
  return rows[0] ? toSchoolGroup(rows[0]) : null
}

export async function lockSchool(tx: Tx, districtId: string, sourcedId: string): Promise<School | null> {
  const rows = await tx
    .select()
    .from(schools)
    .where(and(eq(schools.districtId, districtId), eq(schools.sourcedId, sourcedId)))
    .for('update')
  return rows[0] ? toSchool(rows[0]) : null
}

export async function lockTeacher(tx: Tx, districtId: string, sourcedId: string): Promise<Teacher | null> {
  const rows = await tx
    .select()
    .from(teachers)
    .where(and(eq(teachers.districtId, districtId), eq(teachers.sourcedId, sourcedId)))
    .for('update')
  return rows[0] ? toTeacher(rows[0]) : null
}

export async function lockHomeroomDuty(tx: Tx, districtId: string, sourcedId: string): Promise<HomeroomDuty | null> {
  const rows = await tx
    .select()
    .from(homeroomDuties)
    .where(and(eq(homeroomDuties.districtId, districtId), eq(homeroomDuties.sourcedId, sourcedId)))
    .for('update')
  return rows[0] ? toHomeroomDuty(rows[0]) : null
}

/** The ids behind external ids; one that is not in the map does not exist in the district. */
export async function findSchoolIds(
  tx: Tx,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, string>> {
  return idsBySourcedId(tx, schools, districtId, sourcedIds)
}

export async function findSchoolGroupIds(
  tx: Tx,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, string>> {
  return idsBySourcedId(tx, schoolGroups, districtId, sourcedIds)
}

export async function findTeacherIds(
  tx: Tx,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, string>> {
  return idsBySourcedId(tx, teachers, districtId, sourcedIds)
}

async function idsBySourcedId(
  tx: Tx,
  table: typeof schools | typeof schoolGroups | typeof teachers,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, string>> {
  if (sourcedIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: table.id, sourcedId: table.sourcedId })
    .from(table)
    .where(
      and(
        eq(table.districtId, districtId),
        sql`${table.sourcedId} = any(${sql.param([...new Set(sourcedIds)])}::text[])`,
      ),
    )
  return new Map(rows.map(({ id, sourcedId }) => [sourcedId, id]))
}

/** Which of these schools exist in the district. */
export async function findExistingSchools(tx: Tx, districtId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: schools.id })
    .from(schools)
    .where(and(eq(schools.districtId, districtId), inArray(schools.id, [...ids])))
  return new Set(rows.map(({ id }) => id))
}

/** Which of these teachers exist in the district; a school's client is told only of its own. */
export async function findExistingTeachers(tx: Tx, scope: Scope, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: teachers.id })
    .from(teachers)
    .where(and(teacherIsSeen(tx, scope), sql`${teachers.id} = any(${sql.param([...new Set(ids)])}::uuid[])`))
  return new Set(rows.map(({ id }) => id))
}

export async function findObligationAdjustment(
  tx: Tx,
  districtId: string,
  teacherId: string,
  academicYear: string,
): Promise<ObligationAdjustment | null> {
  const rows = await tx
    .select()
    .from(obligationAdjustments)
    .where(
      and(
        eq(obligationAdjustments.districtId, districtId),
        eq(obligationAdjustments.teacherId, teacherId),
        eq(obligationAdjustments.academicYear, academicYear),
      ),
    )
    .for('update')
  return rows[0] ? toObligationAdjustment(rows[0]) : null
}

const toSemester = ({ academicYear, number, startsOn, endsOn }: typeof semesters.$inferSelect): Semester => ({
  code: `${academicYear}-${number}`,
  academicYear,
  number,
  startsOn,
  endsOn,
})

export async function listSemesters(
  tx: Tx,
  districtId: string,
  { academicYear, limit, cursor }: PageRequest & { academicYear?: string | undefined },
): Promise<Page<Semester>> {
  const after = decodeCursor(cursor, ['string', 'number'])
  const rows = await tx
    .select()
    .from(semesters)
    .where(
      and(
        eq(semesters.districtId, districtId),
        academicYear ? eq(semesters.academicYear, academicYear) : undefined,
        after ? sql`(${semesters.academicYear}, ${semesters.number}) > (${after[0]}, ${after[1]})` : undefined,
      ),
    )
    .orderBy(asc(semesters.academicYear), asc(semesters.number))
    .limit(limit + 1)
  return pageFrom(rows, limit, (row) => [row.academicYear, row.number], toSemester)
}

export async function listAcademicYears(
  tx: Tx,
  districtId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<AcademicYear>> {
  const after = decodeCursor(cursor, ['string'])
  const years = await tx
    .select()
    .from(academicYears)
    .where(and(eq(academicYears.districtId, districtId), after ? lt(academicYears.code, String(after[0])) : undefined))
    .orderBy(desc(academicYears.code))
    .limit(limit + 1)
  const ofYears = await semestersOf(
    tx,
    districtId,
    years.map(({ code }) => code),
  )
  return pageFrom(
    years,
    limit,
    (row) => [row.code],
    (row) => withSemesters(row, ofYears),
  )
}

export async function findAcademicYear(tx: Tx, districtId: string, code: string): Promise<AcademicYear | null> {
  const years = await tx
    .select()
    .from(academicYears)
    .where(and(eq(academicYears.districtId, districtId), eq(academicYears.code, code)))
  return years[0] ? withSemesters(years[0], await semestersOf(tx, districtId, [code])) : null
}

/** The academic year as a put meets it, locked so that its version cannot change meanwhile. */
export async function lockAcademicYear(tx: Tx, districtId: string, code: string): Promise<AcademicYear | null> {
  await tx
    .select({ code: academicYears.code })
    .from(academicYears)
    .where(and(eq(academicYears.districtId, districtId), eq(academicYears.code, code)))
    .for('update')
  return findAcademicYear(tx, districtId, code)
}

/** Holds an academic year's dates while hours are entered in it: a change of them waits, and then meets the hours. */
export async function holdAcademicYear(tx: Tx, districtId: string, code: string): Promise<void> {
  await tx
    .select({ code: academicYears.code })
    .from(academicYears)
    .where(and(eq(academicYears.districtId, districtId), eq(academicYears.code, code)))
    .for('share')
}

/** The other academic years that share days with these dates. */
export async function findOverlappingYears(
  tx: Tx,
  districtId: string,
  { code, startsOn, endsOn }: { code: string; startsOn: string; endsOn: string },
): Promise<string[]> {
  const rows = await tx
    .select({ code: academicYears.code })
    .from(academicYears)
    .where(
      and(
        eq(academicYears.districtId, districtId),
        ne(academicYears.code, code),
        lte(academicYears.startsOn, endsOn),
        gte(academicYears.endsOn, startsOn),
      ),
    )
    .orderBy(academicYears.code)
  return rows.map((year) => year.code)
}

async function semestersOf(tx: Tx, districtId: string, codes: readonly string[]): Promise<Semester[]> {
  if (codes.length === 0) return []
  const rows = await tx
    .select()
    .from(semesters)
    .where(and(eq(semesters.districtId, districtId), inArray(semesters.academicYear, [...codes])))
    .orderBy(semesters.number)
  return rows.map(toSemester)
}

function withSemesters(
  { districtId: _, ...year }: typeof academicYears.$inferSelect,
  all: readonly Semester[],
): AcademicYear {
  return { ...year, semesters: all.filter(({ academicYear }) => academicYear === year.code) }
}

/** Whether hours are already entered in an academic year: its dates then stand. */
export async function yearHasHours(tx: Tx, districtId: string, academicYear: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from hour_entries where district_id = ${districtId} and academic_year = ${academicYear} limit 1`,
  )
  return rows.length > 0
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

export type LeaveFact = { teacherId: string; from: string; to: string }

/** Every leave within the dates of the teachers named. */
export async function findLeaves(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
  from: string,
  to: string,
): Promise<LeaveFact[]> {
  if (teacherIds.length === 0) return []
  return tx
    .select({ teacherId: leaves.teacherId, from: leaves.startsOn, to: leaves.endsOn })
    .from(leaves)
    .where(
      and(
        eq(leaves.districtId, districtId),
        sql`${leaves.teacherId} = any(${sql.param(teacherIds)}::uuid[])`,
        lte(leaves.startsOn, to),
        gte(leaves.endsOn, from),
      ),
    )
}

/** The approved adjustments of a year of the teachers named. */
export async function findAdjustments(tx: Tx, districtId: string, teacherIds: readonly string[], academicYear: string) {
  if (teacherIds.length === 0) return []
  return tx
    .select({ teacherId: obligationAdjustments.teacherId, hoursRequired: obligationAdjustments.hoursRequired })
    .from(obligationAdjustments)
    .where(
      and(
        eq(obligationAdjustments.districtId, districtId),
        eq(obligationAdjustments.academicYear, academicYear),
        sql`${obligationAdjustments.teacherId} = any(${sql.param(teacherIds)}::uuid[])`,
      ),
    )
}

/**
 * Whether a client may change a teacher: a school's client those whose duty there has not ended, and those who have no
 * duty anywhere yet.
 */
export async function mayMaintainTeacher(tx: Tx, scope: Scope, teacherId: string): Promise<boolean> {
  if (!scope.schoolId) return scope.teacherId === null
  const { rows } = await tx.execute<{ may: boolean }>(sql`
    select coalesce(bool_or(school_id = ${scope.schoolId} and (ends_on is null or ends_on >= current_date)), true) as may
    from homeroom_duties where district_id = ${scope.districtId} and teacher_id = ${teacherId}`)
  return rows[0]!.may
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

/** The semester that a date falls in. */
export async function findSemesterOf(tx: Tx, districtId: string, date: string): Promise<Semester | null> {
  const rows = await tx
    .select()
    .from(semesters)
    .where(and(eq(semesters.districtId, districtId), lte(semesters.startsOn, date), gte(semesters.endsOn, date)))
  return rows[0] ? toSemester(rows[0]) : null
}

/** The school of the homeroom duty that a teacher holds on a day. */
export async function findSchoolOnDate(
  tx: Tx,
  districtId: string,
  teacherId: string,
  date: string,
): Promise<string | null> {
  const rows = await tx
    .select({ schoolId: homeroomDuties.schoolId })
    .from(homeroomDuties)
    .where(
      and(
        eq(homeroomDuties.districtId, districtId),
        eq(homeroomDuties.teacherId, teacherId),
        lte(homeroomDuties.startsOn, date),
        or(isNull(homeroomDuties.endsOn), gte(homeroomDuties.endsOn, date)),
      ),
    )
    .orderBy(desc(homeroomDuties.startsOn), asc(homeroomDuties.sourcedId))
    .limit(1)
  return rows[0]?.schoolId ?? null
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
): Promise<{ id: string; teachers: number }[]> {
  const { rows } = await tx.execute<{ id: string; teachers: number }>(sql`
    select school.id, count(distinct duty.teacher_id)::int as teachers
    from schools as school
    join homeroom_duties as duty on duty.district_id = school.district_id and duty.school_id = school.id
      and duty.starts_on <= ${to} and (duty.ends_on is null or duty.ends_on >= ${from})
    where school.district_id = ${districtId}
    group by school.id, school.sourced_id
    order by school.sourced_id`)
  return rows
}

export type SchoolName = { id: string; sourcedId: string; name: string }

export async function findSchoolNames(
  tx: Tx,
  districtId: string,
  schoolIds: readonly string[],
): Promise<Map<string, SchoolName>> {
  const rows = await tx
    .select({ id: schools.id, sourcedId: schools.sourcedId, name: schools.name })
    .from(schools)
    .where(and(eq(schools.districtId, districtId), inArray(schools.id, [...schoolIds])))
  return new Map(rows.map((school) => [school.id, school]))
}
