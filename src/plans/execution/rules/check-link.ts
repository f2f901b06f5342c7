import type { Activity } from '../../../activities/schema.js'
import type { Reason } from '../../../errors.js'
import { parseHours } from '../../../lib/quantity.js'
import type { PlanItem } from '../../schema.js'

type ActivityToLink = Pick<Activity, 'academicYear' | 'courseId' | 'tiers' | 'sessions'>
type PlannedItem = Pick<
  PlanItem,
  'courseId' | 'tiers' | 'form' | 'category' | 'module' | 'delivery' | 'sessions' | 'hoursPerSession' | 'from' | 'to'
>

const pointer = '/activityId'

/**
 * §4.2, §6.1: an activity that is there already carries an item out as it was planned.
 * 1. It is of the plan's academic year, teaches the course that the item names, and is open to every tier of the item.
 * 2. Its sessions, but for those that were cancelled, are at least as many as planned. Each takes place in the item's
 *    period, on site or on line as planned, with at least the hours planned, all of the item's form, category and module.
 */
export function checkLink(
  activity: ActivityToLink,
  item: PlannedItem,
  { academicYear }: { academicYear: string },
  policy: { tiers: readonly { tier: number }[] },
): Reason[] {
  const reasons: Reason[] = []
  if (activity.academicYear !== academicYear)
    reasons.push({ code: 'planActivityOtherYear', pointer, params: { academicYear } })
  if (item.courseId && item.courseId !== activity.courseId)
    reasons.push({ code: 'planActivityOtherCourse', pointer, params: { courseId: item.courseId } })
  const asked = item.tiers.length > 0 ? item.tiers : policy.tiers.map(({ tier }) => tier)
  const without = activity.tiers ? asked.filter((tier) => !activity.tiers!.includes(tier)) : []
  if (without.length > 0)
    reasons.push({ code: 'planActivityNotForTiers', pointer, params: { tiers: without.join(', ') } })
  const sessions = activity.sessions.filter(({ status }) => status !== 'cancelled')
  if (sessions.length < item.sessions)
    reasons.push({ code: 'planSessionCount', pointer, params: { planned: item.sessions, given: sessions.length } })
  const { from, to, hoursPerSession } = item
  for (const session of sessions)
    if (!isLike(session, item)) {
      const params = { date: session.date, hours: hoursPerSession, from, to }
      reasons.push({ code: 'planActivitySessionUnlike', pointer, params })
    }
  return reasons
}

function isLike({ date, delivery, segments }: ActivityToLink['sessions'][number], item: PlannedItem): boolean {
  return (
    item.from <= date &&
    date <= item.to &&
    delivery === item.delivery &&
    segments.every(
      ({ form, category, module }) => form === item.form && category === item.category && module === item.module,
    ) &&
    segments.reduce((sum, { hours }) => sum + parseHours(hours), 0) >= parseHours(item.hoursPerSession)
  )
}
