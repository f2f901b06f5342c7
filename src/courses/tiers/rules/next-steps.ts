import type { IsoDate } from '../../../lib/calendar.js'
import type { EditionParameters } from '../../../policy/rules/edition-parameters.js'
import { firstDayWithout, nextOverrideChange } from './override-on.js'
import { dateOfServiceYears } from './service-years.js'
import { decideTier, waysUp, type WayUp } from './teacher-tier.js'
import { tierOn, type TierFacts } from './tier-on.js'

/** `on`: the day from which it holds; null where nobody knows it. */
export type TierStep =
  { kind: 'override'; tier: number; on: IsoDate; /** Or ended. */ isSet: boolean } | (WayUp & { on: IsoDate | null })

/**
 * §2.2, §3.3: what comes after a teacher's tier of a date.
 * 1. The next day on which the school sets another tier, or what it has set ends, with the tier that then holds.
 * 2. What leads above the tier that service and title give: more years, with their day if the duties go on, and a title.
 * 3. Neither holds while the school has set a tier: its day is the first one free of that.
 */
export function nextSteps(
  facts: TierFacts,
  date: IsoDate,
  parameters: Pick<EditionParameters, 'tierRule' | 'stages'>,
): TierStep[] {
  const { title, earlierYears, duties, overrides } = facts
  const now = tierOn(facts, date, parameters)
  const { tier } = decideTier({ serviceYears: now.serviceYears, title, override: null }, parameters)
  const change = nextOverrideChange(overrides, date)
  const steps: TierStep[] = []
  if (change !== null) {
    const then = tierOn(facts, change, parameters)
    steps.push({ kind: 'override', tier: then.tier, on: change, isSet: then.override !== null })
  }
  for (const way of waysUp({ tier, title }, parameters)) {
    if (way.kind === 'title') {
      steps.push({ ...way, on: now.override ? firstDayWithout(overrides, date) : null })
    } else {
      const reached = dateOfServiceYears(duties, earlierYears, way.years, date)
      steps.push({ ...way, on: reached && firstDayWithout(overrides, reached) })
    }
  }
  return steps
}
