import type { Actor } from '../access/schema.js'
import { query, type Database, type Tx } from '../db/database.js'
import { notFound } from '../errors.js'
import { findLedger } from '../hours/read.js'
import { countHours, type CountedEntry } from '../hours/rules/count-hours.js'
import { formatHours, type Hours } from '../lib/quantity.js'
import { findTeacher } from '../roster/read.js'
import { findMembers } from '../roster/find-members.js'
import { loadBasis, yearUntil, type Basis } from '../roster/load-basis.js'
import { loadObligations } from './load-obligations.js'
import { annualMinimum } from './rules/annual-minimum.js'
import { obligationText } from './rules/obligation-text.js'
import type { TeacherProgress } from './schema.js'

/** Where one teacher stands in an academic year (§5.1): required, counted and missing class hours, and how they are made up. */
export async function getTeacherProgress(
  db: Database,
  { actor, now, teacherId, academicYear }: { actor: Actor; now: Date; teacherId: string; academicYear: string },
): Promise<TeacherProgress> {
  return query(db, actor, async (tx) => {
    if (!(await findTeacher(tx, actor, teacherId))) throw notFound('teacher')
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    if (actor.schoolId && !(await belongsTo(tx, basis, now, actor.schoolId, teacherId))) throw notFound('teacher')
    const ledger = await findLedger(tx, actor.districtId, teacherId, academicYear, null)
    const counted = countHours(ledger, basis.parameters, { throughSemester: 2 })
    const obligation = (await loadObligations(tx, basis, [teacherId]))(teacherId)
    const { met, missing } = annualMinimum(counted.counted, obligation.required)
    const sumBy = (keyOf: (entry: CountedEntry['entry']) => string | null) => sumHours(counted.entries, keyOf)
    const bySemester = sumBy(({ semester }) => String(semester))
    return {
      teacherId,
      academicYear,
      policyEditionCode: basis.parameters.code,
      hoursRequired: formatHours(obligation.required),
      requiredBecause: { clause: obligation.clause, ...obligationText(obligation.ground) },
      hoursCounted: formatHours(counted.counted),
      hoursMissing: formatHours(missing),
      hoursUncounted: formatHours(counted.uncounted),
      hoursHeld: formatHours(counted.held),
      met,
      byCategory: {
        lecture: formatHours(counted.byCategory.lecture),
        practice: formatHours(counted.byCategory.practice),
      },
      bySemester: { first: bySemester.get('1') ?? '0', second: bySemester.get('2') ?? '0' },
      byModule: [...sumBy(({ module }) => module)].map(([module, hours]) => ({ module, hours })),
      byForm: [...sumBy(({ form }) => form)].map(([form, hours]) => ({ form, hours })),
      byMonth: [...sumBy(({ date }) => date.slice(0, 7))].map(([month, hours]) => ({ month, hours })),
    }
  })
}

/** A school that a teacher has left hears no more of the teacher's year: it is the new school's. */
async function belongsTo(tx: Tx, basis: Basis, now: Date, schoolId: string, teacherId: string): Promise<boolean> {
  const members = await findMembers(tx, basis.districtId, [schoolId], yearUntil(basis.year, now))
  return members.get(schoolId)!.includes(teacherId)
}

/** Counted hours by some property, in the order of its values; entries without it are left out. */
function sumHours(
  entries: readonly CountedEntry[],
  keyOf: (entry: CountedEntry['entry']) => string | null,
): Map<string, string> {
  const sums = new Map<string, number>()
  for (const { entry, counted } of entries) {
    const key = keyOf(entry)
    if (key !== null && counted > 0) sums.set(key, (sums.get(key) ?? 0) + counted)
  }
  return new Map(
    [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, hours]) => [key, formatHours(hours as Hours)]),
  )
}
