import { errorText, isErrorCode, type Language, type ReasonParams } from '../../errors.js'
import type { FoundImport, ImportRowRow } from './read.js'
import type { Import, ImportRow } from './schema.js'

/** An import as clients see it, its root causes told in their language. */
export function presentImport(
  { fileId: _, contentRemovedAt: __, totals, ...found }: FoundImport,
  language: Language,
): Import {
  if (!totals) return { ...found, totals: null }
  const causes = totals.causes.map(({ cause, code, params, rows }) => ({
    cause,
    code,
    detail: detailOf(code, language, params),
    rows,
  }))
  return { ...found, totals: { ...totals, causes } }
}

export function presentImportRow(row: ImportRowRow, language: Language): ImportRow {
  const { number, file, rowNumber, outcome, column, code, params, cause } = row
  const detail = code === null ? null : detailOf(code, language, params ?? {})
  return { number, file, rowNumber, outcome, column, code, detail, cause }
}

function detailOf(code: string, language: Language, params: ReasonParams): string {
  return isErrorCode(code) ? errorText(code, language, params).detail : ''
}
