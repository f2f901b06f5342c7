import type { NewSurveyQuestion, QuestionKind, SurveyQuestion } from '../schema.js'

type SurveyReasonCode =
  | 'missingProperty'
  | 'unknownProperty'
  | 'unknownModule'
  | 'unknownTier'
  | 'scaleSteps'
  | 'scaleLabels'
  | 'choiceTwice'
  | 'moreChoicesThanThereAre'
  | 'anonymousTextsTooLong'

export type SurveyReason = { code: SurveyReasonCode; pointer: string; params: Record<string, string | number> }

/** The codes of the policy edition that a question may name. */
type SurveyPolicy = { modules: readonly { code: string }[]; tiers: readonly { tier: number }[] }

/** Not the district's choice: fewer steps are no scale, and of more than ten nobody can tell two apart. */
const STEPS_MINIMUM = 2
const STEPS_MAXIMUM = 10
/** Every sealed answer has the length of the longest possible one, and all of them are opened together. */
export const ANONYMOUS_TEXT_MAXIMUM = 2000

/** What each kind has; the first ones it must have. */
const parts: Record<QuestionKind, { needs: readonly Part[]; may: readonly Part[] }> = {
  scale: { needs: ['minimum', 'maximum'], may: ['labels'] },
  choice: { needs: ['choices'], may: ['maximumChoices'] },
  text: { needs: ['maximumLength'], may: [] },
}
const allParts = ['minimum', 'maximum', 'labels', 'choices', 'maximumChoices', 'maximumLength'] as const
type Part = (typeof allParts)[number]

/**
 * §3.1, §3.2, §3.3: what forbids the questions of a survey, every reason at once.
 * 1. Each has what its kind needs and nothing of another kind.
 * 2. A scale has 2 to 10 steps, and a label for each or none; choices differ, and no more can be made than there are.
 * 3. Modules and tiers are those of the policy edition.
 * 4. The texts of an anonymous survey have 2,000 characters together.
 */
export function checkSurvey(
  questions: readonly NewSurveyQuestion[],
  { anonymous, policy }: { anonymous: boolean; policy: SurveyPolicy },
): SurveyReason[] {
  const reasons = questions.flatMap((question, at) => checkQuestion(question, policy, `/questions/${at}`))
  const characters = questions.reduce((sum, { maximumLength = 0 }) => sum + maximumLength, 0)
  if (anonymous && characters > ANONYMOUS_TEXT_MAXIMUM)
    reasons.push({
      code: 'anonymousTextsTooLong',
      pointer: '/questions',
      params: { characters, maximum: ANONYMOUS_TEXT_MAXIMUM },
    })
  return reasons
}

function checkQuestion(question: NewSurveyQuestion, policy: SurveyPolicy, at: string): SurveyReason[] {
  const { needs, may } = parts[question.kind]
  const reasons: SurveyReason[] = []
  for (const part of allParts) {
    const given = question[part] !== undefined
    const params = { property: part }
    if (!given && needs.includes(part)) reasons.push({ code: 'missingProperty', pointer: `${at}/${part}`, params })
    if (given && !needs.includes(part) && !may.includes(part))
      reasons.push({ code: 'unknownProperty', pointer: `${at}/${part}`, params })
  }
  const modules: [string | undefined, string][] = [
    [question.module, '/module'],
    ...(question.choices ?? []).map(({ module }, index): [string | undefined, string] => [
      module,
      `/choices/${index}/module`,
    ]),
  ]
  for (const [module, pointer] of modules)
    if (module !== undefined && !policy.modules.some(({ code }) => code === module))
      reasons.push({ code: 'unknownModule', pointer: `${at}${pointer}`, params: { module } })
  const { tier } = question
  if (tier !== undefined && !policy.tiers.some((known) => known.tier === tier))
    reasons.push({ code: 'unknownTier', pointer: `${at}/tier`, params: { tier } })
  return [...reasons, ...checkScale(question, at), ...checkChoices(question, at)]
}

function checkScale({ kind, minimum, maximum, labels }: NewSurveyQuestion, at: string): SurveyReason[] {
  if (kind !== 'scale' || minimum === undefined || maximum === undefined) return []
  const steps = maximum - minimum + 1
  if (steps < STEPS_MINIMUM || steps > STEPS_MAXIMUM)
    return [
      {
        code: 'scaleSteps',
        pointer: `${at}/maximum`,
        params: { from: STEPS_MINIMUM, to: STEPS_MAXIMUM },
      },
    ]
  if (labels === undefined || labels.length === steps) return []
  return [{ code: 'scaleLabels', pointer: `${at}/labels`, params: { steps, labels: labels.length } }]
}

function checkChoices({ kind, choices = [], maximumChoices = 1 }: NewSurveyQuestion, at: string): SurveyReason[] {
  if (kind !== 'choice') return []
  const reasons: SurveyReason[] = choices.flatMap(({ code }, index) =>
    choices.findIndex((other) => other.code === code) < index
      ? [{ code: 'choiceTwice', pointer: `${at}/choices/${index}/code`, params: { choice: code } }]
      : [],
  )
  if (choices.length > 0 && maximumChoices > choices.length)
    reasons.push({
      code: 'moreChoicesThanThereAre',
      pointer: `${at}/maximumChoices`,
      params: { maximum: choices.length },
    })
  return reasons
}

/** The questions as they are kept: numbered in order, what a kind does not have as null. */
export function numberQuestions(questions: readonly NewSurveyQuestion[]): SurveyQuestion[] {
  return questions.map((question, at) => ({
    number: at + 1,
    kind: question.kind,
    text: question.text,
    module: question.module ?? null,
    tier: question.tier ?? null,
    required: question.required ?? true,
    minimum: question.minimum ?? null,
    maximum: question.maximum ?? null,
    labels: question.labels ?? null,
    choices: question.choices?.map(({ code, text, module }) => ({ code, text, module: module ?? null })) ?? null,
    maximumChoices: question.kind === 'choice' ? (question.maximumChoices ?? 1) : null,
    maximumLength: question.maximumLength ?? null,
  }))
}

/** Questions that are kept, as they were given. */
export function askedAgain(questions: readonly SurveyQuestion[]): NewSurveyQuestion[] {
  return questions.map(({ number: _, ...question }) => {
    const given = Object.entries(question).filter(([, value]) => value !== null)
    const choices = question.choices?.map(({ module, ...choice }) => (module === null ? choice : { ...choice, module }))
    return { ...(Object.fromEntries(given) as NewSurveyQuestion), ...(choices ? { choices } : {}) }
  })
}
