import type { Actor } from '../../access/schema.js'
import type { Database, Tx } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused, type ErrorCode, type ReasonParams } from '../../errors.js'
import { findAttendancesOfPairs, toAttendance, type AttendanceRow } from '../attendance/read.js'
import { recordAttendances } from '../attendance/record-attendance.js'
import type { Attendance } from '../attendance/schema.js'
import { lockSession, type SessionRow } from '../read.js'
import { contextOfCode, readCode } from './codes.js'
import { countRefusedTries, findLastCode } from './read.js'
import { decideCheckIn } from './rules/decide-check-in.js'
import type { CheckIn } from './schema.js'
import { countRefusedTry } from './write.js'

type Outcome = { ok: true; attendance: Attendance } | { ok: false; code: ErrorCode; params: ReasonParams }

/**
 * A teacher checks herself in with the code of the session: her attendance is recorded as present, as far as whatever
 * forbids a record allows it. A refused try is counted, so the transaction ends well and the refusal is thrown after it.
 */
export async function checkIn(
  db: Database,
  { actor, now, sessionId, typed }: { actor: Actor & Principal; now: Date; sessionId: string; typed: CheckIn },
): Promise<Attendance> {
  const outcome = await transact(db, actor, (tx) => tryCode(tx, { actor, now, sessionId, code: readCode(typed.code) }))
  if (!outcome.ok) throw new Refusal(outcome.code, outcome.params)
  return outcome.attendance
}

async function tryCode(
  tx: Tx,
  { actor, now, sessionId, code }: { actor: Actor; now: Date; sessionId: string; code: string },
): Promise<Outcome> {
  const { districtId, teacherId } = actor
  // Locked, so that no two tries are counted as one and nobody records anything else meanwhile.
  const found = await lockSession(tx, actor, sessionId)
  if (!found || !teacherId) throw notFound('session')
  const { session } = found
  const records = await findAttendancesOfPairs(tx, districtId, [{ sessionId, teacherId }])
  const recorded = records.find(({ role }) => role === 'participant') ?? null
  const last = await lastCodeOf(tx, session, teacherId, code)
  const decision = decideCheckIn({ session, code: last, recorded: recorded?.status ?? null }, now)
  switch (decision.kind) {
    case 'keep':
      return { ok: true, attendance: toAttendance(recorded!) }
    case 'record': {
      const [outcome] = await recordAttendances(tx, {
        actor,
        now,
        items: [{ sessionId, teacherId, status: 'present', ...segmentsOf(recorded, session) }],
      })
      // What forbids the record lies in no property of the request.
      if (!outcome!.ok) throw refused(outcome!.reasons.map(({ code, params = {} }) => ({ code, params })))
      return { ok: true, attendance: outcome!.attendance }
    }
    case 'refuse':
      if (decision.counts && last) await countRefusedTry(tx, { districtId, codeId: last.id, teacherId })
      return { ok: false, code: decision.code, params: decision.params }
  }
}

/** Whoever is recorded as registered for some segments is present in those: in others she may present. */
function segmentsOf(recorded: AttendanceRow | null, { segments }: SessionRow): { segmentNumbers?: number[] } {
  const there = recorded?.segmentNumbers?.filter((given) => segments.some(({ number }) => number === given)) ?? []
  return there.length > 0 ? { segmentNumbers: there } : {}
}

async function lastCodeOf(tx: Tx, { districtId, id: sessionId }: SessionRow, teacherId: string, typed: string) {
  const last = await findLastCode(tx, districtId, sessionId)
  if (!last) return null
  const { id, codeHash, validUntil } = last
  return {
    id,
    validUntil,
    isRight: tx.dataKeys.matches(typed, codeHash, contextOfCode(districtId, id)),
    refused: await countRefusedTries(tx, { districtId, codeId: id, teacherId }),
  }
}
