import type { Actor } from '../../access/schema.js'
import { loadTiers } from '../../courses/tiers/load-tiers.js'
import type { Database, Tx } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, refused, type Reason } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import { mayRecordOfTeacher } from '../../roster/duties/read.js'
import { loadBasis } from '../../roster/load-basis.js'
import { findExistingTeachers } from '../../roster/read.js'
import { findIneligiblePairs, lockActivity, type ActivityRow, type SessionRow } from '../read.js'
import { moveUp } from './move-up.js'
import { findLiveRegistration, findSessionsOfActivity } from './read.js'
import { checkRegistration, sessionsToCome } from './rules/check-registration.js'
import { statusOfNext } from './rules/waiting-list.js'
import type { NewRegistration, RegistrationAnswer } from './schema.js'
import { insertRegistration } from './write.js'

/**
 * Registers a teacher for an activity, or puts her on its waiting list when it is full. Whoever is registered or waits
 * already stays as she is. The activity is locked meanwhile: of two who want the last place one waits.
 */
export async function registerForActivity(
  db: Database,
  {
    actor,
    now,
    activityId,
    registration,
  }: { actor: Actor & Principal; now: Date; activityId: string; registration: NewRegistration },
): Promise<RegistrationAnswer> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const activity = await lockActivity(tx, actor, activityId)
    if (!activity) throw notFound('activity')
    const toCome = sessionsToCome(await findSessionsOfActivity(tx, districtId, activityId), now)
    const teacherId = await requireRegistrant(tx, { actor, registration, date: toCome[0]?.date ?? shanghaiDate(now) })
    const of = { districtId, activityId, teacherId }
    const known = await findLiveRegistration(tx, of)
    if (known) return { outcome: 'unchanged', data: known }
    const reasons = await reasonsAgainst(tx, { activity, teacherId, toCome, now })
    if (reasons.length > 0) throw refused(reasons)
    const places = await moveUp(tx, { districtId, activity, now })
    const status = statusOfNext(places)
    const registeredAt = now.toISOString()
    await insertRegistration(tx, {
      ...of,
      id: newId(),
      status,
      queueNumber: places.lastNumber + 1,
      registeredAt,
      registeredBy: actor.clientId,
      placedAt: status === 'registered' ? registeredAt : null,
    })
    return { outcome: 'created', data: (await findLiveRegistration(tx, of))! }
  })
}

/** A teacher registers herself; a school one of those who are on duty there by the date of the first session to come. */
async function requireRegistrant(
  tx: Tx,
  { actor, registration, date }: { actor: Actor; registration: NewRegistration; date: string },
): Promise<string> {
  const pointer = '/teacherId'
  const teacherId = registration.teacherId ?? actor.teacherId
  if (!teacherId) throw refused([{ code: 'missingProperty', pointer, params: { property: 'teacherId' } }])
  if (teacherId === actor.teacherId) return teacherId
  const seen = await findExistingTeachers(tx, actor, [teacherId])
  if (!seen.has(teacherId) || !(await mayRecordOfTeacher(tx, actor, teacherId, date)))
    throw refused([{ code: 'unknownTeacher', pointer, params: { sourcedId: teacherId } }])
  return teacherId
}

async function reasonsAgainst(
  tx: Tx,
  {
    activity,
    teacherId,
    toCome,
    now,
  }: { activity: ActivityRow; teacherId: string; toCome: readonly SessionRow[]; now: Date },
): Promise<Reason[]> {
  const { districtId, tiers } = activity
  const ineligible = await findIneligiblePairs(
    tx,
    districtId,
    toCome.map(({ id: sessionId }) => ({ sessionId, teacherId })),
    toCome.map((session) => ({ session, activity })),
  )
  const met = toCome.map(({ id, date }) => ({ date, eligible: !ineligible.has(`${id}/${teacherId}`) }))
  const first = met.find(({ eligible }) => eligible)
  const tier = tiers && first ? await findTier(tx, activity, teacherId, first.date) : null
  return checkRegistration(activity, { toCome: met, tier, now })
}

async function findTier(
  tx: Tx,
  { districtId, academicYear }: ActivityRow,
  teacherId: string,
  date: string,
): Promise<number | null> {
  const { parameters } = await loadBasis(tx, districtId, academicYear)
  const tiers = await loadTiers(tx, { districtId, teacherIds: [teacherId], date, parameters })
  return tiers.get(teacherId)?.tier ?? null
}
