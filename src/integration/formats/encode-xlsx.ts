import { writeXlsxStream } from 'hucre/xlsx'

/**
 * Rows as one sheet of an XLSX workbook, every cell text, so that a leading zero or an equals sign means nothing. The
 * library fixes the dates inside the zip: the same rows give the same bytes. Memory does not grow with their number.
 */
export async function* encodeXlsx(
  sheetName: string,
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): AsyncGenerator<Buffer> {
  const stream = writeXlsxStream(copied(rows), { name: sheetName, freezePane: { rows: 1 } })
  for await (const chunk of stream) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}

async function* copied(rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>): AsyncGenerator<string[]> {
  for await (const row of rows) yield [...row]
}
