import { foreignKey, index, integer, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import { teachers } from '../../roster/tables.js'
import { sessions } from '../tables.js'

/** The codes that a session was opened for check-in with; the last one holds, if any. */
export const checkInCodes = pgTable(
  'check_in_codes',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    sessionId: uuid('session_id').notNull(),
    number: integer('number').notNull(),
    codeHash: text('code_hash').notNull(),
    openedAt: instant('opened_at').notNull(),
    openedBy: uuid('opened_by').notNull(),
    validUntil: instant('valid_until').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('check_in_codes_number').on(t.districtId, t.sessionId, t.number),
    foreignKey({ columns: [t.districtId, t.sessionId], foreignColumns: [sessions.districtId, sessions.id] }),
  ],
)

/** How many tries of one teacher a code has refused, so that it cannot be guessed. */
export const checkInTries = pgTable(
  'check_in_tries',
  {
    districtId: uuid('district_id').notNull(),
    codeId: uuid('code_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    refused: smallint('refused').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.codeId, t.teacherId] }),
    foreignKey({ columns: [t.districtId, t.codeId], foreignColumns: [checkInCodes.districtId, checkInCodes.id] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    index('check_in_tries_teacher').on(t.districtId, t.teacherId),
  ],
)
