import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { OwnView } from './present.js'
import { findPseudonyms, findSecrets } from './anonymous/read.js'
import { findAnswersOf, type SurveyHead } from './read.js'
import { openSecret, pseudonymIn } from './anonymous/sealed-answers.js'

/** What a teacher's client is told of its own answers to these surveys; nothing to others. */
export async function findOwnViews(
  tx: Tx,
  { districtId, teacherId }: Actor,
  rows: readonly SurveyHead[],
): Promise<(row: SurveyHead) => OwnView | null> {
  if (!teacherId) return () => null
  const idsOf = (anonymous: boolean) => rows.filter((row) => row.anonymous === anonymous).map(({ id }) => id)
  const named = await findAnswersOf(tx, districtId, teacherId, idsOf(false))
  const secrets = idsOf(true).length > 0 ? await findSecrets(tx, districtId, idsOf(true)) : []
  const sought = secrets.map(({ surveyId, secret }) => ({
    surveyId,
    pseudonym: pseudonymIn(openSecret(tx, { districtId, surveyId }, secret), teacherId),
  }))
  const sealed = await findPseudonyms(tx, districtId, sought)
  return ({ id, anonymous, status }) => {
    if (anonymous) {
      const answered = status === 'open' ? sealed.has(id) : null
      return { answered, answers: null, version: answered ? 1 : 0 }
    }
    const own = named.get(id)
    return { answered: own !== undefined, answers: own?.answers ?? null, version: own?.version ?? 0 }
  }
}
