import { sql } from 'drizzle-orm'
import { foreignKey, integer, json, pgTable, primaryKey, text, boolean, uuid, index } from 'drizzle-orm/pg-core'
import { districts } from '../access/tables.js'
import { instant, sqlNow } from '../db/columns.js'
import type { OperationKind, OperationStatus } from './schema.js'

/** Long work: what was asked, how far it is, how it ended. */
export const operations = pgTable(
  'operations',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    kind: text('kind').$type<OperationKind>().notNull(),
    status: text('status').$type<OperationStatus>().notNull().default('queued'),
    schoolId: uuid('school_id'),
    input: json('input').notNull(),
    progressDone: integer('progress_done').notNull().default(0),
    progressTotal: integer('progress_total').notNull().default(0),
    error: json('error').$type<{ code: string; params: Record<string, string | number | boolean | null> }>(),
    result: json('result').$type<Record<string, unknown>>(),
    /** How often the work itself failed; an outage of the database is not counted. */
    failures: integer('failures').notNull().default(0),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull().default(sqlNow),
    finishedAt: instant('finished_at'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId], foreignColumns: [districts.id] }),
    index('operations_open')
      .on(t.id)
      .where(sql`status in ('queued', 'running')`),
    index('operations_created').on(t.districtId, t.createdAt),
  ],
)
