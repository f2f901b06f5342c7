import type { Tx } from '../db/database.js'
import { Refusal } from '../errors.js'
import { newId } from '../lib/ids.js'
import { mintKey } from './keys.js'
import type { DistrictWithKey, NewDistrict } from './schema.js'
import { insertClient, insertDistrict } from './write.js'

/** A tenant and the first client of its institute, which makes all others. */
export async function openDistrict(tx: Tx, id: string, { code, name }: NewDistrict): Promise<DistrictWithKey> {
  const { key, keyHash, keyStart } = mintKey(id)
  const district = await insertDistrict(tx, { id, code, name })
  if (!district) throw new Refusal('districtExists', { code })
  const client = await insertClient(tx, {
    districtId: district.id,
    id: newId(),
    name: 'institute',
    role: 'institute',
    schoolId: null,
    teacherId: null,
    keyHash,
    keyStart,
    expiresAt: null,
  })
  return { district, client, key }
}
