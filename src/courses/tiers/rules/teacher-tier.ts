import type { EditionParameters } from '../../../policy/rules/edition-parameters.js'
import type { ProfessionalTitle } from '../../../roster/schema.js'

/** Lowest first: whoever has a title has what the lower ones give. */
const titles: readonly ProfessionalTitle[] = ['none', 'school', 'district', 'municipal']

export type TierGround =
  { kind: 'service'; years: number } | { kind: 'title'; title: ProfessionalTitle } | { kind: 'override' }

export type TierDecision = {
  tier: number
  /** Career stage, by service alone (§2.2). */
  stage: string
  /** Everything that has a say, what decides last. */
  grounds: (TierGround & { tier: number })[]
}

type TierParameters = Pick<EditionParameters, 'tierRule' | 'stages'>

/**
 * §3.3, §2.2: the tier of courses that fits a teacher, and the career stage.
 * 1. Completed years of homeroom service give a tier and a stage (`tierRule.byServiceYears`, `stages`).
 * 2. A backbone title raises the tier to at least what it or a lower title gives (`tierRule.byTitle`).
 * 3. The school's override stands before both; the stage stays.
 */
export function decideTier(
  teacher: { serviceYears: number; title: ProfessionalTitle; override: number | null },
  { tierRule, stages }: TierParameters,
): TierDecision {
  const { serviceYears, title, override } = teacher
  const { tier: byService } = stepOf(tierRule.byServiceYears, serviceYears)
  const grounds: TierDecision['grounds'] = [{ kind: 'service', years: serviceYears, tier: byService }]
  let tier = byService
  for (const raise of tierRule.byTitle) {
    if (titles.indexOf(title) < titles.indexOf(raise.title) || raise.tierAtLeast <= tier) continue
    tier = raise.tierAtLeast
    grounds.push({ kind: 'title', title: raise.title, tier })
  }
  if (override !== null) {
    tier = override
    grounds.push({ kind: 'override', tier })
  }
  return { tier, stage: stepOf(stages, serviceYears).code, grounds }
}

export type WayUp = { tier: number } & (
  { kind: 'service'; years: number } | { kind: 'title'; title: ProfessionalTitle }
)

/**
 * §2.2, the career path: what lifts a teacher above the tier that service and title give, by service and by title, each by
 * the least that does.
 */
export function waysUp(
  { tier, title }: { tier: number; title: ProfessionalTitle },
  { tierRule }: Pick<TierParameters, 'tierRule'>,
): WayUp[] {
  const service = tierRule.byServiceYears.find((step) => step.tier > tier)
  const byTitle = titles.flatMap((raised) => {
    const raise = tierRule.byTitle.find((known) => known.title === raised && known.tierAtLeast > tier)
    return raise && titles.indexOf(raised) > titles.indexOf(title) ? [raise] : []
  })[0]
  return [
    ...(service ? [{ kind: 'service' as const, years: service.fromYears, tier: service.tier }] : []),
    ...(byTitle ? [{ kind: 'title' as const, title: byTitle.title, tier: byTitle.tierAtLeast }] : []),
  ]
}

/** The last step that the years reach; the first begins at zero. */
function stepOf<T extends { fromYears: number }>(steps: readonly T[], years: number): T {
  return steps.findLast(({ fromYears }) => fromYears <= years) ?? steps[0]!
}
