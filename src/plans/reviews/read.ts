import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { annualReviews } from './tables.js'

export type AnnualReviewRow = typeof annualReviews.$inferSelect

export async function findAnnualReview(tx: Tx, districtId: string, planId: string): Promise<AnnualReviewRow | null> {
  const rows = await tx
    .select()
    .from(annualReviews)
    .where(and(eq(annualReviews.districtId, districtId), eq(annualReviews.planId, planId)))
  return rows[0] ?? null
}
