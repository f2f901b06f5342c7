import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal } from '../errors.js'
import { requireVersion, type Condition } from '../lib/versions.js'
import { presentPlan } from './present.js'
import { findVersion, lockPlan } from './read.js'
import { requireAdequate } from './require-adequate.js'
import type { TrainingPlan } from './schema.js'
import { changePlan, changeVersion } from './write.js'

/**
 * The principal hands the draft to the institute (§6.1); it must do what the policy asks. With If-Match it is the draft
 * that was read: one that was revised since is not handed in.
 */
export async function submitTrainingPlan(
  db: Database,
  { actor, now, condition, id }: { actor: Actor & Principal; now: Date; condition: Condition; id: string },
): Promise<TrainingPlan> {
  const { districtId, clientId } = actor
  return transact(db, actor, async (tx) => {
    const plan = await lockPlan(tx, actor, id)
    if (!plan) throw notFound('trainingPlan')
    if (condition !== 'none') requireVersion(condition, plan.version)
    if (plan.status === 'closed') throw new Refusal('planClosed')
    const draft = (await findVersion(tx, districtId, id, plan.newestVersion))!
    const { number, status } = draft
    if (status !== 'draft') throw new Refusal('planNotDraft', { number, status })
    await requireAdequate(tx, plan, draft, now)
    const submittedAt = now.toISOString()
    const submitted = await changeVersion(tx, draft, { status: 'submitted', submittedAt, submittedBy: clientId })
    const changed = await changePlan(tx, plan, {
      ...(plan.approvedVersion === null ? { status: 'submitted' as const } : {}),
      updatedAt: submittedAt,
    })
    return presentPlan(tx, changed, submitted)
  })
}
