import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { teachers } from '../../roster/tables.js'
import type { StoredPerson } from './schema.js'

/** The present names of those who are teachers: whoever was erased is called by the pseudonym. */
export async function findNamesOf(
  tx: Tx,
  districtId: string,
  people: readonly StoredPerson[],
): Promise<Map<string, string>> {
  const ids = [...new Set(people.flatMap(({ teacherId }) => (teacherId ? [teacherId] : [])))]
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: teachers.id, name: teachers.name })
    .from(teachers)
    .where(and(eq(teachers.districtId, districtId), sql`${teachers.id} = any(${sql.param(ids)}::uuid[])`))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
