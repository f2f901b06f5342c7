import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { errors, errorText, refused, type Language } from '../../errors.js'
import { recordAttendances } from './record-attendance.js'
import type { AttendanceBatch, AttendanceBatchAnswer } from './schema.js'

/** Records up to 500 attendances: all or nothing, or with `atomic: false` each for itself. */
export async function recordAttendanceBatch(
  db: Database,
  {
    actor,
    now,
    language,
    batch: { atomic = true, items },
  }: { actor: Actor & Principal; now: Date; language: Language; batch: AttendanceBatch },
): Promise<AttendanceBatchAnswer> {
  return transact(db, actor, async (tx) => {
    const outcomes = await recordAttendances(tx, { actor, now, items })
    const reasons = outcomes.flatMap((outcome, at) =>
      outcome.ok
        ? []
        : outcome.reasons.map((reason) => ({ ...reason, pointer: `/items/${at}${reason.pointer ?? ''}` })),
    )
    if (atomic && reasons.length > 0) throw refused(reasons)
    return {
      items: outcomes.map((outcome, at) => {
        const { ref } = items[at]!
        if (outcome.ok)
          return { ref, status: outcome.outcome === 'created' ? 201 : 200, attendance: outcome.attendance, errors: [] }
        const errorsOfItem = outcome.reasons.map(({ code, pointer, params }) => ({
          code,
          pointer: pointer ?? '',
          ...errorText(code, language, params),
        }))
        return { ref, status: errors[outcome.reasons[0]!.code].status, attendance: null, errors: errorsOfItem }
      }),
    }
  })
}
