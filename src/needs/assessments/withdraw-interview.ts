import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal } from '../../errors.js'
import { findErasedTeachers } from '../../roster/read.js'
import { findInterview, toInterview } from './read.js'
import { mayWithdraw } from './rules/may-withdraw.js'
import type { Interview } from './schema.js'
import { markInterviewWithdrawn } from './write.js'

/** Withdraws an interview that was recorded by mistake: it stays where interviews are listed, and counts no more. */
export async function withdrawInterview(
  db: Database,
  { actor, now, id, reason }: { actor: Actor & Principal; now: Date; id: string; reason: string },
): Promise<Interview> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const found = await findInterview(tx, actor, id)
    if (!found) throw notFound('interview')
    const { interview, recorderSchoolId } = found
    if (!mayWithdraw(actor, { kind: null, assessorId: null, recorderSchoolId })) throw new Refusal('notTheRecorder')
    if ((await findErasedTeachers(tx, districtId, [interview.teacherId])).size > 0)
      throw new Refusal('teacherErased', { sourcedId: interview.teacherId })
    const row = await markInterviewWithdrawn(tx, { districtId, id }, { now, reason })
    if (!row) throw new Refusal('alreadyWithdrawn')
    return toInterview(row)
  })
}
