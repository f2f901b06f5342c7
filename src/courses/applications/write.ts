import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { courseApplicationRounds, courseApplications } from './tables.js'

type RoundRow = typeof courseApplicationRounds.$inferSelect
type Submitted = Pick<RoundRow, 'courseVersion' | 'statement' | 'appliedAt' | 'appliedBy'>

/** Opens an application with its first round, or takes a returned one into its next. */
export async function submitRound(
  tx: Tx,
  { districtId, id, courseId, number }: { districtId: string; id: string; courseId: string; number: number },
  round: Submitted,
): Promise<void> {
  if (number === 1) await tx.insert(courseApplications).values({ districtId, id, courseId })
  else await changeApplication(tx, districtId, id, { status: 'submitted', round: number })
  await tx.insert(courseApplicationRounds).values({ districtId, applicationId: id, number, ...round })
}

export async function changeApplication(
  tx: Tx,
  districtId: string,
  id: string,
  change: Partial<Pick<typeof courseApplications.$inferSelect, 'status' | 'round'>>,
): Promise<void> {
  await tx
    .update(courseApplications)
    .set({ ...change, version: sql`version + 1` })
    .where(and(eq(courseApplications.districtId, districtId), eq(courseApplications.id, id)))
}

export async function saveReview(
  tx: Tx,
  { districtId, applicationId, number }: Pick<RoundRow, 'districtId' | 'applicationId' | 'number'>,
  review: Pick<RoundRow, 'decision' | 'guidance' | 'reviewedAt' | 'reviewedBy'>,
): Promise<void> {
  await tx
    .update(courseApplicationRounds)
    .set(review)
    .where(
      and(
        eq(courseApplicationRounds.districtId, districtId),
        eq(courseApplicationRounds.applicationId, applicationId),
        eq(courseApplicationRounds.number, number),
      ),
    )
}

/** Ends the application that is open for a course, if there is one. */
export async function withdrawApplication(tx: Tx, districtId: string, courseId: string): Promise<void> {
  await tx
    .update(courseApplications)
    .set({ status: 'withdrawn', version: sql`version + 1` })
    .where(
      and(
        eq(courseApplications.districtId, districtId),
        eq(courseApplications.courseId, courseId),
        inArray(courseApplications.status, ['submitted', 'returned']),
      ),
    )
}
