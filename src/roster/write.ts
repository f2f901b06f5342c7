import { and, eq, ne, sql, type SQL } from 'drizzle-orm'
import { sqlNow } from '../db/columns.js'
import type { Tx } from '../db/database.js'
import type { Sealed } from '../lib/data-keys.js'
import type { Hours } from '../lib/quantity.js'
import type { Holiday, LeaveKind, ProfessionalTitle, SchoolKind } from './schema.js'
import { academicYears, holidays, leaves, obligationAdjustments, semesters, teachers } from './tables.js'

/** What became of each row of an upsert, by sourcedId; rows that are not named were already as they should be. */
export type Upserted = Map<string, 'created' | 'updated'>

export type SchoolGroupRow = { id: string; sourcedId: string; name: string }
export type SchoolRow = {
  id: string
  sourcedId: string
  name: string
  kind: SchoolKind
  identifier: string | null
  schoolGroupId: string | null
}
export type TeacherRow = {
  id: string
  sourcedId: string
  name: string
  professionalTitle: ProfessionalTitle
  earlierServiceYears: number
  identityNumber: Sealed | null
  phone: Sealed | null
}
export type HomeroomDutyRow = {
  id: string
  sourcedId: string
  teacherId: string
  schoolId: string
  className: string
  from: string
  to: string | null
}

const column = <T>(rows: readonly T[], of: (row: T) => unknown) => sql.param(rows.map(of))

async function upserted(tx: Tx, statement: SQL): Promise<Upserted> {
  const { rows } = await tx.execute<{ sourcedId: string; created: boolean }>(statement)
  return new Map(rows.map(({ sourcedId, created }) => [sourcedId, created ? 'created' : 'updated']))
}

/** A row's own insert leaves xmax at 0: what tells a created row from an updated one. */
const outcome = sql`sourced_id as "sourcedId", (xmax = 0) as created`

export function upsertSchoolGroups(tx: Tx, districtId: string, rows: readonly SchoolGroupRow[]): Promise<Upserted> {
  return upserted(
    tx,
    sql`
      insert into school_groups as known (district_id, id, sourced_id, name)
      select ${districtId}::uuid, id, sourced_id, name
      from unnest(
        ${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.sourcedId)}::text[], ${column(rows, (r) => r.name)}::text[]
      ) as given (id, sourced_id, name)
      on conflict (district_id, sourced_id) do update
        set name = excluded.name, version = known.version + 1, updated_at = now()
        where known.name is distinct from excluded.name
      returning ${outcome}`,
  )
}

export function upsertSchools(tx: Tx, districtId: string, rows: readonly SchoolRow[]): Promise<Upserted> {
  return upserted(
    tx,
    sql`
      insert into schools as known (district_id, id, sourced_id, name, kind, identifier, school_group_id)
      select ${districtId}::uuid, given.*
      from unnest(
        ${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.sourcedId)}::text[], ${column(rows, (r) => r.name)}::text[],
        ${column(rows, (r) => r.kind)}::text[], ${column(rows, (r) => r.identifier)}::text[], ${column(rows, (r) => r.schoolGroupId)}::uuid[]
      ) as given (id, sourced_id, name, kind, identifier, school_group_id)
      on conflict (district_id, sourced_id) do update
        set name = excluded.name, kind = excluded.kind, identifier = excluded.identifier,
          school_group_id = excluded.school_group_id, version = known.version + 1, updated_at = now()
        where (known.name, known.kind, known.identifier, known.school_group_id)
          is distinct from (excluded.name, excluded.kind, excluded.identifier, excluded.school_group_id)
      returning ${outcome}`,
  )
}

export function upsertTeachers(tx: Tx, districtId: string, rows: readonly TeacherRow[]): Promise<Upserted> {
  return upserted(
    tx,
    sql`
      insert into teachers as known (
        district_id, id, sourced_id, name, professional_title, earlier_service_years, identity_number_sealed, phone_sealed)
      select ${districtId}::uuid, given.*
      from unnest(
        ${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.sourcedId)}::text[], ${column(rows, (r) => r.name)}::text[],
        ${column(rows, (r) => r.professionalTitle)}::text[], ${column(rows, (r) => r.earlierServiceYears)}::smallint[],
        ${column(rows, (r) => r.identityNumber)}::text[], ${column(rows, (r) => r.phone)}::text[]
      ) as given (id, sourced_id, name, professional_title, earlier_service_years, identity_number_sealed, phone_sealed)
      on conflict (district_id, sourced_id) do update
        set name = excluded.name, professional_title = excluded.professional_title,
          earlier_service_years = excluded.earlier_service_years, identity_number_sealed = excluded.identity_number_sealed,
          phone_sealed = excluded.phone_sealed, version = known.version + 1, updated_at = now()
        where (known.name, known.professional_title, known.earlier_service_years, known.identity_number_sealed, known.phone_sealed)
          is distinct from (excluded.name, excluded.professional_title, excluded.earlier_service_years,
            excluded.identity_number_sealed, excluded.phone_sealed)
      returning ${outcome}`,
  )
}

/** Stores the same numbers under another key: nothing that anybody is told changes, so the version stays. */
export async function replaceSealedNumbers(
  tx: Tx,
  districtId: string,
  rows: readonly { id: string; identityNumber: Sealed | null; phone: Sealed | null }[],
): Promise<void> {
  await tx.execute(sql`
    update teachers as known set identity_number_sealed = given.identity_number_sealed, phone_sealed = given.phone_sealed
    from unnest(
      ${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.identityNumber)}::text[], ${column(rows, (r) => r.phone)}::text[]
    ) as given (id, identity_number_sealed, phone_sealed)
    where known.district_id = ${districtId} and known.id = given.id`)
}

