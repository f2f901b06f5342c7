import { formatRatio, ratioOf, type Ratio } from '../../../lib/quantity.js'
import { WHOLE_NEED } from '../../surveys/rules/module-needs.js'
import type { ModuleNeed, NeedSource } from '../schema.js'

/** Of one source and module: how many values there are, and their sum as the source gives them. */
export type NeedFact = { module: string; source: NeedSource; sum: number; count: number }

/** The need for a module in thousandths, null where nothing is known. */
export type NeedOfModule = {
  module: string
  need: Ratio | null
  components: { source: NeedSource; count: number; value: Ratio }[]
}

type SourceWeights = Readonly<Record<NeedSource, number>>

/** What the policy edition says of needs. */
export type NeedPolicy = { modules: readonly { code: string }[]; needs: { sourceWeights: SourceWeights } }

type Fraction = { numerator: bigint; denominator: bigint }

/** Needs and scores are marked from 1 to 5: four steps. */
const MARKS_LOWEST = 1
const MARKS_HIGHEST = 5
const MARK_STEPS = BigInt(MARKS_HIGHEST - MARKS_LOWEST)

const sources: readonly NeedSource[] = [
  'survey',
  'anonymousSurvey',
  'interview',
  'selfAssessment',
  'peerAssessment',
  'leaderAssessment',
]

/**
 * §3.1, §3.2: what the surveys, interviews and assessments of a year say of the need for each module, of one teacher or of
 * many together.
 * 1. Each source has the mean of its values as a share of the whole: a survey's answers as they are scaled, an interview's
 *    (need − 1) / 4, an assessment's 1 − (score − 1) / 4: the less competent, the greater the need.
 * 2. A module's need is the mean of the sources that there are, weighed as the policy edition says; without any it is not
 *    known.
 * 3. Everything is an exact fraction until it is rounded, once, to thousandths. The greatest need stands first.
 */
export function needProfile(facts: readonly NeedFact[], { modules, needs }: NeedPolicy): NeedOfModule[] {
  return modules
    .map(({ code }) => needOf(code, facts, needs.sourceWeights))
    .sort((a, b) => (b.need ?? -1) - (a.need ?? -1))
}

function needOf(module: string, facts: readonly NeedFact[], weights: SourceWeights): NeedOfModule {
  const found = sources.flatMap((source) => {
    const own = facts.filter((fact) => fact.module === module && fact.source === source && fact.count > 0)
    const count = own.reduce((total, fact) => total + fact.count, 0)
    const sum = own.reduce((total, fact) => total + fact.sum, 0)
    return count > 0 ? [{ source, count, share: shareOf(source, BigInt(sum), BigInt(count)) }] : []
  })
  const weightOf = (source: NeedSource) => BigInt(weights[source])
  const whole = found.reduce((sum, { source }) => sum + weightOf(source), 0n)
  const total = found.reduce<Fraction>(
    (sum, { source, share }) => add(sum, { ...share, numerator: share.numerator * weightOf(source) }),
    { numerator: 0n, denominator: 1n },
  )
  return {
    module,
    need: found.length > 0 ? ratioOf(total.numerator, total.denominator * whole) : null,
    components: found.map(({ source, count, share }) => ({
      source,
      count,
      value: ratioOf(share.numerator, share.denominator),
    })),
  }
}

/** The mean of a source's values as a fraction of the whole need. */
function shareOf(source: NeedSource, sum: bigint, count: bigint): Fraction {
  switch (source) {
    case 'survey':
    case 'anonymousSurvey':
      return { numerator: sum, denominator: count * BigInt(WHOLE_NEED) }
    case 'interview':
      return { numerator: sum - count * BigInt(MARKS_LOWEST), denominator: count * MARK_STEPS }
    case 'selfAssessment':
    case 'peerAssessment':
    case 'leaderAssessment':
      return { numerator: count * BigInt(MARKS_HIGHEST) - sum, denominator: count * MARK_STEPS }
  }
}

const add = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
})

/** The same as it stands on the wire. */
export function presentNeed({ module, need, components }: NeedOfModule): ModuleNeed {
  return {
    module,
    need: need === null ? null : formatRatio(need),
    components: components.map(({ source, count, value }) => ({ source, count, value: formatRatio(value) })),
  }
}
