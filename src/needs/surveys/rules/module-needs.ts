import type { QuestionAnswer, SurveyQuestion } from '../schema.js'
import type { Tally } from '../results/schema.js'

/** The whole need in 2520ths: the smallest number that a scale of 2 to 10 steps divides evenly, so that sums are exact. */
export const WHOLE_NEED = 2520

export type ModuleSum = { module: string; sum: number; count: number }

/**
 * §3.1, §3.2: what answers say of the need for each module.
 * 1. A scale's value that is tied to a module counts (value − minimum) / (maximum − minimum).
 * 2. Each choice that is tied to a module counts 1 where it was made and 0 where the question was answered without it.
 * 3. Text counts nothing.
 */
export function needsOfAnswers(questions: readonly SurveyQuestion[], answers: readonly QuestionAnswer[]): ModuleSum[] {
  return sumByModule(
    answers.flatMap((answer) => {
      const question = questions.find(({ number }) => number === answer.question)
      return question ? needsOfTally(question, { count: 1, counts: countsOf(question, answer) }) : []
    }),
  )
}

/** The same of answers that are only counted. */
export function needsOfTally(
  question: SurveyQuestion,
  { count, counts }: Pick<Tally, 'count' | 'counts'>,
): ModuleSum[] {
  if (question.kind === 'scale' && question.module !== null) {
    const step = WHOLE_NEED / (counts.length - 1)
    return [{ module: question.module, sum: counts.reduce((sum, times, at) => sum + times * at * step, 0), count }]
  }
  return (question.choices ?? []).flatMap(({ module }, at) =>
    module === null ? [] : [{ module, sum: counts[at]! * WHOLE_NEED, count }],
  )
}

/** One answer as a tally of one: a place for each step of a scale, or for each choice. */
export function countsOf(question: SurveyQuestion, answer: QuestionAnswer): number[] {
  if (question.kind === 'scale')
    return Array.from({ length: question.maximum! - question.minimum! + 1 }, (_, at) =>
      Number(answer.value === question.minimum! + at),
    )
  return (question.choices ?? []).map(({ code }) => Number(answer.choices?.includes(code) ?? false))
}

/** Answers as numbers to be counted: 0, and of each question 100 times its number, alone and with each place marked. */
export function marksOf(questions: readonly SurveyQuestion[], answers: readonly QuestionAnswer[]): number[] {
  const marks = answers.flatMap((answer) => {
    const question = questions.find(({ number }) => number === answer.question)!
    const places = countsOf(question, answer).flatMap((times, at) => (times > 0 ? [at + 1] : []))
    return [0, ...places].map((place) => question.number * 100 + place)
  })
  return [0, ...marks]
}

export function sumByModule(items: readonly ModuleSum[]): ModuleSum[] {
  const sums = new Map<string, ModuleSum>()
  for (const { module, sum, count } of items) {
    const known = sums.get(module)
    sums.set(module, { module, sum: (known?.sum ?? 0) + sum, count: (known?.count ?? 0) + count })
  }
  return [...sums.values()]
}
