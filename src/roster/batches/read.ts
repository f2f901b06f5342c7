import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { School } from '../schema.js'
import type { StoredTeacher } from '../read.js'
import { homeroomDuties, schools, teachers } from '../tables.js'

const listed = (values: readonly string[], type: 'uuid[]' | 'text[]') =>
  sql`any(${sql.param([...new Set(values)])}::${sql.raw(type)})`

type KnownTeacher = Pick<
  StoredTeacher,
  'id' | 'sourcedId' | 'professionalTitle' | 'earlierServiceYears' | 'identityNumber' | 'phone' | 'erasedAt'
>

/** The teachers that a batch is about, locked in order of their external ids. */
export async function lockTeachers(
  tx: Tx,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, KnownTeacher>> {
  const rows = await tx
    .select({
      id: teachers.id,
      sourcedId: teachers.sourcedId,
      professionalTitle: teachers.professionalTitle,
      earlierServiceYears: teachers.earlierServiceYears,
      identityNumber: teachers.identityNumber,
      phone: teachers.phone,
      erasedAt: teachers.erasedAt,
    })
    .from(teachers)
    .where(and(eq(teachers.districtId, districtId), sql`${teachers.sourcedId} = ${listed(sourcedIds, 'text[]')}`))
    .orderBy(teachers.sourcedId)
    .for('update')
  return new Map(rows.map((row) => [row.sourcedId, row]))
}

type KnownSchool = Pick<School, 'id' | 'sourcedId' | 'kind' | 'identifier' | 'schoolGroupId'>

const schoolColumns = {
  id: schools.id,
  sourcedId: schools.sourcedId,
  kind: schools.kind,
  identifier: schools.identifier,
  schoolGroupId: schools.schoolGroupId,
}

/** The schools that a batch is about, locked in order of their external ids. */
export async function lockSchools(
  tx: Tx,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, KnownSchool>> {
  const rows = await tx
    .select(schoolColumns)
    .from(schools)
    .where(and(eq(schools.districtId, districtId), sql`${schools.sourcedId} = ${listed(sourcedIds, 'text[]')}`))
    .orderBy(schools.sourcedId)
    .for('update')
  return new Map(rows.map((row) => [row.sourcedId, row]))
}

/** The schools that have one of these codes as their external id or as their national identifier. */
export async function findSchoolsByCode(tx: Tx, districtId: string, codes: readonly string[]): Promise<KnownSchool[]> {
  if (codes.length === 0) return []
  const wanted = listed(codes, 'text[]')
  return tx
    .select(schoolColumns)
    .from(schools)
    .where(
      and(
        eq(schools.districtId, districtId),
        sql`(${schools.sourcedId} = ${wanted} or ${schools.identifier} = ${wanted})`,
      ),
    )
    .orderBy(schools.sourcedId)
}

export type StandingDuty = { sourcedId: string; schoolId: string; teacherId: string; to: string | null }

/** The duties as they stand that a batch is about, locked in order of their external ids. */
export async function lockStandingDuties(
  tx: Tx,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, StandingDuty>> {
  const rows = await tx
    .select({
      sourcedId: homeroomDuties.sourcedId,
      schoolId: homeroomDuties.schoolId,
      teacherId: homeroomDuties.teacherId,
      to: homeroomDuties.endsOn,
    })
    .from(homeroomDuties)
    .where(
      and(
        eq(homeroomDuties.districtId, districtId),
        sql`${homeroomDuties.sourcedId} = ${listed(sourcedIds, 'text[]')}`,
      ),
    )
    .orderBy(homeroomDuties.sourcedId)
    .for('update')
  return new Map(rows.map((duty) => [duty.sourcedId, duty]))
}

export type DutyName = { sourcedId: string; teacherId: string; schoolId: string; className: string; from: string }

/** Every duty of these teachers, by what people know it: teacher, school, class and first day. */
export async function findDutyNames(tx: Tx, districtId: string, teacherIds: readonly string[]): Promise<DutyName[]> {
  if (teacherIds.length === 0) return []
  return tx
    .select({
      sourcedId: homeroomDuties.sourcedId,
      teacherId: homeroomDuties.teacherId,
      schoolId: homeroomDuties.schoolId,
      className: homeroomDuties.className,
      from: homeroomDuties.startsOn,
    })
    .from(homeroomDuties)
    .where(
      and(
        eq(homeroomDuties.districtId, districtId),
        sql`${homeroomDuties.teacherId} = ${listed(teacherIds, 'uuid[]')}`,
      ),
    )
    .orderBy(homeroomDuties.sourcedId)
}
