import type { Actor } from '../../access/schema.js'
import { query, type Database } from '../../db/database.js'
import { loadBasis } from '../../roster/load-basis.js'
import { loadGroupNeeds } from './load-group-needs.js'
import type { DistrictNeeds } from './schema.js'

/** What the district's teachers need, module by module, by stage and by tier (§3.1); to a school's integration its own. */
export async function getDistrictNeeds(
  db: Database,
  { actor, now, academicYear }: { actor: Actor; now: Date; academicYear: string },
): Promise<DistrictNeeds> {
  return query(db, actor, async (tx) => {
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    return loadGroupNeeds(tx, basis, now, actor.schoolId)
  })
}
