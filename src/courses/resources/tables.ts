import { bigint, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, sqlNow } from '../../db/columns.js'
import { files } from '../../files/tables.js'
import { courses } from '../tables.js'
import type { DeclaredFile, ResourceKind, ResourceLicence } from './schema.js'

/** A resource of a course: an address elsewhere, or a file that is declared first and stored when it has come. */
export const courseResources = pgTable(
  'course_resources',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    courseId: uuid('course_id').notNull(),
    title: text('title').notNull(),
    kind: text('kind').$type<ResourceKind>().notNull(),
    licence: text('licence').$type<ResourceLicence>().notNull(),
    url: text('url'),
    fileName: text('file_name'),
    mediaType: text('media_type').$type<DeclaredFile['mediaType']>(),
    bytes: bigint('bytes', { mode: 'number' }),
    sha256: text('sha256'),
    fileId: uuid('file_id'),
    uploadedAt: instant('uploaded_at'),
    /** Since then neither address nor bytes are there any more. */
    removedAt: instant('removed_at'),
    removalReason: text('removal_reason'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId, t.courseId], foreignColumns: [courses.districtId, courses.id] }),
    foreignKey({ columns: [t.districtId, t.fileId], foreignColumns: [files.districtId, files.id] }),
    index('course_resources_course').on(t.districtId, t.courseId, t.id),
  ],
)
