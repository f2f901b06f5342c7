import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused } from '../../errors.js'
import { presentSurvey, staffView } from './present.js'
import { lockSurvey } from './read.js'
import { requireSurveyor } from './require-surveyor.js'
import type { Survey } from './schema.js'
import { mintSecret } from './anonymous/sealed-answers.js'
import { insertSecret } from './anonymous/write.js'
import { changeSurvey } from './write.js'

/** Opens a survey to the teachers. An anonymous one gets the secret that its answers are sealed with. */
export async function openSurvey(
  db: Database,
  { actor, now, id, closesAt = null }: { actor: Actor & Principal; now: Date; id: string; closesAt?: string | null },
): Promise<Survey> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const known = await lockSurvey(tx, actor, id)
    if (!known) throw notFound('survey')
    requireSurveyor(actor, known)
    if (known.status !== 'draft') throw new Refusal('surveyNotDraft', { status: known.status })
    if (closesAt !== null && Date.parse(closesAt) <= now.getTime())
      throw refused([{ code: 'closesInThePast', pointer: '/closesAt', params: { closesAt } }])
    const place = { districtId, surveyId: id }
    if (known.anonymous) await insertSecret(tx, place, mintSecret(tx, place))
    const row = await changeSurvey(tx, { districtId, id }, { status: 'open', openedAt: now.toISOString(), closesAt })
    return presentSurvey(row, staffView)
  })
}
