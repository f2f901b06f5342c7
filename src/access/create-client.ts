import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { inDistrict } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { notFound, refused } from '../errors.js'
import { newId } from '../lib/ids.js'
import { mintKey } from './keys.js'
import { findDistrict, isInDistrict } from './read.js'
import { checkBinding, checkExpiry } from './rules/check-binding.js'
import type { Actor, ClientWithKey, NewClient } from './schema.js'
import { insertClient } from './write.js'

/**
 * Makes an API client of a district with a key that is shown only in this answer. The operator names the district; the
 * institute's clients are of its own.
 */
export async function createClient(
  db: Database,
  { actor, client, now = new Date() }: { actor: Actor & Principal; client: NewClient; now?: Date },
): Promise<ClientWithKey> {
  const refusals = [...checkBinding(actor.role, client), ...checkExpiry(client, now)]
  if (refusals.length > 0) throw refused(refusals)
  const districtId = actor.role === 'operator' ? client.districtId! : actor.districtId
  return transact(db, actor, async (tx) => {
    if (!(await findDistrict(tx, districtId))) throw notFound('district')
    return inDistrict(tx, { from: actor.districtId, to: districtId }, () => saveClient(tx, districtId, client))
  })
}

async function saveClient(tx: Tx, districtId: string, client: NewClient): Promise<ClientWithKey> {
  const { name, role, schoolId = null, teacherId = null, expiresAt = null } = client
  if (schoolId && !(await isInDistrict(tx, 'schools', districtId, schoolId))) throw notFound('school')
  if (teacherId && !(await isInDistrict(tx, 'teachers', districtId, teacherId))) throw notFound('teacher')
  const { key, keyHash, keyStart } = mintKey(districtId)
  const made = await insertClient(tx, {
    districtId,
    id: newId(),
    name,
    role,
    schoolId,
    teacherId,
    keyHash,
    keyStart,
    expiresAt,
  })
  return { client: made, key }
}
