import type { SurveyQuestion } from '../../surveys/schema.js'
import type { Tally } from '../../surveys/results/schema.js'
import { needsOfTally } from '../../surveys/rules/module-needs.js'
import type { GroupModuleNeed } from '../schema.js'
import { needProfile, presentNeed, type NeedFact, type NeedPolicy } from './need-profile.js'

/** Facts of teachers of one stage and tier; `teachers` counts those whom a module's facts are about. */
export type GroupFact =
  | (NeedFact & { stage: string; tier: number })
  | { module: string; source: null; stage: string; tier: number; teachers: number }

/** Facts of an anonymous survey: of all, of a stage or of a tier, never of both. */
export type AnonymousFact = NeedFact & { of: 'all' | 'stage' | 'tier'; group: string }

/**
 * §3.1: the need of a school or of the district for each module, in all, by stage (§2.2) and by tier (§3.3). What is known
 * by name is summed over the teachers; an anonymous survey adds a component of its own, and only from groups that its
 * results show: where one is suppressed nothing of it is here, so that nothing more can be had from here than from there.
 */
export function groupNeeds(
  named: readonly GroupFact[],
  anonymous: readonly AnonymousFact[],
  { stages, tiers, ...policy }: Groups,
): GroupModuleNeed[] {
  const needsWhere = (belongs: (fact: GroupFact) => boolean, of: AnonymousFact['of'], group: string) => {
    const own = named.filter(belongs)
    const facts: NeedFact[] = own.flatMap((fact) => (fact.source === null ? [] : [fact]))
    const shown = anonymous.filter((fact) => fact.of === of && fact.group === group)
    const profile = needProfile([...facts, ...shown], policy).map(presentNeed)
    return profile.map((need) => ({
      ...need,
      teachers: own.reduce(
        (sum, fact) => sum + (fact.source === null && fact.module === need.module ? fact.teachers : 0),
        0,
      ),
    }))
  }
  const byStage = stages.map(({ code }) => ({
    stage: code,
    needs: needsWhere(({ stage }) => stage === code, 'stage', code),
  }))
  const byTier = tiers.map(({ tier }) => ({
    tier,
    needs: needsWhere((fact) => fact.tier === tier, 'tier', String(tier)),
  }))
  return needsWhere(() => true, 'all', '').map((need) => {
    const ofModule = (needs: (typeof byStage)[number]['needs']) => {
      const { module: _, ...rest } = needs.find(({ module }) => module === need.module)!
      return rest
    }
    return {
      ...need,
      byStage: byStage.map(({ stage, needs }) => ({ stage, ...ofModule(needs) })),
      byTier: byTier.map(({ tier, needs }) => ({ tier, ...ofModule(needs) })),
    }
  })
}

type Groups = NeedPolicy & {
  stages: readonly { code: string }[]
  tiers: readonly { tier: number }[]
}

/**
 * What a closed anonymous survey says of a school, or of the district when `schoolId` is null. Of the district's surveys a
 * school has its own sum alone, and of a school's own survey the district has the whole.
 */
export function anonymousFacts(
  survey: { schoolId: string | null; questions: readonly SurveyQuestion[]; tallies: readonly Tally[] },
  schoolId: string | null,
): AnonymousFact[] {
  const isPart = schoolId !== null && survey.schoolId !== schoolId
  return survey.tallies.flatMap((tally) => {
    const question = survey.questions.find(({ number }) => number === tally.question)
    const of = placeOf(tally, isPart, schoolId)
    if (!question || !of) return []
    return needsOfTally(question, tally).map((need) => ({ ...need, ...of, source: 'anonymousSurvey' as const }))
  })
}

function placeOf(
  { breakdown, group }: Tally,
  isPart: boolean,
  schoolId: string | null,
): Pick<AnonymousFact, 'of' | 'group'> | null {
  if (isPart) return breakdown === 'school' && group === schoolId ? { of: 'all', group: '' } : null
  return breakdown === 'school' ? null : { of: breakdown, group }
}
