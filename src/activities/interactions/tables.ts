import { foreignKey, index, integer, pgTable, primaryKey, smallint, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import { teachers } from '../../roster/tables.js'
import { sessions } from '../tables.js'

/** What a teacher did in an online session, as the platform last told it. */
export const interactions = pgTable(
  'interactions',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    sessionId: uuid('session_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    posts: integer('posts').notNull(),
    replies: integer('replies').notNull(),
    pollAnswers: integer('poll_answers').notNull(),
    minutesOnline: smallint('minutes_online').notNull(),
    lastSeenAt: instant('last_seen_at'),
    reportedAt: instant('reported_at').notNull(),
    reportedBy: uuid('reported_by').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('interactions_once').on(t.districtId, t.sessionId, t.teacherId),
    foreignKey({ columns: [t.districtId, t.sessionId], foreignColumns: [sessions.districtId, sessions.id] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    index('interactions_teacher').on(t.districtId, t.teacherId),
  ],
)
