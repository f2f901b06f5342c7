import type { Category } from '../../policy/schema.js'
import type { Credits } from '../../lib/quantity.js'

/**
 * §5.3: credits are awarded at the end of each semester. An award is a difference:
 *
 *     award(s) = entitlement(≤s) − everything awarded for semesters up to s
 *
 * 1. A regular run decides its semester, and then each later one of the year that is sealed for the teacher already.
 * 2. An amendment decides every sealed semester, and keeps those that differ.
 *
 * What a run has just decided counts as awarded for the semesters after it. So for every sealed semester the awards up to
 * it are the entitlement up to it, whatever was entered, reversed, sealed or amended before, and in whatever order.
 */

export type Semester = 1 | 2
export type CreditsByCategory = Readonly<Record<Category, Credits>>

/** One semester of a teacher's academic year. */
export type SemesterState = {
  semester: Semester
  /** Whether a sealed run has a statement of the teacher for it. */
  sealed: boolean
  /** Cumulative in the year, up to the end of the semester. */
  entitlement: CreditsByCategory
  /** The sum of all awards that sealed runs posted for this semester alone. */
  awarded: CreditsByCategory
}

export type Award = {
  semester: Semester
  entitlement: CreditsByCategory
  /** Awarded for semesters up to this one before this award. Cumulative, as the entitlement is. */
  awardedBefore: CreditsByCategory
  /** Negative when credit is taken back. */
  award: CreditsByCategory
}

/** The awards of a regular run: always one for its own semester, and one for each later sealed semester that differs. */
export function regularAwards(semesters: readonly SemesterState[], semester: Semester): Award[] {
  return differences(semesters, semester)
}

/** The awards of an amendment: one for each sealed semester that differs; none when every one of them agrees. */
export function amendmentAwards(semesters: readonly SemesterState[]): Award[] {
  return differences(semesters, null)
}

function differences(semesters: readonly SemesterState[], regular: Semester | null): Award[] {
  let lecture = 0
  let practice = 0
  const awards: Award[] = []
  for (const { semester, sealed, entitlement, awarded } of [...semesters].sort(bySemester)) {
    lecture += awarded.lecture
    practice += awarded.practice
    if (semester !== regular && !(sealed && semester > (regular ?? 0))) continue
    const award: Award = {
      semester,
      entitlement,
      awardedBefore: byCategory(lecture, practice),
      award: byCategory(entitlement.lecture - lecture, entitlement.practice - practice),
    }
    if (semester === regular || differs(award)) awards.push(award)
    lecture = entitlement.lecture
    practice = entitlement.practice
  }
  return awards
}

function bySemester(a: SemesterState, b: SemesterState): number {
  return a.semester - b.semester
}

function differs({ award }: Award): boolean {
  return award.lecture !== 0 || award.practice !== 0
}

function byCategory(lecture: number, practice: number): CreditsByCategory {
  return { lecture: lecture as Credits, practice: practice as Credits }
}
