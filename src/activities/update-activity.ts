import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, refused } from '../errors.js'
import { requireVersion, type Condition } from '../lib/versions.js'
import { findExistingSchools } from '../roster/read.js'
import { findActivity, lockActivity } from './read.js'
import { requireHost } from './require-host.js'
import type { Activity, ActivityChange } from './schema.js'
import { changeActivity } from './write.js'

/** Changes an activity's title, description or the schools that take part. */
export async function updateActivity(
  db: Database,
  {
    actor,
    condition,
    id,
    change,
  }: { actor: Actor & Principal; condition: Condition; id: string; change: ActivityChange },
): Promise<Activity> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const known = await lockActivity(tx, actor, id)
    if (!known) throw notFound('activity')
    requireHost(actor, known)
    requireVersion(condition, known.version)
    const schoolIds = change.schoolIds?.filter((schoolId) => schoolId !== known.hostSchoolId)
    const existing = await findExistingSchools(tx, districtId, schoolIds ?? [])
    const unknown = (schoolIds ?? []).filter((schoolId) => !existing.has(schoolId))
    if (unknown.length > 0)
      throw refused(
        unknown.map((sourcedId) => ({ code: 'unknownSchool', pointer: '/schoolIds', params: { sourcedId } })),
      )
    const { title = known.title, description = known.description } = change
    await changeActivity(tx, { districtId, id, title, description }, schoolIds)
    return (await findActivity(tx, actor, id))!
  })
}
