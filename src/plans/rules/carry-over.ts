import { addDays, daysBetween, maxDate, minDate, type IsoDate } from '../../lib/calendar.js'
import type { StoredPerson } from '../people/schema.js'
import type { NewPlanItem, PlanContent, PlanItem } from '../schema.js'
import type { Period } from './slot-dates.js'

type Year = { startsOn: IsoDate; endsOn: IsoDate }

/** The parts of an earlier plan that the next one takes up. */
type Earlier = Pick<PlanContent, 'goals' | 'fixedSlots' | 'items'> & {
  responsible: StoredPerson[]
  /** Its courses that are still published: the others are not planned anew. */
  offered: ReadonlySet<string>
}

/**
 * §6.2: next year's plan begins where the last annual review ended.
 * 1. Goals, fixed slots, items and who is responsible are taken over; items are new ones, with their dates in the same
 *    weeks of the new year, on the same weekdays, and inside it.
 * 2. What the review wants changed stands in the notes. The school's days off are of their own year.
 */
export function carryOver(
  earlier: Earlier,
  changes: readonly string[],
  from: Year,
  to: Year,
): Omit<PlanContent, 'items' | 'responsible'> & { items: NewPlanItem[]; responsible: StoredPerson[] } {
  return {
    goals: earlier.goals,
    notes: [...changes],
    fixedSlots: earlier.fixedSlots,
    items: earlier.items.map((item) => ({ ...withoutNulls(item, earlier.offered), ...sameWeeks(item, from, to) })),
    holidays: [],
    responsible: earlier.responsible,
  }
}

/** Whole weeks later, so that weekdays stay: as many as come nearest to the distance of the years' first days. */
export function sameWeeks(period: Period, from: Year, to: Year): Period {
  const days = Math.round(daysBetween(from.startsOn, to.startsOn) / 7) * 7
  const inside = (date: IsoDate) => minDate(maxDate(addDays(date, days), to.startsOn), to.endsOn)
  return { from: inside(period.from), to: inside(period.to) }
}

function withoutNulls(
  { id: _, courseId, theme, responsible, ...item }: PlanItem,
  offered: ReadonlySet<string>,
): NewPlanItem {
  return {
    ...item,
    ...(courseId && offered.has(courseId) ? { courseId } : {}),
    ...(theme ? { theme } : {}),
    ...(responsible ? { responsible } : {}),
  }
}
