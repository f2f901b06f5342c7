import { randomInt } from 'node:crypto'
import type { Actor } from '../../access/schema.js'
import type { Database, Tx } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal } from '../../errors.js'
import { presentSurvey, staffView } from './present.js'
import { findSecrets, readSealedAnswers } from './anonymous/read.js'
import { lockSurvey, type SurveyRow } from './read.js'
import { requireSurveyor } from './require-surveyor.js'
import { tallyAnswers, type OpenedAnswer } from './rules/tally-answers.js'
import type { Survey } from './schema.js'
import { openAnswer, openSecret, type Secret, type SurveyPlace } from './anonymous/sealed-answers.js'
import { insertTallies, insertTexts, removeSecretAndSealedAnswers } from './anonymous/write.js'
import { changeSurvey } from './write.js'

/** Milliseconds: thousands of answers may have to be opened. */
const TIMEOUT = 20_000

/** Answers that are read at once. */
const BATCH = 500

/**
 * Closes a survey. Of an anonymous one all answers are opened and counted in this one transaction, which also removes
 * them and the secret: nothing in clear was ever written while it could be told from what came before or after it.
 */
export async function closeSurvey(
  db: Database,
  { actor, now, id }: { actor: Actor & Principal; now: Date; id: string },
): Promise<Survey> {
  const { districtId } = actor
  return transact(
    db,
    actor,
    async (tx) => {
      const known = await lockSurvey(tx, actor, id)
      if (!known) throw notFound('survey')
      requireSurveyor(actor, known)
      if (known.status !== 'open') throw new Refusal('surveyNotOpen', { status: known.status })
      if (known.anonymous) await countAndForget(tx, known)
      const row = await changeSurvey(tx, { districtId, id }, { status: 'closed', closedAt: now.toISOString() })
      return presentSurvey(row, staffView)
    },
    { timeout: TIMEOUT },
  )
}

async function countAndForget(tx: Tx, survey: SurveyRow): Promise<void> {
  const { districtId, id: surveyId, questions, smallestGroup: smallest, level } = survey
  const place = { districtId, surveyId }
  const [found] = await findSecrets(tx, districtId, [surveyId])
  const opened = await openAll(tx, place, openSecret(tx, place, found!.secret))
  const { tallies, texts } = tallyAnswers(questions, opened, { smallest, level })
  await insertTallies(tx, place, tallies)
  for (const { question, texts: written } of texts) await insertTexts(tx, place, question, shuffled(written))
  await removeSecretAndSealedAnswers(tx, place)
}

async function openAll(tx: Tx, place: SurveyPlace, secret: Secret): Promise<OpenedAnswer[]> {
  const opened: OpenedAnswer[] = []
  for (let after: Buffer | null = null, count = BATCH; count === BATCH;) {
    const rows: { pseudonym: Buffer; sealed: Buffer }[] = await readSealedAnswers(tx, place, { after, limit: BATCH })
    opened.push(...rows.map(({ pseudonym, sealed }) => openAnswer(secret, { place, pseudonym }, sealed)))
    after = rows.at(-1)?.pseudonym ?? null
    count = rows.length
  }
  return opened
}

/** In an order that nothing can foretell (Fisher and Yates). */
function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items]
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1)
    ;[order[at], order[other]] = [order[other]!, order[at]!]
  }
  return order
}
