import type { SurveyHead, SurveyRow } from './read.js'
import type { QuestionAnswer, Survey, SurveySummary } from './schema.js'

/** What a teacher's own view adds; staff have none. */
export type OwnView = { answered: boolean | null; answers: QuestionAnswer[] | null; version: number }
export const staffView = null

export function presentSummary(row: SurveyHead, own: OwnView | null): SurveySummary {
  const { districtId: _, createdAt: __, updatedAt: ___, ...survey } = row
  // A teacher's view is another one after each answer, which leaves the survey itself as it is.
  const version = own ? survey.version * 2 + own.version : survey.version
  return { ...survey, version, answered: own?.answered ?? null }
}

export function presentSurvey(row: SurveyRow, own: OwnView | null): Survey {
  const { questions, ...head } = row
  return { ...presentSummary(head, own), questions, ownAnswers: own?.answers ?? null }
}
