import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { inDistrict } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal } from '../errors.js'
import { forgetKeys } from './authenticate.js'
import { mintKey } from './keys.js'
import { findClient } from './read.js'
import type { Actor, ClientWithKey } from './schema.js'
import { changeKey } from './write.js'

/** Gives a client a new key; the old one stops working at once. */
export async function rotateClientKey(
  db: Database,
  { actor, districtId, id }: { actor: Actor & Principal; districtId: string; id: string },
): Promise<ClientWithKey> {
  const { key, keyHash, keyStart } = mintKey(districtId)
  const answer = await transact(db, actor, (tx) =>
    inDistrict(tx, { from: actor.districtId, to: districtId }, async () => {
      const found = await findClient(tx, { districtId, id })
      if (!found) throw notFound('client')
      if (found.revokedAt) throw new Refusal('clientRevoked')
      return { client: await changeKey(tx, { districtId, id, keyHash, keyStart }), key }
    }),
  )
  forgetKeys(db)
  return answer
}
