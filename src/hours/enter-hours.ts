import type { Actor } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { Refusal } from '../errors.js'
import { shanghaiInstant } from '../lib/calendar.js'
import { byTeacher } from '../lib/group-by.js'
import { newId } from '../lib/ids.js'
import { findCountingIntervals, findPriorEntries, type HourEntryRow } from './read.js'
import { holdOverlaps } from './rules/hold-overlaps.js'
import { signedHours } from './rules/ledger-entry.js'
import { insertEntries, lockLedgers, type NumberedEntry } from './write.js'

/** Hours of one teacher from one session segment, as attendance gives them. */
export type SessionHours = Pick<
  HourEntryRow,
  | 'teacherId'
  | 'category'
  | 'form'
  | 'module'
  | 'role'
  | 'delivery'
  | 'hours'
  | 'date'
  | 'academicYear'
  | 'semester'
  | 'schoolId'
  | 'title'
  | 'recordedAt'
  | 'policyEditionId'
> & { sessionId: string; segment: number; startsAt: string; endsAt: string }

/**
 * Adds session hours to the ledgers, many teachers at once. Hours whose session overlaps one that already counts are
 * held; a segment's hours are entered again only after the earlier entry was reversed. Answers the new entries.
 */
export async function enterHours(
  tx: Tx,
  { actor, now }: { actor: Actor; now: Date },
  given: readonly SessionHours[],
): Promise<NumberedEntry[]> {
  if (given.length === 0) return []
  const { districtId } = actor
  const teacherIds = [...new Set(given.map(({ teacherId }) => teacherId))]
  const positions = await lockLedgers(tx, districtId, teacherIds)
  const from = earliest(given.map(({ startsAt }) => startsAt))
  const to = latest(given.map(({ endsAt }) => endsAt))
  const counting = byTeacher(await findCountingIntervals(tx, districtId, teacherIds, from, to))
  const priors = new Map(
    (await findPriorEntries(tx, districtId, teacherIds, [...new Set(given.map(({ sessionId }) => sessionId))])).map(
      (prior) => [segmentKey(prior), prior],
    ),
  )

  const entries = [...byTeacher(given)].flatMap(([teacherId, hours]) => {
    const position = positions.get(teacherId)!
    return holdOverlaps(counting.get(teacherId) ?? [], hours.toSorted(inRecordedOrder)).map(({ entry, heldBy }, at) => {
      const prior = priors.get(segmentKey(entry))
      if (prior?.open) throw new Refusal('hoursAlreadyEntered', { segment: entry.segment })
      const kind = heldBy.length > 0 ? ('held' as const) : ('earned' as const)
      return {
        ...entry,
        number: position + at + 1,
        id: newId(),
        kind,
        target: null,
        countedHours: signedHours({ kind, hours: entry.hours }),
        source: 'session' as const,
        revision: prior?.times ?? 0,
        knownAt: shanghaiInstant(now),
        enteredBy: actor.clientId,
        reason: null,
        issuer: null,
        evidence: null,
      }
    })
  })
  await insertEntries(tx, districtId, entries)
  return entries
}

function inRecordedOrder(a: SessionHours, b: SessionHours): number {
  return (
    Date.parse(a.recordedAt) - Date.parse(b.recordedAt) ||
    compare(a.sessionId, b.sessionId) ||
    a.segment - b.segment ||
    compare(a.role, b.role)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function segmentKey({
  teacherId,
  sessionId,
  segment,
  role,
}: {
  teacherId: string
  sessionId: string
  segment: number
  role: string
}): string {
  return `${teacherId}/${sessionId}/${segment}/${role}`
}

const earliest = (instants: readonly string[]) =>
  new Date(Math.min(...instants.map((at) => Date.parse(at)))).toISOString()
const latest = (instants: readonly string[]) =>
  new Date(Math.max(...instants.map((at) => Date.parse(at)))).toISOString()
