import type { IsoDate } from '../../../lib/calendar.js'
import { hours, NO_HOURS, type Hours } from '../../../lib/quantity.js'
import type { Category } from '../../../policy/schema.js'
import { hoursOpenTo, type PlannedItem } from '../../rules/adequacy.js'

export type ItemInPlan = PlannedItem & { id: string }

/** What has become of an item so far; class hours of sessions, and those entered for teachers. */
export type ItemStanding = {
  scheduled: { sessions: number; hours: Hours }
  held: { sessions: number; hours: Hours }
  cancelled: number
  teachers: number
  hoursEntered: Hours
}

export type ItemExecution = ItemStanding & { id: string; planned: { sessions: number; hours: Hours }; overdue: boolean }

export type Execution = {
  items: ItemExecution[]
  modules: { module: string; planned: Hours; held: Hours }[]
  categories: { category: Category; planned: Hours; held: Hours }[]
  tiers: { tier: number; planned: Hours; held: Hours }[]
}

/** What the sums are of: hours of sessions scheduled besides those held, and of none that was cancelled. */
const NOTHING: ItemStanding = {
  scheduled: { sessions: 0, hours: NO_HOURS },
  held: { sessions: 0, hours: NO_HOURS },
  cancelled: 0,
  teachers: 0,
  hoursEntered: NO_HOURS,
}

/**
 * §6.1: how far a plan is carried out, item by item and in sum.
 * 1. A session is held once it is confirmed; one that is cancelled is not.
 * 2. An item is overdue when its period is past and fewer sessions than planned were held.
 * 3. §3.3: a tier's hours are those of the items open to it, with the maxima that the plan's check knows.
 */
export function carriedOut(
  items: readonly ItemInPlan[],
  standings: ReadonlyMap<string, ItemStanding>,
  policy: { modules: readonly { code: string }[]; tiers: readonly { tier: number }[] } & Parameters<
    typeof hoursOpenTo
  >[2],
  today: IsoDate,
): Execution {
  const executed = items.map((item) => ({ item, standing: standings.get(item.id) ?? NOTHING }))
  const sums = (of: typeof executed) => ({
    planned: hours(of.reduce((sum, { item }) => sum + item.sessions * item.hoursPerSession, 0)),
    held: hours(of.reduce((sum, { standing }) => sum + standing.held.hours, 0)),
  })
  return {
    items: executed.map(({ item, standing }) => ({
      id: item.id,
      planned: { sessions: item.sessions, hours: hours(item.sessions * item.hoursPerSession) },
      ...standing,
      overdue: item.to < today && standing.held.sessions < item.sessions,
    })),
    modules: policy.modules.map(({ code }) => ({
      module: code,
      ...sums(executed.filter(({ item }) => item.module === code)),
    })),
    categories: (['lecture', 'practice'] as const).map((category) => ({
      category,
      ...sums(executed.filter(({ item }) => item.category === category)),
    })),
    tiers: policy.tiers.map(({ tier }) => ({
      tier,
      planned: hoursOpenTo(tier, items, policy),
      held: hoursOpenTo(
        tier,
        executed.map(({ item, standing }) => ({ ...item, sessions: standing.held.sessions })),
        policy,
      ),
    })),
  }
}
