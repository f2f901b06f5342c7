import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { notFound } from '../errors.js'
import { findDuties } from '../roster/duties/read.js'
import { loadBasis, yearUntil } from '../roster/load-basis.js'
import { findTeacher } from '../roster/read.js'
import { schoolAtSemesterEnd } from '../roster/rules/school-at-semester-end.js'
import { loadForecasts } from './load-forecasts.js'
import { presentForecast, presentOffered } from './present-forecast.js'
import type { TeacherForecast } from './schema.js'

/** Sessions shown of a kind; a year has a few dozen. */
const SESSIONS_SHOWN = 200

/** Whether one teacher will reach the annual minimum (§5.1), with the sessions that are reckoned with. */
export async function getForecast(
  db: Database,
  { actor, now, teacherId, academicYear }: { actor: Actor; now: Date; teacherId: string; academicYear: string },
): Promise<TeacherForecast> {
  const { districtId } = actor
  return query(db, actor, async (tx) => {
    if (!(await findTeacher(tx, actor, teacherId))) throw notFound('teacher')
    const basis = await loadBasis(tx, districtId, academicYear)
    const period = yearUntil(basis.year, now)
    const duties = await findDuties(tx, districtId, [teacherId], period.startsOn, period.endsOn)
    // A school that the teacher has left hears no more of the year: it is the new school's. Nor is there one without a duty.
    const schoolId = schoolAtSemesterEnd(duties, period)
    if (!schoolId || (actor.schoolId && actor.schoolId !== schoolId)) throw notFound('teacher')
    const [forecast] = await loadForecasts(tx, basis, now, [teacherId])
    return {
      ...presentForecast(forecast!, schoolId, basis, now),
      expected: forecast!.expected.slice(0, SESSIONS_SHOWN).map(presentOffered),
      open: forecast!.open.slice(0, SESSIONS_SHOWN).map(presentOffered),
    }
  })
}
