import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { notFound, Refusal, refused } from '../errors.js'
import { formatCredits, formatHours, type Credits } from '../lib/quantity.js'
import { findPolicyEdition } from '../policy/read.js'
import { checkEdition } from '../policy/rules/check-edition.js'
import { editionParameters } from '../policy/rules/edition-parameters.js'
import { findMembers } from '../roster/find-members.js'
import { findSchoolNames } from '../roster/schools/read.js'
import { computeRun, loadTeachers, type ComputedRun } from './compute-statements.js'
import { requireOwnSchool } from './create-credit-run.js'
import { loadBasis, semesterOf } from '../roster/load-basis.js'
import type { StatementContent } from './rules/statement.js'
import type { ControlTotals, CreditRunPreview, CreditRunPreviewRequest } from './schema.js'

/** What a school's run would state under another edition, beside the one in force. Nothing is stored. */
export async function previewCreditRun(
  db: Database,
  { actor, request }: { actor: Actor; request: CreditRunPreviewRequest },
): Promise<CreditRunPreview> {
  const { schoolId, academicYear, semester, policyEdition, policyEditionId } = request
  if ((policyEdition === undefined) === (policyEditionId === undefined)) throw new Refusal('editionAmbiguous')
  const refusals = policyEdition
    ? checkEdition(policyEdition).map((reason) => ({ ...reason, pointer: `/policyEdition${reason.pointer}` }))
    : []
  if (refusals.length > 0) throw refused(refusals)
  return query(db, actor, async (tx) => {
    await requireOwnSchool(tx, actor, schoolId)
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    const document = policyEdition ?? (await findPolicyEdition(tx, actor.districtId, policyEditionId!))?.document
    if (!document) throw notFound('policyEdition')
    const members = (await findMembers(tx, actor.districtId, [schoolId], semesterOf(basis, semester))).get(schoolId)!
    const school = (await findSchoolNames(tx, actor.districtId, [schoolId])).get(schoolId)!
    const compute = async (parameters: typeof basis.parameters) =>
      computeRun(
        await loadTeachers(tx, { ...basis, parameters }, members),
        { kind: 'regular', school, academicYear, semester },
        parameters,
      )
    const current = await compute(basis.parameters)
    const preview = await compute(editionParameters(document))
    return {
      policyEditionCode: document.code,
      comparedWith: basis.edition.code,
      totals: presentTotals(preview),
      currentTotals: presentTotals(current),
      differences: differencesOf(preview, current, semester),
    }
  })
}

function differencesOf(preview: ComputedRun, current: ComputedRun, semester: 1 | 2): CreditRunPreview['differences'] {
  const ofSemester = ({ statements }: ComputedRun) => statements.filter(({ content }) => content.semester === semester)
  const now = new Map(ofSemester(current).map(({ teacherId, content }) => [teacherId, content]))
  return ofSemester(preview).flatMap(({ teacherId, content }) => {
    const known = now.get(teacherId)!
    const difference = (entitled(content) - entitled(known)) as Credits
    if (difference === 0 && sameCategories(content, known) && content.annualMinimumMet === known.annualMinimumMet)
      return []
    return [
      {
        teacherId,
        teacherSourcedId: content.teacherSourcedId,
        lectureEntitlement: formatCredits(content.lecture.entitlement),
        practiceEntitlement: formatCredits(content.practice.entitlement),
        currentLectureEntitlement: formatCredits(known.lecture.entitlement),
        currentPracticeEntitlement: formatCredits(known.practice.entitlement),
        difference: formatCredits(difference),
        annualMinimumMet: content.annualMinimumMet,
        currentAnnualMinimumMet: known.annualMinimumMet,
      },
    ]
  })
}

const entitled = ({ lecture, practice }: StatementContent) => lecture.entitlement + practice.entitlement
const sameCategories = (a: StatementContent, b: StatementContent) =>
  a.lecture.entitlement === b.lecture.entitlement && a.practice.entitlement === b.practice.entitlement

function presentTotals({ totals }: ComputedRun): ControlTotals {
  return {
    teachers: totals.teachers,
    statements: totals.statements,
    lectureHours: formatHours(totals.lectureHours),
    practiceHours: formatHours(totals.practiceHours),
    lectureCredits: formatCredits(totals.lectureCredits),
    practiceCredits: formatCredits(totals.practiceCredits),
    credits: formatCredits(totals.credits),
  }
}
