import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { AssessmentRow, InterviewRow } from './read.js'
import { competenceAssessments, interviews } from './tables.js'

/** What a record gets with the years, not when it is made. */
type Standing = 'version' | 'withdrawnAt' | 'withdrawalReason'
type Withdrawal = { now: Date; reason: string }

export async function insertInterview(tx: Tx, interview: Omit<InterviewRow, Standing>): Promise<InterviewRow> {
  const rows = await tx.insert(interviews).values(interview).returning()
  return rows[0]!
}

/** The assessment, or a new one in the place of what the same assessor said before in the year and has not withdrawn. */
export async function upsertAssessment(tx: Tx, assessment: Omit<AssessmentRow, Standing>): Promise<AssessmentRow> {
  const { date, scores, recordedBy, recordedAt } = assessment
  const { districtId, teacherId, academicYear, kind, assessorId } = competenceAssessments
  const rows = await tx
    .insert(competenceAssessments)
    .values(assessment)
    .onConflictDoUpdate({
      target: [districtId, teacherId, academicYear, kind, assessorId],
      targetWhere: sql`withdrawn_at is null`,
      set: { date, scores, recordedBy, recordedAt, version: sql`${competenceAssessments.version} + 1` },
    })
    .returning()
  return rows[0]!
}

export async function replaceInterviewWords(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
  words: Pick<InterviewRow, 'interviewer' | 'summary' | 'modules' | 'withdrawalReason'>,
): Promise<void> {
  await tx
    .update(interviews)
    .set({ ...words, version: sql`version + 1` })
    .where(and(eq(interviews.districtId, districtId), eq(interviews.id, id)))
}

export async function replaceAssessmentWords(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
  words: Pick<AssessmentRow, 'scores' | 'withdrawalReason'>,
): Promise<void> {
  await tx
    .update(competenceAssessments)
    .set({ ...words, version: sql`version + 1` })
    .where(and(eq(competenceAssessments.districtId, districtId), eq(competenceAssessments.id, id)))
}

/** Null when it was withdrawn before. */
export async function markInterviewWithdrawn(
  tx: Tx,
  { districtId, id }: Pick<InterviewRow, 'districtId' | 'id'>,
  withdrawal: Withdrawal,
): Promise<InterviewRow | null> {
  const rows = await tx
    .update(interviews)
    .set(withdrawn(withdrawal))
    .where(and(eq(interviews.districtId, districtId), eq(interviews.id, id), isNull(interviews.withdrawnAt)))
    .returning()
  return rows[0] ?? null
}

/** Null when it was withdrawn before. */
export async function markAssessmentWithdrawn(
  tx: Tx,
  { districtId, id }: Pick<AssessmentRow, 'districtId' | 'id'>,
  withdrawal: Withdrawal,
): Promise<AssessmentRow | null> {
  const { districtId: district, id: own, withdrawnAt } = competenceAssessments
  const rows = await tx
    .update(competenceAssessments)
    .set(withdrawn(withdrawal))
    .where(and(eq(district, districtId), eq(own, id), isNull(withdrawnAt)))
    .returning()
  return rows[0] ?? null
}

const withdrawn = ({ now, reason }: Withdrawal) => ({
  withdrawnAt: now.toISOString(),
  withdrawalReason: reason,
  version: sql`version + 1`,
})
