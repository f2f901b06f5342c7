import type { Tx } from '../db/database.js'
import { daysInclusive } from '../lib/calendar.js'
import { byTeacher } from '../lib/group-by.js'
import type { EditionParameters } from '../policy/rules/edition-parameters.js'
import { findDuties } from '../roster/duties/read.js'
import { findAdjustments } from '../roster/obligations/read.js'
import { findLeaves } from '../roster/leaves/read.js'
import { dutyDays } from '../roster/rules/duty-days.js'
import type { AcademicYear } from '../roster/schema.js'
import { annualObligation, type AnnualObligation } from './rules/annual-minimum.js'

/** The annual minimum of each teacher (§5.1); days of duty are read only where the edition prorates by them. */
export async function loadObligations(
  tx: Tx,
  { districtId, year, parameters }: { districtId: string; year: AcademicYear; parameters: EditionParameters },
  teacherIds: readonly string[],
): Promise<(teacherId: string) => AnnualObligation> {
  const { startsOn, endsOn, code } = year
  const adjustments = new Map(
    (await findAdjustments(tx, districtId, teacherIds, code)).map((row) => [row.teacherId, row.hoursRequired]),
  )
  const prorated = parameters.annualHours.obligation === 'prorated'
  const duties = byTeacher(prorated ? await findDuties(tx, districtId, teacherIds, startsOn, endsOn) : [])
  const leaves = byTeacher(prorated ? await findLeaves(tx, districtId, teacherIds, startsOn, endsOn) : [])
  const yearDays = daysInclusive(startsOn, endsOn)
  return (teacherId) =>
    annualObligation(parameters, {
      dutyDays: prorated ? dutyDays(duties.get(teacherId) ?? [], leaves.get(teacherId) ?? [], year) : yearDays,
      yearDays,
      adjustment: adjustments.get(teacherId) ?? null,
    })
}
