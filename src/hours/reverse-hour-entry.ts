import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, refused } from '../errors.js'
import { shanghaiInstant } from '../lib/calendar.js'
import { newId } from '../lib/ids.js'
import { findClosing, findHourEntry, toHourEntry, type HourEntryRow } from './read.js'
import { checkReversal } from './rules/check-reversal.js'
import { signedHours } from './rules/ledger-entry.js'
import type { EnteredHours } from './schema.js'
import { insertEntries, lockLedgers, type NumberedEntry } from './write.js'

/**
 * Takes hours back: a reversing entry names the entry and keeps its date, so that it falls in the same semester. Sealed
 * statements stay as they are; the next run or an amendment posts the difference.
 */
export async function reverseHourEntry(
  db: Database,
  { actor, now, id, reason }: { actor: Actor & Principal; now: Date; id: string; reason: string },
): Promise<EnteredHours> {
  return transact(db, actor, async (tx) => {
    const { entry, position } = await lockEntry(tx, actor, id)
    const reversedBy = await findClosing(tx, actor.districtId, entry.teacherId, entry.number, ['reversal'])
    const refusals = checkReversal({ number: entry.number, kind: entry.kind, reversedBy })
    if (refusals.length > 0) throw refused(refusals)
    const reversal = closingEntry(entry, 'reversal', position + 1, { actor, now, reason })
    await insertEntries(tx, actor.districtId, [reversal])
    return { entries: [toHourEntry({ districtId: actor.districtId, ...reversal })] }
  })
}

/** An entry that the client may see, its teacher's ledger locked. */
export async function lockEntry(tx: Tx, actor: Actor, id: string): Promise<{ entry: HourEntryRow; position: number }> {
  const entry = await findHourEntry(tx, actor, id)
  if (!entry) throw notFound('hourEntry')
  const positions = await lockLedgers(tx, actor.districtId, [entry.teacherId])
  return { entry, position: positions.get(entry.teacherId)! }
}

/** An entry that names another and keeps all that it says of the training. */
export function closingEntry(
  { districtId: _, ...entry }: HourEntryRow,
  kind: 'reversal' | 'release' | 'dismissal',
  number: number,
  { actor, now, reason }: { actor: Actor; now: Date; reason: string },
): NumberedEntry {
  return {
    ...entry,
    id: newId(),
    number,
    kind,
    target: entry.number,
    countedHours: signedHours({ kind, hours: entry.hours }),
    knownAt: shanghaiInstant(now),
    enteredBy: actor.clientId,
    reason,
  }
}
