import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import { searchText } from '../lib/search-text.js'
import type { CourseRow, CourseVersionRow } from './read.js'
import type { CourseContent } from './schema.js'
import { courses, courseVersions } from './tables.js'

type CourseKey = Pick<CourseRow, 'districtId' | 'id'>
type Written = { number: number; content: CourseContent; policyEditionId: string }

/** The content once more, as lists look for it. */
const searched = ({ title, objectives, description, modules, tiers, forms }: CourseContent) => ({
  search: searchText(title, ...objectives, description),
  modules,
  tiers,
  forms,
})

export async function insertCourse(
  tx: Tx,
  course: CourseKey & Pick<CourseRow, 'schoolId' | 'leaderTeacherId'>,
  version: Written,
): Promise<void> {
  await tx.insert(courses).values(course)
  await insertVersion(tx, course, version)
}

export async function insertVersion(
  tx: Tx,
  { districtId, id }: CourseKey,
  { number, content, policyEditionId }: Written,
): Promise<void> {
  const key = { districtId, courseId: id, number }
  await tx.insert(courseVersions).values({ ...key, content, policyEditionId, ...searched(content) })
}

/** Puts other content into a version that is not frozen. */
export async function rewriteVersion(
  tx: Tx,
  course: CourseKey,
  { number, content, policyEditionId }: Written,
): Promise<void> {
  await tx
    .update(courseVersions)
    .set({ content, policyEditionId, ...searched(content) })
    .where(and(isVersion(course, number), eq(courseVersions.frozen, false)))
}

/** From now on the version stays as it is; when it is published, that is said with the first time. */
export async function freezeVersion(
  tx: Tx,
  course: CourseKey,
  number: number,
  publishedAt?: CourseVersionRow['publishedAt'],
): Promise<void> {
  await tx
    .update(courseVersions)
    .set({
      frozen: true,
      ...(publishedAt ? { publishedAt: sql`coalesce(${courseVersions.publishedAt}, ${publishedAt})` } : {}),
    })
    .where(isVersion(course, number))
}

const isVersion = ({ districtId, id }: CourseKey, number: number) =>
  and(eq(courseVersions.districtId, districtId), eq(courseVersions.courseId, id), eq(courseVersions.number, number))

export async function changeCourse(
  tx: Tx,
  { districtId, id }: CourseKey,
  change: Partial<Pick<CourseRow, 'reach' | 'status' | 'publishedVersion' | 'newestVersion'>>,
): Promise<void> {
  await tx
    .update(courses)
    .set({ ...change, updatedAt: sql`now()`, version: sql`version + 1` })
    .where(and(eq(courses.districtId, districtId), eq(courses.id, id)))
}
