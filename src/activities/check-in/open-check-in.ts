import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, refused } from '../../errors.js'
import { shanghaiInstant } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import { lockSession } from '../read.js'
import { requireHost } from '../require-host.js'
import { contextOfCode, mintCode } from './codes.js'
import { findLastCode } from './read.js'
import { checkInPeriod } from './rules/check-in-period.js'
import type { CheckInCode, NewCheckInCode } from './schema.js'
import { insertCode } from './write.js'

/** Opens a session for check-in with a code that is shown only in this answer; the code before it holds no longer. */
export async function openCheckIn(
  db: Database,
  {
    actor,
    now,
    sessionId,
    opening: { validMinutes = 10 },
  }: { actor: Actor & Principal; now: Date; sessionId: string; opening: NewCheckInCode },
): Promise<CheckInCode> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const found = await lockSession(tx, actor, sessionId)
    if (!found) throw notFound('session')
    requireHost(actor, found.activity)
    const period = checkInPeriod(found.session, validMinutes, now)
    if (!period.ok) throw refused([period.reason])
    const before = await findLastCode(tx, districtId, sessionId)
    const id = newId()
    const code = mintCode()
    await insertCode(tx, {
      districtId,
      id,
      sessionId,
      number: (before?.number ?? 0) + 1,
      codeHash: tx.dataKeys.digest(code, contextOfCode(districtId, id)),
      openedAt: now.toISOString(),
      openedBy: actor.clientId,
      validUntil: period.validUntil.toISOString(),
    })
    return { sessionId, code, validUntil: shanghaiInstant(period.validUntil) }
  })
}
