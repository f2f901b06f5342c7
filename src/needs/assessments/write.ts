import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { AssessmentRow, InterviewRow } from './read.js'
import { competenceAssessments, interviews } from './tables.js'

export async function insertInterview(tx: Tx, interview: Omit<InterviewRow, 'version'>): Promise<InterviewRow> {
  const rows = await tx.insert(interviews).values(interview).returning()
  return rows[0]!
}

/** The assessment, or a new one in the place of what the same assessor said before in the year. */
export async function upsertAssessment(tx: Tx, assessment: Omit<AssessmentRow, 'version'>): Promise<AssessmentRow> {
  const { date, scores, recordedBy, recordedAt } = assessment
  const { districtId, teacherId, academicYear, kind, assessorId } = competenceAssessments
  const rows = await tx
    .insert(competenceAssessments)
    .values(assessment)
    .onConflictDoUpdate({
      target: [districtId, teacherId, academicYear, kind, assessorId],
      set: { date, scores, recordedBy, recordedAt, version: sql`${competenceAssessments.version} + 1` },
    })
    .returning()
  return rows[0]!
}

export async function replaceInterviewWords(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
  words: Pick<InterviewRow, 'interviewer' | 'summary' | 'modules'>,
): Promise<void> {
  await tx
    .update(interviews)
    .set({ ...words, version: sql`version + 1` })
    .where(and(eq(interviews.districtId, districtId), eq(interviews.id, id)))
}

export async function replaceScores(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
  scores: AssessmentRow['scores'],
): Promise<void> {
  await tx
    .update(competenceAssessments)
    .set({ scores, version: sql`version + 1` })
    .where(and(eq(competenceAssessments.districtId, districtId), eq(competenceAssessments.id, id)))
}
