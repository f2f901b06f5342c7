import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { requireVersionOfPut, type Condition } from '../../lib/versions.js'
import { findSchoolGroupIds, lockSchool } from './read.js'
import type { PutOutcome, School, SchoolContent } from '../schema.js'
import { upsertSchools } from '../write.js'

/** Creates a school by its external id, or changes the version that the client names. */
export async function putSchoolBySourcedId(
  db: Database,
  {
    actor,
    condition,
    sourcedId,
    content,
  }: { actor: Actor & Principal; condition: Condition; sourcedId: string; content: SchoolContent },
): Promise<{ outcome: PutOutcome; data: School }> {
  const { districtId } = actor
  const { name, kind, identifier = null, schoolGroupSourcedId = null } = content
  return transact(db, actor, async (tx) => {
    const known = await lockSchool(tx, districtId, sourcedId)
    if (actor.schoolId && known?.id !== actor.schoolId) throw notFound('school')
    const groups = await findSchoolGroupIds(tx, districtId, schoolGroupSourcedId ? [schoolGroupSourcedId] : [])
    const schoolGroupId = schoolGroupSourcedId ? groups.get(schoolGroupSourcedId) : null
    if (schoolGroupId === undefined) throw new Refusal('unknownSchoolGroup', { sourcedId: schoolGroupSourcedId })
    const results = await upsertSchools(tx, districtId, [
      { id: known?.id ?? newId(), sourcedId, name, kind, identifier, schoolGroupId },
    ])
    const outcome = results.get(sourcedId) ?? 'unchanged'
    requireVersionOfPut(outcome, condition, known)
    return { outcome, data: (await lockSchool(tx, districtId, sourcedId))! }
  })
}
