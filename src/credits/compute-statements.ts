import { createHash } from 'node:crypto'
import type { Tx } from '../db/database.js'
import { countLedgers } from '../hours/count-ledgers.js'
import { NO_CREDITS } from '../lib/quantity.js'
import type { EditionParameters } from '../policy/rules/edition-parameters.js'
import { loadObligations } from '../progress/load-obligations.js'
import type { Basis } from '../roster/load-basis.js'
import type { SchoolName } from '../roster/schools/read.js'
import { findSealedAwards, type SealedAwards } from './read.js'
import { byTeacherAndSemester, canonicalStatementList } from './rules/canonical-statements.js'
import { controlTotals, type ControlTotals } from './rules/control-totals.js'
import {
  statementsOf,
  type RunFacts,
  type RunReference,
  type StatementContent,
  type TeacherFacts,
} from './rules/statement.js'
import type { CorrectedStatement } from './schema.js'

/** A teacher's facts with what the rules do not need to know: ids, and the sealed statements behind the references. */
export type LoadedTeacher = TeacherFacts & {
  teacherId: string
  teacherName: string
  sealed: Map<1 | 2, CorrectedStatement[]>
}

/**
 * Everything that a run states of these teachers: hours from the ledger up to its present position, the annual minimum,
 * and what sealed runs have awarded.
 */
export async function loadTeachers(
  tx: Tx,
  basis: Omit<Basis, 'edition'>,
  teacherIds: readonly string[],
): Promise<LoadedTeacher[]> {
  const { districtId, year, parameters } = basis
  if (teacherIds.length === 0) return []
  const counts = await countLedgers(tx, { districtId, academicYear: year.code, parameters }, teacherIds)
  const obligationOf = await loadObligations(tx, basis, teacherIds)
  const awards = new Map(
    (await findSealedAwards(tx, districtId, teacherIds, year.code)).map((award) => [
      `${award.teacherId}/${award.semester}`,
      award,
    ]),
  )
  return counts.map(({ teacherId, teacherSourcedId, teacherName, position, semesters }) => {
    const sealed = ([1, 2] as const).map((semester) => awards.get(`${teacherId}/${semester}`))
    return {
      teacherId,
      teacherName,
      teacherSourcedId,
      ledgerPosition: position,
      hoursRequired: obligationOf(teacherId).required,
      semesters: ([1, 2] as const).map((semester) => ({
        semester,
        ...semesters[semester],
        ...awardedFacts(sealed[semester - 1]),
      })),
      sealed: new Map(sealed.flatMap((award) => (award ? [[award.semester, award.statements]] : []))),
    }
  })
}

function awardedFacts(
  sealed: SealedAwards | undefined,
): Pick<TeacherFacts['semesters'][number], 'awarded' | 'sealedBy'> {
  return {
    awarded: { lecture: sealed?.lecture ?? NO_CREDITS, practice: sealed?.practice ?? NO_CREDITS },
    sealedBy: (sealed?.statements ?? []).map(({ statementId: _, ...reference }) => reference),
  }
}

export type ComputedStatement = {
  teacherId: string
  teacherName: string
  content: StatementContent
  corrects: CorrectedStatement[]
}
export type ComputedRun = { schoolName: string; statements: ComputedStatement[]; totals: ControlTotals; sha256: string }

/** The statements of one run in their canonical order, with what both sides can check them by. */
export function computeRun(
  teachers: readonly LoadedTeacher[],
  { school, ...run }: Omit<RunFacts, 'schoolSourcedId'> & { school: SchoolName },
  parameters: EditionParameters,
): ComputedRun {
  const statements = teachers
    .flatMap((teacher) =>
      statementsOf(teacher, { ...run, schoolSourcedId: school.sourcedId }, parameters).map((content) => ({
        teacherId: teacher.teacherId,
        teacherName: teacher.teacherName,
        content,
        corrects: content.corrects.map((reference) => withStatement(reference, teacher, content.semester)),
      })),
    )
    .sort((a, b) => byTeacherAndSemester(a.content, b.content))
  const contents = statements.map(({ content }) => content)
  return {
    schoolName: school.name,
    statements,
    totals: controlTotals(contents),
    sha256: createHash('sha256').update(canonicalStatementList(contents)).digest('hex'),
  }
}

/** The sealed statement of the semester behind a reference to its run; none where that run left the teacher out. */
function withStatement(reference: RunReference, teacher: LoadedTeacher, of: 1 | 2): CorrectedStatement {
  const sealed = teacher.sealed.get(of) ?? []
  const { schoolSourcedId, semester, sequence } = reference
  return (
    sealed.find(
      (other) =>
        other.schoolSourcedId === schoolSourcedId && other.semester === semester && other.sequence === sequence,
    ) ?? { statementId: null, ...reference }
  )
}
