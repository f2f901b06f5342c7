import { and, desc, eq, isNotNull, or, sql, type SQL } from 'drizzle-orm'
import type { Role, Scope } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import { searchText } from '../lib/search-text.js'
import { homeroomDuties } from '../roster/tables.js'
import type { CourseContent, CourseReach, CourseStatus } from './schema.js'
import { courses, courseVersions } from './tables.js'

/** Who looks at courses: of what is its own it sees the newest version, of all else what is published. */
export type Viewer = Scope & { role: Role }
export type CourseRow = typeof courses.$inferSelect
export type CourseVersionRow = typeof courseVersions.$inferSelect
export type CourseOfViewer = { course: CourseRow; isOwn: boolean }

const shownColumns = {
  number: courseVersions.number,
  content: courseVersions.content,
  policyEditionId: courseVersions.policyEditionId,
  publishedAt: courseVersions.publishedAt,
}
export type ShownCourse = CourseOfViewer & {
  shown: Pick<CourseVersionRow, 'number' | 'content' | 'policyEditionId' | 'publishedAt'>
}

const wasPublished = isNotNull(courses.publishedVersion)
const isShared = and(eq(courses.reach, 'shared'), wasPublished)

/**
 * A school's client sees its own courses and what was ever published to all; a person's what was published to all or at
 * the schools of the person's duties, and the person's own.
 */
export const courseIsSeen = (scope: Scope) =>
  and(
    eq(courses.districtId, scope.districtId),
    scope.schoolId ? or(eq(courses.schoolId, scope.schoolId), isShared) : undefined,
    scope.teacherId
      ? or(eq(courses.leaderTeacherId, scope.teacherId), isShared, and(wasPublished, isOfSchoolOf(scope)))
      : undefined,
  )

const isOfSchoolOf = (scope: Scope) =>
  sql`${courses.schoolId} in (select ${homeroomDuties.schoolId} from ${homeroomDuties}
    where ${homeroomDuties.districtId} = ${scope.districtId} and ${homeroomDuties.teacherId} = ${scope.teacherId})`

/** Whose a course is: its school's, its leader's, or the institute's; an integration of no school maintains every school's. */
const courseIsOwn = ({ role, schoolId, teacherId }: Viewer): SQL<boolean> => {
  if (schoolId) return sql<boolean>`(${courses.schoolId} is not null and ${courses.schoolId} = ${schoolId})`
  if (teacherId)
    return sql<boolean>`(${courses.leaderTeacherId} is not null and ${courses.leaderTeacherId} = ${teacherId})`
  if (role === 'institute') return sql<boolean>`(${courses.schoolId} is null and ${courses.leaderTeacherId} is null)`
  return role === 'integration' ? sql<boolean>`(${courses.schoolId} is not null)` : sql<boolean>`false`
}

const shownNumber = (viewer: Viewer) => sql`case when ${courseIsOwn(viewer)} then ${courses.newestVersion}
  else coalesce(${courses.publishedVersion}, ${courses.newestVersion}) end`

const isVersionOf = (number: SQL | number | typeof courses.publishedVersion) =>
  and(
    eq(courseVersions.districtId, courses.districtId),
    eq(courseVersions.courseId, courses.id),
    eq(courseVersions.number, number),
  )

/**
 * One version of each course of an outer query. Looked up course by course: a list stops at its last row, and a search
 * that finds nothing reads the district's own and no more, whatever the planner makes of the words.
 */
const versionOfEach = (tx: Tx, number: SQL | typeof courses.publishedVersion) =>
  tx.select().from(courseVersions).where(isVersionOf(number)).limit(1).as('shown')

/** A course with the version that the viewer is shown, or the one named; drafts are for their owner and the district. */
export async function findCourse(
  tx: Tx,
  viewer: Viewer,
  id: string,
  versionNumber?: number,
): Promise<ShownCourse | null> {
  const isWhole = !viewer.schoolId && !viewer.teacherId
  const rows = await tx
    .select({ course: courses, isOwn: courseIsOwn(viewer), shown: shownColumns })
    .from(courses)
    .innerJoin(courseVersions, isVersionOf(versionNumber ?? shownNumber(viewer)))
    .where(
      and(
        courseIsSeen(viewer),
        eq(courses.id, id),
        isWhole ? undefined : or(isNotNull(courseVersions.publishedAt), courseIsOwn(viewer)),
      ),
    )
  return rows[0] ?? null
}

/** The course's own row, locked for a change, and whether the viewer may make it. */
export async function lockCourse(tx: Tx, viewer: Viewer, id: string): Promise<CourseOfViewer | null> {
  const rows = await tx
    .select({ course: courses, isOwn: courseIsOwn(viewer) })
    .from(courses)
    .where(and(courseIsSeen(viewer), eq(courses.id, id)))
    .for('update')
  return rows[0] ?? null
}

export type CourseFilters = {
  module?: string | undefined
  tier?: number | undefined
  form?: string | undefined
  reach?: CourseReach | undefined
  schoolId?: string | undefined
  status?: CourseStatus | undefined
  q?: string | undefined
  limit: number
  cursor?: string | undefined
}

