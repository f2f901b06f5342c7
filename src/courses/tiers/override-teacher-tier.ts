import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { loadParametersOn } from '../../roster/load-basis.js'
import { findErasedTeachers } from '../../roster/read.js'
import { isOwnTeacher } from './is-own-teacher.js'
import { toTierOverride } from './read.js'
import { checkOverride } from './rules/check-override.js'
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
    if (!(await isOwnTeacher(tx, actor, teacherId, now))) throw notFound('teacher')
    const { tiers } = await loadParametersOn(tx, districtId, from)
    const reasons = checkOverride({ tier, from, to }, tiers)
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
