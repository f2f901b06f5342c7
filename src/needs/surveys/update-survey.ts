import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused } from '../../errors.js'
import { requireVersion, type Condition } from '../../lib/versions.js'
import { loadBasis } from '../../roster/load-basis.js'
import { presentSurvey, staffView } from './present.js'
import { lockSurvey } from './read.js'
import { requireSurveyor } from './require-surveyor.js'
import { askedAgain, checkSurvey, numberQuestions } from './rules/check-survey.js'
import type { Survey, SurveyChange } from './schema.js'
import { changeSurvey } from './write.js'

/** Changes a survey while it is a draft: once it is open, what was promised and asked stands. */
export async function updateSurvey(
  db: Database,
  {
    actor,
    condition,
    id,
    change,
  }: { actor: Actor & Principal; condition: Condition; id: string; change: SurveyChange },
): Promise<Survey> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const known = await lockSurvey(tx, actor, id)
    if (!known) throw notFound('survey')
    requireSurveyor(actor, known)
    if (known.status !== 'draft') throw new Refusal('surveyNotDraft', { status: known.status })
    requireVersion(condition, known.version)
    const { parameters } = await loadBasis(tx, districtId, known.academicYear)
    const { title = known.title, purpose = known.purpose, smallestGroup = known.smallestGroup } = change
    const { anonymous = known.anonymous } = change
    const reasons = checkSurvey(change.questions ?? askedAgain(known.questions), { anonymous, policy: parameters })
    if (reasons.length > 0) throw refused(reasons)
    const questions = change.questions ? numberQuestions(change.questions) : known.questions
    const row = await changeSurvey(tx, { districtId, id }, { title, purpose, smallestGroup, anonymous, questions })
    return presentSurvey(row, staffView)
  })
}
