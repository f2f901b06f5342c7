import type { Tx } from '../../db/database.js'
import { Refusal } from '../../errors.js'
import type { IsoDate } from '../../lib/calendar.js'
import { loadBasis, type Basis } from '../../roster/load-basis.js'
import { listAcademicYears } from '../../roster/calendar/read.js'
import {
  attendanceColumns,
  readAttendanceRow,
  type AttendanceChoices,
  type AttendanceRow,
} from '../formats/attendance-columns.js'
import { readDate } from '../formats/cell-values.js'
import type { RowReading } from '../formats/file-fault.js'
import { readSheet } from './read-sheet.js'

/** An attendance row with what its academic year rests on; null when its date lies in no year that has an edition. */
export type DatedRow = AttendanceRow & { basis: Basis | null }

type Year = { startsOn: IsoDate; endsOn: IsoDate; basis: Basis; choices: AttendanceChoices }

/**
 * The rows of an attendance sheet. The names of forms and modules (§4.1, §3.2) are those of the edition in force in the
 * academic year of each row's own date.
 */
export async function readAttendanceSheet(
  tx: Tx,
  districtId: string,
  bytes: Uint8Array,
): Promise<{ readings: RowReading<DatedRow>[]; ignoredColumns: readonly string[] }> {
  const years = await loadYears(tx, districtId)
  return readSheet(bytes, attendanceColumns, (row): RowReading<DatedRow> => {
    const date = readDate(row.cells.date)
    const year = date.ok
      ? years.find(({ startsOn, endsOn }) => startsOn <= date.value && date.value <= endsOn)
      : undefined
    // Newest first: a row without a readable date is read by the newest names, so that its other faults are told too.
    const choices = (year ?? years[0])?.choices ?? { forms: [], modules: [] }
    const reading = readAttendanceRow(row, choices)
    return reading.ok ? { ...reading, value: { ...reading.value, basis: year?.basis ?? null } } : reading
  })
}

async function loadYears(tx: Tx, districtId: string): Promise<Year[]> {
  const { data } = await listAcademicYears(tx, districtId, { limit: 200 })
  const years: Year[] = []
  for (const { code, startsOn, endsOn } of data) {
    const basis = await loadBasis(tx, districtId, code).catch((error: unknown) => {
      if (error instanceof Refusal) return null
      throw error
    })
    if (basis) years.push({ startsOn, endsOn, basis, choices: choicesOf(basis) })
  }
  return years
}

function choicesOf({ parameters }: Basis): AttendanceChoices {
  const named = ({ code, name }: { code: string; name: { en: string; zh: string } }) => ({
    code,
    names: [name.zh, name.en],
  })
  return { forms: parameters.forms.map(named), modules: parameters.modules.map(named) }
}
