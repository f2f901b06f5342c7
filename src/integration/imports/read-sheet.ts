import type { Column } from '../formats/columns.js'
import type { RowReading } from '../formats/file-fault.js'
import { readTable, type TableRow } from '../formats/read-table.js'

/** A whole sheet as readings of its rows. Throws a FileFault when it cannot be read to its end. */
export async function readSheet<Key extends string, T>(
  bytes: Uint8Array,
  columns: readonly Column<Key>[],
  read: (row: TableRow<Key>) => RowReading<T>,
): Promise<{ readings: RowReading<T>[]; ignoredColumns: readonly string[] }> {
  const table = await readTable(bytes, columns)
  const readings: RowReading<T>[] = []
  for await (const row of table.rows) readings.push(read(row))
  return { readings, ignoredColumns: table.ignoredColumns }
}
