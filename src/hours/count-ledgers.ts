import type { Tx } from '../db/database.js'
import { NO_HOURS, type Hours } from '../lib/quantity.js'
import type { EditionParameters } from '../policy/rules/edition-parameters.js'
import { findSchoolNames } from '../roster/schools/read.js'
import { findLedgers, sumLedgers, type LedgerSums } from './read.js'
import { countHours, countsEveryHour } from './rules/count-hours.js'

type SemesterHours = {
  /** Counted from the start of the year to the end of the semester, by the school where they were earned. */
  hoursBySchool: { schoolSourcedId: string; lecture: Hours; practice: Hours }[]
  uncounted: Hours
}

export type LedgerCount = {
  teacherId: string
  teacherSourcedId: string
  teacherName: string
  /** How far the ledger reached when it was counted. */
  position: number
  semesters: Record<1 | 2, SemesterHours>
}

type LedgersOf = { districtId: string; academicYear: string; parameters: EditionParameters }

/** Counts the ledgers of an academic year, in a handful of reads however many teachers they are. */
export async function countLedgers(tx: Tx, of: LedgersOf, teacherIds: readonly string[]): Promise<LedgerCount[]> {
  if (teacherIds.length === 0) return []
  const sums = new Map<string, LedgerSums[]>()
  for (const row of await sumLedgers(tx, of.districtId, teacherIds, of.academicYear)) {
    const rows = sums.get(row.teacherId)
    if (rows) rows.push(row)
    else sums.set(row.teacherId, [row])
  }
  const hoursOf = countsEveryHour(of.parameters) ? plainHours : await cappedHours(tx, of, teacherIds)
  return [...sums].map(([teacherId, rows]) => {
    const { sourcedId, name, position } = rows[0]!
    return {
      teacherId,
      teacherSourcedId: sourcedId,
      teacherName: name,
      position,
      semesters: { 1: hoursOf(rows, 1), 2: hoursOf(rows, 2) },
    }
  })
}

/** Where every hour counts, SQL's sums of signed hours are the counted hours. */
function plainHours(rows: readonly LedgerSums[], semester: 1 | 2): SemesterHours {
  const hoursBySchool = rows.flatMap(({ schoolSourcedId, lecture1, lecture2, practice1, practice2 }) =>
    schoolSourcedId === null
      ? []
      : [
          {
            schoolSourcedId,
            lecture: (semester === 1 ? lecture1 : lecture1 + lecture2) as Hours,
            practice: (semester === 1 ? practice1 : practice1 + practice2) as Hours,
          },
        ],
  )
  return { hoursBySchool, uncounted: NO_HOURS }
}

/** Under a maximum or a factor the entries themselves are counted, in their order. */
async function cappedHours(tx: Tx, { districtId, academicYear, parameters }: LedgersOf, teacherIds: readonly string[]) {
  const ledgers = await findLedgers(tx, districtId, teacherIds, academicYear)
  const schoolIds = new Set([...ledgers.values()].flatMap((ledger) => ledger.map(({ schoolId }) => schoolId)))
  const schools = await findSchoolNames(tx, districtId, [...schoolIds])
  return (rows: readonly LedgerSums[], semester: 1 | 2): SemesterHours => {
    const { teacherId, position } = rows[0]!
    const ledger = (ledgers.get(teacherId) ?? []).filter(({ number }) => number <= position)
    const { bySchool, uncounted } = countHours(ledger, parameters, { throughSemester: semester })
    return {
      hoursBySchool: bySchool.map(({ schoolId, lecture, practice }) => ({
        schoolSourcedId: schools.get(schoolId)!.sourcedId,
        lecture,
        practice,
      })),
      uncounted,
    }
  }
}
