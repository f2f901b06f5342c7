import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { SurveyAnswerRow, SurveyRow } from './read.js'
import type { QuestionAnswer } from './schema.js'
import { surveyAnswers, surveys } from './tables.js'

export async function insertSurvey(
  tx: Tx,
  survey: Omit<SurveyRow, 'status' | 'closesAt' | 'openedAt' | 'closedAt' | 'version' | 'createdAt' | 'updatedAt'>,
): Promise<SurveyRow> {
  const rows = await tx.insert(surveys).values(survey).returning()
  return rows[0]!
}

export async function changeSurvey(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
  change: Partial<Omit<SurveyRow, 'districtId' | 'id' | 'version'>>,
): Promise<SurveyRow> {
  const rows = await tx
    .update(surveys)
    .set({ ...change, updatedAt: sql`now()`, version: sql`version + 1` })
    .where(and(eq(surveys.districtId, districtId), eq(surveys.id, id)))
    .returning()
  return rows[0]!
}

/** The answer, or a new one in its place. */
export async function upsertSurveyAnswer(tx: Tx, answer: Omit<SurveyAnswerRow, 'version'>): Promise<SurveyAnswerRow> {
  const { schoolId, stage, tier, answers, needs, marks, answeredAt } = answer
  const rows = await tx
    .insert(surveyAnswers)
    .values(answer)
    .onConflictDoUpdate({
      target: [surveyAnswers.districtId, surveyAnswers.surveyId, surveyAnswers.teacherId],
      set: { schoolId, stage, tier, answers, needs, marks, answeredAt, version: sql`${surveyAnswers.version} + 1` },
    })
    .returning()
  return rows[0]!
}

export async function replaceAnswers(
  tx: Tx,
  { districtId, surveyId, teacherId }: { districtId: string; surveyId: string; teacherId: string },
  answers: QuestionAnswer[],
): Promise<void> {
  await tx
    .update(surveyAnswers)
    .set({ answers, version: sql`version + 1` })
    .where(
      and(
        eq(surveyAnswers.districtId, districtId),
        eq(surveyAnswers.surveyId, surveyId),
        eq(surveyAnswers.teacherId, teacherId),
      ),
    )
}
