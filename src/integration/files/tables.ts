import { bigint, customType, foreignKey, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, sqlNow } from '../../db/columns.js'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Files in and out live in the database, in chunks: one store to back up, and every instance of the service sees them. */
export const files = pgTable(
  'files',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    createdAt: instant('created_at').notNull().default(sqlNow),
  },
  (t) => [primaryKey({ columns: [t.districtId, t.id] })],
)

export const fileChunks = pgTable(
  'file_chunks',
  {
    districtId: uuid('district_id').notNull(),
    fileId: uuid('file_id').notNull(),
    sequence: integer('sequence').notNull(),
    content: bytea('content').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.fileId, t.sequence] }),
    foreignKey({ columns: [t.districtId, t.fileId], foreignColumns: [files.districtId, files.id] }).onDelete('cascade'),
  ],
)
