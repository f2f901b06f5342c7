import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, sqlNow } from '../../db/columns.js'
import { courses } from '../tables.js'
import type { CourseApplicationStatus, CourseReviewDecision } from './schema.js'

/** An application for a course to be shared with the district; it may go through several rounds. */
export const courseApplications = pgTable(
  'course_applications',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    courseId: uuid('course_id').notNull(),
    status: text('status').$type<CourseApplicationStatus>().notNull().default('submitted'),
    round: integer('round').notNull().default(1),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId, t.courseId], foreignColumns: [courses.districtId, courses.id] }),
    uniqueIndex('course_applications_open')
      .on(t.districtId, t.courseId)
      .where(sql`status in ('submitted', 'returned')`),
    index('course_applications_course').on(t.districtId, t.courseId, t.id),
  ],
)

export const courseApplicationRounds = pgTable(
  'course_application_rounds',
  {
    districtId: uuid('district_id').notNull(),
    applicationId: uuid('application_id').notNull(),
    number: integer('number').notNull(),
    courseVersion: integer('course_version').notNull(),
    statement: text('statement').notNull(),
    appliedAt: instant('applied_at').notNull(),
    appliedBy: uuid('applied_by').notNull(),
    decision: text('decision').$type<CourseReviewDecision>(),
    guidance: text('guidance'),
    reviewedAt: instant('reviewed_at'),
    reviewedBy: uuid('reviewed_by'),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.applicationId, t.number] }),
    foreignKey({
      columns: [t.districtId, t.applicationId],
      foreignColumns: [courseApplications.districtId, courseApplications.id],
    }),
  ],
)
