import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal } from '../../errors.js'
import { parseHours } from '../../lib/quantity.js'
import { requireAbsence, requireVersion, type Condition } from '../../lib/versions.js'
import { findErasedTeachers, findExistingTeachers } from '../read.js'
import { findAcademicYear } from '../calendar/read.js'
import { findObligationAdjustment, toObligationAdjustment } from './read.js'
import type { ObligationAdjustment, ObligationAdjustmentContent } from '../schema.js'
import { upsertObligationAdjustment } from '../write.js'

/** The institute's approval of another annual minimum for one teacher and year: it stands above what the edition computes (§5.1). */
export async function adjustObligation(
  db: Database,
  {
    actor,
    now,
    condition,
    teacherId,
    academicYear,
    content,
  }: {
    actor: Actor & Principal
    now: Date
    condition: Condition
    teacherId: string
    academicYear: string
    content: ObligationAdjustmentContent
  },
): Promise<ObligationAdjustment> {
  const { districtId, clientId } = actor
  return transact(db, actor, async (tx) => {
    const seen = await findExistingTeachers(tx, actor, [teacherId])
    if (!seen.has(teacherId)) throw notFound('teacher')
    if (!(await findAcademicYear(tx, districtId, academicYear)))
      throw new Refusal('unknownAcademicYear', { academicYear })
    if ((await findErasedTeachers(tx, districtId, [teacherId])).size > 0)
      throw new Refusal('teacherErased', { sourcedId: teacherId })
    const known = await findObligationAdjustment(tx, districtId, teacherId, academicYear)
    if (known) requireVersion(condition, known.version)
    else requireAbsence(condition)
    const hoursRequired = parseHours(content.hoursRequired)
    const written = await upsertObligationAdjustment(tx, {
      districtId,
      teacherId,
      academicYear,
      hoursRequired,
      reason: content.reason,
      approvedBy: clientId,
      approvedAt: now.toISOString(),
    })
    // Somebody else was first at the same moment: theirs is the version that has to be named.
    if (!known && written.version > 1) requireVersion(condition, written.version - 1)
    return toObligationAdjustment(written)
  })
}
