import { foreignKey, json, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.js'
import { teachers } from '../roster/tables.js'
import type { Erasure } from './schema.js'

/** Whose personal data was erased, by whom, why, and what the answer said: asking again gives the same answer. */
export const erasures = pgTable(
  'erasures',
  {
    districtId: uuid('district_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    reason: text('reason').notNull(),
    erasedBy: uuid('erased_by').notNull(),
    erasedAt: instant('erased_at').notNull(),
    answer: json('answer').$type<Erasure>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.teacherId] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
  ],
)
