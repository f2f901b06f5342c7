import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal, refused } from '../errors.js'
import { findScheduledItems } from './execution/read.js'
import { presentPlan } from './present.js'
import { findVersion, lockPlan, type PlanRow, type PlanVersionRow } from './read.js'
import { requireAdequate } from './require-adequate.js'
import { itemsGivenUp } from './rules/items-given-up.js'
import type { PlanReview, TrainingPlan } from './schema.js'
import { changePlan, changeVersion } from './write.js'

/** The institute approves the submitted version or returns it with comments (§6.5); what it approves takes the place of what was in force. */
export async function reviewTrainingPlan(
  db: Database,
  { actor, now, id, review }: { actor: Actor & Principal; now: Date; id: string; review: PlanReview },
): Promise<TrainingPlan> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const plan = await lockPlan(tx, actor, id)
    if (!plan) throw notFound('trainingPlan')
    if (plan.status === 'closed') throw new Refusal('planClosed')
    const { versionNumber: given } = review
    if (given !== plan.newestVersion) throw new Refusal('planVersionOutdated', { given, newest: plan.newestVersion })
    const submitted = (await findVersion(tx, districtId, id, plan.newestVersion))!
    const { number, status } = submitted
    if (status !== 'submitted') throw new Refusal('planNotSubmitted', { number, status })
    const reviewed = { comments: review.comments, reviewedAt: now.toISOString(), reviewedBy: actor.clientId }
    if (review.decision === 'approve') return approve(tx, plan, submitted, reviewed, now)
    const version = await changeVersion(tx, submitted, { status: 'returned', ...reviewed })
    const changed = await changePlan(tx, plan, {
      ...(plan.approvedVersion === null ? { status: 'returned' as const } : {}),
      updatedAt: now.toISOString(),
    })
    return presentPlan(tx, changed, version)
  })
}

async function approve(
  tx: Tx,
  plan: PlanRow,
  submitted: PlanVersionRow,
  reviewed: Pick<PlanVersionRow, 'comments' | 'reviewedAt' | 'reviewedBy'>,
  now: Date,
): Promise<TrainingPlan> {
  const { districtId, id, approvedVersion } = plan
  await requireAdequate(tx, plan, submitted, now)
  const givenUp = itemsGivenUp(submitted.content.items, await findScheduledItems(tx, districtId, id))
  if (givenUp.length > 0) throw refused(givenUp)
  if (approvedVersion !== null)
    await changeVersion(tx, { districtId, planId: id, number: approvedVersion }, { status: 'superseded' })
  const version = await changeVersion(tx, submitted, { status: 'approved', ...reviewed })
  const changed = await changePlan(tx, plan, {
    status: 'approved',
    approvedVersion: version.number,
    updatedAt: now.toISOString(),
  })
  return presentPlan(tx, changed, version)
}
