import type { Tx } from '../db/database.js'
import { findAssessmentsOf, findInterviewsOf } from './assessments/read.js'
import { replaceAssessmentWords, replaceInterviewWords } from './assessments/write.js'
import { findSecrets } from './surveys/anonymous/read.js'
import { openSecret, pseudonymIn } from './surveys/anonymous/sealed-answers.js'
import { removeSealedAnswer } from './surveys/anonymous/write.js'
import { findAllAnswersOf } from './surveys/read.js'
import { replaceAnswers } from './surveys/write.js'

type Person = { districtId: string; teacherId: string }

/**
 * Takes away the words about a person and by the person: texts of named answers, summaries, notes and
 * reasons of withdrawals. Marks and choices
 * stay, and count on. Answers to anonymous surveys that are still open go whole; how many there were is not told, since
 * nobody may know. Gives back how many records have lost words.
 */
export async function forgetNeedRecordsOf(tx: Tx, person: Person): Promise<number> {
  await withdrawSealedAnswers(tx, person)
  return (await forgetTexts(tx, person)) + (await forgetInterviews(tx, person)) + (await forgetNotes(tx, person))
}

async function withdrawSealedAnswers(tx: Tx, { districtId, teacherId }: Person): Promise<void> {
  for (const { surveyId, secret } of await findSecrets(tx, districtId)) {
    const place = { districtId, surveyId }
    await removeSealedAnswer(tx, place, pseudonymIn(openSecret(tx, place, secret), teacherId))
  }
}

async function forgetTexts(tx: Tx, { districtId, teacherId }: Person): Promise<number> {
  const withText = (await findAllAnswersOf(tx, districtId, teacherId)).filter(({ answers }) =>
    answers.some(({ text }) => text !== undefined),
  )
  for (const { surveyId, answers } of withText)
    await replaceAnswers(
      tx,
      { districtId, surveyId, teacherId },
      answers.filter(({ text }) => text === undefined),
    )
  return withText.length
}

async function forgetInterviews(tx: Tx, { districtId, teacherId }: Person): Promise<number> {
  const withWords = (await findInterviewsOf(tx, districtId, teacherId)).filter(
    ({ interviewer, summary, modules, withdrawalReason }) =>
      [interviewer, summary, withdrawalReason, ...modules.map(({ note }) => note)].some((words) => words !== null),
  )
  for (const { id, modules } of withWords)
    await replaceInterviewWords(
      tx,
      { districtId, id },
      {
        ...{ interviewer: null, summary: null, withdrawalReason: null },
        modules: modules.map((module) => ({ ...module, note: null })),
      },
    )
  return withWords.length
}

async function forgetNotes(tx: Tx, { districtId, teacherId }: Person): Promise<number> {
  const withNotes = (await findAssessmentsOf(tx, districtId, teacherId)).filter(
    ({ scores, withdrawalReason }) => withdrawalReason !== null || scores.some(({ note }) => note !== null),
  )
  for (const { id, scores } of withNotes)
    await replaceAssessmentWords(
      tx,
      { districtId, id },
      { withdrawalReason: null, scores: scores.map((score) => ({ ...score, note: null })) },
    )
  return withNotes.length
}
