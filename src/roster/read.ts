import {
  and,
  eq,
  exists,
  getTableColumns,
  gt,
  gte,
  isNotNull,
  isNull,
  lte,
  or,
  sql,
  type AnyColumn,
  type Placeholder,
} from 'drizzle-orm'
import type { Scope } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { preparedQuery, type Given } from '../db/prepared.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import type { Sealed } from '../lib/data-keys.js'
import { homeroomDuties, teachers, type schoolGroups, type schools } from './tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
type PageRequest = { limit: number; cursor?: string | undefined }

const { districtId: _, ...teacherColumns } = getTableColumns(teachers)

/** A teacher as stored: identity number and phone are sealed. */
export type StoredTeacher = Omit<typeof teachers.$inferSelect, 'districtId'>

/** A school's client sees the teachers who hold or held a homeroom duty there; a teacher's client only that teacher. */
export const teacherIsSeen = (tx: Tx, scope: Scope | Given<Scope>) =>
  and(
    eq(teachers.districtId, scope.districtId),
    scope.teacherId ? eq(teachers.id, scope.teacherId) : undefined,
    scope.schoolId ? hasDuty(tx, scope.schoolId) : undefined,
  )

const hasDuty = (tx: Tx, schoolId: string | Placeholder, on?: string | Placeholder) =>
  exists(
    tx
      .select({ one: sql`1` })
      .from(homeroomDuties)
      .where(
        and(
          eq(homeroomDuties.districtId, teachers.districtId),
          eq(homeroomDuties.teacherId, teachers.id),
          eq(homeroomDuties.schoolId, schoolId),
          on
            ? and(lte(homeroomDuties.startsOn, on), or(isNull(homeroomDuties.endsOn), gte(homeroomDuties.endsOn, on)))
            : undefined,
        ),
      ),
  )

const selectTeacher = preparedQuery('teacher', (tx, { id, ...scope }: Given<Scope & { id: string }>) =>
  tx
    .select(teacherColumns)
    .from(teachers)
    .where(and(teacherIsSeen(tx, scope), eq(teachers.id, id))),
)

export async function findTeacher(
  tx: Tx,
  { districtId, schoolId, teacherId }: Scope,
  id: string,
): Promise<StoredTeacher | null> {
  const rows = await selectTeacher(tx, { districtId, schoolId, teacherId, id })
  return rows[0] ?? null
}

type TeacherFilters = {
  sourcedId?: string | undefined
  name?: string | undefined
  dutyAt?: string | undefined
  onDutyOn?: string | undefined
  after?: string | undefined
  rows: number
}

const selectTeachers = preparedQuery(
  'teachers',
  (tx, { sourcedId, name, dutyAt, onDutyOn, after, rows, ...scope }: Given<Scope & TeacherFilters>) =>
    tx
      .select(teacherColumns)
      .from(teachers)
      .where(
        and(
          teacherIsSeen(tx, scope),
          sourcedId ? eq(teachers.sourcedId, sourcedId) : undefined,
          name ? eq(teachers.name, name) : undefined,
          dutyAt ? hasDuty(tx, dutyAt, onDutyOn) : undefined,
          after ? gt(teachers.sourcedId, after) : undefined,
        ),
      )
      .orderBy(teachers.sourcedId)
      .limit(rows),
)

export type TeacherRequest = PageRequest & {
  sourcedId?: string | undefined
  name?: string | undefined
  schoolId?: string | undefined
  onDutyOn?: string | undefined
}

export async function listTeachers(
  tx: Tx,
  { districtId, schoolId, teacherId }: Scope,
  { schoolId: dutyAt, limit, cursor, ...filters }: TeacherRequest,
): Promise<Page<StoredTeacher>> {
  const after = decodeCursor('listTeachers', cursor, ['string'])?.[0] as string | undefined
  const scope = { districtId, schoolId, teacherId }
  const rows = await selectTeachers(tx, { ...scope, ...filters, dutyAt, after, rows: limit + 1 })
  return pageFrom(
    'listTeachers',
    rows,
    limit,
    (row) => [row.sourcedId],
    (row) => row,
  )
}

export async function lockTeacher(tx: Tx, districtId: string, sourcedId: string): Promise<StoredTeacher | null> {
  const rows = await tx
    .select(teacherColumns)
    .from(teachers)
    .where(and(eq(teachers.districtId, districtId), eq(teachers.sourcedId, sourcedId)))
    .for('update')
  return rows[0] ?? null
}

