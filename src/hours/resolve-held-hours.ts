import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { Refusal, refused } from '../errors.js'
import { findClosing, findCountingIntervals, findEntriesByNumber, findHourEntry, toHourEntry } from './read.js'
import { closingEntry, lockEntry } from './reverse-hour-entry.js'
import { resolveHeld } from './rules/resolve-held.js'
import type { EnteredHours, HeldResolution } from './schema.js'
import { insertEntries } from './write.js'

/**
 * The training administrator's choice between sessions that overlap: the held hours count instead of the others, or
 * never. Where the others are not the administrator's to see, the choice is the teacher's own school's.
 */
export async function resolveHeldHours(
  db: Database,
  {
    actor,
    now,
    id,
    resolution: { decision, reason },
  }: { actor: Actor & Principal; now: Date; id: string; resolution: HeldResolution },
): Promise<EnteredHours> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const { entry, position } = await lockEntry(tx, actor, id)
    const { teacherId, startsAt, endsAt } = entry
    const resolvedBy = await findClosing(tx, districtId, teacherId, entry.number, ['release', 'dismissal'])
    const counting =
      startsAt && endsAt ? await findCountingIntervals(tx, districtId, [teacherId], startsAt, endsAt) : []
    const resolved = resolveHeld({ ...entry, resolvedBy }, counting, decision)
    if (!resolved.ok) throw refused(resolved.reasons)
    const targets = await findEntriesByNumber(
      tx,
      districtId,
      teacherId,
      resolved.additions.map(({ target }) => target),
    )
    for (const target of targets)
      if (!(await findHourEntry(tx, actor, target.id))) throw new Refusal('overlapElsewhere')
    const byNumber = new Map(targets.map((target) => [target.number, target]))
    const entries = resolved.additions.map(({ kind, target }, at) =>
      closingEntry(byNumber.get(target)!, kind, position + at + 1, { actor, now, reason }),
    )
    await insertEntries(tx, districtId, entries)
    return { entries: entries.map((added) => toHourEntry({ districtId, ...added })) }
  })
}
