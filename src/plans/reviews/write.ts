import type { Tx } from '../../db/database.js'
import type { AnnualReviewRow } from './read.js'
import { annualReviews } from './tables.js'

export async function insertAnnualReview(tx: Tx, row: AnnualReviewRow): Promise<void> {
  await tx.insert(annualReviews).values(row)
}
