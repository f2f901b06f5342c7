import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { Refusal, refused } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { findErasedTeachers, findExistingTeachers } from '../read.js'
import { holdTeachers, mayRecordOfTeacher } from '../duties/read.js'
import { findLeaves, toLeave } from './read.js'
import type { Leave, NewLeave } from '../schema.js'
import { insertLeave } from '../write.js'

/** Records a teacher's leave; whether it lowers the annual minimum is the policy edition's matter (`annualHours.obligation`). */
export async function recordLeave(
  db: Database,
  { actor, now, leave: { teacherId, kind, from, to } }: { actor: Actor & Principal; now: Date; leave: NewLeave },
): Promise<Leave> {
  if (to < from) throw refused([{ code: 'endsBeforeStart', pointer: '/to', params: { from, to } }])
  return transact(db, actor, async (tx) => {
    const seen = await findExistingTeachers(tx, actor, [teacherId])
    if (!seen.has(teacherId) || !(await mayRecordOfTeacher(tx, actor, teacherId, from)))
      throw refused([{ code: 'unknownTeacher', pointer: '/teacherId', params: { sourcedId: teacherId } }])
    const { districtId, clientId } = actor
    if ((await findErasedTeachers(tx, districtId, [teacherId])).size > 0)
      throw new Refusal('teacherErased', { sourcedId: teacherId })
    await holdTeachers(tx, districtId, [teacherId])
    const overlapping = await findLeaves(tx, districtId, [teacherId], from, to)
    const isKnown = overlapping.some((leave) => leave.from === from && leave.to === to)
    const [other] = overlapping
    if (other && !isKnown) throw new Refusal('leaveOverlaps', { from: other.from, to: other.to })
    const row = await insertLeave(tx, {
      districtId,
      id: newId(),
      teacherId,
      kind,
      startsOn: from,
      endsOn: to,
      recordedBy: clientId,
      recordedAt: now.toISOString(),
    })
    if (!row) throw new Refusal('leaveExists', { from, to })
    return toLeave(row)
  })
}
