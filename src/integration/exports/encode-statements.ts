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
        inSingleRows(rowsOf(profile, words, statements, header)),
      )
    case 'ndjson': {
      // Programs read it: its names and words are the same in every language.
      const keys = profile.columns.map(({ key }) => key)
      return encodeNdjson(keys, inSingleRows(rowsOf(profile, profile.words.en, statements)))
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

async function* inSingleRows(batches: AsyncIterable<string[][]>): AsyncGenerator<string[]> {
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
