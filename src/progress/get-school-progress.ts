import type { Actor } from '../access/schema.js'
import { query, type Database, type Tx } from '../db/database.js'
import { notFound } from '../errors.js'
import { countLedgers } from '../hours/count-ledgers.js'
import { formatHours, type Hours } from '../lib/quantity.js'
import { findMembers } from '../roster/find-members.js'
import { findSchool } from '../roster/schools/read.js'
import { loadBasis, yearUntil, type Basis } from '../roster/load-basis.js'
import { loadObligations } from './load-obligations.js'
import { annualMinimum } from './rules/annual-minimum.js'
import type { SchoolProgress } from './schema.js'

/** How many of a school's teachers have met the annual minimum (§5.1), as of now. */
export async function getSchoolProgress(
  db: Database,
  { actor, now, schoolId, academicYear }: { actor: Actor; now: Date; schoolId: string; academicYear: string },
): Promise<SchoolProgress> {
  return query(db, actor, async (tx) => {
    if (!(await findSchool(tx, actor, schoolId))) throw notFound('school')
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    const [standing] = await standingOfSchools(tx, basis, now, [schoolId])
    return presentStanding(standing!, basis)
  })
}

export type Standing = { schoolId: string; teachers: number; met: number; counted: number; missing: number }

/** Where these schools stand, in a handful of reads: each teacher at the school of the duty held last by now. */
export async function standingOfSchools(
  tx: Tx,
  basis: Basis,
  now: Date,
  schoolIds: readonly string[],
): Promise<Standing[]> {
  const { districtId, year, parameters } = basis
  const members = await findMembers(tx, districtId, schoolIds, yearUntil(year, now))
  const teacherIds = [...members.values()].flat()
  const counts = new Map(
    (await countLedgers(tx, { districtId, academicYear: year.code, parameters }, teacherIds)).map((count) => [
      count.teacherId,
      count,
    ]),
  )
  const obligationOf = await loadObligations(tx, basis, teacherIds)
  return [...members].map(([schoolId, ids]) => {
    const standing = { schoolId, teachers: ids.length, met: 0, counted: 0, missing: 0 }
    for (const id of ids) {
      const counted = (counts.get(id)?.semesters[2].hoursBySchool ?? []).reduce(
        (sum, { lecture, practice }) => sum + lecture + practice,
        0,
      ) as Hours
      const { met, missing } = annualMinimum(counted, obligationOf(id).required)
      standing.met += met ? 1 : 0
      standing.counted += counted
      standing.missing += missing
    }
    return standing
  })
}

export function presentStanding(
  { schoolId, teachers, met, counted, missing }: Standing,
  { year, parameters }: Basis,
): SchoolProgress {
  return {
    schoolId,
    academicYear: year.code,
    policyEditionCode: parameters.code,
    teachers,
    met,
    notMet: teachers - met,
    hoursCounted: formatHours(counted as Hours),
    hoursMissing: formatHours(missing as Hours),
  }
}
