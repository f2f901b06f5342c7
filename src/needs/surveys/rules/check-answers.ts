import type { QuestionAnswer, QuestionKind, SurveyQuestion } from '../schema.js'

type AnswerReasonCode =
  | 'unknownQuestion'
  | 'answeredTwice'
  | 'answerMissing'
  | 'answerOfOtherKind'
  | 'answerOffScale'
  | 'unknownChoice'
  | 'tooManyChoices'
  | 'answerTooLong'
  | 'questionOfOtherTier'

/** No reason repeats what was answered: it could stand in somebody's log. */
export type AnswerReason = { code: AnswerReasonCode; pointer: string; params: Record<string, string | number> }

const partOf: Record<QuestionKind, 'value' | 'choices' | 'text'> = { scale: 'value', choice: 'choices', text: 'text' }
const allParts = ['value', 'choices', 'text'] as const

/**
 * §3.1: what forbids a teacher's answers, every reason at once.
 * 1. Each answers one question of the survey, once, in the way of its kind and within its bounds.
 * 2. A question for one tier is answered by teachers of that tier only (§3.3).
 * 3. What is required of the teacher's tier is answered.
 */
export function checkAnswers(
  questions: readonly SurveyQuestion[],
  answers: readonly QuestionAnswer[],
  { tier }: { tier: number },
): AnswerReason[] {
  const reasons: AnswerReason[] = []
  for (const [index, answer] of answers.entries()) {
    const at = `/answers/${index}`
    const question = questions.find(({ number }) => number === answer.question)
    const params = { question: answer.question }
    if (!question) reasons.push({ code: 'unknownQuestion', pointer: `${at}/question`, params })
    else if (answers.findIndex((other) => other.question === answer.question) < index)
      reasons.push({ code: 'answeredTwice', pointer: `${at}/question`, params })
    else if (question.tier !== null && question.tier !== tier)
      reasons.push({
        code: 'questionOfOtherTier',
        pointer: `${at}/question`,
        params: { ...params, tier: question.tier },
      })
    else reasons.push(...checkAnswer(question, answer, at))
  }
  for (const { number, required, tier: only } of questions)
    if (required && (only === null || only === tier) && !answers.some(({ question }) => question === number))
      reasons.push({ code: 'answerMissing', pointer: '/answers', params: { question: number } })
  return reasons
}

function checkAnswer(question: SurveyQuestion, answer: QuestionAnswer, at: string): AnswerReason[] {
  const part = partOf[question.kind]
  const params = { question: question.number }
  const others = allParts.filter((name) => name !== part && answer[name] !== undefined)
  if (others.length > 0 || answer[part] === undefined)
    return [{ code: 'answerOfOtherKind', pointer: at, params: { ...params, part } }]
  const pointer = `${at}/${part}`
  const { value = 0, choices = [], text = '' } = answer
  switch (question.kind) {
    case 'scale': {
      const { minimum, maximum } = question as { minimum: number; maximum: number }
      return value < minimum || value > maximum
        ? [{ code: 'answerOffScale', pointer, params: { ...params, minimum, maximum } }]
        : []
    }
    case 'choice': {
      const maximum = question.maximumChoices!
      const reasons: AnswerReason[] = choices.flatMap((choice, index) =>
        question.choices!.some(({ code }) => code === choice)
          ? []
          : [{ code: 'unknownChoice', pointer: `${pointer}/${index}`, params }],
      )
      if (choices.length > maximum) reasons.push({ code: 'tooManyChoices', pointer, params: { ...params, maximum } })
      return reasons
    }
    case 'text': {
      const maximum = question.maximumLength!
      // As a schema counts: a character outside the first plane is one.
      return [...text].length > maximum ? [{ code: 'answerTooLong', pointer, params: { ...params, maximum } }] : []
    }
  }
}
