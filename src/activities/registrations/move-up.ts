import type { Tx } from '../../db/database.js'
import { countRegistrations, findSessionsOfActivity } from './read.js'
import { sessionsToCome } from './rules/check-registration.js'
import { freePlaces, type Places } from './rules/waiting-list.js'
import { cancelWhoCannotAttend, registerFirstWaiting } from './write.js'

/**
 * Gives free places to those who wait, the longest waiting first, while the activity is locked, and counts what there is
 * then. Whoever has no duty any more on the day of a session to come waits on: a place would be for nothing, as it would be
 * for everybody once no session is to come.
 */
export async function moveUp(
  tx: Tx,
  {
    districtId,
    activity: { id: activityId, capacity },
    now,
  }: { districtId: string; activity: { id: string; capacity: number | null }; now: Date },
): Promise<Places & { lastNumber: number }> {
  const { registered, waiting, lastNumber } = await countRegistrations(tx, districtId, activityId)
  const free = freePlaces({ capacity, registered })
  if (waiting === 0 || free === 0) return { capacity, registered, lastNumber }
  const dates = sessionsToCome(await findSessionsOfActivity(tx, districtId, activityId), now).map(({ date }) => date)
  const moved = await registerFirstWaiting(tx, { districtId, activityId }, { places: free, dates, now })
  return { capacity, registered: registered + moved, lastNumber }
}

/**
 * After a school has left an activity, while it is locked: the registrations of teachers who can attend none of its sessions
 * any more, those that are over among them, are cancelled. Their places are free then.
 */
export async function releasePlaces(
  tx: Tx,
  { districtId, activityId, now }: { districtId: string; activityId: string; now: Date },
): Promise<void> {
  const sessions = await findSessionsOfActivity(tx, districtId, activityId)
  const dates = sessions.filter(({ status }) => status !== 'cancelled').map(({ date }) => date)
  if (dates.length > 0) await cancelWhoCannotAttend(tx, { districtId, activityId }, { dates, now })
}
