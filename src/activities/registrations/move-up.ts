import type { Tx } from '../../db/database.js'
import { countRegistrations, findSessionsOfActivity } from './read.js'
import { sessionsToCome } from './rules/check-registration.js'
import { placesToFill, type Places } from './rules/waiting-list.js'
import { registerFirstWaiting } from './write.js'

/**
 * Gives free places to those who wait while the activity is locked, and counts what there is then. Once no session is to
 * come nobody moves up: it would be for nothing.
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
  const places = placesToFill({ capacity, registered, waiting })
  if (places === 0 || sessionsToCome(await findSessionsOfActivity(tx, districtId, activityId), now).length === 0)
    return { capacity, registered, waiting, lastNumber }
  await registerFirstWaiting(tx, { districtId, activityId }, places, now)
  return { capacity, registered: registered + places, waiting: waiting - places, lastNumber }
}
