import type { Actor } from '../../access/schema.js'
import { loadTiers } from '../../courses/tiers/load-tiers.js'
import { query, type Database, type Tx } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { nobody } from '../../db/tenant.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused } from '../../errors.js'
import { shanghaiDate, shanghaiInstant } from '../../lib/calendar.js'
import { findSchoolsOnDates } from '../../roster/duties/read.js'
import { loadBasis } from '../../roster/load-basis.js'
import { findSecrets } from './anonymous/read.js'
import { findSurvey, shareSurvey, type SurveyRow } from './read.js'
import { checkAnswers } from './rules/check-answers.js'
import { marksOf, needsOfAnswers } from './rules/module-needs.js'
import type { QuestionAnswer, SurveyAnswer } from './schema.js'
import type { AnswerGroups } from './results/schema.js'
import { openSecret, pseudonymIn, sealAnswer } from './anonymous/sealed-answers.js'
import { upsertSealedAnswer } from './anonymous/write.js'
import { upsertSurveyAnswer } from './write.js'

type Request = { actor: Actor & Principal; now: Date; id: string; answers: QuestionAnswer[] }

/**
 * A teacher's own answer to a survey (§3.1), once: sent again it takes the place of the first, until the survey closes. An
 * answer to an anonymous survey is written by nobody of the district, without idempotency key, so that no row of any table
 * tells who gave it; writing it twice comes to the same.
 */
export async function answerSurvey(db: Database, request: Request): Promise<SurveyAnswer> {
  const { actor, id } = request
  const survey = await query(db, actor, (tx) => findSurvey(tx, actor, id))
  if (!survey) throw notFound('survey')
  // No teacher sees a draft, and from its opening on it stands whether a survey is anonymous.
  const principal = survey.anonymous ? { ...nobody, districtId: actor.districtId } : actor
  return transact(db, principal, async (tx) => {
    const open = await shareSurvey(tx, actor, id)
    if (!open) throw notFound('survey')
    requireOpen(open, request.now)
    const groups = await check(tx, request, open)
    return open.anonymous ? seal(tx, request, open, groups) : save(tx, request, open, groups)
  })
}

function requireOpen({ status, closesAt }: SurveyRow, now: Date): void {
  if (status !== 'open') throw new Refusal('surveyNotOpen', { status })
  if (closesAt !== null && Date.parse(closesAt) <= now.getTime()) throw new Refusal('surveyTimeOver', { closesAt })
}

/** The groups that the answer counts in, unless the rules are against it. */
async function check(
  tx: Tx,
  { actor: { districtId, teacherId: self }, now, answers }: Request,
  { schoolId, academicYear, questions }: SurveyRow,
): Promise<AnswerGroups> {
  const teacherId = self!
  const date = shanghaiDate(now)
  const [school] = await findSchoolsOnDates(tx, { districtId, schoolId, teacherId }, [{ teacherId, date }])
  if (!school) throw new Refusal('teacherNotOnDuty', { date })
  const { parameters } = await loadBasis(tx, districtId, academicYear)
  const tiers = await loadTiers(tx, { districtId, teacherIds: [teacherId], date, parameters })
  const { stage, tier } = tiers.get(teacherId)!
  const reasons = checkAnswers(questions, answers, { tier })
  if (reasons.length > 0) throw refused(reasons)
  return { school, stage, tier }
}

async function save(
  tx: Tx,
  { actor: { districtId, teacherId }, now, answers }: Request,
  { id: surveyId, questions }: SurveyRow,
  { school: schoolId, stage, tier }: AnswerGroups,
): Promise<SurveyAnswer> {
  const answeredAt = shanghaiInstant(now)
  const needs = needsOfAnswers(questions, answers)
  const marks = marksOf(questions, answers)
  const of = { districtId, surveyId, teacherId: teacherId!, schoolId, stage, tier }
  await upsertSurveyAnswer(tx, { ...of, answers, needs, marks, answeredAt })
  return { surveyId, anonymous: false, teacherId, answers, answeredAt }
}

async function seal(
  tx: Tx,
  { actor: { districtId, teacherId }, answers }: Request,
  { id: surveyId, questions }: SurveyRow,
  groups: AnswerGroups,
): Promise<SurveyAnswer> {
  const place = { districtId, surveyId }
  const [found] = await findSecrets(tx, districtId, [surveyId])
  const secret = openSecret(tx, place, found!.secret)
  const pseudonym = pseudonymIn(secret, teacherId!)
  const sealed = sealAnswer(secret, { place, pseudonym, questions }, { ...groups, answers })
  await upsertSealedAnswer(tx, place, { pseudonym, sealed })
  return { surveyId, anonymous: true, teacherId: null, answers: null, answeredAt: null }
}
