import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '../../../db/database.js'
import { decodeCursor, pageFrom } from '../../../lib/cursor.js'
import type { Sealed } from '../../../lib/data-keys.js'
import type { SurveyQuestion } from '../schema.js'
import type { Tally } from '../results/schema.js'
import { anonymousTallies, anonymousTexts, sealedAnswers, surveys, surveySecrets } from '../tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }

export type SecretRow = { surveyId: string; secret: Sealed }

/** The secrets of open anonymous surveys, of these or of all. */
export async function findSecrets(tx: Tx, districtId: string, surveyIds?: readonly string[]): Promise<SecretRow[]> {
  return tx
    .select({ surveyId: surveySecrets.surveyId, secret: surveySecrets.secret })
    .from(surveySecrets)
    .where(
      and(
        eq(surveySecrets.districtId, districtId),
        surveyIds ? inArray(surveySecrets.surveyId, [...surveyIds]) : undefined,
      ),
    )
    .orderBy(surveySecrets.surveyId)
}

/** Secrets under another key than the one that encrypts now; those at work are left out. */
export async function lockOutdatedSecrets(tx: Tx, districtId: string, limit: number): Promise<SecretRow[]> {
  return tx
    .select({ surveyId: surveySecrets.surveyId, secret: surveySecrets.secret })
    .from(surveySecrets)
    .where(and(eq(surveySecrets.districtId, districtId), secretIsOutdated(tx)))
    .limit(limit)
    .for('update', { skipLocked: true })
}

export async function hasOutdatedSecrets(tx: Tx, districtId: string): Promise<boolean> {
  return (await tx.$count(surveySecrets, and(eq(surveySecrets.districtId, districtId), secretIsOutdated(tx)))) > 0
}

const secretIsOutdated = ({ dataKeys }: Tx) => sql`not starts_with(${surveySecrets.secret}, ${`${dataKeys.ids[0]}.`})`

/** Which of these pseudonyms have answered. */
export async function findPseudonyms(
  tx: Tx,
  districtId: string,
  sought: readonly { surveyId: string; pseudonym: Buffer }[],
): Promise<Set<string>> {
  if (sought.length === 0) return new Set()
  const { rows } = await tx.execute<{ surveyId: string }>(sql`
    select survey_id as "surveyId" from sealed_answers
    join unnest(
      ${sql.param(sought.map(({ surveyId }) => surveyId))}::uuid[],
      ${sql.param(sought.map(({ pseudonym }) => pseudonym.toString('hex')))}::text[]
    ) as sought (survey_id, pseudonym) using (survey_id)
    where district_id = ${districtId} and sealed_answers.pseudonym = decode(sought.pseudonym, 'hex')`)
  return new Set(rows.map(({ surveyId }) => surveyId))
}

/** Sealed answers in the order of their pseudonyms, which says nothing of when they came. */
export async function readSealedAnswers(
  tx: Tx,
  { districtId, surveyId }: { districtId: string; surveyId: string },
  { after, limit }: { after: Buffer | null; limit: number },
): Promise<{ pseudonym: Buffer; sealed: Buffer }[]> {
  return tx
    .select({ pseudonym: sealedAnswers.pseudonym, sealed: sealedAnswers.sealed })
    .from(sealedAnswers)
    .where(
      and(
        eq(sealedAnswers.districtId, districtId),
        eq(sealedAnswers.surveyId, surveyId),
        after ? sql`${sealedAnswers.pseudonym} > ${after}` : undefined,
      ),
    )
    .orderBy(sealedAnswers.pseudonym)
    .limit(limit)
}

export async function findAnonymousTallies(tx: Tx, districtId: string, surveyId: string): Promise<Tally[]> {
  const { question, breakdown, group, count, counts } = anonymousTallies
  return tx
    .select({ question, breakdown, group, count, counts })
    .from(anonymousTallies)
    .where(and(eq(anonymousTallies.districtId, districtId), eq(anonymousTallies.surveyId, surveyId)))
}

/** What was written for one question of an anonymous survey, in the order of the shuffle. */
export async function listAnonymousTexts(
  tx: Tx,
  { districtId, surveyId, question }: { districtId: string; surveyId: string; question: number },
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<string>> {
  const after = decodeCursor(`getSurveyResults/${question}`, cursor, ['number'])
  const rows = await tx
    .select({ ordinal: anonymousTexts.ordinal, text: anonymousTexts.text })
    .from(anonymousTexts)
    .where(
      and(
        eq(anonymousTexts.districtId, districtId),
        eq(anonymousTexts.surveyId, surveyId),
        eq(anonymousTexts.question, question),
        after ? sql`${anonymousTexts.ordinal} > ${after[0]}` : undefined,
      ),
    )
    .orderBy(anonymousTexts.ordinal)
    .limit(limit + 1)
  return pageFrom(
    `getSurveyResults/${question}`,
    rows,
    limit,
    (row) => [row.ordinal],
    (row) => row.text,
  )
}

export type ClosedSurvey = { id: string; schoolId: string | null; questions: SurveyQuestion[]; tallies: Tally[] }

/** Anonymous surveys of a year that are closed, with what they have come to: the district's or one school's part of it. */
export async function findClosedAnonymousSurveys(
  tx: Tx,
  districtId: string,
  {
    academicYear,
    schoolId,
    after,
    limit,
  }: { academicYear: string; schoolId: string | null; after: string | null; limit: number },
): Promise<ClosedSurvey[]> {
  const found = await tx
    .select({ id: surveys.id, schoolId: surveys.schoolId, questions: surveys.questions })
    .from(surveys)
    .where(
      and(
        eq(surveys.districtId, districtId),
        eq(surveys.academicYear, academicYear),
        eq(surveys.anonymous, true),
        eq(surveys.status, 'closed'),
        schoolId ? sql`(${surveys.schoolId} = ${schoolId} or ${surveys.schoolId} is null)` : undefined,
        after ? sql`${surveys.id} > ${after}::uuid` : undefined,
      ),
    )
    .orderBy(surveys.id)
    .limit(limit)
  if (found.length === 0) return []
  const { surveyId, question, breakdown, group, count, counts } = anonymousTallies
  const rows = await tx
    .select({ surveyId, question, breakdown, group, count, counts })
    .from(anonymousTallies)
    .where(
      and(
        eq(anonymousTallies.districtId, districtId),
        inArray(
          surveyId,
          found.map(({ id }) => id),
        ),
        sql`${question} > 0`,
        schoolId ? sql`(${breakdown} <> 'school' or ${group} = ${schoolId})` : sql`${breakdown} <> 'school'`,
      ),
    )
  return found.map((survey) => ({ ...survey, tallies: rows.filter((row) => row.surveyId === survey.id) }))
}
