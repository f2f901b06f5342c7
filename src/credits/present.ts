import { formatCredits, formatHours, parseHours, type Credits, type Hours } from '../lib/quantity.js'
import { annualMinimum } from '../progress/rules/annual-minimum.js'
import type { CreditRunRow, StatementWithTeacher } from './read.js'
import type { CategoryStatement, StatementContent } from './rules/statement.js'
import type { CreditRun, CreditStatement } from './schema.js'

export function presentRun(row: CreditRunRow): CreditRun {
  const {
    id,
    schoolId,
    academicYear,
    semester,
    sequence,
    kind,
    status,
    policyEditionId,
    sha256,
    computedAt,
    signedOffAt,
    sealedAt,
    reason,
    version,
  } = row
  return {
    id,
    schoolId,
    academicYear,
    semester,
    sequence,
    kind,
    status,
    policyEditionId,
    totals: {
      teachers: row.teachers,
      statements: row.statements,
      lectureHours: formatHours(row.lectureHours),
      practiceHours: formatHours(row.practiceHours),
      lectureCredits: formatCredits(row.lectureCredits),
      practiceCredits: formatCredits(row.practiceCredits),
      credits: formatCredits((row.lectureCredits + row.practiceCredits) as Credits),
    },
    sha256,
    computedAt,
    signedOffAt,
    sealedAt,
    reason,
    version,
  }
}

/** A stored statement as the rules read it: what was computed, put together again from its columns. */
export function statementContent(
  { statement: row, teacherSourcedId }: Pick<StatementWithTeacher, 'statement' | 'teacherSourcedId'>,
  schoolSourcedId: string,
  editionCode: string,
): StatementContent {
  const lecture = categoryOf(
    row.lectureHours,
    row.lectureEntitlement,
    row.lectureAwardedBefore,
    row.lectureAward,
    row.lectureRemainder,
  )
  const practice = categoryOf(
    row.practiceHours,
    row.practiceEntitlement,
    row.practiceAwardedBefore,
    row.practiceAward,
    row.practiceRemainder,
  )
  const hoursCounted = (row.lectureHours + row.practiceHours) as Hours
  const { met, missing } = annualMinimum(hoursCounted, row.hoursRequired)
  return {
    teacherSourcedId,
    schoolSourcedId,
    academicYear: row.academicYear,
    semester: row.semester,
    editionCode,
    ledgerPosition: row.ledgerPosition,
    lecture,
    practice,
    award: (lecture.award + practice.award) as Credits,
    awardedInTotal: (lecture.awardedInTotal + practice.awardedInTotal) as Credits,
    hoursCounted,
    hoursUncounted: row.uncountedHours,
    hoursRequired: row.hoursRequired,
    hoursMissing: missing,
    annualMinimumMet: met,
    hoursBySchool: row.hoursBySchool.map((school) => ({
      schoolSourcedId: school.schoolSourcedId,
      lecture: parseHours(school.lectureHours),
      practice: parseHours(school.practiceHours),
    })),
    corrects: row.corrects.map(({ statementId: _, ...reference }) => reference),
  }
}

function categoryOf(
  hours: Hours,
  entitlement: Credits,
  awardedBefore: Credits,
  award: Credits,
  remainder: Hours,
): CategoryStatement {
  return { hours, entitlement, awardedBefore, award, awardedInTotal: (awardedBefore + award) as Credits, remainder }
}

/** A statement as clients see it. */
export function presentStatement(found: StatementWithTeacher): CreditStatement {
  const { statement, teacherSourcedId } = found
  const content = statementContent(found, '', '')
  return {
    id: statement.id,
    runId: statement.runId,
    teacherId: statement.teacherId,
    teacherSourcedId,
    teacherName: statement.teacherName,
    schoolId: statement.schoolId,
    academicYear: content.academicYear,
    semester: content.semester,
    ledgerPosition: content.ledgerPosition,
    lecture: presentCategory(content.lecture),
    practice: presentCategory(content.practice),
    award: formatCredits(content.award),
    awardedInTotal: formatCredits(content.awardedInTotal),
    hoursCounted: formatHours(content.hoursCounted),
    hoursUncounted: formatHours(content.hoursUncounted),
    hoursRequired: formatHours(content.hoursRequired),
    hoursMissing: formatHours(content.hoursMissing),
    annualMinimumMet: content.annualMinimumMet,
    hoursBySchool: statement.hoursBySchool,
    corrects: statement.corrects,
  }
}

function presentCategory({ hours, entitlement, awardedBefore, award, awardedInTotal, remainder }: CategoryStatement) {
  return {
    hours: formatHours(hours),
    entitlement: formatCredits(entitlement),
    awardedBefore: formatCredits(awardedBefore),
    award: formatCredits(award),
    awardedInTotal: formatCredits(awardedInTotal),
    remainderHours: formatHours(remainder),
  }
}
