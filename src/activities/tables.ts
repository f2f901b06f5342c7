import {
  date,
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { courseVersions } from '../courses/tables.js'
import { instant, sqlNow } from '../db/columns.js'
import type { Delivery } from '../hours/schema.js'
import { academicYears, schools } from '../roster/tables.js'
import type { SessionSegment, SessionStatus } from './schema.js'

/** A training activity of one host school, joint when other schools take part. */
export const activities = pgTable(
  'activities',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    sourcedId: text('sourced_id'),
    title: text('title').notNull(),
    description: text('description'),
    hostSchoolId: uuid('host_school_id').notNull(),
    academicYear: text('academic_year').notNull(),
    /** The tiers that it is open to; null for all. */
    tiers: smallint('tiers').array(),
    /** How many can be registered; null for any number. */
    capacity: integer('capacity'),
    registrationClosesAt: instant('registration_closes_at'),
    /** The course that it teaches, in the version that was published when it was created. */
    courseId: uuid('course_id'),
    courseVersion: integer('course_version'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull().default(sqlNow),
    updatedAt: instant('updated_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('activities_sourced_id').on(t.districtId, t.sourcedId),
    foreignKey({ columns: [t.districtId, t.hostSchoolId], foreignColumns: [schools.districtId, schools.id] }),
    foreignKey({
      columns: [t.districtId, t.academicYear],
      foreignColumns: [academicYears.districtId, academicYears.code],
    }),
    foreignKey({
      columns: [t.districtId, t.courseId, t.courseVersion],
      foreignColumns: [courseVersions.districtId, courseVersions.courseId, courseVersions.number],
    }),
    index('activities_host').on(t.districtId, t.hostSchoolId),
    index('activities_course').on(t.districtId, t.courseId),
  ],
)

/** The other schools that take part in a joint activity. */
export const activitySchools = pgTable(
  'activity_schools',
  {
    districtId: uuid('district_id').notNull(),
    activityId: uuid('activity_id').notNull(),
    schoolId: uuid('school_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.activityId, t.schoolId] }),
    foreignKey({ columns: [t.districtId, t.activityId], foreignColumns: [activities.districtId, activities.id] }),
    foreignKey({ columns: [t.districtId, t.schoolId], foreignColumns: [schools.districtId, schools.id] }),
    index('activity_schools_school').on(t.districtId, t.schoolId),
  ],
)

export const sessions = pgTable(
  'sessions',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    activityId: uuid('activity_id').notNull(),
    status: text('status').$type<SessionStatus>().notNull().default('scheduled'),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    date: date('date', { mode: 'string' }).notNull(),
    semester: smallint('semester').$type<1 | 2>().notNull(),
    delivery: text('delivery').$type<Delivery>().notNull(),
    location: text('location'),
    segments: json('segments').$type<SessionSegment[]>().notNull(),
    confirmedAt: instant('confirmed_at'),
    confirmedBy: uuid('confirmed_by'),
    cancellationReason: text('cancellation_reason'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId, t.activityId], foreignColumns: [activities.districtId, activities.id] }),
    index('sessions_activity').on(t.districtId, t.activityId),
    index('sessions_date').on(t.districtId, t.date),
  ],
)
