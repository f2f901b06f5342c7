import type { Actor } from '../access/schema.js'
import { segmentCategory } from '../activities/rules/segment-category.js'
import { findCourseStatuses } from '../courses/read.js'
import type { Tx } from '../db/database.js'
import { refused, type Reason } from '../errors.js'
import { newId } from '../lib/ids.js'
import { parseHours } from '../lib/quantity.js'
import type { Basis } from '../roster/load-basis.js'
import { toStored } from './people/name-people.js'
import { reasonsAgainstPeople } from './people/require-people.js'
import { checkPlan } from './rules/check-plan.js'
import { numberSlots } from './rules/number-slots.js'
import type { NewPlanContent, NewPlanItem, PlanItem } from './schema.js'
import type { StoredContent } from './tables.js'

/** What stands already: a plan's newest version, or what is taken over from an earlier plan, whose items are new ones. */
export type ContentBefore = Omit<StoredContent, 'items'> & { items: readonly (NewPlanItem | PlanItem)[] }

/**
 * What is asked for, laid over what stands: a part that is not given stays. `known` are the items that the plan has or had.
 * Refuses with every reason.
 */
export async function settleContent(
  tx: Tx,
  { actor, basis, schoolId }: { actor: Actor; basis: Basis; schoolId: string },
  given: NewPlanContent,
  before: ContentBefore = empty,
  known: readonly PlanItem[] = [],
): Promise<StoredContent> {
  const { parameters, year } = basis
  const fixedSlots = given.fixedSlots ? numberSlots(given.fixedSlots, before.fixedSlots) : before.fixedSlots
  const items = given.items ?? before.items
  const holidays = given.holidays ?? before.holidays
  const claim = {
    fixedSlots,
    items: items.map((item) => ({ ...item, hoursPerSession: parseHours(item.hoursPerSession) })),
    holidays,
  }
  const reasons = [
    ...checkPlan(claim, parameters, year, new Set(known.map(({ id }) => id))),
    ...(await reasonsAgainstCourses(tx, { districtId: actor.districtId, schoolId }, given.items ?? [], known)),
    ...(await reasonsAgainstPeople(tx, actor, given.responsible ?? [], '/responsible')),
  ]
  if (reasons.length > 0) throw refused(reasons)
  return {
    goals: given.goals ?? before.goals,
    notes: given.notes ?? before.notes,
    fixedSlots,
    items: items.map((item) => settleItem(item, basis)),
    holidays,
    responsible: given.responsible?.map(toStored) ?? before.responsible,
  }
}

const empty: ContentBefore = { goals: [], notes: [], fixedSlots: [], items: [], holidays: [], responsible: [] }

/** An item with all that was left out: an id of its own, and the category that its form has. */
function settleItem(item: NewPlanItem | PlanItem, { parameters }: Basis): PlanItem {
  return {
    id: item.id ?? newId(),
    title: item.title,
    courseId: item.courseId ?? null,
    theme: item.theme ?? null,
    module: item.module,
    tiers: (item.tiers ?? []).toSorted((a, b) => a - b),
    form: item.form,
    category: segmentCategory(item, parameters.forms)!,
    delivery: item.delivery ?? 'onSite',
    sessions: item.sessions,
    hoursPerSession: item.hoursPerSession,
    from: item.from,
    to: item.to,
    slot: item.slot ?? null,
    responsible: item.responsible ?? null,
  }
}

/** An item teaches a course of the school or a shared one; one that is retired since stays where it was planned before. */
async function reasonsAgainstCourses(
  tx: Tx,
  { districtId, schoolId }: { districtId: string; schoolId: string },
  items: readonly NewPlanItem[],
  known: readonly PlanItem[],
): Promise<Reason[]> {
  const named = items.flatMap(({ id, courseId }, at) =>
    courseId ? [{ id, courseId, pointer: `/items/${at}/courseId` }] : [],
  )
  const ids = named.map(({ courseId }) => courseId)
  const statuses = await findCourseStatuses(tx, { districtId, schoolId, teacherId: null }, ids)
  return named.flatMap(({ id, courseId, pointer }): Reason[] => {
    const status = statuses.get(courseId)
    if (!status) return [{ code: 'unknownCourse', pointer }]
    const planned = known.some((item) => item.id === id && item.courseId === courseId)
    return status === 'retired' && !planned ? [{ code: 'courseRetired', pointer }] : []
  })
}
