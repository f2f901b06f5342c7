import {
  bigint,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { instant } from '../db/columns.js'

/** The number of a transaction, as PostgreSQL counts them. */
const transactionNumber = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/**
 * Who changed what: triggers of the tenants' tables write it in the transaction of the change, so no use case can leave it
 * out, nor can anyone who writes by hand. Rows are only added.
 */
export const changeLog = pgTable(
  'change_log',
  {
    districtId: uuid('district_id').notNull(),
    transaction: transactionNumber('transaction')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    id: uuid('id')
      .notNull()
      .default(sql`uuidv7()`),
    at: instant('at')
      .notNull()
      .default(sql`clock_timestamp()`),
    action: text('action').$type<'create' | 'update' | 'delete' | 'read' | 'denial'>().notNull(),
    kind: text('kind').notNull(),
    resourceId: text('resource_id').notNull(),
    sourcedId: text('sourced_id'),
    schoolId: uuid('school_id'),
    teacherId: uuid('teacher_id'),
    version: integer('version'),
    /** Null for what was written by hand. */
    clientId: uuid('client_id'),
    role: text('role'),
    /** The teacher for whom a school's app acts. */
    onBehalfOfTeacherId: uuid('on_behalf_of_teacher_id'),
    operation: text('operation'),
    requestId: uuid('request_id'),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.transaction, t.id] }),
    index('change_log_resource').on(t.districtId, t.kind, t.resourceId),
    index('change_log_teacher').on(t.districtId, t.teacherId),
  ],
)

/**
 * The order in which a district's changes became known, and the hash of each with all before it. Entries are chained after
 * their commit, so that writers never wait for one another and one still in flight takes a later place.
 */
export const changeChain = pgTable(
  'change_chain',
  {
    districtId: uuid('district_id').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    transaction: transactionNumber('transaction').notNull(),
    changeId: uuid('change_id').notNull(),
    hash: bytes('hash').notNull(),
    /** Every entry of an earlier transaction than this one is chained. */
    chainedBefore: transactionNumber('chained_before').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.position] }),
    unique('change_chain_once').on(t.districtId, t.transaction, t.changeId),
    foreignKey({
      columns: [t.districtId, t.transaction, t.changeId],
      foreignColumns: [changeLog.districtId, changeLog.transaction, changeLog.id],
    }),
  ],
)
