import type { Category } from '../../policy/schema.js'
import type { Credits, Hours } from '../../lib/quantity.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import { annualMinimum } from '../../progress/rules/annual-minimum.js'
import {
  amendmentAwards,
  regularAwards,
  type Award,
  type CreditsByCategory,
  type Semester,
  type SemesterState,
} from './awards.js'
import { entitlement } from './entitlement.js'

/** A sealed run, named by what stays the same wherever the data goes. Sequence 0 is the regular run. */
export type RunReference = { schoolSourcedId: string; semester: Semester; sequence: number }

export type SchoolHours = { schoolSourcedId: string; lecture: Hours; practice: Hours }

/** What is known of one teacher when a run is computed. */
export type TeacherFacts = {
  teacherSourcedId: string
  /** The facts rest on the first so many entries of the teacher's ledger. */
  ledgerPosition: number
  hoursRequired: Hours
  /** The semesters of the academic year, each with what a run for it would count. */
  semesters: readonly {
    semester: Semester
    /** Counted hours from the start of the year up to the end of the semester, by the school where they were earned. */
    hoursBySchool: readonly SchoolHours[]
    /** Of the same period: what a maximum keeps out. */
    uncounted: Hours
    /** The sum of all awards that sealed runs posted for this semester alone. */
    awarded: CreditsByCategory
    /** Sealed runs that have a statement of the teacher for this semester. */
    sealedBy: readonly RunReference[]
  }[]
}

/** The run that states: its edition, school, year, and the semester of a regular run. */
export type RunFacts = {
  kind: 'regular' | 'amendment'
  schoolSourcedId: string
  academicYear: string
  semester: Semester
}

/** Hours and entitlement are cumulative in the academic year; the award is this statement's own, and may be negative. */
export type CategoryStatement = {
  hours: Hours
  entitlement: Credits
  awardedBefore: Credits
  award: Credits
  awardedInTotal: Credits
  remainder: Hours
}

export type StatementContent = {
  teacherSourcedId: string
  schoolSourcedId: string
  academicYear: string
  semester: Semester
  editionCode: string
  ledgerPosition: number
  lecture: CategoryStatement
  practice: CategoryStatement
  award: Credits
  awardedInTotal: Credits
  hoursCounted: Hours
  hoursUncounted: Hours
  hoursRequired: Hours
  hoursMissing: Hours
  annualMinimumMet: boolean
  /** By sourcedId; schools without counted hours are left out. */
  hoursBySchool: readonly SchoolHours[]
  /** The sealed runs whose statements of the same teacher and semester this one corrects, by sequence. */
  corrects: readonly RunReference[]
}

type CreditParameters = Pick<EditionParameters, 'code' | 'credit'>

type SemesterFacts = TeacherFacts['semesters'][number]

/**
 * What a run states of one teacher (§5.1, §5.3): a regular run its semester, and each later sealed semester that differs;
 * an amendment every sealed semester that differs, or none.
 */
export function statementsOf(teacher: TeacherFacts, run: RunFacts, parameters: CreditParameters): StatementContent[] {
  const states = teacher.semesters.map((facts) => stateOf(facts, parameters))
  const awards = run.kind === 'regular' ? regularAwards(states, run.semester) : amendmentAwards(states)
  const statements: StatementContent[] = []
  for (const award of awards) {
    const facts = teacher.semesters.find(({ semester }) => semester === award.semester)
    if (facts) statements.push(statementOf(teacher, run, parameters, award, facts))
  }
  return statements
}

function stateOf(facts: SemesterFacts, parameters: CreditParameters): SemesterState {
  return {
    semester: facts.semester,
    sealed: facts.sealedBy.length > 0,
    entitlement: {
      lecture: entitlement(hoursOf(facts, 'lecture'), 'lecture', parameters).credits,
      practice: entitlement(hoursOf(facts, 'practice'), 'practice', parameters).credits,
    },
    awarded: facts.awarded,
  }
}

function hoursOf({ hoursBySchool }: SemesterFacts, category: Category): Hours {
  let sum = 0
  for (const school of hoursBySchool) sum += school[category]
  return sum as Hours
}

function statementOf(
  teacher: TeacherFacts,
  run: RunFacts,
  parameters: CreditParameters,
  award: Award,
  facts: SemesterFacts,
): StatementContent {
  const lecture = categoryStatement('lecture', award, facts, parameters)
  const practice = categoryStatement('practice', award, facts, parameters)
  const hoursCounted = (lecture.hours + practice.hours) as Hours
  const { met, missing } = annualMinimum(hoursCounted, teacher.hoursRequired)
  return {
    teacherSourcedId: teacher.teacherSourcedId,
    schoolSourcedId: run.schoolSourcedId,
    academicYear: run.academicYear,
    semester: award.semester,
    editionCode: parameters.code,
    ledgerPosition: teacher.ledgerPosition,
    lecture,
    practice,
    award: (lecture.award + practice.award) as Credits,
    awardedInTotal: (lecture.awardedInTotal + practice.awardedInTotal) as Credits,
    hoursCounted,
    hoursUncounted: facts.uncounted,
    hoursRequired: teacher.hoursRequired,
    hoursMissing: missing,
    annualMinimumMet: met,
    hoursBySchool: facts.hoursBySchool.filter(countsSomething).sort(bySchool),
    corrects: [...facts.sealedBy].sort(bySequence),
  }
}

function categoryStatement(
  category: Category,
  { awardedBefore, award }: Award,
  facts: SemesterFacts,
  parameters: CreditParameters,
): CategoryStatement {
  const hours = hoursOf(facts, category)
  const { credits, remainder } = entitlement(hours, category, parameters)
  return {
    hours,
    entitlement: credits,
    awardedBefore: awardedBefore[category],
    award: award[category],
    awardedInTotal: (awardedBefore[category] + award[category]) as Credits,
    remainder,
  }
}

function countsSomething({ lecture, practice }: SchoolHours): boolean {
  return lecture !== 0 || practice !== 0
}

function bySchool(a: { schoolSourcedId: string }, b: { schoolSourcedId: string }): number {
  if (a.schoolSourcedId === b.schoolSourcedId) return 0
  return a.schoolSourcedId < b.schoolSourcedId ? -1 : 1
}

function bySequence(a: RunReference, b: RunReference): number {
  return a.sequence - b.sequence || a.semester - b.semester || bySchool(a, b)
}
