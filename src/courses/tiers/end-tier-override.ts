import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused } from '../../errors.js'
import { isOwnTeacher } from './is-own-teacher.js'
import { lockTierOverride, toTierOverride } from './read.js'
import { checkOverrideEnd } from './rules/check-override.js'
import type { TierOverride, TierOverrideEnd } from './schema.js'
import { saveEnd } from './write.js'

/**
 * Ends a tier that was set for a teacher before its time, or withdraws it: by the school that the teacher is at now, also
 * where another school had set it. What was registered under it stays.
 */
export async function endTierOverride(
  db: Database,
  {
    actor,
    now,
    id,
    end: { reason, lastDay },
  }: { actor: Actor & Principal; now: Date; id: string; end: TierOverrideEnd },
): Promise<TierOverride> {
  const { districtId, clientId } = actor
  return transact(db, actor, async (tx) => {
    const override = await lockTierOverride(tx, districtId, id)
    if (!override || !(await isOwnTeacher(tx, actor, override.teacherId, now))) throw notFound('tierOverride')
    if (override.ended) throw new Refusal('tierOverrideEnded', { at: override.ended.at })
    const reasons = checkOverrideEnd(override, lastDay ?? null)
    if (reasons.length > 0) throw refused(reasons)
    const end = { endedAt: now.toISOString(), endedBy: clientId, endReason: reason, lastDay: lastDay ?? null }
    return toTierOverride(await saveEnd(tx, { districtId, id }, end))
  })
}
