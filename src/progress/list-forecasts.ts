import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import { findMembers, inSteps } from '../roster/find-members.js'
import { loadBasis, yearUntil } from '../roster/load-basis.js'
import { findSchoolsWithDuties } from '../roster/duties/read.js'
import { loadForecasts, type LoadedForecast } from './load-forecasts.js'
import { presentForecast } from './present-forecast.js'
import type { ForecastPage, ForecastState } from './schema.js'

type Filters = {
  academicYear: string
  schoolId?: string | undefined
  state?: ForecastState | undefined
  limit: number
  cursor?: string | undefined
}

/**
 * Forecasts school by school, a teacher at the school of the duty held last by now. States are computed, so a page looks
 * at as many teachers as it takes to fill it, hundreds in one step.
 */
export async function listForecasts(
  db: Database,
  {
    actor,
    now,
    filters: { academicYear, schoolId, state, limit, cursor },
  }: { actor: Actor; now: Date; filters: Filters },
): Promise<ForecastPage> {
  const { districtId } = actor
  const after = decodeCursor('listForecasts', cursor, ['string', 'string'])
  return query(db, actor, async (tx) => {
    const basis = await loadBasis(tx, districtId, academicYear)
    const period = yearUntil(basis.year, now)
    const schools = (await findSchoolsWithDuties(tx, districtId, period.startsOn, period.endsOn)).filter(
      ({ id, sourcedId }) =>
        (!actor.schoolId || id === actor.schoolId) &&
        (!schoolId || id === schoolId) &&
        (!after || sourcedId >= String(after[0])),
    )
    const codeOf = new Map(schools.map(({ id, sourcedId }) => [id, sourcedId]))
    const found: { schoolId: string; forecast: LoadedForecast }[] = []
    for (const step of inSteps(schools)) {
      const members = await findMembers(tx, districtId, step, period)
      const schoolOf = new Map([...members].flatMap(([id, teachers]) => teachers.map((teacher) => [teacher, id])))
      const forecasts = await loadForecasts(tx, basis, now, [...schoolOf.keys()])
      const placed = forecasts
        .map((forecast) => ({ schoolId: schoolOf.get(forecast.teacherId)!, forecast }))
        .filter((one) => !after || isAfter(keyOf(one, codeOf), after))
        .filter(({ forecast }) => !state || forecast.decision.state === state)
      found.push(...placed.sort((a, b) => (isAfter(keyOf(a, codeOf), keyOf(b, codeOf)) ? 1 : -1)))
      if (found.length > limit) break
    }
    return pageFrom(
      'listForecasts',
      found.slice(0, limit + 1),
      limit,
      (one) => keyOf(one, codeOf),
      (one) => presentForecast(one.forecast, one.schoolId, basis, now),
    )
  })
}

function keyOf(
  { schoolId, forecast }: { schoolId: string; forecast: LoadedForecast },
  codeOf: ReadonlyMap<string, string>,
): [string, string] {
  return [codeOf.get(schoolId)!, forecast.teacherSourcedId]
}

function isAfter(key: readonly (string | number)[], other: readonly (string | number)[]): boolean {
  const at = key.findIndex((part, index) => part !== other[index])
  return at >= 0 && key[at]! > other[at]!
}
