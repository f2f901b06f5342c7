import { date, foreignKey, integer, json, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import type { StoredPerson } from '../people/schema.js'
import { trainingPlans } from '../tables.js'

/** The meeting that looks back on a plan and closes it; a correction is another version, and all are kept (a trigger sees to it). */
export const annualReviews = pgTable(
  'annual_reviews',
  {
    districtId: uuid('district_id').notNull(),
    planId: uuid('plan_id').notNull(),
    date: date('date', { mode: 'string' }).notNull(),
    participants: json('participants').$type<StoredPerson[]>().notNull(),
    findings: json('findings').$type<string[]>().notNull(),
    changes: json('changes').$type<string[]>().notNull(),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    version: integer('version').notNull().default(1),
    /** Why it was corrected. */
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.planId, t.version] }),
    foreignKey({ columns: [t.districtId, t.planId], foreignColumns: [trainingPlans.districtId, trainingPlans.id] }),
  ],
)
