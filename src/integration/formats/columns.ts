import { FileFault, type FileProblem } from './file-fault.js'
import { foldFullWidth, normalizeCell } from './text-decoding.js'

/**
 * One column of a sheet. Its header is either the Chinese one or the English one, which is also its key. A required
 * column must stand in the file and be filled in each row; a folded one takes full-width characters as ASCII.
 */
export type Column<Key extends string = string> = { key: Key; header: string; required: boolean; folded: boolean }

/** Where each known column stands in a file, and how its header is written there. */
export type HeaderMatch<Key extends string> = {
  positions: ReadonlyMap<Key, number>
  headers: Readonly<Partial<Record<Key, string>>>
  ignoredColumns: readonly string[]
}

const IGNORED_HEADER_LENGTH = 100

/**
 * Finds the known columns in a header row, in any order and either language. Unknown ones (such as 电子邮箱) are named
 * and never read. Throws a FileFault with every `missingColumn`, `duplicateColumn` and `tooManyColumns`.
 */
export function matchHeader<Key extends string>(
  row: readonly string[],
  columns: readonly Column<Key>[],
  columnsMaximum: number,
): HeaderMatch<Key> {
  const problems: FileProblem[] = []
  const positions = new Map<Key, number>()
  const headers: Partial<Record<Key, string>> = {}
  const ignoredColumns: string[] = []
  if (row.length > columnsMaximum) problems.push({ code: 'tooManyColumns', params: { maximum: columnsMaximum } })
  for (const [position, text] of row.slice(0, columnsMaximum).entries()) {
    const name = headerName(text)
    const column = columns.find((known) => name === headerName(known.header) || name === headerName(known.key))
    if (!column) {
      if (name !== '') ignoredColumns.push(normalizeCell(text).slice(0, IGNORED_HEADER_LENGTH))
    } else if (positions.has(column.key)) {
      problems.push({ code: 'duplicateColumn', params: { column: column.key, header: column.header } })
    } else {
      positions.set(column.key, position)
      headers[column.key] = normalizeCell(text)
    }
  }
  for (const column of columns) {
    if (column.required && !positions.has(column.key)) {
      problems.push({ code: 'missingColumn', params: { column: column.key, header: column.header } })
    }
  }
  if (problems.length > 0) throw new FileFault(problems)
  return { positions, headers, ignoredColumns }
}

function headerName(text: string): string {
  return foldFullWidth(text.normalize('NFC')).replace(/\s/g, '').toLowerCase()
}
