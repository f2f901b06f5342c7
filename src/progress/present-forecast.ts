import { shanghaiInstant } from '../lib/calendar.js'
import { formatHours } from '../lib/quantity.js'
import type { Basis } from '../roster/load-basis.js'
import type { LoadedForecast } from './load-forecasts.js'
import type { OfferedSession } from './offer-sessions.js'
import { forecastText } from './rules/forecast-text.js'
import type { Forecast, ForecastSession, ForecastState } from './schema.js'

export function presentForecast(
  { teacherId, teacherSourcedId, teacherName, tier, required, counted, clause, decision }: LoadedForecast,
  schoolId: string,
  { year, parameters }: Basis,
  now: Date,
): Forecast {
  return {
    teacherId,
    teacherSourcedId,
    teacherName,
    schoolId,
    academicYear: year.code,
    policyEditionCode: parameters.code,
    asOf: shanghaiInstant(now),
    state: decision.state,
    clause,
    ...forecastText(decision),
    tier,
    hoursRequired: formatHours(required),
    hoursCounted: formatHours(counted),
    hoursMissing: formatHours(decision.missing),
    hoursExpected: formatHours(decision.expected),
    hoursReachable: formatHours(decision.reachable),
    hoursToSchedule: formatHours(decision.toSchedule),
    lastDateToRecover: decision.lastDateToRecover,
  }
}

export function presentOffered({ session, offer }: OfferedSession): ForecastSession {
  const { sessionId, activityId, title, startsAt, endsAt, date, delivery } = session
  return { sessionId, activityId, title, startsAt, endsAt, date, delivery, hours: formatHours(offer.hours) }
}

export type StateCounts = { teachers: number } & Record<ForecastState, number>

/** How many teachers are in each state. */
export function countStates(forecasts: readonly LoadedForecast[]): StateCounts {
  const counts = { teachers: forecasts.length, met: 0, onTrack: 0, atRisk: 0, impossible: 0 }
  for (const { decision } of forecasts) counts[decision.state] += 1
  return counts
}
