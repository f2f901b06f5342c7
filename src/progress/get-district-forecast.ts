import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { shanghaiInstant } from '../lib/calendar.js'
import { findSchoolsWithDuties } from '../roster/duties/read.js'
import { inSteps } from '../roster/find-members.js'
import { loadBasis, yearUntil } from '../roster/load-basis.js'
import { forecastSchools } from './get-school-forecast.js'
import type { DistrictForecast, SchoolForecast } from './schema.js'

/** How many teachers of the district and of each school will reach the annual minimum (§5.1), as of now. */
export async function getDistrictForecast(
  db: Database,
  { actor, now, academicYear }: { actor: Actor; now: Date; academicYear: string },
): Promise<DistrictForecast> {
  return query(db, actor, async (tx) => {
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    const period = yearUntil(basis.year, now)
    const all = await findSchoolsWithDuties(tx, actor.districtId, period.startsOn, period.endsOn)
    const schools: SchoolForecast[] = []
    for (const step of inSteps(all)) schools.push(...(await forecastSchools(tx, basis, now, step)))
    const sum = (of: 'teachers' | 'met' | 'onTrack' | 'atRisk' | 'impossible') =>
      schools.reduce((total, school) => total + school[of], 0)
    return {
      academicYear,
      policyEditionCode: basis.parameters.code,
      asOf: shanghaiInstant(now),
      teachers: sum('teachers'),
      met: sum('met'),
      onTrack: sum('onTrack'),
      atRisk: sum('atRisk'),
      impossible: sum('impossible'),
      schools,
    }
  })
}
