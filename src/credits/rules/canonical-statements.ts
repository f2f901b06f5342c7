import { formatCredits, formatHours } from '../../lib/quantity.js'
import type { CategoryStatement, StatementContent } from './statement.js'

/**
 * The one text of a statement and of a run's list, which the seal's SHA-256 is taken of: JSON without spaces, keys in
 * alphabetical order, quantities as shortest decimals. It holds no id or time that a computation makes up, so the same facts
 * give the same bytes, years later and in another database. Nor does it hold the ledger position: an entry that changes
 * nothing here, say of the next semester, must not undo the principal's signature.
 */
export function canonicalStatement(statement: StatementContent): string {
  return JSON.stringify({
    academicYear: statement.academicYear,
    annualMinimumMet: statement.annualMinimumMet,
    award: formatCredits(statement.award),
    awardedInTotal: formatCredits(statement.awardedInTotal),
    corrects: statement.corrects.map(({ schoolSourcedId, semester, sequence }) => ({
      schoolSourcedId,
      semester,
      sequence,
    })),
    edition: statement.editionCode,
    hoursBySchool: statement.hoursBySchool.map((school) => ({
      lecture: formatHours(school.lecture),
      practice: formatHours(school.practice),
      schoolSourcedId: school.schoolSourcedId,
    })),
    hoursCounted: formatHours(statement.hoursCounted),
    hoursMissing: formatHours(statement.hoursMissing),
    hoursRequired: formatHours(statement.hoursRequired),
    hoursUncounted: formatHours(statement.hoursUncounted),
    lecture: canonicalCategory(statement.lecture),
    practice: canonicalCategory(statement.practice),
    schoolSourcedId: statement.schoolSourcedId,
    semester: statement.semester,
    teacherSourcedId: statement.teacherSourcedId,
  })
}

/** One statement a line, each line ended, by teacher's sourcedId (code units, not a language's order) and semester. */
export function canonicalStatementList(statements: readonly StatementContent[]): string {
  return [...statements]
    .sort(byTeacherAndSemester)
    .map((statement) => `${canonicalStatement(statement)}\n`)
    .join('')
}

/** The order of statements in a canonical list. */
export function byTeacherAndSemester(a: StatementContent, b: StatementContent): number {
  if (a.teacherSourcedId === b.teacherSourcedId) return a.semester - b.semester
  return a.teacherSourcedId < b.teacherSourcedId ? -1 : 1
}

function canonicalCategory(category: CategoryStatement) {
  return {
    award: formatCredits(category.award),
    awardedBefore: formatCredits(category.awardedBefore),
    awardedInTotal: formatCredits(category.awardedInTotal),
    entitlement: formatCredits(category.entitlement),
    hours: formatHours(category.hours),
    remainderHours: formatHours(category.remainder),
  }
}
