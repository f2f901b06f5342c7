import type { Column } from './columns.js'
import { encodeCsv } from './encode-csv.js'
import { encodeXlsx } from './encode-xlsx.js'
import type { TextEncoding } from './text-decoding.js'

export type TemplateOptions = { format: 'csv' | 'xlsx'; language: 'zh' | 'en'; encoding?: TextEncoding }

/** An empty sheet with the headers of a column set, in either language; `encoding` is for CSV only. */
export function writeTemplate(columns: readonly Column[], options: TemplateOptions): AsyncGenerator<Buffer> {
  const header = columns.map((column) => (options.language === 'zh' ? column.header : column.key))
  return options.format === 'csv' ? encodeCsv([header], options.encoding) : encodeXlsx('Sheet1', [header])
}
