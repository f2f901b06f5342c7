import type { IsoDate } from '../../lib/calendar.js'

type OpenSession = {
  activityId: string
  date: IsoDate
  /** The host and the schools that take part. */
  schoolIds: readonly string[]
  /** Null for every tier. */
  tiers: readonly number[] | null
  registrationOpen: boolean
  /** Null without a limit. */
  freePlaces: number | null
}

type Duty = { schoolId: string; from: IsoDate; to: IsoDate | null }

/**
 * §4.1, §3.3: the sessions still to come that a teacher could still register for. Registration is open and there is room,
 * on its date she has a homeroom duty at one of its schools, and her tier at the first such session of the activity is among
 * those that the activity is for, as registering asks it too. Given and answered in the order of time.
 */
export function sessionsOpenTo<S extends OpenSession>(
  sessions: readonly S[],
  { duties, tierOn }: { duties: readonly Duty[]; tierOn: (date: IsoDate) => number },
): S[] {
  const admitted = new Map<string, boolean>()
  return sessions.filter(({ activityId, date, schoolIds, tiers, registrationOpen, freePlaces }) => {
    if (!registrationOpen || freePlaces === 0) return false
    const isOnDuty = duties.some(
      ({ schoolId, from, to }) => schoolIds.includes(schoolId) && from <= date && (to === null || date <= to),
    )
    if (!isOnDuty) return false
    const known = admitted.get(activityId) ?? (tiers === null || tiers.includes(tierOn(date)))
    admitted.set(activityId, known)
    return known
  })
}
