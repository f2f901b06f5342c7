import { query, type Database } from '../../../db/database.js'
import { nobody } from '../../../db/tenant.js'
import { transact } from '../../../db/transact.js'
import { hasOutdatedSecrets, lockOutdatedSecrets } from './read.js'
import { resealSecret } from './sealed-answers.js'
import { replaceSecrets } from './write.js'

const BATCH = 500

/**
 * Seals the secrets of a district's open anonymous surveys under the key that encrypts now: answers stay as they are, since
 * the secrets stay the same. False when something is left.
 */
export async function resealSurveySecrets(db: Database, districtId: string): Promise<boolean> {
  await transact(db, { ...nobody, districtId }, async (tx) => {
    const secrets = await lockOutdatedSecrets(tx, districtId, BATCH)
    await replaceSecrets(
      tx,
      districtId,
      secrets.map(({ surveyId, secret }) => ({ surveyId, secret: resealSecret(tx, { districtId, surveyId }, secret) })),
    )
  })
  return !(await query(db, { districtId }, (tx) => hasOutdatedSecrets(tx, districtId)))
}
