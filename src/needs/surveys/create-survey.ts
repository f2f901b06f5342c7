import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { refused, type Reason } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { loadBasis } from '../../roster/load-basis.js'
import { presentSurvey, staffView } from './present.js'
import { checkSurvey, numberQuestions } from './rules/check-survey.js'
import type { NewSurvey, Survey } from './schema.js'
import { insertSurvey } from './write.js'

/** Drafts a needs survey (§3.1): the institute the district's, a school its own. */
export async function createSurvey(
  db: Database,
  { actor, survey }: { actor: Actor & Principal; survey: NewSurvey },
): Promise<Survey> {
  const { districtId, schoolId } = actor
  const { level, academicYear, title, purpose = null, anonymous } = survey
  return transact(db, actor, async (tx) => {
    const { parameters } = await loadBasis(tx, districtId, academicYear)
    const reasons: Reason[] = checkSurvey(survey.questions, { anonymous, policy: parameters })
    if (level !== (schoolId ? 'school' : 'district'))
      reasons.unshift({ code: 'surveyLevelNotAllowed', pointer: '/level', params: { level } })
    if (reasons.length > 0) throw refused(reasons)
    const row = await insertSurvey(tx, {
      districtId,
      id: newId(),
      level,
      schoolId,
      academicYear,
      title,
      purpose,
      anonymous,
      smallestGroup: survey.smallestGroup ?? parameters.needs.smallestGroup,
      questions: numberQuestions(survey.questions),
    })
    return presentSurvey(row, staffView)
  })
}
