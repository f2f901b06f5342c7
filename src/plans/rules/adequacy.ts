import type { ErrorCode, ReasonParams } from '../../errors.js'
import { MINUTE } from '../../lib/calendar.js'
import { clockTimeOf, formatHours, hours, type Hours } from '../../lib/quantity.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import type { Category } from '../../policy/schema.js'
import { sessionsWithoutRoom } from './share-slot.js'
import { slotDates, type Period } from './slot-dates.js'

export type PlannedItem = Period & {
  module: string
  /** None for all. */
  tiers: readonly number[]
  category: Category
  delivery: 'onSite' | 'online'
  sessions: number
  hoursPerSession: Hours
  slot: number | null
}

export type Plan = {
  goals: readonly string[]
  fixedSlots: readonly { number: number; weekday: number; startsAt: string; endsAt: string }[]
  items: readonly PlannedItem[]
}

/** What the plan is for. */
export type PlanGround = {
  year: { startsOn: string; endsOn: string }
  /** The calendar's and the school's own. */
  holidays: readonly Period[]
  /** How many of the school's teachers are in each tier that there is. */
  teachersOfTier: ReadonlyMap<number, number>
  hasLeadershipGroup: boolean
}

type Policy = Pick<EditionParameters, 'annualHours' | 'hours' | 'forms' | 'modules' | 'clauses'>

export type Shortfall = { code: ErrorCode; clause: string; pointer: string; params: ReasonParams }

export type Adequacy = {
  adequate: boolean
  shortfalls: Shortfall[]
  tiers: { tier: number; teachers: number; planned: Hours; required: Hours; missing: Hours }[]
  modules: { module: string; hours: Hours }[]
  categories: { category: Category; hours: Hours }[]
  fixedSlots: { number: number; occurrences: number; sessionsPlanned: number; sessionsWithoutRoom: number }[]
}

/**
 * Whether a plan, carried out as it stands, does what the policy asks; everything that is missing, with its clause.
 * 1. §5.1, §3.3: in every tier that the school has teachers of, the items open to it reach the annual minimum.
 * 2. §3.2: every module of the edition is covered. §4.1, §5.3: there is lecture, and there is practice.
 * 3. §5.1: there is a fixed slot; what is planned in one fits into its clock time, and finds dates enough outside holidays.
 * 4. §6.1: there are goals and a leadership group.
 */
export function planAdequacy(plan: Plan, ground: PlanGround, policy: Policy): Adequacy {
  const tiers = [...ground.teachersOfTier]
    .toSorted(([a], [b]) => a - b)
    .map(([tier, teachers]) => tierStanding(tier, teachers, plan.items, policy))
  const modules = policy.modules.map(({ code }) => ({
    module: code,
    hours: sumOf(plan.items.filter(({ module }) => module === code)),
  }))
  const known = new Set(policy.forms.flatMap(({ categories }) => categories))
  const categories = [...known].map((category) => ({
    category,
    hours: sumOf(plan.items.filter((item) => item.category === category)),
  }))
  const fixedSlots = plan.fixedSlots.map((slot) => slotStanding(slot, plan.items, ground))
  const shortfalls = [
    ...tiers.flatMap((standing) => shortOfTier(standing, policy)),
    ...modules.flatMap(({ module, hours: planned }): Shortfall[] =>
      planned > 0
        ? []
        : [{ code: 'planModuleMissing', clause: policy.clauses.modules, pointer: '/items', params: { module } }],
    ),
    ...categories.flatMap(({ category, hours: planned }): Shortfall[] =>
      planned > 0
        ? []
        : [{ code: 'planCategoryMissing', clause: policy.clauses.forms, pointer: '/items', params: { category } }],
    ),
    ...shortOfTime(plan, fixedSlots, policy),
    ...shortOfManagement(plan, ground),
  ]
  return { adequate: shortfalls.length === 0, shortfalls, tiers, modules, categories, fixedSlots }
}

