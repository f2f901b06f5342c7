import { encodeCsvBatches } from '../formats/encode-csv.js'
import { encodeNdjson } from '../formats/encode-ndjson.js'
import { encodeXlsx } from '../formats/encode-xlsx.js'
import type { ColumnProfile, Words } from './columns.js'
import type { ExportedStatement } from './read.js'
import type { ExportRequest } from './schema.js'

/** The bytes of a file: the same statements, profile and request give the same ones. */
export function encodeStatements(
  profile: ColumnProfile,
  { format, encoding = 'utf-8', language = 'zh' }: ExportRequest,
  statements: AsyncIterable<ExportedStatement[]>,
): AsyncIterable<Buffer> {
  const header = profile.columns.map((column) => column[language])
  const words = profile.words[language]
  switch (format) {
    case 'csv':
      return encodeCsvBatches(rowsOf(profile, words, statements, header), encoding)
    case 'xlsx':
      return encodeXlsx(
        language === 'zh' ? '赋分' : 'Credits',
        inSingleRows(typed(profile, rowsOf(profile, words, statements), cellOf), header),
      )
    case 'ndjson': {
      // Programs read it: its names and words are the same in every language.
      const keys = profile.columns.map(({ key }) => key)
      return encodeNdjson(keys, inSingleRows(typed(profile, rowsOf(profile, profile.words.en, statements), valueOf)))
    }
  }
}

async function* rowsOf(
  { columns }: ColumnProfile,
  words: Words,
  batches: AsyncIterable<ExportedStatement[]>,
  header?: string[],
): AsyncGenerator<string[][]> {
  if (header) yield [header]
  for await (const batch of batches) yield batch.map((statement) => columns.map(({ value }) => value(statement, words)))
}

type Type = ColumnProfile['columns'][number]['type']

/** A number that is written in a cell as the same digits, which a double holds up to fifteen of. */
const cellOf = (text: string, type: Type): string | number =>
  type === 'decimal' || type === 'integer' ? Number(text) : text

/** As the API says it: decimals are strings there, so that nobody rounds them. */
function valueOf(text: string, type: Type): string | number | boolean {
  if (type === 'integer') return Number(text)
  return type === 'boolean' ? text === 'true' : text
}

async function* typed<T>(
  { columns }: ColumnProfile,
  batches: AsyncIterable<string[][]>,
  as: (text: string, type: Type) => T,
): AsyncGenerator<T[][]> {
  for await (const rows of batches) yield rows.map((row) => row.map((text, at) => as(text, columns[at]!.type)))
}

async function* inSingleRows<T>(batches: AsyncIterable<T[][]>, header?: T[]): AsyncGenerator<T[]> {
  if (header) yield header
  for await (const rows of batches) yield* rows
}

/** Content-Type of the file. */
export function mediaTypeOf({ format, encoding = 'utf-8' }: ExportRequest): string {
  switch (format) {
    case 'csv':
      return `text/csv; charset=${encoding}; header=present`
    case 'xlsx':
      return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    case 'ndjson':
      return 'application/x-ndjson'
  }
}

/** 赋分-2024-2025-1-S001.csv: with the school's id when the file is of one school. */
export function fileNameOf(
  { academicYear, semester, format, language = 'zh' }: ExportRequest,
  runs: readonly { schoolSourcedId: string }[],
): string {
  const schools = new Set(runs.map(({ schoolSourcedId }) => schoolSourcedId))
  const [school] = schools
  const parts = [language === 'zh' ? '赋分' : 'credits', academicYear, semester]
  if (schools.size === 1 && school) parts.push(school.replace(/[^A-Za-z0-9._-]/g, '_'))
  return `${parts.join('-')}.${format}`
}
