import type { Actor } from '../../access/schema.js'
import { findActivity, lockActivity } from '../../activities/read.js'
import type { Activity } from '../../activities/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { Refusal, refused } from '../../errors.js'
import { loadBasis } from '../../roster/load-basis.js'
import { lockPlanItem } from './lock-plan-item.js'
import { checkLink } from './rules/check-link.js'
import type { PlanItemLink } from './schema.js'
import { insertItemActivity } from './write.js'

/**
 * Lets an activity that is there already carry an item of the plan in force out: a joint one that another school hosts
 * (§4.2), or one of the school's own.
 */
export async function linkPlanItem(
  db: Database,
  {
    actor,
    now,
    id,
    itemId,
    link: { activityId },
  }: { actor: Actor & Principal; now: Date; id: string; itemId: string; link: PlanItemLink },
): Promise<Activity> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const { plan, item, scheduled } = await lockPlanItem(tx, actor, { id, itemId })
    const ofSchool = { districtId, schoolId: plan.schoolId, teacherId: null }
    // Held, so that the host does not change meanwhile what is looked at.
    if (!(await lockActivity(tx, ofSchool, activityId)))
      throw refused([{ code: 'unknownActivity', pointer: '/activityId' }])
    const linked = [...scheduled].find(([, known]) => known === activityId)
    if (linked) throw new Refusal('planActivityLinked', { itemId: linked[0] })
    const activity = (await findActivity(tx, ofSchool, activityId))!
    const { parameters } = await loadBasis(tx, districtId, plan.academicYear)
    const reasons = checkLink(activity, item, plan, parameters)
    if (reasons.length > 0) throw refused(reasons)
    await insertItemActivity(tx, {
      ...{ districtId, planId: id, itemId, activityId },
      scheduledAt: now.toISOString(),
      scheduledBy: actor.clientId,
    })
    return activity
  })
}
