import { date, foreignKey, index, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import { teachers } from '../../roster/tables.js'

/** Tiers that schools have set for their teachers; the one recorded last stands where two share days. */
export const tierOverrides = pgTable(
  'tier_overrides',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    tier: smallint('tier').notNull(),
    reason: text('reason').notNull(),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    endsOn: date('ends_on', { mode: 'string' }).notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** Ended before its time; with no last day it was withdrawn and never held. */
    endedAt: instant('ended_at'),
    endedBy: uuid('ended_by'),
    endReason: text('end_reason'),
    lastDay: date('last_day', { mode: 'string' }),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    index('tier_overrides_teacher').on(t.districtId, t.teacherId),
  ],
)
