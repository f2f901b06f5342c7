import { boolean, foreignKey, index, integer, json, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, sqlNow } from '../../db/columns.js'
import { operations } from '../../operations/tables.js'
import { files } from '../../files/tables.js'
import type { ImportKind, ImportOutcome, StoredTotals } from './schema.js'

/** An import shares its id with its operation. */
export const imports = pgTable(
  'imports',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    kind: text('kind').$type<ImportKind>().notNull(),
    dryRun: boolean('dry_run').notNull(),
    fileId: uuid('file_id').notNull(),
    schoolId: uuid('school_id'),
    totals: json('totals').$type<StoredTotals>(),
    /** Since then its rows are gone; the totals stay. */
    rowsRemovedAt: instant('rows_removed_at'),
    createdAt: instant('created_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId, t.id], foreignColumns: [operations.districtId, operations.id] }),
    foreignKey({ columns: [t.districtId, t.fileId], foreignColumns: [files.districtId, files.id] }),
    index('imports_created').on(t.districtId, t.createdAt),
  ],
)

/** What became of each row; `cause` gathers the rows that one missing parent stops. */
export const importRows = pgTable(
  'import_rows',
  {
    districtId: uuid('district_id').notNull(),
    importId: uuid('import_id').notNull(),
    number: integer('number').notNull(),
    file: text('file').notNull(),
    rowNumber: integer('row_number').notNull(),
    outcome: text('outcome').$type<ImportOutcome>().notNull(),
    column: text('column'),
    code: text('code'),
    params: json('params').$type<Record<string, string | number | boolean | null>>(),
    cause: text('cause'),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.importId, t.number] }),
    foreignKey({ columns: [t.districtId, t.importId], foreignColumns: [imports.districtId, imports.id] }),
    index('import_rows_outcome').on(t.districtId, t.importId, t.outcome, t.number),
  ],
)
