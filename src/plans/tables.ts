import { foreignKey, index, integer, json, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.js'
import { academicYears, schools } from '../roster/tables.js'
import type { StoredPerson } from './people/schema.js'
import type { PlanContent, PlanStatus, PlanVersionStatus } from './schema.js'

/** What a version holds: its people as they are kept, without the names of teachers. */
export type StoredContent = Omit<PlanContent, 'responsible'> & { responsible: StoredPerson[] }

/** A school's training plan for one academic year. */
export const trainingPlans = pgTable(
  'training_plans',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    schoolId: uuid('school_id').notNull(),
    academicYear: text('academic_year').notNull(),
    status: text('status').$type<PlanStatus>().notNull().default('draft'),
    basedOnPlanId: uuid('based_on_plan_id'),
    approvedVersion: integer('approved_version'),
    newestVersion: integer('newest_version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('training_plans_once').on(t.districtId, t.schoolId, t.academicYear),
    foreignKey({ columns: [t.districtId, t.schoolId], foreignColumns: [schools.districtId, schools.id] }),
    foreignKey({
      columns: [t.districtId, t.academicYear],
      foreignColumns: [academicYears.districtId, academicYears.code],
    }),
    foreignKey({ columns: [t.districtId, t.basedOnPlanId], foreignColumns: [t.districtId, t.id] }),
    index('training_plans_year').on(t.districtId, t.academicYear),
  ],
)

/** What was planned, version by version: all are kept, and once submitted a version's content stays (a trigger sees to it). */
export const trainingPlanVersions = pgTable(
  'training_plan_versions',
  {
    districtId: uuid('district_id').notNull(),
    planId: uuid('plan_id').notNull(),
    number: integer('number').notNull(),
    status: text('status').$type<PlanVersionStatus>().notNull().default('draft'),
    reason: text('reason'),
    content: json('content').$type<StoredContent>().notNull(),
    createdAt: instant('created_at').notNull(),
    submittedAt: instant('submitted_at'),
    submittedBy: uuid('submitted_by'),
    reviewedAt: instant('reviewed_at'),
    reviewedBy: uuid('reviewed_by'),
    comments: text('comments'),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.planId, t.number] }),
    foreignKey({ columns: [t.districtId, t.planId], foreignColumns: [trainingPlans.districtId, trainingPlans.id] }),
  ],
)
