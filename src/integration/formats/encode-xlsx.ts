import { writeXlsxStream } from 'hucre/xlsx'

/**
 * Rows as one sheet of an XLSX workbook, every text a cell of text, so that a leading zero or an equals sign means nothing. The
 * library fixes the dates inside the zip: the same rows give the same bytes. Memory does not grow with their number.
 */
export async function* encodeXlsx(sheetName: string, rows: Rows): AsyncGenerator<Buffer> {
  const stream = writeXlsxStream(copied(rows), { name: sheetName, freezePane: { rows: 1 } })
  for await (const chunk of stream) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}

type Rows = AsyncIterable<readonly (string | number)[]> | Iterable<readonly (string | number)[]>

async function* copied(rows: Rows): AsyncGenerator<(string | number)[]> {
  for await (const row of rows) yield [...row]
}