/** Newest first. What is retired is listed to those whose it is, to schools and to the district, not to persons. */
export async function listCourses(
  tx: Tx,
  viewer: Viewer,
  { module, tier, form, reach, schoolId, status, q, limit, cursor }: CourseFilters,
): Promise<{ data: ShownCourse[]; nextCursor: string | null }> {
  const after = decodeCursor('listCourses', cursor, ['uuid'])
  const shown = versionOfEach(tx, shownNumber(viewer))
  const { number, content, policyEditionId, publishedAt } = shown
  const rows = await tx
    .select({
      course: courses,
      isOwn: courseIsOwn(viewer),
      shown: { number, content, policyEditionId, publishedAt },
    })
    .from(courses)
    .crossJoinLateral(shown)
    .where(
      and(
        courseIsSeen(viewer),
        viewer.teacherId ? or(eq(courses.status, 'published'), courseIsOwn(viewer)) : undefined,
        reach ? eq(courses.reach, reach) : undefined,
        schoolId ? eq(courses.schoolId, schoolId) : undefined,
        status ? eq(courses.status, status) : undefined,
        module ? sql`${module} = any(${shown.modules})` : undefined,
        tier ? sql`${tier} = any(${shown.tiers})` : undefined,
        form ? sql`${form} = any(${shown.forms})` : undefined,
        // Words of two characters have no trigrams, and `ilike` takes several times as long on text that is normalised already.
        q ? sql`strpos(${shown.search}, ${searchText(q)}) > 0` : undefined,
        after ? sql`${courses.id} < ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(desc(courses.id))
    .limit(limit + 1)
  return pageFrom(
    'listCourses',
    rows,
    limit,
    (row) => [row.course.id],
    (row) => row,
  )
}

/** What of a course counts elsewhere: which it is, whether it may still be taught, and one published version of it. */
export type PublishedCourse = Pick<CourseRow, 'id' | 'schoolId' | 'leaderTeacherId' | 'reach' | 'status'> & {
  versionNumber: number
  content: CourseContent
}

const courseColumns = {
  id: courses.id,
  schoolId: courses.schoolId,
  leaderTeacherId: courses.leaderTeacherId,
  reach: courses.reach,
  status: courses.status,
}

/**
 * A published version of a course that the client sees, the one named or the present one. The course may be retired: see
 * `status` before something new rests on it.
 */
export async function findCourseVersion(
  tx: Tx,
  scope: Scope,
  courseId: string,
  versionNumber?: number,
): Promise<PublishedCourse | null> {
  const rows = await tx
    .select({ ...courseColumns, versionNumber: courseVersions.number, content: courseVersions.content })
    .from(courses)
    .innerJoin(courseVersions, isVersionOf(versionNumber ?? courses.publishedVersion))
    .where(and(courseIsSeen(scope), eq(courses.id, courseId), isNotNull(courseVersions.publishedAt)))
  return rows[0] ?? null
}

/** Those of the courses that the client sees and that are or were published, with their status. */
export async function findCourseStatuses(
  tx: Tx,
  scope: Scope,
  courseIds: readonly string[],
): Promise<Map<string, CourseStatus>> {
  if (courseIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: courses.id, status: courses.status })
    .from(courses)
    .where(
      and(courseIsSeen(scope), wasPublished, sql`${courses.id} = any(${sql.param([...new Set(courseIds)])}::uuid[])`),
    )
  return new Map(rows.map(({ id, status }) => [id, status]))
}

/** What a course is chosen by, without its objectives and description. */
export type OfferedCourse = Pick<CourseRow, 'id' | 'schoolId' | 'reach'> &
  Pick<CourseContent, 'title' | 'modules' | 'forms' | 'hours'> & { versionNumber: number }

/** Published courses for a tier, shared in the district or of one of these schools, the newest first. */
export async function listCoursesFor(
  tx: Tx,
  {
    districtId,
    schoolIds,
    tier,
    limit,
  }: { districtId: string; schoolIds: readonly string[]; tier: number; limit: number },
): Promise<OfferedCourse[]> {
  const shown = versionOfEach(tx, courses.publishedVersion)
  return tx
    .select({
      id: courses.id,
      schoolId: courses.schoolId,
      reach: courses.reach,
      versionNumber: shown.number,
      title: sql<string>`${shown.content} ->> 'title'`,
      modules: shown.modules,
      forms: shown.forms,
      hours: sql<string>`${shown.content} ->> 'hours'`,
    })
    .from(courses)
    .crossJoinLateral(shown)
    .where(
      and(
        eq(courses.districtId, districtId),
        eq(courses.status, 'published'),
        or(isShared, sql`${courses.schoolId} = any(${sql.param([...schoolIds])}::uuid[])`),
        sql`${tier} = any(${shown.tiers})`,
      ),
    )
    .orderBy(desc(courses.id))
    .limit(limit)
}

export async function findVersion(
  tx: Tx,
  { districtId, id }: Pick<CourseRow, 'districtId' | 'id'>,
  number: number,
): Promise<CourseVersionRow> {
  const rows = await tx
    .select()
    .from(courseVersions)
    .where(
      and(
        eq(courseVersions.districtId, districtId),
        eq(courseVersions.courseId, id),
        eq(courseVersions.number, number),
      ),
    )
  return rows[0]!
}
