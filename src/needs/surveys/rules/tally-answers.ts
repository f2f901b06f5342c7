import type { QuestionAnswer, SurveyQuestion } from '../schema.js'
import type { AnswerGroups, Tally } from '../results/schema.js'
import { groupsToShow, type Cell, type ShownGroups } from './groups-to-show.js'
import { countsOf } from './module-needs.js'

export type OpenedAnswer = AnswerGroups & { answers: readonly QuestionAnswer[] }
export type TalliedSurvey = { tallies: Tally[]; texts: { question: number; texts: string[] }[] }

/**
 * What is kept of an anonymous survey when it closes: each question counted for itself, in the groups that may be shown of
 * those who answered it, and nothing of anybody else. Texts stay where enough were written, without any group. One
 * teacher's answers to two questions are not kept together, so that nothing can be put together from them. A question for
 * one tier is a group of what is asked of everybody, in other words: it stays, as a whole, where that tier is shown of
 * everybody and of each question to all, so that nothing is left over of theirs that could not be shown.
 */
export function tallyAnswers(
  questions: readonly SurveyQuestion[],
  opened: readonly OpenedAnswer[],
  { smallest, level }: { smallest: number; level: 'district' | 'school' },
): TalliedSurvey {
  const countOf = (number: number, given: readonly Given[]) => ({
    given,
    tallies: tallyOf(number, given, smallest, level),
  })
  const answered = questions.map((question) => ({ ...question, given: givenTo(question, opened) }))
  const everybody = [
    countOf(
      0,
      opened.map(({ school, stage, tier }) => ({ school, stage, tier, counts: [] })),
    ),
    ...answered.filter(({ tier }) => tier === null).map(({ number, given }) => countOf(number, given)),
  ]
  const mayTell = (of: number) =>
    everybody.every(
      ({ given, tallies }) =>
        tallies.length === 0 || !given.some(({ tier }) => tier === of) || tallies.some(isOfTier(of)),
    )
  const ofTiers = answered.flatMap(({ number, tier, given }) =>
    tier !== null && mayTell(tier)
      ? countOf(number, given).tallies.filter((tally) => tally.breakdown === 'all' || isOfTier(tier)(tally))
      : [],
  )
  const texts = answered.map(({ number, given }) => ({
    question: number,
    texts: given.flatMap(({ text }) => (text === null ? [] : [text])),
  }))
  return {
    tallies: [...everybody.flatMap(({ tallies }) => tallies), ...ofTiers],
    texts: texts.filter((written) => written.texts.length >= smallest),
  }
}

const isOfTier =
  (tier: number) =>
  ({ breakdown, group }: Tally): boolean =>
    breakdown === 'tier' && group === String(tier)

/** What was answered to one question, with the groups of whoever did. */
function givenTo(question: SurveyQuestion, opened: readonly OpenedAnswer[]): (Given & { text: string | null })[] {
  return opened.flatMap(({ school, stage, tier, answers }) => {
    const answer = answers.find(({ question: number }) => number === question.number)
    return answer ? [{ school, stage, tier, counts: countsOf(question, answer), text: answer.text ?? null }] : []
  })
}

type Given = AnswerGroups & { counts: number[] }

function tallyOf(question: number, given: readonly Given[], smallest: number, level: 'district' | 'school'): Tally[] {
  const shown = groupsToShow(cellsOf(given), smallest)
  const tallies = new Map<string, Tally>()
  for (const { counts, ...groups } of given)
    for (const [breakdown, group] of shownOf(groups, shown, level)) {
      const key = `${breakdown}/${group}`
      const tally = tallies.get(key) ?? { question, breakdown, group, count: 0, counts: counts.map(() => 0) }
      tally.count += 1
      for (const [at, times] of counts.entries()) tally.counts[at]! += times
      tallies.set(key, tally)
    }
  return [...tallies.values()]
}

/** The groups of one answer that are shown. In a school's survey the school is all. */
function shownOf(
  { school, stage, tier }: AnswerGroups,
  shown: ShownGroups,
  level: 'district' | 'school',
): [Tally['breakdown'], string][] {
  const groups: [Tally['breakdown'], string][] = shown.all ? [['all', '']] : []
  if (shown.stages.includes(stage)) groups.push(['stage', stage])
  if (shown.tiers.includes(tier)) groups.push(['tier', String(tier)])
  if (level === 'district' && shown.schools.includes(school)) groups.push(['school', school])
  return groups
}

function cellsOf(given: readonly AnswerGroups[]): Cell[] {
  const cells = new Map<string, Cell>()
  for (const { school, stage, tier } of given) {
    const key = `${school}/${stage}/${tier}`
    const cell = cells.get(key) ?? { school, stage, tier, count: 0 }
    cell.count += 1
    cells.set(key, cell)
  }
  return [...cells.values()]
}
