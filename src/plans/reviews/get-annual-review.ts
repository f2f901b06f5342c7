import type { Actor } from '../../access/schema.js'
import { query, type Database, type Tx } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { toNamed } from '../people/name-people.js'
import { findNamesOf } from '../people/read.js'
import { findPlan, type PlanRow } from '../read.js'
import { findAnnualReview, type AnnualReviewRow } from './read.js'
import type { AnnualReview } from './schema.js'

/** The annual review of a plan, as it was last corrected unless said. */
export async function getAnnualReview(
  db: Database,
  { actor, planId, versionNumber }: { actor: Actor; planId: string; versionNumber?: number | undefined },
): Promise<AnnualReview> {
  return query(db, actor, async (tx) => {
    const plan = await findPlan(tx, actor, planId)
    if (!plan) throw notFound('trainingPlan')
    const review = await findAnnualReview(tx, actor.districtId, planId, versionNumber)
    if (!review) throw notFound('annualReview')
    return presentReview(tx, plan, review)
  })
}

export async function presentReview(
  tx: Tx,
  { districtId, schoolId, academicYear }: PlanRow,
  { districtId: _, recordedBy: __, participants, ...review }: AnnualReviewRow,
): Promise<AnnualReview> {
  const names = await findNamesOf(tx, districtId, participants)
  return { ...review, schoolId, academicYear, participants: participants.map((person) => toNamed(person, names)) }
}
