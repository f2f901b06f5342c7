import type { Hours, Ratio } from '../../lib/quantity.js'
import { courseStanding, type CourseStanding, type VersionTaught } from './course-done.js'

/** A course in its published version. */
export type CandidateCourse = { id: string; title: string; modules: readonly string[]; hours: Hours }

export type CurriculumFacts = {
  /** Courses that fit the teacher's tier, published and open to the teacher's schools. */
  courses: readonly CandidateCourse[]
  /** Of each course that the teacher has earned hours by: the versions that taught them, oldest first. */
  taught: ReadonlyMap<string, readonly VersionTaught[]>
  /** Need of each module as a share; a module without any source is not in it. */
  needs: ReadonlyMap<string, Ratio>
  /** Counted hours of the year by module. */
  hours: ReadonlyMap<string, Hours>
}

export type CurriculumReason =
  { code: 'need'; module: string; need: Ratio } | { code: 'uncovered'; module: string } | CourseStanding

export type CurriculumPlace = { courseId: string; need: Ratio | null; reasons: CurriculumReason[] }

/**
 * §2.2, §3.1–3.3: the courses of a teacher's tier in the order in which they serve the teacher.
 * 1. What has been done already comes last; what has only begun stands where it stood, and is told.
 * 2. The course whose modules are needed most comes first; a need that nobody knows counts for less than any known one.
 * 3. Of courses needed alike, the one with a module without hours in the year, then the one whose modules have fewest.
 * 4. Then by title and id, so that the order is always the same.
 */
export function orderCurriculum({ courses, taught, needs, hours }: CurriculumFacts): CurriculumPlace[] {
  return courses
    .map((course) => {
      const known = course.modules.flatMap((module) => {
        const need = needs.get(module)
        return need === undefined ? [] : [{ code: 'need' as const, module, need }]
      })
      const most = known.toSorted((a, b) => b.need - a.need)[0] ?? null
      const earned = course.modules.map((module) => hours.get(module) ?? 0)
      const uncovered = course.modules.filter((_, at) => earned[at] === 0)
      const standing = courseStanding(taught.get(course.id) ?? [], course.hours)
      const reasons: CurriculumReason[] = [
        ...(most ? [most] : []),
        ...uncovered.map((module) => ({ code: 'uncovered' as const, module })),
        ...(standing ? [standing] : []),
      ]
      const done = standing?.code === 'done'
      const key = [done ? 1 : 0, -(most?.need ?? -1), uncovered.length > 0 ? 0 : 1, Math.min(...earned)]
      return { course, key, place: { courseId: course.id, need: most?.need ?? null, reasons } }
    })
    .sort((a, b) => compare([...a.key, a.course.title, a.course.id], [...b.key, b.course.title, b.course.id]))
    .map(({ place }) => place)
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const at = a.findIndex((part, index) => part !== b[index])
  if (at < 0) return 0
  return a[at]! < b[at]! ? -1 : 1
}

export type ModuleCoverage = { module: string; need: Ratio | null; hours: Hours; courses: number; covered: boolean }

/** §3.2: how the year covers the modules of the edition, in its order: by hours that count, and by courses at hand. */
export function coverModules(
  modules: readonly { code: string }[],
  { courses, needs, hours }: Omit<CurriculumFacts, 'taught'>,
): ModuleCoverage[] {
  return modules.map(({ code }) => {
    const earned = hours.get(code) ?? (0 as Hours)
    return {
      module: code,
      need: needs.get(code) ?? null,
      hours: earned,
      courses: courses.filter(({ modules: taught }) => taught.includes(code)).length,
      covered: earned > 0,
    }
  })
}
