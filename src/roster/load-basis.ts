import type { Tx } from '../db/database.js'
import { Refusal } from '../errors.js'
import { academicYearCode, maxDate, minDate, shanghaiDate } from '../lib/calendar.js'
import { findEditionInForce } from '../policy/read.js'
import { editionParameters, type EditionParameters } from '../policy/rules/edition-parameters.js'
import type { PolicyEdition } from '../policy/schema.js'
import { findAcademicYear, findAcademicYearOn } from './calendar/read.js'
import type { AcademicYear, Semester } from './schema.js'

/** What everything computed of an academic year rests on: its dates, and the edition in force. */
export type Basis = { districtId: string; year: AcademicYear; edition: PolicyEdition; parameters: EditionParameters }

export async function loadBasis(tx: Tx, districtId: string, academicYear: string): Promise<Basis> {
  const year = await findAcademicYear(tx, districtId, academicYear)
  if (!year) throw new Refusal('unknownAcademicYear', { academicYear })
  const edition = await findEditionInForce(tx, districtId, academicYear)
  if (!edition) throw new Refusal('noPolicyEdition', { academicYear })
  return { districtId, year, edition, parameters: editionParameters(edition.document) }
}

/**
 * The edition that holds on a date: that of its academic year, and for a day that is in no academic year of the calendar
 * that of the year that begins in the same calendar year.
 */
export async function loadEditionOn(
  tx: Tx,
  districtId: string,
  date: string,
): Promise<Pick<Basis, 'edition' | 'parameters'>> {
  const academicYear = (await findAcademicYearOn(tx, districtId, date)) ?? academicYearCode(Number(date.slice(0, 4)))
  const edition = await findEditionInForce(tx, districtId, academicYear)
  if (!edition) throw new Refusal('noPolicyEdition', { academicYear })
  return { edition, parameters: editionParameters(edition.document) }
}

export async function loadParametersOn(tx: Tx, districtId: string, date: string): Promise<EditionParameters> {
  return (await loadEditionOn(tx, districtId, date)).parameters
}

export function semesterOf({ year }: Basis, semester: 1 | 2): Semester {
  return year.semesters.find(({ number }) => number === semester)!
}

/** An academic year as far as it has come; one that has not begun, as it will on its first day. */
export function yearUntil({ startsOn, endsOn }: AcademicYear, now: Date): { startsOn: string; endsOn: string } {
  return { startsOn, endsOn: maxDate(startsOn, minDate(endsOn, shanghaiDate(now))) }
}
