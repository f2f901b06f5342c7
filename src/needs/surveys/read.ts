import { and, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { homeroomDuties } from '../../roster/tables.js'
import type { SurveyLevel, SurveyStatus } from './schema.js'
import type { Tally } from './results/schema.js'
import { surveyAnswers, surveys } from './tables.js'

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

/**
 * What was written for one question of a named survey, in the order of the texts' own hashes: neither a place in the list
 * nor a cursor tells whose a text is.
 */
export async function listNamedTexts(
  tx: Tx,
  { districtId, surveyId, question }: { districtId: string; surveyId: string; question: number },
  { schoolId, limit, cursor }: { schoolId: string | null; limit: number; cursor?: string | undefined },
): Promise<Page<string>> {
  const list = `getSurveyResults/${question}`
  const [afterHash, afterCopy] = decodeCursor(list, cursor, ['string', 'number']) ?? ['', 0]
  const { rows } = await tx.execute<{ text: string; hash: string; copy: number }>(sql`
    with written as (
      select item ->> 'text' as text
      from survey_answers cross join lateral json_array_elements(answers) as item
      where district_id = ${districtId} and survey_id = ${surveyId} and school_id = coalesce(${schoolId}::uuid, school_id)
        and (item ->> 'question')::int = ${question} and item ->> 'text' is not null
    ), placed as (
      select text, md5(text) collate "C" as hash, row_number() over (partition by text)::int as copy from written
    )
    select text, hash, copy from placed where (hash, copy) > (${afterHash}::text, ${afterCopy}::int)
    order by hash, copy limit ${limit + 1}`)
  return pageFrom(
    list,
    rows,
    limit,
    (row) => [row.hash, row.copy],
    (row) => row.text,
  )
}
