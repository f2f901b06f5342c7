import { foreignKey, json, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { districts } from '../access/tables.js'
import { instant, sqlNow } from '../db/columns.js'
import type { PolicyEditionDocument } from './schema.js'

/** The frozen editions of a district; the document is never changed once registered. */
export const policyEditions = pgTable(
  'policy_editions',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    code: text('code').notNull(),
    firstAcademicYear: text('first_academic_year').notNull(),
    document: json('document').$type<PolicyEditionDocument>().notNull(),
    sha256: text('sha256').notNull(),
    createdAt: instant('created_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    unique('policy_editions_code').on(t.districtId, t.code),
    unique('policy_editions_first_year').on(t.districtId, t.firstAcademicYear),
    foreignKey({ columns: [t.districtId], foreignColumns: [districts.id] }),
  ],
)
