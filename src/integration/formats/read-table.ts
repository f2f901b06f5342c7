import { inTurns } from '../../lib/give-way.js'
import { matchHeader, type Column, type HeaderMatch } from './columns.js'
import { fileFault, type CellProblem } from './file-fault.js'
import { readCsv } from './read-csv.js'
import { readXlsx } from './read-xlsx.js'
import { decodeText, foldFullWidth, isStorableText, normalizeCell, type TextEncoding } from './text-decoding.js'

/** Rows below the header, columns, and characters in one cell. */
export type TableLimits = { rows: number; columns: number; cellLength: number }
export const TABLE_LIMITS: TableLimits = { rows: 200_000, columns: 100, cellLength: 1_000 }

/** One row: every known column's text, `''` where the cell is blank or the file has no such column. */
export type TableRow<Key extends string> = {
  rowNumber: number
  cells: Readonly<Record<Key, string>>
  problems: readonly CellProblem[]
}

export type Table<Key extends string> = {
  format: 'csv' | 'xlsx'
  encoding: TextEncoding | null
  /** The known columns that the file has, each with its header as it stands there. */
  headers: HeaderMatch<Key>['headers']
  ignoredColumns: readonly string[]
  /** Can be read once. Blank rows are left out; row numbers are those of the file. */
  rows: AsyncIterable<TableRow<Key>>
}

export type RawRow = { rowNumber: number; values: readonly string[] }

const EXCEL_ERROR = /^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!)$/

/**
 * Reads a sheet: CSV (UTF-8 or GB18030, streamed) or the first sheet of an XLSX workbook, told apart by their bytes.
 * Cells are NFC, trimmed, and folded where the column asks for it. What is wrong with one row stands in its `problems`;
 * what is wrong with the file is thrown as a FileFault, by this call (unreadable file, header) or while rows are read
 * (broken CSV, too many rows).
 */
export async function readTable<Key extends string>(
  bytes: Uint8Array,
  columns: readonly Column<Key>[],
  limits: TableLimits = TABLE_LIMITS,
): Promise<Table<Key>> {
  const { format, encoding, rows: rawRows } = openRows(bytes, limits)
  const header = await rawRows.next()
  if (header.done) throw fileFault('emptyFile')
  const match = matchHeader(header.value.values, columns, limits.columns)
  // Only in CSV can a row have more cells than the header by mistake; beside a workbook's table stand remarks.
  const width = format === 'csv' ? header.value.values.length : Infinity
  const read = (raw: RawRow) => readRow(raw, columns, match.positions, width, limits.cellLength)
  const rows = limited(rawRows, limits.rows, read)
  return {
    format,
    encoding,
    headers: match.headers,
    ignoredColumns: match.ignoredColumns,
    rows: format === 'csv' ? rows : replayed(await collected(rows)),
  }
}

function openRows(bytes: Uint8Array, limits: TableLimits) {
  if (startsWith(bytes, [0x50, 0x4b])) {
    return { format: 'xlsx' as const, encoding: null, rows: filled(readXlsx(bytes, limits.columns)) }
  }
  // The container of the old binary .xls and of workbooks with a password.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw fileFault('unsupportedFile')
  const { encoding, chunks } = decodeText(bytes)
  return { format: 'csv' as const, encoding, rows: filled(numbered(readCsv(chunks))) }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}

async function* numbered(records: AsyncIterable<string[]>): AsyncGenerator<RawRow> {
  let rowNumber = 0
  for await (const values of records) yield { rowNumber: ++rowNumber, values }
}

async function* filled(rows: AsyncIterable<RawRow>): AsyncGenerator<RawRow> {
  for await (const row of rows) if (row.values.some((value) => value.trim() !== '')) yield row
}

async function* limited<T>(rows: AsyncIterable<RawRow>, maximum: number, read: (row: RawRow) => T): AsyncGenerator<T> {
  let count = 0
  for await (const row of inTurns(rows)) {
    count += 1
    if (count > maximum) throw fileFault('tooManyRows', { maximum })
    yield read(row)
  }
}

/** The workbook reader never waits for a slow consumer, so it is emptied at once, keeping the known columns only. */
async function collected<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

async function* replayed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* inTurns(items)
}

/** The known cells of one row, each checked; more filled cells than `width` are a problem of the row. */
export function readRow<Key extends string>(
  raw: RawRow,
  columns: readonly Column<Key>[],
  positions: ReadonlyMap<Key, number>,
  width: number,
  cellLength: number,
): TableRow<Key> {
  const problems: CellProblem[] = []
  const cells = {} as Record<Key, string>
  for (const { key, required, folded } of columns) {
    const position = positions.get(key)
    const text = normalizeCell(position === undefined ? '' : (raw.values[position] ?? ''))
    const problem = cellProblem(text, required, cellLength)
    if (problem) problems.push({ ...problem, column: key })
    cells[key] = problem ? '' : folded ? foldFullWidth(text) : text
  }
  // Usually a comma that nobody quoted: every cell after it stands in the wrong column.
  if (raw.values.length > width && raw.values.slice(width).some((value) => value.trim() !== '')) {
    problems.push({ code: 'tooManyCells', column: null, params: { maximum: width } })
  }
  return { rowNumber: raw.rowNumber, cells, problems }
}

function cellProblem(text: string, required: boolean, cellLength: number): Omit<CellProblem, 'column'> | null {
  if (text === '') return required ? { code: 'missingValue', params: {} } : null
  if (text.length > cellLength) return { code: 'cellTooLong', params: { maximum: cellLength } }
  if (!isStorableText(text)) return { code: 'invalidText', params: {} }
  if (EXCEL_ERROR.test(text)) return { code: 'formulaError', params: { value: text } }
  return null
}
