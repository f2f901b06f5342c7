import type { Actor } from '../../access/schema.js'
import type { Database, Tx } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused, type Reason } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { findAttendancesOfPairs } from '../attendance/read.js'
import { findIneligiblePairs, shareSessions, type SessionOfActivity } from '../read.js'
import { findRegistrants } from '../registrations/read.js'
import { requireHost } from '../require-host.js'
import { findInteractions } from './read.js'
import type { InteractionReport, InteractionReportAnswer } from './schema.js'
import { upsertInteractions } from './write.js'

/**
 * Takes over what an online platform tells of a session: running totals, which replace those told before (§4.3, §5.2).
 * Whoever is left out keeps what was told. They earn no hours: attendance does.
 */
export async function reportInteractions(
  db: Database,
  {
    actor,
    now,
    sessionId,
    report: { items },
  }: { actor: Actor & Principal; now: Date; sessionId: string; report: InteractionReport },
): Promise<InteractionReportAnswer> {
  const { districtId, clientId } = actor
  return transact(db, actor, async (tx) => {
    const found = (await shareSessions(tx, actor, [sessionId])).get(sessionId)
    if (!found) throw notFound('session')
    requireHost(actor, found.activity)
    const { status, delivery } = found.session
    if (status === 'cancelled') throw new Refusal('sessionClosed', { status })
    if (delivery !== 'online') throw new Refusal('sessionNotOnline')
    const teacherIds = items.map(({ teacherId }) => teacherId)
    const reasons = await reasonsAgainst(tx, found, teacherIds)
    if (reasons.length > 0) throw refused(reasons)
    await upsertInteractions(
      tx,
      items.map(({ lastSeenAt = null, ...item }) => ({
        districtId,
        id: newId(),
        sessionId,
        ...item,
        lastSeenAt,
        reportedAt: now.toISOString(),
        reportedBy: clientId,
      })),
    )
    const stored = await findInteractions(tx, districtId, sessionId, teacherIds)
    return { items: teacherIds.map((teacherId) => stored.get(teacherId)!) }
  })
}

/** Each teacher stands once, and belongs to the session: eligible on its date, registered, or in its attendance. */
async function reasonsAgainst(tx: Tx, found: SessionOfActivity, teacherIds: readonly string[]): Promise<Reason[]> {
  const { districtId, id: sessionId } = found.session
  const pairs = teacherIds.map((teacherId) => ({ sessionId, teacherId }))
  const ineligible = await findIneligiblePairs(tx, districtId, pairs, [found])
  const doubtful = pairs.filter(({ teacherId }) => ineligible.has(`${sessionId}/${teacherId}`))
  const registered = await findRegistrants(
    tx,
    districtId,
    found.activity.id,
    doubtful.map(({ teacherId }) => teacherId),
  )
  const recorded = new Set((await findAttendancesOfPairs(tx, districtId, doubtful)).map(({ teacherId }) => teacherId))
  const strangers = new Set(
    doubtful
      .map(({ teacherId }) => teacherId)
      .filter((teacherId) => !registered.has(teacherId) && !recorded.has(teacherId)),
  )
  return teacherIds.flatMap((teacherId, at): Reason[] => {
    const pointer = `/items/${at}/teacherId`
    if (strangers.has(teacherId)) return [{ code: 'teacherNotEligible', pointer }]
    return teacherIds.indexOf(teacherId) < at ? [{ code: 'duplicateItem', pointer }] : []
  })
}
