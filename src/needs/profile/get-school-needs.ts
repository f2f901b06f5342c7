import type { Actor } from '../../access/schema.js'
import { query, type Database } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { loadBasis } from '../../roster/load-basis.js'
import { findSchool } from '../../roster/schools/read.js'
import { loadGroupNeeds } from './load-group-needs.js'
import type { SchoolNeeds } from './schema.js'

/** What a school's teachers need, module by module, by stage and by tier (§3.1). */
export async function getSchoolNeeds(
  db: Database,
  { actor, now, schoolId, academicYear }: { actor: Actor; now: Date; schoolId: string; academicYear: string },
): Promise<SchoolNeeds> {
  return query(db, actor, async (tx) => {
    if (!(await findSchool(tx, actor, schoolId))) throw notFound('school')
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    return { schoolId, ...(await loadGroupNeeds(tx, basis, now, schoolId)) }
  })
}
