import { foreignKey, index, json, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { instant, sqlNow } from '../../db/columns.js'
import { operations } from '../../operations/tables.js'
import { files } from '../../files/tables.js'
import type { ExportManifest, ExportRequest } from './schema.js'

/** An export shares its id with its operation. */
export const exports = pgTable(
  'exports',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    request: json('request').$type<ExportRequest>().notNull(),
    schoolId: uuid('school_id'),
    fileId: uuid('file_id'),
    manifest: json('manifest').$type<ExportManifest>(),
    createdAt: instant('created_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId, t.id], foreignColumns: [operations.districtId, operations.id] }),
    foreignKey({ columns: [t.districtId, t.fileId], foreignColumns: [files.districtId, files.id] }),
    index('exports_created').on(t.districtId, t.createdAt),
  ],
)
