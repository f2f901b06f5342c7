import type { AnswerGroups, QuestionAnswer, SurveyQuestion, Tally } from '../schema.js'
import { groupsToShow, type Cell, type ShownGroups } from './groups-to-show.js'
import { countsOf } from './module-needs.js'

export type OpenedAnswer = AnswerGroups & { answers: readonly QuestionAnswer[] }
export type TalliedSurvey = { tallies: Tally[]; texts: { question: number; texts: string[] }[] }

/**
 * What is kept of an anonymous survey when it closes: each question counted for itself, in the groups that may be shown of
 * those who answered it, and nothing of anybody else. Texts stay where enough were written, without any group. One
 * teacher's answers to two questions are not kept together, so that nothing can be put together from them.
 */
export function tallyAnswers(
  questions: readonly SurveyQuestion[],
  opened: readonly OpenedAnswer[],
  { smallest, level }: { smallest: number; level: 'district' | 'school' },
): TalliedSurvey {
  const everybody = opened.map(({ school, stage, tier }) => ({ school, stage, tier, counts: [], text: null }))
  const tallied: TalliedSurvey = { tallies: tallyOf(0, everybody, smallest, level), texts: [] }
  for (const question of questions) {
    const given = opened.flatMap(({ school, stage, tier, answers }) => {
      const answer = answers.find(({ question: number }) => number === question.number)
      return answer ? [{ school, stage, tier, counts: countsOf(question, answer), text: answer.text ?? null }] : []
    })
    tallied.tallies.push(...tallyOf(question.number, given, smallest, level))
    const texts = given.flatMap(({ text }) => (text === null ? [] : [text]))
    if (texts.length >= smallest) tallied.texts.push({ question: question.number, texts })
  }
  return tallied
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
