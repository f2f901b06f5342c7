import { and, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import type { Sealed } from '../../lib/data-keys.js'
import { homeroomDuties } from '../../roster/tables.js'
import type { SurveyLevel, SurveyQuestion, SurveyStatus, Tally } from './schema.js'
import { anonymousTallies, anonymousTexts, sealedAnswers, surveyAnswers, surveys, surveySecrets } from './tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
export type SurveyRow = typeof surveys.$inferSelect
/** A survey as lists have it. */
export type SurveyHead = Omit<SurveyRow, 'questions'>
export type SurveyAnswerRow = typeof surveyAnswers.$inferSelect

/**
 * A school's client sees the district's surveys once they are open, and its own school's; a teacher's client those that
 * are open or closed, of the district and of schools where the teacher holds or held a duty.
 */
const surveyIsSeen = (scope: Scope) =>
  and(
    eq(surveys.districtId, scope.districtId),
    scope.schoolId
      ? sql`(${surveys.schoolId} = ${scope.schoolId} or (${surveys.schoolId} is null and ${surveys.status} <> 'draft'))`
      : undefined,
    scope.teacherId
      ? sql`${surveys.status} <> 'draft' and (${surveys.schoolId} is null or exists (
          select 1 from ${homeroomDuties} where ${homeroomDuties.districtId} = ${surveys.districtId}
            and ${homeroomDuties.schoolId} = ${surveys.schoolId} and ${homeroomDuties.teacherId} = ${scope.teacherId}))`
      : undefined,
  )

export async function findSurvey(tx: Tx, scope: Scope, id: string): Promise<SurveyRow | null> {
  const rows = await tx
    .select()
    .from(surveys)
    .where(and(surveyIsSeen(scope), eq(surveys.id, id)))
  return rows[0] ?? null
}

/** The survey, locked: nobody answers it meanwhile. */
export async function lockSurvey(tx: Tx, scope: Scope, id: string): Promise<SurveyRow | null> {
  const rows = await tx
    .select()
    .from(surveys)
    .where(and(surveyIsSeen(scope), eq(surveys.id, id)))
    .for('update')
  return rows[0] ?? null
}

/** The survey for an answer: its closing waits for those that are being given. */
export async function shareSurvey(tx: Tx, scope: Scope, id: string): Promise<SurveyRow | null> {
  const rows = await tx
    .select()
    .from(surveys)
    .where(and(surveyIsSeen(scope), eq(surveys.id, id)))
    .for('share')
  return rows[0] ?? null
}

export async function listSurveyHeads(
  tx: Tx,
  scope: Scope,
  filters: {
    level?: SurveyLevel | undefined
    schoolId?: string | undefined
    status?: SurveyStatus | undefined
    academicYear?: string | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<Page<SurveyHead>> {
  const { questions: _, ...head } = getTableColumns(surveys)
  const after = decodeCursor('listSurveys', filters.cursor, ['uuid'])
  const rows = await tx
    .select(head)
    .from(surveys)
    .where(
      and(
        surveyIsSeen(scope),
        filters.level ? eq(surveys.level, filters.level) : undefined,
        filters.schoolId ? eq(surveys.schoolId, filters.schoolId) : undefined,
        filters.status ? eq(surveys.status, filters.status) : undefined,
        filters.academicYear ? eq(surveys.academicYear, filters.academicYear) : undefined,
        after ? sql`${surveys.id} < ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(desc(surveys.id))
    .limit(filters.limit + 1)
  return pageFrom(
    'listSurveys',
    rows,
    filters.limit,
    (row) => [row.id],
    (row) => row,
  )
}

/** How many anonymous surveys of a year a teacher may have been asked in, answered or not. */
export async function countAnonymousSurveys(tx: Tx, scope: Scope, academicYear: string): Promise<number> {
  return tx.$count(
    surveys,
    and(
      surveyIsSeen(scope),
      eq(surveys.academicYear, academicYear),
      eq(surveys.anonymous, true),
      sql`${surveys.status} <> 'draft'`,
    ),
  )
}

/** A teacher's answers to these surveys, those that are not anonymous. */
export async function findAnswersOf(
  tx: Tx,
  districtId: string,
  teacherId: string,
  surveyIds: readonly string[],
): Promise<Map<string, SurveyAnswerRow>> {
  if (surveyIds.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(surveyAnswers)
    .where(
      and(
        eq(surveyAnswers.districtId, districtId),
        eq(surveyAnswers.teacherId, teacherId),
        inArray(surveyAnswers.surveyId, [...surveyIds]),
      ),
    )
  return new Map(rows.map((row) => [row.surveyId, row]))
}

/** Every named answer of a teacher, in the order of the surveys. */
export async function findAllAnswersOf(tx: Tx, districtId: string, teacherId: string): Promise<SurveyAnswerRow[]> {
  return tx
    .select()
    .from(surveyAnswers)
    .where(and(eq(surveyAnswers.districtId, districtId), eq(surveyAnswers.teacherId, teacherId)))
    .orderBy(surveyAnswers.surveyId)
}

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

/** Of a question's place in an answer: 0 that it was answered, from 1 on the steps of its scale or its choices. */
export type NamedCount = Pick<Tally, 'question' | 'breakdown' | 'group' | 'count'> & { place: number }

/** How often each value was given or choice made in a named survey, in all, by stage and by tier. */
export async function countNamedAnswers(
  tx: Tx,
  districtId: string,
  surveyId: string,
  schoolId: string | null,
): Promise<NamedCount[]> {
  const { rows } = await tx.execute<NamedCount>(sql`
    with given as materialized (
      select mark, stage, tier, count(*) as count from survey_answers cross join lateral unnest(marks) as mark
      where district_id = ${districtId} and survey_id = ${surveyId} and school_id = coalesce(${schoolId}::uuid, school_id)
      group by mark, stage, tier
    )
    select mark / 100 as question, mark % 100 as place, sum(count)::int as count, coalesce(stage, tier::text, '') as "group",
      case when grouping(stage) = 0 then 'stage' when grouping(tier) = 0 then 'tier' else 'all' end as breakdown
    from given group by grouping sets ((mark), (mark, stage), (mark, tier))`)
  return rows
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

/** The same of a named survey, in the order of the teachers. */
export async function listNamedTexts(
  tx: Tx,
  { districtId, surveyId, question }: { districtId: string; surveyId: string; question: number },
  { schoolId, limit, cursor }: { schoolId: string | null; limit: number; cursor?: string | undefined },
): Promise<Page<string>> {
  const after = decodeCursor(`getSurveyResults/${question}`, cursor, ['uuid'])
  const { rows } = await tx.execute<{ teacherId: string; text: string }>(sql`
    select teacher_id as "teacherId", item ->> 'text' as text
    from survey_answers cross join lateral json_array_elements(answers) as item
    where district_id = ${districtId} and survey_id = ${surveyId} and school_id = coalesce(${schoolId}::uuid, school_id)
      and (item ->> 'question')::int = ${question} and item ->> 'text' is not null
      and teacher_id > coalesce(${after?.[0] ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
    order by teacher_id limit ${limit + 1}`)
  return pageFrom(
    `getSurveyResults/${question}`,
    rows,
    limit,
    (row) => [row.teacherId],
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
