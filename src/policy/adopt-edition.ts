import { createHash } from 'node:crypto'
import type { Tx } from '../db/database.js'
import { Refusal } from '../errors.js'
import { newId } from '../lib/ids.js'
import type { PolicyEdition, PolicyEditionDocument } from './schema.js'
import { insertPolicyEdition } from './write.js'

/** Freezes a checked edition for a district; its code and its first academic year are each the district's only one. */
export async function adoptEdition(
  tx: Tx,
  districtId: string,
  document: PolicyEditionDocument,
): Promise<PolicyEdition> {
  const { code, firstAcademicYear } = document
  const sha256 = createHash('sha256').update(JSON.stringify(document)).digest('hex')
  const edition = await insertPolicyEdition(tx, { districtId, id: newId(), code, firstAcademicYear, document, sha256 })
  if (!edition) throw new Refusal('policyEditionExists', { code, firstAcademicYear })
  return edition
}
