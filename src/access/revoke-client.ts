import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound } from '../errors.js'
import { forgetKeys } from './authenticate.js'
import { findClient } from './read.js'
import type { Actor, Client } from './schema.js'
import { markRevoked } from './write.js'

/** Ends a client for good; revoking it again changes nothing. */
export async function revokeClient(
  db: Database,
  { actor, id, now }: { actor: Actor & Principal; id: string; now: Date },
): Promise<Client> {
  const answer = await transact(db, actor, async (tx) => {
    const found = await findClient(tx, id, actor.role === 'operator' ? null : actor.districtId)
    if (!found) throw notFound('client')
    const { districtId, ...client } = found
    return client.revokedAt ? client : markRevoked(tx, { districtId, id, now })
  })
  forgetKeys(db)
  return answer
}
