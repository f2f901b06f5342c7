import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { Refusal, refused } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import { mayRecordOfTeacher } from '../../roster/duties/read.js'
import { loadParametersOn } from '../../roster/load-basis.js'
import { findErasedTeachers, findExistingTeachers } from '../../roster/read.js'
import { toInterview } from './read.js'
import { checkInterview } from './rules/check-assessment.js'
import type { Interview, NewInterview } from './schema.js'
import { insertInterview } from './write.js'

/** Records what a teacher said of training needs in an interview (§3.1). */
export async function recordInterview(
  db: Database,
  { actor, now, interview }: { actor: Actor & Principal; now: Date; interview: NewInterview },
): Promise<Interview> {
  const { districtId, clientId } = actor
  const { teacherId, date, interviewer, summary, modules = [] } = interview
  return transact(db, actor, async (tx) => {
    const seen = await findExistingTeachers(tx, actor, [teacherId])
    if (!seen.has(teacherId) || !(await mayRecordOfTeacher(tx, actor, teacherId, date)))
      throw refused([{ code: 'unknownTeacher', pointer: '/teacherId', params: { sourcedId: teacherId } }])
    if ((await findErasedTeachers(tx, districtId, [teacherId])).size > 0)
      throw new Refusal('teacherErased', { sourcedId: teacherId })
    const { modules: known } = await loadParametersOn(tx, districtId, date)
    const reasons = checkInterview({ date, modules }, { today: shanghaiDate(now), modules: known })
    if (reasons.length > 0) throw refused(reasons)
    const row = await insertInterview(tx, {
      districtId,
      id: newId(),
      teacherId,
      date,
      interviewer,
      summary,
      modules: modules.map(({ module, need, note }) => ({ module, need, note: note ?? null })),
      recordedBy: clientId,
      recordedAt: now.toISOString(),
    })
    return toInterview(row)
  })
}
