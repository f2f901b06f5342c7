import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { mayRecordOfTeacher } from '../../roster/duties/read.js'
import { lockActivity } from '../read.js'
import { requireHost } from '../require-host.js'
import { moveUp } from './move-up.js'
import { findRegistration } from './read.js'
import type { Registration } from './schema.js'
import { markCancelled } from './write.js'

/**
 * Cancels a registration, of whoever is registered or waits; the first of the waiting list moves up in the same
 * transaction. Cancelling it again changes nothing.
 */
export async function cancelRegistration(
  db: Database,
  { actor, now, id }: { actor: Actor & Principal; now: Date; id: string },
): Promise<Registration> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const seen = await findRegistration(tx, actor, id)
    if (!seen) throw notFound('registration')
    // Whoever sees the registration may cancel it, also where the activity itself is not seen any more.
    const activity = (await lockActivity(tx, { districtId, schoolId: null, teacherId: null }, seen.activityId))!
    const { status, teacherId } = (await findRegistration(tx, actor, id))!
    // A school that she has left still sees what it registered her for, and has no say in it any more.
    const isOwn = actor.teacherId !== null || (await mayRecordOfTeacher(tx, actor, teacherId, shanghaiDate(now)))
    if (!isOwn) requireHost(actor, activity)
    if (status !== 'cancelled') {
      await markCancelled(tx, { districtId, id }, now)
      await moveUp(tx, { districtId, activity, now })
    }
    return (await findRegistration(tx, actor, id))!
  })
}
