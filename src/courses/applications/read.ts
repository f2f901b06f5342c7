import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { courses } from '../tables.js'
import type { CourseApplication, CourseApplicationStatus } from './schema.js'
import { courseApplicationRounds, courseApplications } from './tables.js'

export type ApplicationRow = typeof courseApplications.$inferSelect

const isOpen = inArray(courseApplications.status, ['submitted', 'returned'])

const ofCourse = and(eq(courses.districtId, courseApplications.districtId), eq(courses.id, courseApplications.courseId))

/** Those whose course it is see an application, and the district does. */
const applicationIsSeen = (scope: Scope) =>
  and(
    eq(courseApplications.districtId, scope.districtId),
    scope.schoolId ? eq(courses.schoolId, scope.schoolId) : undefined,
    scope.teacherId ? eq(courses.leaderTeacherId, scope.teacherId) : undefined,
  )

const columns = {
  application: courseApplications,
  schoolId: courses.schoolId,
  leaderTeacherId: courses.leaderTeacherId,
}
type Found = { application: ApplicationRow; schoolId: string | null; leaderTeacherId: string | null }

export async function findApplication(tx: Tx, scope: Scope, id: string): Promise<CourseApplication | null> {
  const rows = await tx
    .select(columns)
    .from(courseApplications)
    .innerJoin(courses, ofCourse)
    .where(and(applicationIsSeen(scope), eq(courseApplications.id, id)))
  const [application] = await withRounds(tx, scope.districtId, rows)
  return application ?? null
}

export async function listApplications(
  tx: Tx,
  scope: Scope,
  {
    status,
    schoolId,
    courseId,
    limit,
    cursor,
  }: {
    status?: CourseApplicationStatus | undefined
    schoolId?: string | undefined
    courseId?: string | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<{ data: CourseApplication[]; nextCursor: string | null }> {
  const after = decodeCursor('listCourseApplications', cursor, ['uuid'])
  const rows = await tx
    .select(columns)
    .from(courseApplications)
    .innerJoin(courses, ofCourse)
    .where(
      and(
        applicationIsSeen(scope),
        status ? eq(courseApplications.status, status) : undefined,
        schoolId ? eq(courses.schoolId, schoolId) : undefined,
        courseId ? eq(courseApplications.courseId, courseId) : undefined,
        after ? sql`${courseApplications.id} < ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(desc(courseApplications.id))
    .limit(limit + 1)
  const page = pageFrom(
    'listCourseApplications',
    rows,
    limit,
    (row) => [row.application.id],
    (row) => row,
  )
  return { data: await withRounds(tx, scope.districtId, page.data), nextCursor: page.nextCursor }
}

async function withRounds(tx: Tx, districtId: string, rows: readonly Found[]): Promise<CourseApplication[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ application }) => application.id)
  const rounds = await tx
    .select()
    .from(courseApplicationRounds)
    .where(and(eq(courseApplicationRounds.districtId, districtId), inArray(courseApplicationRounds.applicationId, ids)))
    .orderBy(asc(courseApplicationRounds.number))
  return rows.map(({ application: { districtId: _, ...application }, ...owner }) => ({
    ...application,
    ...owner,
    rounds: rounds
      .filter(({ applicationId }) => applicationId === application.id)
      .map(({ districtId: _, applicationId: __, appliedBy: ___, reviewedBy: ____, ...round }) => round),
  }))
}

/** The course that an application is for, which is locked before the application is. */
export async function findCourseIdOf(tx: Tx, districtId: string, applicationId: string): Promise<string | null> {
  const rows = await tx
    .select({ courseId: courseApplications.courseId })
    .from(courseApplications)
    .where(and(eq(courseApplications.districtId, districtId), eq(courseApplications.id, applicationId)))
  return rows[0]?.courseId ?? null
}

/** An application's state with the version of its present round. Whoever holds the course's lock holds this too. */
export type ApplicationState = ApplicationRow & { versionAppliedWith: number }

const selectState = (tx: Tx) =>
  tx
    .select({ application: courseApplications, versionAppliedWith: courseApplicationRounds.courseVersion })
    .from(courseApplications)
    .innerJoin(
      courseApplicationRounds,
      and(
        eq(courseApplicationRounds.districtId, courseApplications.districtId),
        eq(courseApplicationRounds.applicationId, courseApplications.id),
        eq(courseApplicationRounds.number, courseApplications.round),
      ),
    )

export async function findApplicationState(tx: Tx, districtId: string, id: string): Promise<ApplicationState | null> {
  const rows = await selectState(tx).where(
    and(eq(courseApplications.districtId, districtId), eq(courseApplications.id, id)),
  )
  return rows[0] ? { ...rows[0].application, versionAppliedWith: rows[0].versionAppliedWith } : null
}

export async function findOpenApplication(
  tx: Tx,
  districtId: string,
  courseId: string,
): Promise<ApplicationState | null> {
  const rows = await selectState(tx).where(
    and(eq(courseApplications.districtId, districtId), eq(courseApplications.courseId, courseId), isOpen),
  )
  return rows[0] ? { ...rows[0].application, versionAppliedWith: rows[0].versionAppliedWith } : null
}

/** The version of a course that waits for the institute's review, if there is one. */
export async function findVersionInReview(tx: Tx, districtId: string, courseId: string): Promise<number | null> {
  const open = await findOpenApplication(tx, districtId, courseId)
  return open?.status === 'submitted' ? open.versionAppliedWith : null
}