/** Puts the pseudonym in place of the person. */
export async function markErased(
  tx: Tx,
  { districtId, id, pseudonym, now }: { districtId: string; id: string; pseudonym: string; now: Date },
): Promise<void> {
  const erasedAt = now.toISOString()
  await tx
    .update(teachers)
    .set({
      name: pseudonym,
      identityNumber: null,
      phone: null,
      erasedAt,
      version: sql`version + 1`,
      updatedAt: sqlNow,
    })
    .where(and(eq(teachers.districtId, districtId), eq(teachers.id, id)))
}

/** When somebody was away is kept, since the annual minimum rests on it; why is nobody's business any more. */
export async function forgetKindsOfLeave(tx: Tx, districtId: string, teacherId: string): Promise<number> {
  const { rowCount } = await tx
    .update(leaves)
    .set({ kind: 'other' })
    .where(and(eq(leaves.districtId, districtId), eq(leaves.teacherId, teacherId), ne(leaves.kind, 'other')))
  return rowCount ?? 0
}

export async function forgetReasonsOfAdjustments(
  tx: Tx,
  { districtId, teacherId, pseudonym }: { districtId: string; teacherId: string; pseudonym: string },
): Promise<number> {
  const { rowCount } = await tx
    .update(obligationAdjustments)
    .set({ reason: pseudonym, version: sql`version + 1` })
    .where(and(eq(obligationAdjustments.districtId, districtId), eq(obligationAdjustments.teacherId, teacherId)))
  return rowCount ?? 0
}

/** A school's client changes only its own school's duty, and only of the same teacher, whatever it met before. */
export function upsertHomeroomDuties(
  tx: Tx,
  { districtId, schoolId }: { districtId: string; schoolId: string | null },
  rows: readonly HomeroomDutyRow[],
): Promise<Upserted> {
  const isOwn = schoolId ? sql`known.school_id = ${schoolId} and known.teacher_id = excluded.teacher_id and` : sql``
  return upserted(
    tx,
    sql`
      insert into homeroom_duties as known (district_id, id, sourced_id, teacher_id, school_id, class_name, starts_on, ends_on)
      select ${districtId}::uuid, given.*
      from unnest(
        ${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.sourcedId)}::text[], ${column(rows, (r) => r.teacherId)}::uuid[],
        ${column(rows, (r) => r.schoolId)}::uuid[], ${column(rows, (r) => r.className)}::text[],
        ${column(rows, (r) => r.from)}::date[], ${column(rows, (r) => r.to)}::date[]
      ) as given (id, sourced_id, teacher_id, school_id, class_name, starts_on, ends_on)
      on conflict (district_id, sourced_id) do update
        set teacher_id = excluded.teacher_id, school_id = excluded.school_id, class_name = excluded.class_name,
          starts_on = excluded.starts_on, ends_on = excluded.ends_on, version = known.version + 1, updated_at = now()
        where ${isOwn} (known.teacher_id, known.school_id, known.class_name, known.starts_on, known.ends_on)
          is distinct from (excluded.teacher_id, excluded.school_id, excluded.class_name, excluded.starts_on, excluded.ends_on)
      returning ${outcome}`,
  )
}

export async function insertLeave(
  tx: Tx,
  leave: {
    districtId: string
    id: string
    teacherId: string
    kind: LeaveKind
    startsOn: string
    endsOn: string
    recordedBy: string
    recordedAt: string
  },
): Promise<typeof leaves.$inferSelect | null> {
  const rows = await tx.insert(leaves).values(leave).onConflictDoNothing().returning()
  return rows[0] ?? null
}

export async function upsertObligationAdjustment(
  tx: Tx,
  row: {
    districtId: string
    teacherId: string
    academicYear: string
    hoursRequired: Hours
    reason: string
    approvedBy: string
    approvedAt: string
  },
): Promise<typeof obligationAdjustments.$inferSelect> {
  const { hoursRequired, reason, approvedBy, approvedAt } = row
  const rows = await tx
    .insert(obligationAdjustments)
    .values(row)
    .onConflictDoUpdate({
      target: [obligationAdjustments.districtId, obligationAdjustments.teacherId, obligationAdjustments.academicYear],
      set: { hoursRequired, reason, approvedBy, approvedAt, version: sql`${obligationAdjustments.version} + 1` },
    })
    .returning()
  return rows[0]!
}

type Dates = { startsOn: string; endsOn: string }

/** Writes an academic year with both its semesters and all its holidays. */
export async function upsertAcademicYear(
  tx: Tx,
  {
    districtId,
    code,
    first,
    second,
    holidays: days,
  }: { districtId: string; code: string; first: Dates; second: Dates; holidays: readonly Holiday[] },
): Promise<void> {
  const dates = { startsOn: first.startsOn, endsOn: second.endsOn }
  await tx
    .insert(academicYears)
    .values({ districtId, code, ...dates })
    .onConflictDoUpdate({
      target: [academicYears.districtId, academicYears.code],
      set: { ...dates, version: sql`${academicYears.version} + 1` },
    })
  await tx
    .insert(semesters)
    .values([
      { districtId, academicYear: code, number: 1, ...first },
      { districtId, academicYear: code, number: 2, ...second },
    ])
    .onConflictDoUpdate({
      target: [semesters.districtId, semesters.academicYear, semesters.number],
      set: { startsOn: sql`excluded.starts_on`, endsOn: sql`excluded.ends_on` },
    })
  await tx.delete(holidays).where(and(eq(holidays.districtId, districtId), eq(holidays.academicYear, code)))
  if (days.length > 0)
    await tx
      .insert(holidays)
      .values(days.map(({ name, from, to }) => ({ districtId, academicYear: code, startsOn: from, endsOn: to, name })))
}
