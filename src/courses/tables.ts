import {
  boolean,
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { districts } from '../access/tables.js'
import { instant, sqlNow } from '../db/columns.js'
import { policyEditions } from '../policy/tables.js'
import { schools, teachers } from '../roster/tables.js'
import type { CourseContent, CourseReach, CourseStatus } from './schema.js'

/** A course of a school, of an expert team's leader, or of the district when it has neither. */
export const courses = pgTable(
  'courses',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    schoolId: uuid('school_id'),
    leaderTeacherId: uuid('leader_teacher_id'),
    reach: text('reach').$type<CourseReach>().notNull().default('school'),
    status: text('status').$type<CourseStatus>().notNull().default('draft'),
    publishedVersion: integer('published_version'),
    newestVersion: integer('newest_version').notNull().default(1),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull().default(sqlNow),
    updatedAt: instant('updated_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId], foreignColumns: [districts.id] }),
    foreignKey({ columns: [t.districtId, t.schoolId], foreignColumns: [schools.districtId, schools.id] }),
    foreignKey({ columns: [t.districtId, t.leaderTeacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    index('courses_school').on(t.districtId, t.schoolId, t.id),
    index('courses_leader').on(t.districtId, t.leaderTeacherId, t.id),
  ],
)

/** The content of a course, version by version. One that is frozen stays as it is. */
export const courseVersions = pgTable(
  'course_versions',
  {
    districtId: uuid('district_id').notNull(),
    courseId: uuid('course_id').notNull(),
    number: integer('number').notNull(),
    content: json('content').$type<CourseContent>().notNull(),
    policyEditionId: uuid('policy_edition_id').notNull(),
    /** Published, or applied with: a change makes a new version. */
    frozen: boolean('frozen').notNull().default(false),
    publishedAt: instant('published_at'),
    createdAt: instant('created_at').notNull().default(sqlNow),
    /** What lists look for: parts of the content once more, in a form that SQL compares. */
    search: text('search').notNull(),
    modules: text('modules').array().notNull(),
    tiers: smallint('tiers').array().notNull(),
    forms: text('forms').array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.courseId, t.number] }),
    foreignKey({ columns: [t.districtId, t.courseId], foreignColumns: [courses.districtId, courses.id] }),
    foreignKey({
      columns: [t.districtId, t.policyEditionId],
      foreignColumns: [policyEditions.districtId, policyEditions.id],
    }),
  ],
)
