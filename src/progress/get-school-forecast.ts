import type { Actor } from '../access/schema.js'
import { query, type Database, type Tx } from '../db/database.js'
import { notFound } from '../errors.js'
import { shanghaiInstant } from '../lib/calendar.js'
import { findMembers } from '../roster/find-members.js'
import { loadBasis, yearUntil, type Basis } from '../roster/load-basis.js'
import { findSchool } from '../roster/schools/read.js'
import { loadForecasts } from './load-forecasts.js'
import { countStates } from './present-forecast.js'
import type { SchoolForecast } from './schema.js'

/** How many of a school's teachers will reach the annual minimum (§5.1), as of now. */
export async function getSchoolForecast(
  db: Database,
  { actor, now, schoolId, academicYear }: { actor: Actor; now: Date; schoolId: string; academicYear: string },
): Promise<SchoolForecast> {
  return query(db, actor, async (tx) => {
    if (!(await findSchool(tx, actor, schoolId))) throw notFound('school')
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    const [forecast] = await forecastSchools(tx, basis, now, [schoolId])
    return forecast!
  })
}

/** The same for several schools in a handful of reads, each teacher at the school of the duty held last by now. */
export async function forecastSchools(
  tx: Tx,
  basis: Basis,
  now: Date,
  schoolIds: readonly string[],
): Promise<SchoolForecast[]> {
  const { districtId, year, parameters } = basis
  const members = await findMembers(tx, districtId, schoolIds, yearUntil(year, now))
  const forecasts = new Map(
    (await loadForecasts(tx, basis, now, [...members.values()].flat())).map((forecast) => [
      forecast.teacherId,
      forecast,
    ]),
  )
  return [...members].map(([schoolId, teacherIds]) => ({
    schoolId,
    academicYear: year.code,
    policyEditionCode: parameters.code,
    asOf: shanghaiInstant(now),
    ...countStates(teacherIds.map((id) => forecasts.get(id)!)),
  }))
}
