import { streamXlsxRows, type CellValue } from 'hucre/xlsx'
import { FileFault, fileFault } from './file-fault.js'
import { openZip } from './zip-archive.js'

const UNPACKED_BYTES_MAXIMUM = 300 * 1024 * 1024
/** Everything but the sheets (texts, styles) is held in memory as a whole. */
const SHARED_PARTS_BYTES_MAXIMUM = 64 * 1024 * 1024
/** Honest sheets of alike rows compress as well as a bomb does, so the size alone is limited. */
const ZIP_LIMITS = { entries: 1000, totalBytes: UNPACKED_BYTES_MAXIMUM, ratio: Infinity }

/** The day before the first date of either date system: what lies before it is a time of day. */
const FIRST_DATE = Date.UTC(1904, 0, 2)

export type XlsxRow = { rowNumber: number; values: string[] }

/**
 * The rows of a workbook's first sheet as text: numbers as they are shown in full, dates `2024-09-01`, times `14:00`,
 * booleans `true` and `false`, formulas as their last result. Trailing blank cells are cut off.
 * Throws a FileFault: `brokenWorkbook`, `brokenZip`, `zipTooLarge`, `tooManyColumns`.
 */
export async function* readXlsx(bytes: Uint8Array, columnsMaximum: number): AsyncGenerator<XlsxRow> {
  await checkParts(bytes)
  try {
    for await (const row of streamXlsxRows(bytes)) {
      const values = row.values.map(cellText)
      while (values.length > 0 && values.at(-1) === '') values.pop()
      if (values.length > columnsMaximum) throw fileFault('tooManyColumns', { maximum: columnsMaximum })
      if (!Number.isSafeInteger(row.index)) throw fileFault('brokenWorkbook')
      yield { rowNumber: row.index + 1, values }
    }
  } catch (error) {
    throw error instanceof FileFault ? error : fileFault('brokenWorkbook', {}, error)
  }
}

async function checkParts(bytes: Uint8Array): Promise<void> {
  const archive = await openZip(bytes, ZIP_LIMITS)
  let sharedBytes = 0
  for (const entry of archive.entries.values()) {
    if (!entry.fileName.startsWith('xl/worksheets/')) sharedBytes += entry.uncompressedSize
  }
  if (sharedBytes > SHARED_PARTS_BYTES_MAXIMUM) {
    throw fileFault('zipTooLarge', { limit: 'totalBytes', maximum: SHARED_PARTS_BYTES_MAXIMUM })
  }
}

function cellText(value: CellValue): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  // Spreadsheets keep 15 significant digits; the rest of a binary fraction is noise.
  if (typeof value === 'number') return String(Number(value.toPrecision(15)))
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return dateText(value)
}

function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return '#VALUE!'
  const [date = '', clock = ''] = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString().split(/[T.]/)
  const time = clock.endsWith(':00') ? clock.slice(0, 5) : clock
  if (value.getTime() < FIRST_DATE) return time
  return time === '00:00' ? date : `${date} ${time}`
}
