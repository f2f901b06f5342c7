import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { annualReviews } from './tables.js'

export type AnnualReviewRow = typeof annualReviews.$inferSelect

/** As it was last corrected, or in the version asked for. */
export async function findAnnualReview(
  tx: Tx,
  districtId: string,
  planId: string,
  version?: number,
): Promise<AnnualReviewRow | null> {
  const rows = await tx
    .select()
    .from(annualReviews)
    .where(
      and(
        eq(annualReviews.districtId, districtId),
        eq(annualReviews.planId, planId),
        version === undefined ? undefined : eq(annualReviews.version, version),
      ),
    )
    .orderBy(desc(annualReviews.version))
    .limit(1)
  return rows[0] ?? null
}
