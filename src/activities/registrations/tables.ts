import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import { teachers } from '../../roster/tables.js'
import { activities } from '../tables.js'
import type { RegistrationStatus } from './schema.js'

/**
 * Who takes a place in an activity, or waits for one. Every change is made while the activity's own row is locked, so that
 * no two take the same place.
 */
export const registrations = pgTable(
  'registrations',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    activityId: uuid('activity_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    status: text('status').$type<RegistrationStatus>().notNull(),
    /** Counted up in the activity: who waits with the lowest moves up first. */
    queueNumber: integer('queue_number').notNull(),
    registeredAt: instant('registered_at').notNull(),
    registeredBy: uuid('registered_by').notNull(),
    /** Since when there is a place; null for whoever never had one. */
    placedAt: instant('placed_at'),
    cancelledAt: instant('cancelled_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('registrations_queue').on(t.districtId, t.activityId, t.queueNumber),
    uniqueIndex('registrations_live')
      .on(t.districtId, t.activityId, t.teacherId)
      .where(sql`status <> 'cancelled'`),
    foreignKey({ columns: [t.districtId, t.activityId], foreignColumns: [activities.districtId, activities.id] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    index('registrations_teacher').on(t.districtId, t.teacherId),
  ],
)
