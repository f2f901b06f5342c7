import type { Actor } from '../../access/schema.js'
import { query, type Database } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { formatHours, type Hours } from '../../lib/quantity.js'
import { loadBasis } from '../../roster/load-basis.js'
import { toPlanned } from '../load-adequacy.js'
import { findPlan, findVersion } from '../read.js'
import { findItemStandings, findScheduledItems } from './read.js'
import { carriedOut } from './rules/carried-out.js'
import type { PlanExecution } from './schema.js'

/** How far the plan in force is carried out (§6.1): item by item, and by module, category and tier. */
export async function getPlanExecution(
  db: Database,
  { actor, now, id }: { actor: Actor; now: Date; id: string },
): Promise<PlanExecution> {
  const { districtId } = actor
  return query(db, actor, async (tx) => {
    const plan = await findPlan(tx, actor, id)
    if (!plan) throw notFound('trainingPlan')
    const version = (await findVersion(tx, districtId, id, plan.approvedVersion ?? plan.newestVersion))!
    const { parameters } = await loadBasis(tx, districtId, plan.academicYear)
    const activities = await findScheduledItems(tx, districtId, id)
    const standings = await findItemStandings(tx, districtId, id)
    const date = shanghaiDate(now)
    const { items, modules, categories, tiers } = carriedOut(
      version.content.items.map(toPlanned),
      standings,
      parameters,
      date,
    )
    return {
      planId: id,
      versionNumber: version.number,
      date,
      items: items.map((item, at) => ({
        id: item.id,
        title: version.content.items[at]!.title,
        activityId: activities.get(item.id) ?? null,
        planned: inText(item.planned),
        scheduled: inText(item.scheduled),
        held: inText(item.held),
        cancelled: item.cancelled,
        teachers: item.teachers,
        hoursEntered: formatHours(item.hoursEntered),
        overdue: item.overdue,
      })),
      modules: modules.map(({ module, ...sums }) => ({ module, ...sumsInText(sums) })),
      categories: categories.map(({ category, ...sums }) => ({ category, ...sumsInText(sums) })),
      tiers: tiers.map(({ tier, ...sums }) => ({ tier, ...sumsInText(sums) })),
      overdueItems: items.filter(({ overdue }) => overdue).map((item) => item.id),
    }
  })
}

const inText = ({ sessions, hours }: { sessions: number; hours: Hours }) => ({ sessions, hours: formatHours(hours) })

const sumsInText = ({ planned, held }: { planned: Hours; held: Hours }) => ({
  hoursPlanned: formatHours(planned),
  hoursHeld: formatHours(held),
})
