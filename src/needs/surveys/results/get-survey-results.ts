import type { Actor } from '../../../access/schema.js'
import { query, type Database, type Tx } from '../../../db/database.js'
import { notFound, Refusal, refused } from '../../../errors.js'
import { findSchool } from '../../../roster/schools/read.js'
import { loadBasis } from '../../../roster/load-basis.js'
import { findAnonymousTallies, listAnonymousTexts } from '../anonymous/read.js'
import { countNamedAnswers, findSurvey, listNamedTexts, type NamedCount, type SurveyRow } from '../read.js'
import { placesOf, surveyResults } from './rules/survey-results.js'
import type { SurveyQuestion } from '../schema.js'
import type { SurveyResults, Tally } from './schema.js'

type Filters = {
  schoolId?: string | undefined
  question?: number | undefined
  limit: number
  cursor?: string | undefined
}

/**
 * What a survey has come to (§3.1): of an anonymous one only when it is closed, and no group that could tell of fewer
 * teachers than was promised. A school's client has its own part of the district's surveys.
 */
export async function getSurveyResults(
  db: Database,
  { actor, id, filters }: { actor: Actor; id: string; filters: Filters },
): Promise<SurveyResults> {
  return query(db, actor, async (tx) => {
    const survey = await findSurvey(tx, actor, id)
    if (!survey) throw notFound('survey')
    if (survey.status === 'draft') throw new Refusal('surveyNotOpen', { status: survey.status })
    if (survey.anonymous && survey.status !== 'closed') throw new Refusal('surveyNotClosed')
    const { districtId, questions, anonymous, smallestGroup, status } = survey
    const schoolId = await partOf(tx, actor, survey, filters.schoolId)
    const { parameters } = await loadBasis(tx, districtId, survey.academicYear)
    const tallies = await tally(tx, survey, schoolId)
    const count = tallies.find(({ question, breakdown }) => question === 0 && breakdown === 'all')?.count
    const { data: texts, nextCursor } = await findTexts(tx, survey, schoolId, filters)
    return {
      surveyId: id,
      status,
      anonymous,
      smallestGroup,
      schoolId,
      policyEditionCode: parameters.code,
      count: count ?? (anonymous ? null : 0),
      questions: surveyResults(questions, tallies, { anonymous, policy: parameters }),
      texts,
      nextCursor,
    }
  })
}

/** The school whose part it is, unless it is the whole of what the client may see. */
async function partOf(tx: Tx, actor: Actor, survey: SurveyRow, asked: string | undefined): Promise<string | null> {
  if (asked !== undefined && !(await findSchool(tx, actor, asked))) throw notFound('school')
  const schoolId = actor.schoolId ?? asked ?? null
  return schoolId === survey.schoolId ? null : schoolId
}

async function tally(tx: Tx, survey: SurveyRow, schoolId: string | null): Promise<Tally[]> {
  const { districtId, id, anonymous, questions } = survey
  if (!anonymous) return talliesOf(questions, await countNamedAnswers(tx, districtId, id, schoolId))
  const all = await findAnonymousTallies(tx, districtId, id)
  if (schoolId === null) return all.filter(({ breakdown }) => breakdown !== 'school')
  return all.flatMap((known) =>
    known.breakdown === 'school' && known.group === schoolId
      ? [{ ...known, breakdown: 'all' as const, group: '' }]
      : [],
  )
}

function talliesOf(questions: readonly SurveyQuestion[], counted: readonly NamedCount[]): Tally[] {
  const tallies = new Map<string, Tally>()
  const places = new Map(questions.map((question) => [question.number, placesOf(question)]))
  for (const { question, place, breakdown, group, count } of counted) {
    const key = `${question}/${breakdown}/${group}`
    const counts = Array.from({ length: places.get(question) ?? 0 }, () => 0)
    const tally = tallies.get(key) ?? { question, breakdown, group, count: 0, counts }
    if (place === 0) tally.count = count
    else tally.counts[place - 1] = count
    tallies.set(key, tally)
  }
  return [...tallies.values()]
}

async function findTexts(
  tx: Tx,
  { districtId, id: surveyId, anonymous, questions }: SurveyRow,
  schoolId: string | null,
  { question, limit, cursor }: Filters,
): Promise<{ data: string[] | null; nextCursor: string | null }> {
  if (question === undefined) return { data: null, nextCursor: null }
  if (questions.find(({ number }) => number === question)?.kind !== 'text')
    throw refused([{ code: 'unknownQuestion', pointer: '/query/question', params: { question } }])
  const place = { districtId, surveyId, question }
  if (!anonymous) return listNamedTexts(tx, place, { schoolId, limit, cursor })
  // What was written stands without any group, so that a school has no part of it.
  return schoolId === null ? listAnonymousTexts(tx, place, { limit, cursor }) : { data: [], nextCursor: null }
}
