import { sql } from 'drizzle-orm'
import {
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { exact, instant } from '../db/columns.js'
import type { Credits, Hours } from '../lib/quantity.js'
import { policyEditions } from '../policy/tables.js'
import { schools, teachers } from '../roster/tables.js'
import type { CorrectedStatement, CreditRunKind, CreditRunStatus } from './schema.js'

const hours = exact<Hours>()
const credits = exact<Credits>()

/** One school, one semester: a regular run, or an amendment that posts later differences. Sequence 0 is the regular one. */
export const creditRuns = pgTable(
  'credit_runs',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    schoolId: uuid('school_id').notNull(),
    academicYear: text('academic_year').notNull(),
    semester: smallint('semester').$type<1 | 2>().notNull(),
    sequence: smallint('sequence').notNull(),
    kind: text('kind').$type<CreditRunKind>().notNull(),
    status: text('status').$type<CreditRunStatus>().notNull().default('draft'),
    policyEditionId: uuid('policy_edition_id').notNull(),
    teachers: integer('teachers').notNull(),
    statements: integer('statements').notNull(),
    lectureHours: hours('lecture_hours').notNull(),
    practiceHours: hours('practice_hours').notNull(),
    lectureCredits: credits('lecture_credits').notNull(),
    practiceCredits: credits('practice_credits').notNull(),
    sha256: text('sha256').notNull(),
    computedAt: instant('computed_at').notNull(),
    signedOffAt: instant('signed_off_at'),
    signedOffBy: uuid('signed_off_by'),
    sealedAt: instant('sealed_at'),
    sealedBy: uuid('sealed_by'),
    reason: text('reason'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('credit_runs_sequence').on(t.districtId, t.schoolId, t.academicYear, t.semester, t.sequence),
    uniqueIndex('credit_runs_one_open')
      .on(t.districtId, t.schoolId, t.academicYear, t.semester)
      .where(sql`status <> 'sealed'`),
    foreignKey({ columns: [t.districtId, t.schoolId], foreignColumns: [schools.districtId, schools.id] }),
    foreignKey({
      columns: [t.districtId, t.policyEditionId],
      foreignColumns: [policyEditions.districtId, policyEditions.id],
    }),
    index('credit_runs_semester').on(t.districtId, t.academicYear, t.semester),
  ],
)

/** What one run says of one teacher and semester: hours and entitlement are cumulative in the year, awards are its own. */
export const creditStatements = pgTable(
  'credit_statements',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    runId: uuid('run_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    schoolId: uuid('school_id').notNull(),
    /** As they were when the run was computed: a file made from a sealed run has the same bytes years later, unless somebody was erased. */
    teacherName: text('teacher_name').notNull(),
    schoolName: text('school_name').notNull(),
    academicYear: text('academic_year').notNull(),
    semester: smallint('semester').$type<1 | 2>().notNull(),
    ledgerPosition: integer('ledger_position').notNull(),
    lectureHours: hours('lecture_hours').notNull(),
    practiceHours: hours('practice_hours').notNull(),
    uncountedHours: hours('uncounted_hours').notNull(),
    lectureEntitlement: credits('lecture_entitlement').notNull(),
    practiceEntitlement: credits('practice_entitlement').notNull(),
    lectureAwardedBefore: credits('lecture_awarded_before').notNull(),
    practiceAwardedBefore: credits('practice_awarded_before').notNull(),
    lectureAward: credits('lecture_award').notNull(),
    practiceAward: credits('practice_award').notNull(),
    lectureRemainder: hours('lecture_remainder').notNull(),
    practiceRemainder: hours('practice_remainder').notNull(),
    hoursRequired: hours('hours_required').notNull(),
    hoursBySchool: json('hours_by_school')
      .$type<{ schoolSourcedId: string; lectureHours: string; practiceHours: string }[]>()
      .notNull(),
    corrects: json('corrects').$type<CorrectedStatement[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('credit_statements_once').on(t.districtId, t.runId, t.teacherId, t.semester),
    foreignKey({ columns: [t.districtId, t.runId], foreignColumns: [creditRuns.districtId, creditRuns.id] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    index('credit_statements_teacher').on(t.districtId, t.teacherId, t.academicYear, t.semester),
  ],
)
