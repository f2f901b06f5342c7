import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal, refused } from '../errors.js'
import { newId } from '../lib/ids.js'
import { loadBasis } from '../roster/load-basis.js'
import { planSession } from './plan-session.js'
import { countSessions, lockActivity, lockSession, toSession, type SessionOfActivity } from './read.js'
import { moveUp } from './registrations/move-up.js'
import { requireHost } from './require-host.js'
import { SESSIONS_MAXIMUM } from './rules/check-session.js'
import type { NewSession, Session } from './schema.js'
import { insertSessions, touchActivity } from './write.js'

/** Adds a session to an activity; with one to come again, those who wait move up to places that are free. */
export async function addSession(
  db: Database,
  { actor, now, activityId, session }: { actor: Actor & Principal; now: Date; activityId: string; session: NewSession },
): Promise<Session> {
  return transact(db, actor, async (tx) => {
    const added = await scheduleSession(tx, { actor, activityId, session })
    await moveUp(tx, { districtId: actor.districtId, activity: added.activity, now })
    return toSession(added.session)
  })
}

/** The same within a transaction that is already open, as imports need it. */
export async function scheduleSession(
  tx: Tx,
  { actor, activityId, session }: { actor: Actor; activityId: string; session: NewSession },
): Promise<SessionOfActivity> {
  const { districtId } = actor
  const activity = await lockActivity(tx, actor, activityId)
  if (!activity) throw notFound('activity')
  requireHost(actor, activity)
  if ((await countSessions(tx, districtId, activityId)) >= SESSIONS_MAXIMUM)
    throw new Refusal('tooManySessions', { maximum: SESSIONS_MAXIMUM })
  const plan = planSession(session, await loadBasis(tx, districtId, activity.academicYear), '')
  if (!plan.ok) throw refused(plan.reasons)
  const id = newId()
  await insertSessions(tx, [{ districtId, id, activityId, ...plan.session }])
  await touchActivity(tx, districtId, activityId)
  return (await lockSession(tx, actor, id))!
}
