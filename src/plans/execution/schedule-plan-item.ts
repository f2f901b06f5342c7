import type { Actor } from '../../access/schema.js'
import { openActivity } from '../../activities/create-activity.js'
import type { Activity } from '../../activities/schema.js'
import type { Database, Tx } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { Refusal, refused } from '../../errors.js'
import { parseHours } from '../../lib/quantity.js'
import { loadBasis, type Basis } from '../../roster/load-basis.js'
import type { PlanRow } from '../read.js'
import { spreadDates } from '../rules/share-slot.js'
import { slotDates } from '../rules/slot-dates.js'
import type { PlanItem } from '../schema.js'
import type { StoredContent } from '../tables.js'
import { lockPlanItem } from './lock-plan-item.js'
import { findDatesTaken } from './read.js'
import { checkSchedule } from './rules/check-schedule.js'
import { slotSessions, slotStart } from './rules/slot-sessions.js'
import type { PlanItemSchedule, PlanSession } from './schema.js'
import { insertItemActivity } from './write.js'

/**
 * Makes an item of the plan in force an activity with all its sessions, once: on dates of its fixed slot, spread over its
 * period, or at the times given; joint where other schools are named (§4.2).
 */
export async function schedulePlanItem(
  db: Database,
  {
    actor,
    now,
    id,
    itemId,
    schedule,
  }: { actor: Actor & Principal; now: Date; id: string; itemId: string; schedule: PlanItemSchedule },
): Promise<Activity> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const { plan, content, item, scheduled } = await lockPlanItem(tx, actor, { id, itemId })
    const basis = await loadBasis(tx, districtId, plan.academicYear)
    const { sessions: given, ...joint } = schedule
    const sessions = given ? takeGiven(given, item) : await takeSlot(tx, plan, { content, item, scheduled, basis, now })
    const segment = { form: item.form, category: item.category, module: item.module, hours: item.hoursPerSession }
    const activity = await openActivity(tx, {
      actor,
      activity: {
        ...joint,
        title: item.title,
        ...(item.theme ? { description: item.theme } : {}),
        ...(item.courseId ? { courseId: item.courseId } : {}),
        tiers: item.tiers.length > 0 ? item.tiers : null,
        hostSchoolId: plan.schoolId,
        academicYear: plan.academicYear,
        sessions: sessions.map((session) => ({ ...session, delivery: item.delivery, segments: [segment] })),
      },
    })
    await insertItemActivity(tx, {
      districtId,
      planId: id,
      itemId,
      activityId: activity.id,
      scheduledAt: now.toISOString(),
      scheduledBy: actor.clientId,
    })
    return activity
  })
}

function takeGiven(sessions: readonly PlanSession[], item: PlanItem): readonly PlanSession[] {
  const reasons = checkSchedule(sessions, item)
  if (reasons.length > 0) throw refused(reasons)
  return sessions
}

/** Dates of the item's slot, still to come, that no other item has taken, with room left for the items that will. */
async function takeSlot(
  tx: Tx,
  { districtId, id }: PlanRow,
  {
    content,
    item,
    scheduled,
    basis: { year, parameters },
    now,
  }: { content: StoredContent; item: PlanItem; scheduled: ReadonlyMap<string, string>; basis: Basis; now: Date },
): Promise<PlanSession[]> {
  const slot = content.fixedSlots.find(({ number }) => number === item.slot)
  if (!slot) throw refused([{ code: 'planSessionsNeeded', pointer: '/sessions', params: {} }])
  const inSlot = content.items.filter((other) => other.slot === item.slot && other.id !== item.id)
  const itemsInSlot = new Set(inSlot.map((other) => other.id))
  const taken = await findDatesTaken(tx, districtId, id)
  const takenDates = new Set(taken.filter(({ itemId }) => itemsInSlot.has(itemId)).map(({ date }) => date))
  const holidays = [...year.holidays, ...content.holidays]
  const dates = slotDates(slot.weekday, { from: year.startsOn, to: year.endsOn }, holidays)
  const chosen = spreadDates(
    dates.filter((date) => !takenDates.has(date) && Date.parse(slotStart(date, slot)) > now.getTime()),
    item,
    inSlot.filter((other) => !scheduled.has(other.id)),
  )
  if (!chosen) throw new Refusal('planSlotTaken', { slot: slot.number, sessions: item.sessions })
  return slotSessions(chosen, slot, parseHours(item.hoursPerSession), parameters.hours.minutesPerClassHour)
}
