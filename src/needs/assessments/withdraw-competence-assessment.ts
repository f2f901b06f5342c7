import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal } from '../../errors.js'
import { findErasedTeachers } from '../../roster/read.js'
import { findAssessment, toAssessment } from './read.js'
import { mayWithdraw } from './rules/may-withdraw.js'
import type { CompetenceAssessment } from './schema.js'
import { markAssessmentWithdrawn } from './write.js'

/**
 * Withdraws a competence assessment that was recorded by mistake: it stays where they are listed, and counts no more. The
 * same assessor may record another one for the year.
 */
export async function withdrawCompetenceAssessment(
  db: Database,
  { actor, now, id, reason }: { actor: Actor & Principal; now: Date; id: string; reason: string },
): Promise<CompetenceAssessment> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const found = await findAssessment(tx, actor, id)
    if (!found) throw notFound('competenceAssessment')
    const { assessment, recorderSchoolId } = found
    if (!mayWithdraw(actor, { ...assessment, recorderSchoolId })) throw new Refusal('notTheRecorder')
    if ((await findErasedTeachers(tx, districtId, [assessment.teacherId])).size > 0)
      throw new Refusal('teacherErased', { sourcedId: assessment.teacherId })
    const row = await markAssessmentWithdrawn(tx, { districtId, id }, { now, reason })
    if (!row) throw new Refusal('alreadyWithdrawn')
    return toAssessment(row, actor.teacherId)
  })
}
