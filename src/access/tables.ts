import { foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, sqlNow } from '../db/columns.js'
import type { Role } from './schema.js'

/** A tenant. */
export const districts = pgTable('districts', {
  id: uuid('id').primaryKey(),
  code: text('code').notNull().unique(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull().default(sqlNow),
})

/** The operator's own keys: they stand above the districts and see none of their data. */
export const operatorKeys = pgTable('operator_keys', {
  id: uuid('id').primaryKey(),
  keyHash: text('key_hash').notNull().unique(),
  createdAt: instant('created_at').notNull().default(sqlNow),
})

/** An API client of a district, optionally bound to one school or one teacher. Keys are kept as SHA-256 only. */
export const clients = pgTable(
  'clients',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    role: text('role').$type<Role>().notNull(),
    schoolId: uuid('school_id'),
    teacherId: uuid('teacher_id'),
    keyHash: text('key_hash').notNull(),
    keyStart: text('key_start').notNull(),
    /** Counts the client's keys, so that a token ends with the key that it was got with. */
    keyVersion: integer('key_version').notNull().default(1),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('clients_key_hash').on(t.districtId, t.keyHash),
    foreignKey({ columns: [t.districtId], foreignColumns: [districts.id] }),
    index('clients_school').on(t.districtId, t.schoolId),
  ],
)
