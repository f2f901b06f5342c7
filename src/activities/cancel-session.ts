import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal } from '../errors.js'
import { lockSession, toSession } from './read.js'
import { requireHost } from './require-host.js'
import type { Session } from './schema.js'
import { changeSession, touchActivity } from './write.js'

/** Cancels a session that is still scheduled: it can earn no hours any more. Cancelling it again changes nothing. */
export async function cancelSession(
  db: Database,
  { actor, id, reason }: { actor: Actor & Principal; id: string; reason: string },
): Promise<Session> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const found = await lockSession(tx, actor, id)
    if (!found) throw notFound('session')
    const { session, activity } = found
    requireHost(actor, activity)
    if (session.status === 'cancelled') return toSession(session)
    if (session.status === 'confirmed') throw new Refusal('sessionClosed', { status: session.status })
    const cancelled = await changeSession(tx, { districtId, id }, { status: 'cancelled', cancellationReason: reason })
    await touchActivity(tx, districtId, activity.id)
    return toSession(cancelled)
  })
}
