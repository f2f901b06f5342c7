import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { Sealed } from '../../lib/data-keys.js'
import type { SecretRow, SurveyAnswerRow, SurveyRow } from './read.js'
import type { QuestionAnswer, Tally } from './schema.js'
import { anonymousTallies, anonymousTexts, sealedAnswers, surveyAnswers, surveys, surveySecrets } from './tables.js'

type Place = { districtId: string; surveyId: string }

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
  { districtId, surveyId, teacherId }: Place & { teacherId: string },
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

export async function insertSecret(tx: Tx, { districtId, surveyId }: Place, secret: Sealed): Promise<void> {
  await tx.insert(surveySecrets).values({ districtId, surveyId, secret })
}

export async function replaceSecrets(tx: Tx, districtId: string, secrets: readonly SecretRow[]): Promise<void> {
  for (const { surveyId, secret } of secrets)
    await tx
      .update(surveySecrets)
      .set({ secret })
      .where(and(eq(surveySecrets.districtId, districtId), eq(surveySecrets.surveyId, surveyId)))
}

export async function upsertSealedAnswer(
  tx: Tx,
  { districtId, surveyId }: Place,
  { pseudonym, sealed }: { pseudonym: Buffer; sealed: Buffer },
): Promise<void> {
  await tx
    .insert(sealedAnswers)
    .values({ districtId, surveyId, pseudonym, sealed })
    .onConflictDoUpdate({
      target: [sealedAnswers.districtId, sealedAnswers.surveyId, sealedAnswers.pseudonym],
      set: { sealed },
    })
}

export async function removeSealedAnswer(tx: Tx, { districtId, surveyId }: Place, pseudonym: Buffer): Promise<number> {
  const { rowCount } = await tx
    .delete(sealedAnswers)
    .where(
      and(
        eq(sealedAnswers.districtId, districtId),
        eq(sealedAnswers.surveyId, surveyId),
        eq(sealedAnswers.pseudonym, pseudonym),
      ),
    )
  return rowCount ?? 0
}

/** What could open the answers, and the answers, are gone. */
export async function removeSecretAndSealedAnswers(tx: Tx, { districtId, surveyId }: Place): Promise<void> {
  await tx
    .delete(sealedAnswers)
    .where(and(eq(sealedAnswers.districtId, districtId), eq(sealedAnswers.surveyId, surveyId)))
  await tx
    .delete(surveySecrets)
    .where(and(eq(surveySecrets.districtId, districtId), eq(surveySecrets.surveyId, surveyId)))
}

/** Seven parameters each, of which a statement takes 65,535. */
const ROWS_IN_STATEMENT = 2000

export async function insertTallies(tx: Tx, { districtId, surveyId }: Place, tallies: readonly Tally[]): Promise<void> {
  for (let at = 0; at < tallies.length; at += ROWS_IN_STATEMENT)
    await tx
      .insert(anonymousTallies)
      .values(tallies.slice(at, at + ROWS_IN_STATEMENT).map((tally) => ({ districtId, surveyId, ...tally })))
}

export async function insertTexts(
  tx: Tx,
  { districtId, surveyId }: Place,
  question: number,
  texts: readonly string[],
): Promise<void> {
  for (let at = 0; at < texts.length; at += ROWS_IN_STATEMENT)
    await tx
      .insert(anonymousTexts)
      .values(
        texts
          .slice(at, at + ROWS_IN_STATEMENT)
          .map((text, index) => ({ districtId, surveyId, question, ordinal: at + index + 1, text })),
      )
}
