import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal, refused } from '../errors.js'
import { shanghaiDate } from '../lib/calendar.js'
import { newId } from '../lib/ids.js'
import { requireVersionOfPut, type Condition } from '../lib/versions.js'
import { lockTeacher } from './read.js'
import { findMaintainableTeachers } from './duties/read.js'
import { openNumbers, readNumbers, sealNumbers } from './personal-numbers.js'
import type { PutOutcome, Teacher, TeacherContent } from './schema.js'
import { upsertTeachers } from './write.js'

/**
 * Creates a teacher by the external id, or changes the version that the client names. A school's client may change only
 * teachers of its own, and those who have no school yet. Refuses `invalidIdentityNumber`, `invalidPhone`, and
 * `teacherErased` for whoever has been erased.
 */
export async function putTeacherBySourcedId(
  db: Database,
  {
    actor,
    now,
    condition,
    sourcedId,
    content,
  }: { actor: Actor & Principal; now: Date; condition: Condition; sourcedId: string; content: TeacherContent },
): Promise<{ outcome: PutOutcome; data: Teacher }> {
  const { districtId } = actor
  const { given, reasons } = readNumbers(content)
  if (reasons.length > 0) throw refused(reasons)
  return transact(db, actor, async (tx) => {
    const known = await lockTeacher(tx, districtId, sourcedId)
    const mine = await findMaintainableTeachers(tx, actor, known ? [known.id] : [], shanghaiDate(now))
    if (known && !mine.has(known.id)) throw notFound('teacher')
    if (known?.erasedAt) throw new Refusal('teacherErased', { sourcedId })
    const {
      name,
      professionalTitle = known?.professionalTitle ?? 'none',
      earlierServiceYears = known?.earlierServiceYears ?? 0,
    } = content
    const results = await upsertTeachers(tx, districtId, [
      {
        id: known?.id ?? newId(),
        sourcedId,
        name,
        professionalTitle,
        earlierServiceYears,
        ...sealNumbers(tx, districtId, sourcedId, { known, given }),
      },
    ])
    const outcome = results.get(sourcedId) ?? 'unchanged'
    requireVersionOfPut(outcome, condition, known)
    const written = (await lockTeacher(tx, districtId, sourcedId))!
    // Whoever may write them may read them.
    return { outcome, data: { ...written, ...openNumbers(tx, districtId, written) } }
  })
}
