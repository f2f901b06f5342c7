import iconv from 'iconv-lite'
import type { TextEncoding } from './text-decoding.js'

const BATCH_CHARACTERS = 64 * 1024
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?$/
/** What makes a spreadsheet run a cell as a formula, in half and full width. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/

/**
 * Rows as CSV: CRLF after each, UTF-8 with a byte order mark (by which spreadsheets know it) or GB18030, which covers all
 * of Unicode. Cells that a spreadsheet would run as a formula get a leading apostrophe, plain numbers stay as they are.
 * The same rows give the same bytes; memory does not grow with their number.
 */
export async function* encodeCsv(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  encoding: TextEncoding = 'utf-8',
): AsyncGenerator<Buffer> {
  let text = encoding === 'utf-8' ? '\ufeff' : ''
  for await (const row of rows) {
    text += row.map(csvCell).join(',') + '\r\n'
    if (text.length >= BATCH_CHARACTERS) {
      yield encodeText(text, encoding)
      text = ''
    }
  }
  if (text !== '') yield encodeText(text, encoding)
}

function encodeText(text: string, encoding: TextEncoding): Buffer {
  return encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, 'gb18030')
}

function csvCell(value: string): string {
  const safe = FORMULA_START.test(value) && !PLAIN_NUMBER.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
