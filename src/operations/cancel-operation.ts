import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal } from '../errors.js'
import { findOperation, type OperationRow } from './read.js'
import { requestCancellation } from './write.js'

/** Stops long work: at once when it waits, at its next step when it runs. What it has already committed stands. */
export async function cancelOperation(
  db: Database,
  { actor, id, now }: { actor: Actor & Principal; id: string; now: Date },
): Promise<OperationRow> {
  return transact(db, actor, async (tx) => {
    const found = await findOperation(tx, actor, id)
    if (!found) throw notFound('operation')
    const cancelled = await requestCancellation(tx, { districtId: actor.districtId, operationId: id, now })
    if (!cancelled) throw new Refusal('operationEnded', { status: found.status })
    return cancelled
  })
}
