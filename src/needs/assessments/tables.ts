import { sql } from 'drizzle-orm'
import {
  date,
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import { academicYears, teachers } from '../../roster/tables.js'
import type { AssessmentKind, CompetenceAssessment, Interview } from './schema.js'

/** A record that was made by mistake stays, and counts no more. */
const withdrawal = { withdrawnAt: instant('withdrawn_at'), withdrawalReason: text('withdrawal_reason') }

/** What a teacher said of training needs in an interview. */
export const interviews = pgTable(
  'interviews',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    date: date('date', { mode: 'string' }).notNull(),
    interviewer: text('interviewer'),
    summary: text('summary'),
    modules: json('modules').$type<Interview['modules']>().notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    ...withdrawal,
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    index('interviews_teacher').on(t.districtId, t.teacherId, t.date),
  ],
)

/** How somebody sees a teacher's competence, module by module; one that stands of each assessor in an academic year. */
export const competenceAssessments = pgTable(
  'competence_assessments',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    kind: text('kind').$type<AssessmentKind>().notNull(),
    /** The teacher herself or the colleague; of a leader the client. */
    assessorId: uuid('assessor_id').notNull(),
    academicYear: text('academic_year').notNull(),
    date: date('date', { mode: 'string' }).notNull(),
    scores: json('scores').$type<CompetenceAssessment['scores']>().notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    ...withdrawal,
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    uniqueIndex('competence_assessments_once')
      .on(t.districtId, t.teacherId, t.academicYear, t.kind, t.assessorId)
      .where(sql`withdrawn_at is null`),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    foreignKey({
      columns: [t.districtId, t.academicYear],
      foreignColumns: [academicYears.districtId, academicYears.code],
    }),
    index('competence_assessments_assessor').on(t.districtId, t.assessorId),
  ],
)
