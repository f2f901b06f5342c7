import type { ErrorCode, ReasonParams } from '../../errors.js'
import { daysInclusive, MINUTE } from '../../lib/calendar.js'
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
  /** How many of the school's teachers are in each tier that there is; none where no teacher is known. */
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

/** The edition has no parameter for fixed time, goals or leadership, and so no clause: every plan needs them. */
const CLAUSE_OF_FIXED_TIME = '§5.1'
const CLAUSE_OF_MANAGEMENT = '§6.1'

/**
 * Whether a plan, carried out as it stands, does what the policy asks; everything that is missing, with its clause.
 * 1. §5.1, §3.3: in every tier that the school has teachers of, the items open to it reach the annual minimum. Where no
 *    teacher is known, nobody can say that they do.
 * 2. §3.2: every module of the edition is covered. §4.1, §5.3: there is lecture, and there is practice. What is open to
 *    none of the school's teachers covers nothing.
 * 3. §5.1: there is a fixed slot; what is planned in one fits into its clock time, and finds dates enough outside holidays.
 *    Slots at the same time of the week are not for the same teachers: nobody is in two places.
 * 4. §6.1: there are goals and a leadership group.
 */
export function planAdequacy(plan: Plan, ground: PlanGround, policy: Policy): Adequacy {
  const tiers = [...ground.teachersOfTier]
    .toSorted(([a], [b]) => a - b)
    .map(([tier, teachers]) => tierStanding(tier, teachers, plan.items, policy))
  const attended = plan.items.filter((item) => tiers.length === 0 || tiers.some(({ tier }) => isOpenTo(item, tier)))
  const modules = policy.modules.map(({ code }) => ({
    module: code,
    hours: sumOf(attended.filter(({ module }) => module === code)),
  }))
  const known = new Set(policy.forms.flatMap(({ categories }) => categories))
  const categories = [...known].map((category) => ({
    category,
    hours: sumOf(attended.filter((item) => item.category === category)),
  }))
  const fixedSlots = plan.fixedSlots.map((slot) => slotStanding(slot, plan.items, ground))
  const shortfalls = [
    ...(tiers.length === 0 ? [teachersUnknown(policy)] : tiers.flatMap((standing) => shortOfTier(standing, policy))),
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
    ...slotsAtOneTime(plan),
    ...shortOfManagement(plan, ground),
  ]
  return { adequate: shortfalls.length === 0, shortfalls, tiers, modules, categories, fixedSlots }
}

/** §3.3: the class hours that items give to whoever is in a tier, none of them more than what counts in its days. */
export function hoursOpenTo(
  tier: number,
  items: readonly PlannedItem[],
  { hours: limits }: Pick<Policy, 'hours'>,
): Hours {
  const open = items.filter((item) => isOpenTo(item, tier))
  const countedOf = (delivery: PlannedItem['delivery']) =>
    open
      .filter((item) => item.delivery === delivery)
      .reduce((sum, item) => sum + countable(item, limits.dailyMaximum), 0)
  const online = countedOf('online')
  return hours(countedOf('onSite') + (limits.onlineMaximum === null ? online : Math.min(online, limits.onlineMaximum)))
}

function countable({ sessions, hoursPerSession, from, to }: PlannedItem, dailyMaximum: Hours | null): number {
  if (dailyMaximum === null) return sessions * hoursPerSession
  return Math.min(sessions * Math.min(hoursPerSession, dailyMaximum), daysInclusive(from, to) * dailyMaximum)
}

const isOpenTo = ({ tiers }: PlannedItem, tier: number): boolean => tiers.length === 0 || tiers.includes(tier)

const tierHoursClause = ({ clauses }: Policy): string => `${clauses['annualHours.minimum']}, ${clauses.tiers}`

function teachersUnknown(policy: Policy): Shortfall {
  return { code: 'planTeachersUnknown', clause: tierHoursClause(policy), pointer: '', params: {} }
}

function tierStanding(tier: number, teachers: number, items: readonly PlannedItem[], policy: Policy) {
  const required = policy.annualHours.minimum
  const planned = hoursOpenTo(tier, items, policy)
  return { tier, teachers, planned, required, missing: hours(Math.max(0, required - planned)) }
}

function shortOfTier({ tier, planned, required, missing }: Adequacy['tiers'][number], policy: Policy): Shortfall[] {
  if (missing === 0) return []
  const params = {
    tier,
    hours: formatHours(planned),
    required: formatHours(required),
    missing: formatHours(missing),
  }
  return [{ code: 'planTierHours', clause: tierHoursClause(policy), pointer: '/items', params }]
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
    shortfalls.push({ code: 'planFixedSlotMissing', clause: CLAUSE_OF_FIXED_TIME, pointer: '/fixedSlots', params: {} })
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
        clause: CLAUSE_OF_FIXED_TIME,
        pointer: `/fixedSlots/${at}`,
        params: { slot: number, planned, missing },
      })
  return shortfalls
}

function slotsAtOneTime({ fixedSlots, items }: Plan): Shortfall[] {
  const isIn = (number: number) => items.filter(({ slot }) => slot === number)
  return fixedSlots.flatMap((slot, at) =>
    fixedSlots
      .slice(0, at)
      .filter((other) => other.weekday === slot.weekday && other.startsAt < slot.endsAt && slot.startsAt < other.endsAt)
      .filter((other) => isIn(other.number).some((one) => isIn(slot.number).some((two) => meet(one, two))))
      .map((other) => ({
        code: 'planSlotsOverlap',
        clause: CLAUSE_OF_FIXED_TIME,
        pointer: `/fixedSlots/${at}`,
        params: { slot: slot.number, other: other.number },
      })),
  )
}

/** Whether items may ask the same teachers for the same weeks. */
const meet = (one: PlannedItem, two: PlannedItem): boolean =>
  one.from <= two.to &&
  two.from <= one.to &&
  (one.tiers.length === 0 || two.tiers.length === 0 || one.tiers.some((tier) => two.tiers.includes(tier)))

function shortOfManagement({ goals }: Plan, { hasLeadershipGroup }: PlanGround): Shortfall[] {
  const clause = CLAUSE_OF_MANAGEMENT
  const shortfalls: Shortfall[] = []
  if (goals.length === 0) shortfalls.push({ code: 'planGoalsMissing', clause, pointer: '/goals', params: {} })
  if (!hasLeadershipGroup) shortfalls.push({ code: 'planLeadershipMissing', clause, pointer: '', params: {} })
  return shortfalls
}

const sumOf = (items: readonly PlannedItem[]): Hours =>
  hours(items.reduce((sum, { sessions, hoursPerSession }) => sum + sessions * hoursPerSession, 0))

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
