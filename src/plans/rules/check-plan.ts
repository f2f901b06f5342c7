import type { Reason } from '../../errors.js'
import { daysInclusive, MINUTE } from '../../lib/calendar.js'
import { clockTimeOf, formatHours, type Hours } from '../../lib/quantity.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import type { Category } from '../../policy/schema.js'
import { segmentCategory } from '../../activities/rules/segment-category.js'
import type { Period } from './slot-dates.js'

/** A plan as it is asked for, its class hours read. */
export type PlanClaim = {
  fixedSlots: readonly { number: number; startsAt: string; endsAt: string }[]
  items: readonly ItemClaim[]
  holidays: readonly (Period & { name: string })[]
}

export type ItemClaim = Period & {
  id?: string | undefined
  courseId?: string | null | undefined
  theme?: string | null | undefined
  module: string
  tiers?: readonly number[] | undefined
  form: string
  category?: Category | undefined
  sessions: number
  hoursPerSession: Hours
  slot?: number | null | undefined
}

type Policy = Pick<EditionParameters, 'hours' | 'forms' | 'modules' | 'tiers'>
type Year = { startsOn: string; endsOn: string }

/** Not the district's choice: a session lasts a day at most. */
const MINUTES_OF_DAY = 24 * 60

/**
 * §6.1: what forbids a plan, every reason at once; what it lacks is the matter of its check.
 * 1. A fixed slot ends after it starts, and has a number of its own.
 * 2. An item has a form, category, module and tiers of the edition (§3.2, §3.3, §4.1), class hours above zero in whole
 *    steps that a day holds, dates in order inside the academic year whose days hold all its sessions, a course or a theme
 *    but not both, and a slot that there is.
 * 3. An item's id is one that the plan has given (`knownItems`), and stands once.
 * 4. The school's days off lie in the academic year, in order.
 */
export function checkPlan(
  plan: PlanClaim,
  policy: Policy,
  year: Year,
  knownItems: ReadonlySet<string> = new Set(),
): Reason[] {
  const numbers = plan.fixedSlots.map(({ number }) => number)
  const slots = plan.fixedSlots.flatMap(({ number, startsAt, endsAt }, at) => {
    const reasons: Reason[] = []
    if (startsAt >= endsAt)
      reasons.push({ code: 'slotEndsBeforeStart', pointer: `/fixedSlots/${at}/endsAt`, params: { startsAt, endsAt } })
    if (numbers.indexOf(number) < at)
      reasons.push({ code: 'duplicateItem', pointer: `/fixedSlots/${at}/number`, params: {} })
    return reasons
  })
  const items = plan.items.flatMap((item, at) => [
    ...checkIdentity(plan.items, at, knownItems),
    ...checkKind(item, policy, `/items/${at}`),
    ...checkHours(item.hoursPerSession, policy, `/items/${at}/hoursPerSession`),
    ...checkDates(item, year, `/items/${at}`),
    ...checkRoom(item, policy, `/items/${at}/sessions`),
    ...checkSlot(item.slot, numbers, `/items/${at}/slot`),
  ])
  return [...slots, ...items, ...plan.holidays.flatMap((holiday, at) => checkDates(holiday, year, `/holidays/${at}`))]
}

function checkIdentity(items: readonly ItemClaim[], at: number, known: ReadonlySet<string>): Reason[] {
  const { id, courseId, theme } = items[at]!
  const reasons: Reason[] = []
  if (id && !known.has(id)) reasons.push({ code: 'unknownPlanItem', pointer: `/items/${at}/id`, params: { id } })
  if (id && items.findIndex((other) => other.id === id) < at)
    reasons.push({ code: 'duplicateItem', pointer: `/items/${at}/id`, params: {} })
  if (courseId && theme) reasons.push({ code: 'courseOrTheme', pointer: `/items/${at}/theme`, params: {} })
  return reasons
}

function checkKind(item: ItemClaim, { forms, modules, tiers }: Policy, at: string): Reason[] {
  const { form, category, module } = item
  const reasons: Reason[] = []
  if (!forms.some(({ code }) => code === form))
    reasons.push({ code: 'unknownForm', pointer: `${at}/form`, params: { form } })
  else if (segmentCategory({ form, ...(category ? { category } : {}) }, forms) === null)
    reasons.push({ code: 'categoryNotAllowed', pointer: `${at}/category`, params: { form, category: category ?? '' } })
  if (!modules.some(({ code }) => code === module))
    reasons.push({ code: 'unknownModule', pointer: `${at}/module`, params: { module } })
  for (const [index, tier] of (item.tiers ?? []).entries())
    if (!tiers.some((known) => known.tier === tier))
      reasons.push({ code: 'unknownTier', pointer: `${at}/tiers/${index}`, params: { tier } })
  return reasons
}

function checkHours(claimed: Hours, { hours: { step, minutesPerClassHour } }: Policy, pointer: string): Reason[] {
  const params = { hours: formatHours(claimed) }
  if (claimed <= 0) return [{ code: 'hoursNotPositive', pointer, params }]
  const reasons: Reason[] = []
  if (claimed % step !== 0)
    reasons.push({ code: 'hoursOffStep', pointer, params: { ...params, step: formatHours(step) } })
  if (clockTimeOf(claimed, minutesPerClassHour) > MINUTES_OF_DAY * MINUTE)
    reasons.push({
      code: 'hoursAboveClockTime',
      pointer,
      params: { ...params, minutes: MINUTES_OF_DAY, minutesPerClassHour },
    })
  return reasons
}

function checkDates({ from, to }: Period, { startsOn, endsOn }: Year, at: string): Reason[] {
  const reasons: Reason[] = []
  if (to < from) reasons.push({ code: 'endsBeforeStart', pointer: `${at}/to`, params: { from, to } })
  for (const [name, date] of Object.entries({ from, to }))
    if (date < startsOn || date > endsOn)
      reasons.push({ code: 'planDateOutsideYear', pointer: `${at}/${name}`, params: { date, startsOn, endsOn } })
  return reasons
}

/** How much of a day counts, and whether a slot has dates enough, is for the plan's check to say. */
function checkRoom(
  { sessions, hoursPerSession, from, to }: ItemClaim,
  { hours: { minutesPerClassHour } }: Policy,
  pointer: string,
): Reason[] {
  const needed = sessions * clockTimeOf(hoursPerSession, minutesPerClassHour)
  if (to < from || needed <= daysInclusive(from, to) * MINUTES_OF_DAY * MINUTE) return []
  return [{ code: 'planItemAbovePeriod', pointer, params: { sessions, hours: formatHours(hoursPerSession), from, to } }]
}

function checkSlot(slot: number | null | undefined, slots: readonly number[], pointer: string): Reason[] {
  return slot === null || slot === undefined || slots.includes(slot)
    ? []
    : [{ code: 'unknownFixedSlot', pointer, params: { slot } }]
}
