import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal, refused } from '../errors.js'
import { requireVersion, type Condition } from '../lib/versions.js'
import { loadBasis } from '../roster/load-basis.js'
import { planSession } from './plan-session.js'
import { sessionHasAttendance } from './attendance/read.js'
import { lockActivity, lockSession, toSession } from './read.js'
import { moveUp } from './registrations/move-up.js'
import { requireHost } from './require-host.js'
import type { Session, SessionChange } from './schema.js'
import { changeSession, touchActivity } from './write.js'

/**
 * Changes a session that is still scheduled; its times and segments only while nobody's attendance rests on them. Put off
 * from the past to a day to come, it lets those who wait move up to places that are free.
 */
export async function updateSession(
  db: Database,
  {
    actor,
    now,
    condition,
    id,
    change,
  }: { actor: Actor & Principal; now: Date; condition: Condition; id: string; change: SessionChange },
): Promise<Session> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const found = await lockSession(tx, actor, id)
    if (!found) throw notFound('session')
    const { session, activity } = found
    requireHost(actor, activity)
    requireVersion(condition, session.version)
    if (session.status !== 'scheduled') throw new Refusal('sessionClosed', { status: session.status })
    const changesHours = change.startsAt !== undefined || change.endsAt !== undefined || change.segments !== undefined
    if (changesHours && (await sessionHasAttendance(tx, districtId, id))) throw new Refusal('sessionHasAttendance')
    const { location = session.location, ...others } = change
    const plan = planSession(
      {
        startsAt: session.startsAt,
        endsAt: session.endsAt,
        delivery: session.delivery,
        segments: session.segments.map(({ number: _, module, ...segment }) => ({
          ...segment,
          ...(module ? { module } : {}),
        })),
        ...others,
      },
      await loadBasis(tx, districtId, activity.academicYear),
      '',
    )
    if (!plan.ok) throw refused(plan.reasons)
    const changed = await changeSession(tx, { districtId, id }, { ...plan.session, location })
    await touchActivity(tx, districtId, activity.id)
    if (change.startsAt !== undefined)
      await moveUp(tx, { districtId, activity: (await lockActivity(tx, actor, activity.id))!, now })
    return toSession(changed)
  })
}
