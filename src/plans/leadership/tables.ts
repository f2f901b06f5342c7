import { foreignKey, integer, json, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import { academicYears, schools } from '../../roster/tables.js'
import type { StoredPerson } from '../people/schema.js'
import type { LeadershipPart } from './schema.js'

export type StoredMember = StoredPerson & { post: string; part: LeadershipPart }

/** Who leads a school's training in an academic year. */
export const leadershipGroups = pgTable(
  'leadership_groups',
  {
    districtId: uuid('district_id').notNull(),
    schoolId: uuid('school_id').notNull(),
    academicYear: text('academic_year').notNull(),
    members: json('members').$type<StoredMember[]>().notNull(),
    updatedAt: instant('updated_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.schoolId, t.academicYear] }),
    foreignKey({ columns: [t.districtId, t.schoolId], foreignColumns: [schools.districtId, schools.id] }),
    foreignKey({
      columns: [t.districtId, t.academicYear],
      foreignColumns: [academicYears.districtId, academicYears.code],
    }),
  ],
)
