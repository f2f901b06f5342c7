import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { notFound, Refusal } from '../../errors.js'
import { findVersion, lockPlan, type PlanRow } from '../read.js'
import type { PlanItem } from '../schema.js'
import type { StoredContent } from '../tables.js'
import { findScheduledItems } from './read.js'

/** An item of the plan in force that nothing carries out yet; its plan is held, so that two at once do not both do it. */
export async function lockPlanItem(
  tx: Tx,
  actor: Actor,
  { id, itemId }: { id: string; itemId: string },
): Promise<{ plan: PlanRow; content: StoredContent; item: PlanItem; scheduled: ReadonlyMap<string, string> }> {
  const plan = await lockPlan(tx, actor, id)
  if (!plan) throw notFound('trainingPlan')
  if (plan.status === 'closed') throw new Refusal('planClosed')
  if (plan.approvedVersion === null) throw new Refusal('planNotApproved')
  const { content } = (await findVersion(tx, actor.districtId, id, plan.approvedVersion))!
  const item = content.items.find((one) => one.id === itemId)
  if (!item) throw notFound('planItem')
  const scheduled = await findScheduledItems(tx, actor.districtId, id)
  const activityId = scheduled.get(itemId)
  if (activityId) throw new Refusal('planItemScheduled', { activityId })
  return { plan, content, item, scheduled }
}
