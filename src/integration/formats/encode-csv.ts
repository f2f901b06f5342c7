import iconv from 'iconv-lite'
import type { TextEncoding } from './text-decoding.js'

const BATCH_CHARACTERS = 64 * 1024
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?$/
/** A cell that is the same in the file: letters, digits and Chinese characters, as most are. */
const PLAIN_CELL = /^[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff.:-]*$/
/** What makes a spreadsheet run a cell as a formula, in half and full width. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/

/**
 * Rows as CSV: CRLF after each, UTF-8 with a byte order mark (by which spreadsheets know it) or GB18030, which covers all
 * of Unicode. Cells that a spreadsheet would run as a formula get a leading apostrophe, plain numbers stay as they are.
 * The same rows give the same bytes; memory does not grow with their number.
 */
export function encodeCsv(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  encoding: TextEncoding = 'utf-8',
): AsyncGenerator<Buffer> {
  return encodeCsvBatches(oneByOne(rows), encoding)
}

/** The same for rows that come in batches: nothing waits between the rows of one. */
export async function* encodeCsvBatches(
  batches: AsyncIterable<Iterable<readonly string[]>>,
  encoding: TextEncoding = 'utf-8',
): AsyncGenerator<Buffer> {
  let text = encoding === 'utf-8' ? '\ufeff' : ''
  for await (const rows of batches) {
    for (const row of rows) {
      text += csvLine(row)
      if (text.length < BATCH_CHARACTERS) continue
      yield encodeText(text, encoding)
      text = ''
    }
  }
  if (text !== '') yield encodeText(text, encoding)
}

async function* oneByOne(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): AsyncGenerator<readonly (readonly string[])[]> {
  for await (const row of rows) yield [row]
}

function encodeText(text: string, encoding: TextEncoding): Buffer {
  return encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, 'gb18030')
}

function csvLine(row: readonly string[]): string {
  let line = ''
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index]!
    if (index > 0) line += ','
    line += PLAIN_CELL.test(value) ? value : csvCell(value)
  }
  return line + '\r\n'
}

function csvCell(value: string): string {
  const safe = FORMULA_START.test(value) && !PLAIN_NUMBER.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
