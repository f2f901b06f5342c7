import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { requireVersionOfPut, type Condition } from '../../lib/versions.js'
import { lockSchoolGroup } from './read.js'
import type { PutOutcome, SchoolGroup, SchoolGroupContent } from '../schema.js'
import { upsertSchoolGroups } from '../write.js'

/** Creates a school group by its external id, or changes the version that the client names. Groups are the district's. */
export async function putSchoolGroupBySourcedId(
  db: Database,
  {
    actor,
    condition,
    sourcedId,
    content,
  }: { actor: Actor & Principal; condition: Condition; sourcedId: string; content: SchoolGroupContent },
): Promise<{ outcome: PutOutcome; data: SchoolGroup }> {
  const { districtId } = actor
  if (actor.schoolId) throw notFound('schoolGroup')
  return transact(db, actor, async (tx) => {
    const known = await lockSchoolGroup(tx, districtId, sourcedId)
    const results = await upsertSchoolGroups(tx, districtId, [
      { id: known?.id ?? newId(), sourcedId, name: content.name },
    ])
    const outcome = results.get(sourcedId) ?? 'unchanged'
    requireVersionOfPut(outcome, condition, known)
    return { outcome, data: (await lockSchoolGroup(tx, districtId, sourcedId))! }
  })
}
