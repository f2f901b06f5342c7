import type { IsoDate } from '../../lib/calendar.js'

/**
 * §5.3: credits are awarded each semester end by one school. A teacher belongs to
 * 1. the school of the homeroom duty held on the semester's last day,
 * 2. else the school of the duty that was held last in the semester,
 * 3. among duties that end alike, the one begun latest, then the one with the smallest sourcedId.
 */
type Duty = { schoolId: string; from: IsoDate; to: IsoDate | null; sourcedId: string }

/** The school that a teacher's semester belongs to, or null without a duty in it. All dates are inclusive. */
export function schoolAtSemesterEnd(
  duties: readonly Duty[],
  semester: { startsOn: IsoDate; endsOn: IsoDate },
): string | null {
  const lastDayHeld = (duty: Duty) => (duty.to === null || duty.to > semester.endsOn ? semester.endsOn : duty.to)
  const held = duties.filter((duty) => duty.from <= lastDayHeld(duty) && lastDayHeld(duty) >= semester.startsOn)
  const [last] = held.sort(
    (a, b) =>
      descending(lastDayHeld(a), lastDayHeld(b)) || descending(a.from, b.from) || descending(b.sourcedId, a.sourcedId),
  )
  return last?.schoolId ?? null
}

function descending(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? 1 : -1
}
