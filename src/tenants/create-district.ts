import { openDistrict } from '../access/open-district.js'
import type { Actor, DistrictWithKey, NewDistrict } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { inDistrict } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { newId } from '../lib/ids.js'
import { shippedEdition } from '../policy/editions/putuo-2024-19.js'
import { adoptEdition } from '../policy/adopt-edition.js'

/** Opens a district with the shipped policy edition, since nothing can be computed without one. */
export async function createDistrict(
  db: Database,
  { actor, district }: { actor: Actor & Principal; district: NewDistrict },
): Promise<DistrictWithKey> {
  const id = newId()
  return transact(db, actor, (tx) =>
    inDistrict(tx, { from: actor.districtId, to: id }, async () => {
      const opened = await openDistrict(tx, id, district)
      await adoptEdition(tx, id, shippedEdition)
      return opened
    }),
  )
}
