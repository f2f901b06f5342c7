import { foreignKey, index, integer, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import type { ParticipationRole } from '../../hours/schema.js'
import { teachers } from '../../roster/tables.js'
import { sessions } from '../tables.js'
import type { AttendanceStatus } from './schema.js'

/** One teacher's part in one session, in one role. Confirmation turns it into hour entries. */
export const attendances = pgTable(
  'attendances',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    sessionId: uuid('session_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    role: text('role').$type<ParticipationRole>().notNull(),
    status: text('status').$type<AttendanceStatus>().notNull(),
    minutesAttended: integer('minutes_attended'),
    segmentNumbers: smallint('segment_numbers').array(),
    lateReason: text('late_reason'),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    confirmedAt: instant('confirmed_at'),
    version: integer('version').notNull().default(1),
    /** The import that wrote it; null for what was recorded by hand, which no import overwrites. */
    importId: uuid('import_id'),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('attendances_once').on(t.districtId, t.sessionId, t.teacherId, t.role),
    foreignKey({ columns: [t.districtId, t.sessionId], foreignColumns: [sessions.districtId, sessions.id] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    index('attendances_teacher').on(t.districtId, t.teacherId),
  ],
)
