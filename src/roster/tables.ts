import { sql } from 'drizzle-orm'
import {
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { districts } from '../access/tables.js'
import { exact, instant, sqlNow } from '../db/columns.js'
import type { Sealed } from '../lib/data-keys.js'
import type { Hours } from '../lib/quantity.js'
import type { LeaveKind, ProfessionalTitle, SchoolKind } from './schema.js'

export const schoolGroups = pgTable(
  'school_groups',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    sourcedId: text('sourced_id').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull().default(1),
    updatedAt: instant('updated_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('school_groups_sourced_id').on(t.districtId, t.sourcedId),
    foreignKey({ columns: [t.districtId], foreignColumns: [districts.id] }),
  ],
)

export const schools = pgTable(
  'schools',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    sourcedId: text('sourced_id').notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<SchoolKind>().notNull(),
    identifier: text('identifier'),
    schoolGroupId: uuid('school_group_id'),
    version: integer('version').notNull().default(1),
    updatedAt: instant('updated_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('schools_sourced_id').on(t.districtId, t.sourcedId),
    foreignKey({ columns: [t.districtId], foreignColumns: [districts.id] }),
    foreignKey({
      columns: [t.districtId, t.schoolGroupId],
      foreignColumns: [schoolGroups.districtId, schoolGroups.id],
    }),
  ],
)

export const teachers = pgTable(
  'teachers',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    sourcedId: text('sourced_id').notNull(),
    name: text('name').notNull(),
    professionalTitle: text('professional_title').$type<ProfessionalTitle>().notNull().default('none'),
    earlierServiceYears: smallint('earlier_service_years').notNull().default(0),
    /** Sealed under the data keys: a copy of the database shows neither. */
    identityNumber: text('identity_number_sealed').$type<Sealed>(),
    phone: text('phone_sealed').$type<Sealed>(),
    /** Since then the name is a pseudonym, and nothing of the person may be put again. */
    erasedAt: instant('erased_at'),
    version: integer('version').notNull().default(1),
    updatedAt: instant('updated_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('teachers_sourced_id').on(t.districtId, t.sourcedId),
    index('teachers_with_numbers')
      .on(t.districtId, t.id)
      .where(sql`identity_number_sealed is not null or phone_sealed is not null`),
    foreignKey({ columns: [t.districtId], foreignColumns: [districts.id] }),
  ],
)

export const homeroomDuties = pgTable(
  'homeroom_duties',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    sourcedId: text('sourced_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    schoolId: uuid('school_id').notNull(),
    className: text('class_name').notNull(),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    endsOn: date('ends_on', { mode: 'string' }),
    version: integer('version').notNull().default(1),
    updatedAt: instant('updated_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('homeroom_duties_sourced_id').on(t.districtId, t.sourcedId),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    foreignKey({ columns: [t.districtId, t.schoolId], foreignColumns: [schools.districtId, schools.id] }),
    index('homeroom_duties_school').on(t.districtId, t.schoolId, t.startsOn),
    index('homeroom_duties_teacher').on(t.districtId, t.teacherId),
  ],
)

export const leaves = pgTable(
  'leaves',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    kind: text('kind').$type<LeaveKind>().notNull(),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    endsOn: date('ends_on', { mode: 'string' }).notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    unique('leaves_teacher_dates').on(t.districtId, t.teacherId, t.startsOn, t.endsOn),
  ],
)

/** The institute's approved change of one teacher's annual minimum. */
export const obligationAdjustments = pgTable(
  'obligation_adjustments',
  {
    districtId: uuid('district_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    academicYear: text('academic_year').notNull(),
    hoursRequired: exact<Hours>()('hours_required').notNull(),
    reason: text('reason').notNull(),
    approvedBy: uuid('approved_by').notNull(),
    approvedAt: instant('approved_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.teacherId, t.academicYear] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
  ],
)

export const academicYears = pgTable(
  'academic_years',
  {
    districtId: uuid('district_id').notNull(),
    code: text('code').notNull(),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    endsOn: date('ends_on', { mode: 'string' }).notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.code] }),
    foreignKey({ columns: [t.districtId], foreignColumns: [districts.id] }),
  ],
)

export const semesters = pgTable(
  'semesters',
  {
    districtId: uuid('district_id').notNull(),
    academicYear: text('academic_year').notNull(),
    number: smallint('number').$type<1 | 2>().notNull(),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    endsOn: date('ends_on', { mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.academicYear, t.number] }),
    foreignKey({
      columns: [t.districtId, t.academicYear],
      foreignColumns: [academicYears.districtId, academicYears.code],
    }),
  ],
)

/** Days without school: what is planned by the week passes over them. */
export const holidays = pgTable(
  'holidays',
  {
    districtId: uuid('district_id').notNull(),
    academicYear: text('academic_year').notNull(),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    endsOn: date('ends_on', { mode: 'string' }).notNull(),
    name: text('name').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.academicYear, t.startsOn] }),
    foreignKey({
      columns: [t.districtId, t.academicYear],
      foreignColumns: [academicYears.districtId, academicYears.code],
    }),
  ],
)
