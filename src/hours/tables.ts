import { sql } from 'drizzle-orm'
import {
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { exact, instant } from '../db/columns.js'
import type { Hours } from '../lib/quantity.js'
import { policyEditions } from '../policy/tables.js'
import { schools, teachers } from '../roster/tables.js'
import type { Category } from '../policy/schema.js'
import type { Delivery, HourEntryKind, HourSource, ParticipationRole } from './schema.js'

/** How far each teacher's ledger reaches. Whoever adds entries locks this row first, so numbers have no gaps. */
export const ledgerPositions = pgTable(
  'ledger_positions',
  {
    districtId: uuid('district_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.teacherId] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
  ],
)

/**
 * The ledger of class hours: rows are only added (a trigger refuses anything else). `hours` is the size of the entry;
 * `countedHours` is its signed effect, so that a sum of it is what counts before any cap.
 */
export const hourEntries = pgTable(
  'hour_entries',
  {
    districtId: uuid('district_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    number: integer('number').notNull(),
    id: uuid('id').notNull(),
    kind: text('kind').$type<HourEntryKind>().notNull(),
    target: integer('target'),
    category: text('category').$type<Category>().notNull(),
    form: text('form'),
    module: text('module'),
    role: text('role').$type<ParticipationRole>().notNull(),
    delivery: text('delivery').$type<Delivery>().notNull(),
    hours: exact<Hours>()('hours').notNull(),
    countedHours: exact<Hours>()('counted_hours').notNull(),
    date: date('date', { mode: 'string' }).notNull(),
    academicYear: text('academic_year').notNull(),
    semester: smallint('semester').$type<1 | 2>().notNull(),
    schoolId: uuid('school_id').notNull(),
    source: text('source').$type<HourSource>().notNull(),
    title: text('title').notNull(),
    sessionId: uuid('session_id'),
    segment: smallint('segment'),
    /** How often this teacher's hours for this segment and role were entered before and reversed. */
    revision: smallint('revision').notNull().default(0),
    startsAt: instant('starts_at'),
    endsAt: instant('ends_at'),
    recordedAt: instant('recorded_at').notNull(),
    knownAt: instant('known_at').notNull(),
    policyEditionId: uuid('policy_edition_id').notNull(),
    enteredBy: uuid('entered_by').notNull(),
    reason: text('reason'),
    issuer: text('issuer'),
    evidence: text('evidence'),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.teacherId, t.number] }),
    unique('hour_entries_id').on(t.districtId, t.id),
    uniqueIndex('hour_entries_once_per_segment')
      .on(t.districtId, t.teacherId, t.sessionId, t.segment, t.role, t.revision)
      .where(sql`kind in ('earned', 'held') and session_id is not null`),
    uniqueIndex('hour_entries_outside_once')
      .on(t.districtId, t.teacherId, t.date, t.title, t.category, t.revision)
      .where(sql`kind = 'earned' and source = 'outside'`),
    uniqueIndex('hour_entries_reversed_once')
      .on(t.districtId, t.teacherId, t.target)
      .where(sql`kind = 'reversal'`),
    uniqueIndex('hour_entries_resolved_once')
      .on(t.districtId, t.teacherId, t.target)
      .where(sql`kind in ('release', 'dismissal')`),
    index('hour_entries_held')
      .on(t.districtId, t.teacherId, t.number)
      .where(sql`kind = 'held'`),
    index('hour_entries_session').on(t.districtId, t.sessionId),
    index('hour_entries_year').on(
      t.districtId,
      t.academicYear,
      t.teacherId,
      t.semester,
      t.category,
      t.schoolId,
      t.countedHours,
    ),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    foreignKey({ columns: [t.districtId, t.schoolId], foreignColumns: [schools.districtId, schools.id] }),
    foreignKey({
      columns: [t.districtId, t.policyEditionId],
      foreignColumns: [policyEditions.districtId, policyEditions.id],
    }),
  ],
)
