import { sql } from 'drizzle-orm'
import { bigint, customType, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, sqlNow } from '../db/columns.js'

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
    /** The id of the data key that the chunks are sealed under; null for a file that is stored as it is. */
    sealedUnder: text('sealed_under'),
    /** Since then the chunks are gone: name, size and SHA-256 still tell which file it was. */
    contentRemovedAt: instant('content_removed_at'),
    createdAt: instant('created_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    index('files_with_content')
      .on(t.districtId, t.createdAt)
      .where(sql`content_removed_at is null`),
  ],
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
