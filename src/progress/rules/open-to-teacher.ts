import type { IsoDate } from '../../lib/calendar.js'

type OpenSession = {
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
 * §4.1, §3.3: whether a teacher could still register for a session: registration is open and there is room, the tier is
 * among those it is for, and on its date the teacher has a homeroom duty at one of its schools.
 */
export function isOpenToTeacher(session: OpenSession, teacher: { tier: number; duties: readonly Duty[] }): boolean {
  const { date, schoolIds, tiers, registrationOpen, freePlaces } = session
  return (
    registrationOpen &&
    (freePlaces === null || freePlaces > 0) &&
    (tiers === null || tiers.includes(teacher.tier)) &&
    teacher.duties.some(
      ({ schoolId, from, to }) => schoolIds.includes(schoolId) && from <= date && (to === null || date <= to),
    )
  )
}
