import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { errorText } from '../errors.js'
import { formatHours } from '../lib/quantity.js'
import { loadPlan } from './get-training-plan.js'
import { loadAdequacy } from './load-adequacy.js'
import type { PlanCheck } from './schema.js'

/** Whether a plan does what the policy asks, and everything that is missing: an answer, never a refusal. */
export async function checkTrainingPlan(
  db: Database,
  { actor, now, id, versionNumber }: { actor: Actor; now: Date; id: string; versionNumber?: number | undefined },
): Promise<PlanCheck> {
  return query(db, actor, async (tx) => {
    const { plan, version } = await loadPlan(tx, actor, id, versionNumber)
    const { adequacy, basis } = await loadAdequacy(tx, plan, version.content, now)
    return {
      planId: id,
      versionNumber: version.number,
      policyEditionCode: basis.parameters.code,
      adequate: adequacy.adequate,
      shortfalls: adequacy.shortfalls.map((shortfall) => ({
        ...shortfall,
        en: errorText(shortfall.code, 'en', shortfall.params).detail,
        zh: errorText(shortfall.code, 'zh', shortfall.params).detail,
      })),
      tiers: adequacy.tiers.map(({ tier, teachers, planned, required, missing }) => ({
        tier,
        teachers,
        hoursPlanned: formatHours(planned),
        hoursRequired: formatHours(required),
        hoursMissing: formatHours(missing),
        adequate: missing === 0,
      })),
      modules: adequacy.modules.map(({ module, hours }) => ({
        module,
        hours: formatHours(hours),
        covered: hours > 0,
      })),
      categories: adequacy.categories.map(({ category, hours }) => ({ category, hours: formatHours(hours) })),
      fixedSlots: adequacy.fixedSlots,
    }
  })
}
