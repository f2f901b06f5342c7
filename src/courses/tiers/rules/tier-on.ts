import type { IsoDate } from '../../../lib/calendar.js'
import type { EditionParameters } from '../../../policy/rules/edition-parameters.js'
import type { ProfessionalTitle } from '../../../roster/schema.js'
import type { TierOverride } from '../schema.js'
import { overrideOn } from './override-on.js'
import { serviceYears } from './service-years.js'
import { decideTier, type TierDecision } from './teacher-tier.js'

/** All that a teacher's tier rests on, on whatever date. */
export type TierFacts = {
  title: ProfessionalTitle
  earlierYears: number
  duties: readonly { from: IsoDate; to: IsoDate | null }[]
  /** In the order of recording. */
  overrides: readonly TierOverride[]
}

export type TierOnDate = TierDecision & { serviceYears: number; override: TierOverride | null }

/** §3.3: the tier of a teacher on a date, from what is known of the teacher. */
export function tierOn(
  { title, earlierYears, duties, overrides }: TierFacts,
  date: IsoDate,
  parameters: Pick<EditionParameters, 'tierRule' | 'stages'>,
): TierOnDate {
  const override = overrideOn(overrides, date)
  const years = serviceYears(duties, earlierYears, date)
  const decision = decideTier({ serviceYears: years, title, override: override?.tier ?? null }, parameters)
  return { ...decision, serviceYears: years, override }
}

/**
 * §3.3: the tier of a teacher on any day of a period, each worked out once. Service never shrinks: without an override the
 * tier of both ends is that of all days between.
 */
export function tierDuring(
  facts: TierFacts,
  { from, to }: { from: IsoDate; to: IsoDate },
  parameters: Pick<EditionParameters, 'tierRule' | 'stages'>,
): (date: IsoDate) => number {
  const known = new Map<IsoDate, number>()
  const tierOf = (date: IsoDate) => {
    const tier = known.get(date) ?? tierOn(facts, date, parameters).tier
    known.set(date, tier)
    return tier
  }
  return facts.overrides.length === 0 && tierOf(from) === tierOf(to) ? () => tierOf(from) : tierOf
}
