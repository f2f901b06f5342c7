import { json, pgTable, primaryKey, text, uuid, index } from 'drizzle-orm/pg-core'
import { instant, sqlNow } from './columns.js'

/**
 * A known text under each data key that the database holds something under, so that a start without that key, or with
 * another one of the same id, is refused. It belongs to no tenant.
 */
export const dataKeyChecks = pgTable('data_key_checks', {
  id: text('id').primaryKey(),
  sealed: text('sealed').notNull(),
  createdAt: instant('created_at').notNull().default(sqlNow),
})

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    districtId: uuid('district_id').notNull(),
    clientId: uuid('client_id').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    answer: json('answer'),
    createdAt: instant('created_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.clientId, t.key] }),
    index('idempotency_keys_created_at').on(t.createdAt),
  ],
)
