import { foreignKey, index, integer, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import { teachers } from '../../roster/tables.js'
import { courseVersions } from '../tables.js'

/** What one teacher says of one version of a course. */
export const courseFeedback = pgTable(
  'course_feedback',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    courseId: uuid('course_id').notNull(),
    courseVersion: integer('course_version').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    rating: smallint('rating').notNull(),
    comment: text('comment'),
    givenAt: instant('given_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('course_feedback_once').on(t.districtId, t.courseId, t.teacherId, t.courseVersion),
    foreignKey({
      columns: [t.districtId, t.courseId, t.courseVersion],
      foreignColumns: [courseVersions.districtId, courseVersions.courseId, courseVersions.number],
    }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    index('course_feedback_course').on(t.districtId, t.courseId, t.id),
    index('course_feedback_teacher').on(t.districtId, t.teacherId, t.id),
  ],
)
