import { and, eq, exists, gt, inArray, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { idsBySourcedId } from '../read.js'
import type { School, SchoolGroup } from '../schema.js'
import { homeroomDuties, schoolGroups, schools } from '../tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
type PageRequest = { limit: number; cursor?: string | undefined }

const toSchoolGroup = ({ districtId: _, ...group }: typeof schoolGroups.$inferSelect): SchoolGroup => group

const toSchool = ({ districtId: _, ...school }: typeof schools.$inferSelect): School => school

/** A school's client sees its own school only; a teacher's client the schools of its duties. */
const schoolIsSeen = (tx: Tx, scope: Scope) =>
  and(
    eq(schools.districtId, scope.districtId),
    scope.schoolId ? eq(schools.id, scope.schoolId) : undefined,
    scope.teacherId
      ? exists(
          tx
            .select({ one: sql`1` })
            .from(homeroomDuties)
            .where(
              and(
                eq(homeroomDuties.districtId, schools.districtId),
                eq(homeroomDuties.schoolId, schools.id),
                eq(homeroomDuties.teacherId, scope.teacherId),
              ),
            ),
        )
      : undefined,
  )

export async function findSchool(tx: Tx, scope: Scope, id: string): Promise<School | null> {
  const rows = await tx
    .select()
    .from(schools)
    .where(and(schoolIsSeen(tx, scope), eq(schools.id, id)))
  return rows[0] ? toSchool(rows[0]) : null
}

export async function listSchools(
  tx: Tx,
  scope: Scope,
  {
    sourcedId,
    kind,
    schoolGroupId,
    limit,
    cursor,
  }: PageRequest & {
    sourcedId?: string | undefined
    kind?: School['kind'] | undefined
    schoolGroupId?: string | undefined
  },
): Promise<Page<School>> {
  const after = decodeCursor('listSchools', cursor, ['string'])
  const rows = await tx
    .select()
    .from(schools)
    .where(
      and(
        schoolIsSeen(tx, scope),
        sourcedId ? eq(schools.sourcedId, sourcedId) : undefined,
        kind ? eq(schools.kind, kind) : undefined,
        schoolGroupId ? eq(schools.schoolGroupId, schoolGroupId) : undefined,
        after ? gt(schools.sourcedId, String(after[0])) : undefined,
      ),
    )
    .orderBy(schools.sourcedId)
    .limit(limit + 1)
  return pageFrom('listSchools', rows, limit, (row) => [row.sourcedId], toSchool)
}

export async function listSchoolGroups(
  tx: Tx,
  scope: Scope,
  { sourcedId, limit, cursor }: PageRequest & { sourcedId?: string | undefined },
): Promise<Page<SchoolGroup>> {
  const after = decodeCursor('listSchoolGroups', cursor, ['string'])
  const rows = await tx
    .select()
    .from(schoolGroups)
    .where(
      and(
        eq(schoolGroups.districtId, scope.districtId),
        sourcedId ? eq(schoolGroups.sourcedId, sourcedId) : undefined,
        after ? gt(schoolGroups.sourcedId, String(after[0])) : undefined,
      ),
    )
    .orderBy(schoolGroups.sourcedId)
    .limit(limit + 1)
  return pageFrom('listSchoolGroups', rows, limit, (row) => [row.sourcedId], toSchoolGroup)
}

/** The row that a put is about, locked so that its version cannot change meanwhile. */
export async function lockSchoolGroup(tx: Tx, districtId: string, sourcedId: string): Promise<SchoolGroup | null> {
  const rows = await tx
    .select()
    .from(schoolGroups)
    .where(and(eq(schoolGroups.districtId, districtId), eq(schoolGroups.sourcedId, sourcedId)))
    .for('update')
  return rows[0] ? toSchoolGroup(rows[0]) : null
}

export async function lockSchool(tx: Tx, districtId: string, sourcedId: string): Promise<School | null> {
  const rows = await tx
    .select()
    .from(schools)
    .where(and(eq(schools.districtId, districtId), eq(schools.sourcedId, sourcedId)))
    .for('update')
  return rows[0] ? toSchool(rows[0]) : null
}

/** The ids behind external ids; one that is not in the map does not exist in the district. */
export async function findSchoolIds(
  tx: Tx,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, string>> {
  return idsBySourcedId(tx, schools, districtId, sourcedIds)
}

export async function findSchoolGroupIds(
  tx: Tx,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, string>> {
  return idsBySourcedId(tx, schoolGroups, districtId, sourcedIds)
}

/** Which of these schools exist in the district. */
export async function findExistingSchools(tx: Tx, districtId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: schools.id })
    .from(schools)
    .where(and(eq(schools.districtId, districtId), inArray(schools.id, [...ids])))
  return new Set(rows.map(({ id }) => id))
}

export type SchoolName = { id: string; sourcedId: string; name: string }

export async function findSchoolNames(
  tx: Tx,
  districtId: string,
  schoolIds: readonly string[],
): Promise<Map<string, SchoolName>> {
  const rows = await tx
    .select({ id: schools.id, sourcedId: schools.sourcedId, name: schools.name })
    .from(schools)
    .where(and(eq(schools.districtId, districtId), inArray(schools.id, [...schoolIds])))
  return new Map(rows.map((school) => [school.id, school]))
}
