import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused, type Reason } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { findMaintainableTeachers } from '../../roster/duties/read.js'
import { loadParametersOn } from '../../roster/load-basis.js'
import { findErasedTeachers, findExistingTeachers } from '../../roster/read.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { toTierOverride } from './read.js'
import type { NewTierOverride, TierOverride } from './schema.js'
import { insertTierOverride } from './write.js'

/**
 * The school sets another tier for one of its teachers, with a reason and until a date (§3.3: professional level is the
 * school's judgement too). A later one stands before an earlier one where they share days.
 */
export async function overrideTeacherTier(
  db: Database,
  {
    actor,
    now,
    teacherId,
    override: { tier, reason, from, to },
  }: { actor: Actor & Principal; now: Date; teacherId: string; override: NewTierOverride },
): Promise<TierOverride> {
  const { districtId, clientId } = actor
  return transact(db, actor, async (tx) => {
    const seen = await findExistingTeachers(tx, actor, [teacherId])
    const own = await findMaintainableTeachers(tx, actor, [teacherId], shanghaiDate(now))
    if (!seen.has(teacherId) || !own.has(teacherId)) throw notFound('teacher')
    const { tiers } = await loadParametersOn(tx, districtId, from)
    const reasons: Reason[] = []
    if (to < from) reasons.push({ code: 'endsBeforeStart', pointer: '/to', params: { from, to } })
    if (!tiers.some((known) => known.tier === tier))
      reasons.push({ code: 'unknownTier', pointer: '/tier', params: { tier } })
    if (reasons.length > 0) throw refused(reasons)
    if ((await findErasedTeachers(tx, districtId, [teacherId])).size > 0)
      throw new Refusal('teacherErased', { sourcedId: teacherId })
    const row = await insertTierOverride(tx, {
      districtId,
      id: newId(),
      teacherId,
      tier,
      reason,
      startsOn: from,
      endsOn: to,
      recordedBy: clientId,
      recordedAt: now.toISOString(),
    })
    return toTierOverride(row)
  })
}