/** §3.3: the class hours that an item gives to whoever is in a tier, no session more than what counts in a day. */
export function hoursOpenTo(
  tier: number,
  items: readonly PlannedItem[],
  { hours: limits }: Pick<Policy, 'hours'>,
): Hours {
  const open = items.filter(({ tiers }) => tiers.length === 0 || tiers.includes(tier))
  const countedOf = (delivery: PlannedItem['delivery']) =>
    open
      .filter((item) => item.delivery === delivery)
      .reduce((sum, item) => sum + item.sessions * atMost(item.hoursPerSession, limits.dailyMaximum), 0)
  return hours(countedOf('onSite') + atMost(countedOf('online'), limits.onlineMaximum))
}

function tierStanding(tier: number, teachers: number, items: readonly PlannedItem[], policy: Policy) {
  const required = policy.annualHours.minimum
  const planned = hoursOpenTo(tier, items, policy)
  return { tier, teachers, planned, required, missing: hours(Math.max(0, required - planned)) }
}

function shortOfTier(
  { tier, planned, required, missing }: Adequacy['tiers'][number],
  { clauses }: Policy,
): Shortfall[] {
  if (missing === 0) return []
  const params = {
    tier,
    hours: formatHours(planned),
    required: formatHours(required),
    missing: formatHours(missing),
  }
  return [
    { code: 'planTierHours', clause: `${clauses['annualHours.minimum']}, ${clauses.tiers}`, pointer: '/items', params },
  ]
}

function slotStanding(
  { number, weekday }: Plan['fixedSlots'][number],
  items: readonly PlannedItem[],
  { year, holidays }: PlanGround,
) {
  const dates = slotDates(weekday, { from: year.startsOn, to: year.endsOn }, holidays)
  const needs = items.filter(({ slot }) => slot === number)
  return {
    number,
    occurrences: dates.length,
    sessionsPlanned: needs.reduce((sum, { sessions }) => sum + sessions, 0),
    sessionsWithoutRoom: sessionsWithoutRoom(dates, needs).reduce((sum, without) => sum + without, 0),
  }
}

function shortOfTime(plan: Plan, standings: Adequacy['fixedSlots'], policy: Policy): Shortfall[] {
  const shortfalls: Shortfall[] = []
  if (plan.fixedSlots.length === 0)
    shortfalls.push({ code: 'planFixedSlotMissing', clause: '§5.1', pointer: '/fixedSlots', params: {} })
  const { minutesPerClassHour } = policy.hours
  for (const [at, item] of plan.items.entries()) {
    const slot = plan.fixedSlots.find(({ number }) => number === item.slot)
    if (!slot) continue
    const minutes = minutesOf(slot.endsAt) - minutesOf(slot.startsAt)
    if (clockTimeOf(item.hoursPerSession, minutesPerClassHour) <= minutes * MINUTE) continue
    const params = { hours: formatHours(item.hoursPerSession), minutes, minutesPerClassHour, slot: slot.number }
    const clause = policy.clauses['hours.minutesPerClassHour']
    shortfalls.push({ code: 'planItemAboveSlot', clause, pointer: `/items/${at}/hoursPerSession`, params })
  }
  for (const [at, { number, sessionsPlanned: planned, sessionsWithoutRoom: missing }] of standings.entries())
    if (missing > 0)
      shortfalls.push({
        code: 'planSlotOverfull',
        clause: '§5.1',
        pointer: `/fixedSlots/${at}`,
        params: { slot: number, planned, missing },
      })
  return shortfalls
}

function shortOfManagement({ goals }: Plan, { hasLeadershipGroup }: PlanGround): Shortfall[] {
  return [
    ...(goals.length > 0 ? [] : [{ code: 'planGoalsMissing' as const, clause: '§6.1', pointer: '/goals', params: {} }]),
    ...(hasLeadershipGroup
      ? []
      : [{ code: 'planLeadershipMissing' as const, clause: '§6.1', pointer: '', params: {} }]),
  ]
}

const sumOf = (items: readonly PlannedItem[]): Hours =>
  hours(items.reduce((sum, { sessions, hoursPerSession }) => sum + sessions * hoursPerSession, 0))

const atMost = (value: number, maximum: number | null): number => (maximum === null ? value : Math.min(value, maximum))

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
