import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal, refused } from '../errors.js'
import { requireVersion, type Condition } from '../lib/versions.js'
import { loadBasis } from '../roster/load-basis.js'
import { findScheduledItems } from './execution/read.js'
import { presentPlan } from './present.js'
import { findVersion, lockPlan, type PlanRow, type PlanVersionRow } from './read.js'
import { itemsGivenUp } from './rules/items-given-up.js'
import type { PlanItem, TrainingPlan, TrainingPlanChange } from './schema.js'
import { settleContent } from './settle-content.js'
import type { StoredContent } from './tables.js'
import { changePlan, changeVersion, insertVersion } from './write.js'

/**
 * Changes a draft; what was returned or approved stays as it was reviewed, and a new version is opened. An approved plan
 * is amended with a reason, and stays in force until the institute approves the amendment.
 */
export async function reviseTrainingPlan(
  db: Database,
  {
    actor,
    now,
    condition,
    id,
    change,
  }: { actor: Actor & Principal; now: Date; condition: Condition; id: string; change: TrainingPlanChange },
): Promise<TrainingPlan> {
  const { districtId } = actor
  const { reason, ...given } = change
  return transact(db, actor, async (tx) => {
    const plan = await lockPlan(tx, actor, id)
    if (!plan) throw notFound('trainingPlan')
    requireVersion(condition, plan.version)
    if (plan.status === 'closed') throw new Refusal('planClosed')
    const newest = (await findVersion(tx, districtId, id, plan.newestVersion))!
    if (newest.status === 'submitted') throw new Refusal('planInReview', { number: newest.number })
    if (newest.status === 'approved' && reason === undefined) throw new Refusal('amendmentReasonNeeded')
    const basis = await loadBasis(tx, districtId, plan.academicYear)
    const known = await knownItems(tx, plan, newest)
    const content = await settleContent(tx, { actor, basis, schoolId: plan.schoolId }, given, newest.content, known)
    const givenUp = itemsGivenUp(content.items, await findScheduledItems(tx, districtId, id))
    if (givenUp.length > 0) throw refused(givenUp)
    const version = await saveVersion(tx, newest, content, reason, now)
    const changed = await changePlan(tx, plan, {
      newestVersion: version.number,
      ...(plan.approvedVersion === null ? { status: 'draft' as const } : {}),
      updatedAt: now.toISOString(),
    })
    return presentPlan(tx, changed, version)
  })
}

/** An item keeps its id whether it stood in the newest version or stands in the one in force. */
async function knownItems(tx: Tx, plan: PlanRow, newest: PlanVersionRow): Promise<PlanItem[]> {
  const inForce =
    plan.approvedVersion === null || plan.approvedVersion === newest.number
      ? null
      : await findVersion(tx, plan.districtId, plan.id, plan.approvedVersion)
  return [newest, ...(inForce ? [inForce] : [])].flatMap(({ content }) => content.items)
}

async function saveVersion(
  tx: Tx,
  newest: PlanVersionRow,
  content: StoredContent,
  reason: string | undefined,
  now: Date,
): Promise<PlanVersionRow> {
  if (newest.status === 'draft') return changeVersion(tx, newest, { content, reason: reason ?? newest.reason })
  const { districtId, planId, number } = newest
  return insertVersion(tx, {
    districtId,
    planId,
    number: number + 1,
    reason: reason ?? newest.reason,
    content,
    createdAt: now.toISOString(),
  })
}
