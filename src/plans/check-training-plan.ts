import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { errorText, type Language, type ReasonParams } from '../errors.js'
import { formatHours } from '../lib/quantity.js'
import { loadPlan } from './get-training-plan.js'
import type { EditionParameters } from '../policy/rules/edition-parameters.js'
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
        en: errorText(shortfall.code, 'en', inWords(shortfall.params, 'en', basis.parameters)).detail,
        zh: errorText(shortfall.code, 'zh', inWords(shortfall.params, 'zh', basis.parameters)).detail,
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

const categoryNames: Record<string, Record<Language, string>> = {
  lecture: { en: 'lecture', zh: '讲座类' },
  practice: { en: 'practice', zh: '实践类' },
}

/** Whoever reads a text reads the names of modules and categories; the codes stand in its figures. */
function inWords(params: ReasonParams, language: Language, { modules }: EditionParameters): ReasonParams {
  const module = modules.find(({ code }) => code === params.module)?.name[language]
  const category = categoryNames[String(params.category)]?.[language]
  return { ...params, ...(module ? { module } : {}), ...(category ? { category } : {}) }
}
