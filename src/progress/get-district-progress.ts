import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { inSteps } from '../roster/find-members.js'
import { findSchoolsWithDuties } from '../roster/duties/read.js'
import { presentStanding, standingOfSchools, type Standing } from './get-school-progress.js'
import { loadBasis } from '../roster/load-basis.js'
import type { DistrictProgress } from './schema.js'

/** How many teachers of the district and of each school have met the annual minimum (§5.1), as of now. */
export async function getDistrictProgress(
  db: Database,
  { actor, now, academicYear }: { actor: Actor; now: Date; academicYear: string },
): Promise<DistrictProgress> {
  return query(db, actor, async (tx) => {
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    const schools = await findSchoolsWithDuties(tx, actor.districtId, basis.year.startsOn, basis.year.endsOn)
    const standings: Standing[] = []
    for (const step of inSteps(schools)) standings.push(...(await standingOfSchools(tx, basis, now, step)))
    const total = standings.reduce(
      (sum, { teachers, met, counted, missing }) => ({
        schoolId: '',
        teachers: sum.teachers + teachers,
        met: sum.met + met,
        counted: sum.counted + counted,
        missing: sum.missing + missing,
      }),
      { schoolId: '', teachers: 0, met: 0, counted: 0, missing: 0 },
    )
    const { schoolId: _, ...district } = presentStanding(total, basis)
    return { ...district, schools: standings.map((standing) => presentStanding(standing, basis)) }
  })
}
