import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../../db/database.js'
import type { Sealed } from '../../../lib/data-keys.js'
import type { Tally } from '../results/schema.js'
import { anonymousTallies, anonymousTexts, sealedAnswers, surveySecrets } from '../tables.js'
import type { SecretRow } from './read.js'

type Place = { districtId: string; surveyId: string }

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
