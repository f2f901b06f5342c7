import { loadTiers } from '../courses/tiers/load-tiers.js'
import type { Tx } from '../db/database.js'
import { minDate, shanghaiDate } from '../lib/calendar.js'
import { parseHours } from '../lib/quantity.js'
import { findMembers } from '../roster/find-members.js'
import { loadBasis, yearUntil, type Basis } from '../roster/load-basis.js'
import { findLeadershipGroup } from './leadership/read.js'
import type { PlanRow } from './read.js'
import { planAdequacy, type Adequacy, type PlannedItem } from './rules/adequacy.js'
import type { PlanItem } from './schema.js'
import type { StoredContent } from './tables.js'

/**
 * Weighs what a plan holds against the policy edition and the teachers whom the school has by now. A plan is drawn up in the
 * summer, when the duties of the last year end and not all of the next are on record: until the year begins, whoever is on
 * duty from today on is the best that is known of it.
 */
export async function loadAdequacy(
  tx: Tx,
  { districtId, schoolId, academicYear }: PlanRow,
  content: StoredContent,
  now: Date,
): Promise<{ adequacy: Adequacy; basis: Basis }> {
  const basis = await loadBasis(tx, districtId, academicYear)
  const { year, parameters } = basis
  const byNow = yearUntil(year, now)
  const period = { startsOn: minDate(year.startsOn, shanghaiDate(now)), endsOn: byNow.endsOn }
  const members = (await findMembers(tx, districtId, [schoolId], period)).get(schoolId) ?? []
  const tiers = await loadTiers(tx, { districtId, teacherIds: members, date: byNow.endsOn, parameters })
  const teachersOfTier = new Map<number, number>()
  for (const { tier } of tiers.values()) teachersOfTier.set(tier, (teachersOfTier.get(tier) ?? 0) + 1)
  const group = await findLeadershipGroup(tx, { districtId, schoolId, academicYear })
  const adequacy = planAdequacy(
    { ...content, items: content.items.map(toPlanned) },
    { year, holidays: [...year.holidays, ...content.holidays], teachersOfTier, hasLeadershipGroup: group !== null },
    parameters,
  )
  return { adequacy, basis }
}

/** An item with its class hours read, as the rules take it. */
export function toPlanned<T extends PlanItem>(item: T): T & PlannedItem {
  return { ...item, hoursPerSession: parseHours(item.hoursPerSession) } as T & PlannedItem
}
