import { and, desc, eq, or, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import { clients } from '../../access/tables.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import type { AssessmentKind, CompetenceAssessment, Interview } from './schema.js'
import { competenceAssessments, interviews } from './tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
type PageRequest = { teacherId?: string | undefined; limit: number; cursor?: string | undefined }
export type InterviewRow = typeof interviews.$inferSelect
export type AssessmentRow = typeof competenceAssessments.$inferSelect

export function toInterview({ districtId: _, recordedBy: __, ...interview }: InterviewRow): Interview {
  return interview
}

/** A colleague who assessed is told to staff and to nobody else: the one who is assessed must not know. */
export function toAssessment(
  { districtId: _, recordedBy: __, assessorId, ...assessment }: AssessmentRow,
  reader: string | null,
): CompetenceAssessment {
  const isTold = assessment.kind !== 'leader' && (reader === null || reader === assessorId)
  return { ...assessment, assessorTeacherId: isTold ? assessorId : null }
}

/** A school that a teacher has left hears of what was before, and no more of what came after. */
const isOfSchool = (scope: Scope, table: typeof interviews | typeof competenceAssessments) =>
  scope.schoolId
    ? sql`exists (
        select 1 from homeroom_duties as duty
        where duty.district_id = ${table.districtId} and duty.teacher_id = ${table.teacherId}
          and duty.school_id = ${scope.schoolId} and (duty.ends_on is null or duty.ends_on >= ${table.date}))`
    : undefined

const interviewIsSeen = (scope: Scope) =>
  and(
    eq(interviews.districtId, scope.districtId),
    isOfSchool(scope, interviews),
    scope.teacherId ? eq(interviews.teacherId, scope.teacherId) : undefined,
  )

/** A teacher's client has what was said of the teacher, and what the teacher said of colleagues. */
const assessmentIsSeen = (scope: Scope) =>
  and(
    eq(competenceAssessments.districtId, scope.districtId),
    isOfSchool(scope, competenceAssessments),
    scope.teacherId
      ? or(eq(competenceAssessments.teacherId, scope.teacherId), eq(competenceAssessments.assessorId, scope.teacherId))
      : undefined,
  )

/** An interview that the client sees, and the school of the client that recorded it; null for the institute's. */
export async function findInterview(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<{ interview: InterviewRow; recorderSchoolId: string | null } | null> {
  const rows = await tx
    .select({ interview: interviews, recorderSchoolId: clients.schoolId })
    .from(interviews)
    .innerJoin(clients, and(eq(clients.districtId, interviews.districtId), eq(clients.id, interviews.recordedBy)))
    .where(and(interviewIsSeen(scope), eq(interviews.id, id)))
  return rows[0] ?? null
}

export async function findAssessment(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<{ assessment: AssessmentRow; recorderSchoolId: string | null } | null> {
  const { districtId, recordedBy } = competenceAssessments
  const rows = await tx
    .select({ assessment: competenceAssessments, recorderSchoolId: clients.schoolId })
    .from(competenceAssessments)
    .innerJoin(clients, and(eq(clients.districtId, districtId), eq(clients.id, recordedBy)))
    .where(and(assessmentIsSeen(scope), eq(competenceAssessments.id, id)))
  return rows[0] ?? null
}

export async function listInterviews(
  tx: Tx,
  scope: Scope,
  { teacherId, limit, cursor }: PageRequest,
): Promise<Page<Interview>> {
  const after = decodeCursor('listInterviews', cursor, ['uuid'])
  const rows = await tx
    .select()
    .from(interviews)
    .where(
      and(
        interviewIsSeen(scope),
        teacherId ? eq(interviews.teacherId, teacherId) : undefined,
        after ? sql`${interviews.id} < ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(desc(interviews.id))
    .limit(limit + 1)
  return pageFrom('listInterviews', rows, limit, (row) => [row.id], toInterview)
}

export async function listCompetenceAssessments(
  tx: Tx,
  scope: Scope,
  {
    teacherId,
    kind,
    academicYear,
    limit,
    cursor,
  }: PageRequest & { kind?: AssessmentKind | undefined; academicYear?: string | undefined },
): Promise<Page<CompetenceAssessment>> {
  const after = decodeCursor('listCompetenceAssessments', cursor, ['uuid'])
  const rows = await tx
    .select()
    .from(competenceAssessments)
    .where(
      and(
        assessmentIsSeen(scope),
        teacherId ? eq(competenceAssessments.teacherId, teacherId) : undefined,
        kind ? eq(competenceAssessments.kind, kind) : undefined,
        academicYear ? eq(competenceAssessments.academicYear, academicYear) : undefined,
        after ? sql`${competenceAssessments.id} < ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(desc(competenceAssessments.id))
    .limit(limit + 1)
  return pageFrom(
    'listCompetenceAssessments',
    rows,
    limit,
    (row) => [row.id],
    (row) => toAssessment(row, scope.teacherId),
  )
}

/** Everything said of a teacher or by the teacher, oldest first. */
export async function findInterviewsOf(tx: Tx, districtId: string, teacherId: string): Promise<InterviewRow[]> {
  return tx
    .select()
    .from(interviews)
    .where(and(eq(interviews.districtId, districtId), eq(interviews.teacherId, teacherId)))
    .orderBy(interviews.id)
}

export async function findAssessmentsOf(tx: Tx, districtId: string, teacherId: string): Promise<AssessmentRow[]> {
  const { teacherId: assessed, assessorId } = competenceAssessments
  return tx
    .select()
    .from(competenceAssessments)
    .where(
      and(eq(competenceAssessments.districtId, districtId), or(eq(assessed, teacherId), eq(assessorId, teacherId))),
    )
    .orderBy(competenceAssessments.id)
}

/** Whether two teachers hold a homeroom duty at one school on a day. */
export async function areColleagues(
  tx: Tx,
  districtId: string,
  { teacherId, colleagueId, date }: { teacherId: string; colleagueId: string; date: string },
): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from homeroom_duties as own join homeroom_duties as other using (district_id, school_id)
    where district_id = ${districtId} and own.teacher_id = ${teacherId} and other.teacher_id = ${colleagueId}
      and own.starts_on <= ${date} and (own.ends_on is null or own.ends_on >= ${date})
      and other.starts_on <= ${date} and (other.ends_on is null or other.ends_on >= ${date})
    limit 1`)
  return rows.length > 0
}
