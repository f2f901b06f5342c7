import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { inDistrict } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { notFound } from '../errors.js'
import { forgetKeys } from './authenticate.js'
import { findClient } from './read.js'
import type { Actor, Client } from './schema.js'
import { markRevoked } from './write.js'

/** Ends a client for good; revoking it again changes nothing. */
export async function revokeClient(
  db: Database,
  { actor, districtId, id, now }: { actor: Actor & Principal; districtId: string; id: string; now: Date },
): Promise<Client> {
  const answer = await transact(db, actor, (tx) =>
    inDistrict(tx, { from: actor.districtId, to: districtId }, async () => {
      const found = await findClient(tx, { districtId, id })
      if (!found) throw notFound('client')
      return found.revokedAt ? found : markRevoked(tx, { districtId, id, now })
    }),
  )
  forgetKeys(db)
  return answer
}