export async function findTeacherIds(
  tx: Tx,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, string>> {
  return idsBySourcedId(tx, teachers, districtId, sourcedIds)
}

/** The ids behind the external ids of teachers whom the client may see: no other is in the map. */
export async function findSeenTeacherIds(
  tx: Tx,
  scope: Scope,
  sourcedIds: readonly string[],
): Promise<Map<string, string>> {
  if (sourcedIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: teachers.id, sourcedId: teachers.sourcedId })
    .from(teachers)
    .where(
      and(teacherIsSeen(tx, scope), sql`${teachers.sourcedId} = any(${sql.param([...new Set(sourcedIds)])}::text[])`),
    )
  return new Map(rows.map(({ id, sourcedId }) => [sourcedId, id]))
}

export async function idsBySourcedId(
  tx: Tx,
  table: typeof schools | typeof schoolGroups | typeof teachers,
  districtId: string,
  sourcedIds: readonly string[],
): Promise<Map<string, string>> {
  if (sourcedIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: table.id, sourcedId: table.sourcedId })
    .from(table)
    .where(
      and(
        eq(table.districtId, districtId),
        sql`${table.sourcedId} = any(${sql.param([...new Set(sourcedIds)])}::text[])`,
      ),
    )
  return new Map(rows.map(({ id, sourcedId }) => [sourcedId, id]))
}

/** The same by id. */
export async function lockTeacherById(tx: Tx, scope: Scope, id: string): Promise<StoredTeacher | null> {
  const rows = await tx
    .select(teacherColumns)
    .from(teachers)
    .where(and(teacherIsSeen(tx, scope), eq(teachers.id, id)))
    .for('update')
  return rows[0] ?? null
}

/** Which of these teachers have been erased; an erasure of one of them waits until the transaction ends. */
export async function findErasedTeachers(tx: Tx, districtId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: teachers.id, erasedAt: teachers.erasedAt })
    .from(teachers)
    .where(and(eq(teachers.districtId, districtId), sql`${teachers.id} = any(${sql.param([...new Set(ids)])}::uuid[])`))
    .orderBy(teachers.sourcedId)
    .for('key share')
  return new Set(rows.filter(({ erasedAt }) => erasedAt !== null).map(({ id }) => id))
}

/** Teachers with a number that is sealed under another key than the one that encrypts now; those at work are left out. */
export async function lockOutdatedTeachers(
  tx: Tx,
  districtId: string,
  limit: number,
): Promise<{ id: string; sourcedId: string; identityNumber: Sealed | null; phone: Sealed | null }[]> {
  const { id, sourcedId, identityNumber, phone } = teachers
  return tx
    .select({ id, sourcedId, identityNumber, phone })
    .from(teachers)
    .where(and(eq(teachers.districtId, districtId), numbersAreOutdated(tx)))
    .limit(limit)
    .for('update', { skipLocked: true })
}

export async function hasOutdatedTeachers(tx: Tx, districtId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: teachers.id })
    .from(teachers)
    .where(and(eq(teachers.districtId, districtId), numbersAreOutdated(tx)))
    .limit(1)
  return rows.length > 0
}

const numbersAreOutdated = ({ dataKeys }: Tx) => {
  const current = `${dataKeys.ids[0]}.`
  const isOutdated = (column: AnyColumn) => sql`not starts_with(${column}, ${current})`
  return or(
    and(isNotNull(teachers.identityNumber), isOutdated(teachers.identityNumber)),
    and(isNotNull(teachers.phone), isOutdated(teachers.phone)),
  )
}

/** Which of these teachers exist in the district; a school's client is told only of its own. */
export async function findExistingTeachers(tx: Tx, scope: Scope, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: teachers.id })
    .from(teachers)
    .where(and(teacherIsSeen(tx, scope), sql`${teachers.id} = any(${sql.param([...new Set(ids)])}::uuid[])`))
  return new Set(rows.map(({ id }) => id))
}

export type TeacherStanding = Pick<StoredTeacher, 'id' | 'professionalTitle' | 'earlierServiceYears'>

/** What a teacher's tier rests on besides the duties. */
export async function findStandings(tx: Tx, districtId: string, ids: readonly string[]): Promise<TeacherStanding[]> {
  if (ids.length === 0) return []
  return tx
    .select({
      id: teachers.id,
      professionalTitle: teachers.professionalTitle,
      earlierServiceYears: teachers.earlierServiceYears,
    })
    .from(teachers)
    .where(and(eq(teachers.districtId, districtId), sql`${teachers.id} = any(${sql.param([...ids])}::uuid[])`))
}
