import { formatRatio, ratioOf } from '../../../../lib/quantity.js'
import type { SurveyQuestion } from '../../schema.js'
import type { QuestionResult, ResultFigures, Tally } from '../schema.js'

/** The groups of the policy edition, each of which is told of: that one is small or empty is not told apart. */
type ResultPolicy = { stages: readonly { code: string }[]; tiers: readonly { tier: number }[] }

const nothing: ResultFigures = { suppressed: true, count: null, mean: null, values: [], choices: [] }

/**
 * §3.1: what a survey has come to, question by question. A scale has its mean and how often each value was given, a
 * choice how often it was made. Of an anonymous survey a group without a tally is suppressed; of a named one it is empty.
 */
export function surveyResults(
  questions: readonly SurveyQuestion[],
  tallies: readonly Tally[],
  { anonymous, policy }: { anonymous: boolean; policy: ResultPolicy },
): QuestionResult[] {
  return questions.map((question) => {
    const { number, kind, text, module, tier } = question
    const own = tallies.filter((tally) => tally.question === number)
    const figuresOf = (breakdown: Tally['breakdown'], group: string) => {
      const tally = own.find((known) => known.breakdown === breakdown && known.group === group)
      return tally || !anonymous ? figures(question, tally ?? emptyTally(question)) : nothing
    }
    return {
      number,
      kind,
      text,
      module,
      tier,
      ...figuresOf('all', ''),
      byStage: policy.stages.map(({ code }) => ({ stage: code, ...figuresOf('stage', code) })),
      byTier: policy.tiers.map((of) => ({ tier: of.tier, ...figuresOf('tier', String(of.tier)) })),
    }
  })
}

function figures(question: SurveyQuestion, { count, counts }: Pick<Tally, 'count' | 'counts'>): ResultFigures {
  const isScale = question.kind === 'scale'
  const sum = counts.reduce((total, times, at) => total + times * (question.minimum! + at), 0)
  return {
    suppressed: false,
    count,
    mean: isScale && count > 0 ? formatRatio(ratioOf(BigInt(sum), BigInt(count))) : null,
    values: isScale ? counts.map((times, at) => ({ value: question.minimum! + at, count: times })) : [],
    choices: (question.choices ?? []).map(({ code }, at) => ({ code, count: counts[at]! })),
  }
}

const emptyTally = (question: SurveyQuestion) => ({
  count: 0,
  counts: Array.from({ length: placesOf(question) }, () => 0),
})

/** How many places a tally of the question has: the steps of its scale, or its choices. */
export function placesOf({ kind, minimum, maximum, choices }: SurveyQuestion): number {
  return kind === 'scale' ? maximum! - minimum! + 1 : (choices ?? []).length
}
