import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { FileFault, fileFault, type FileProblemCode } from './file-fault.js'

/** More than 100 cells of 1,000 characters can take; an unclosed quote runs into it instead of swallowing the file. */
const RECORD_BYTES_MAXIMUM = 1024 * 1024

/**
 * The records of UTF-8 CSV text (comma, double quotes), streamed with back pressure. Blank lines are records too, so that
 * counting them gives row numbers. Throws a FileFault: `brokenCsv` with the line, or `sourceFailure` when the bytes
 * themselves cannot be had.
 */
export async function* readCsv(
  source: Iterable<Buffer> | AsyncIterable<Buffer>,
  sourceFailure: FileProblemCode = 'brokenCsv',
): AsyncGenerator<string[]> {
  const parser = parse({ bom: true, relax_column_count: true, max_record_size: RECORD_BYTES_MAXIMUM })
  // The parser is destroyed with the source's error, which the loop below then meets.
  pipeline(Readable.from(source), parser, () => undefined)
  try {
    for await (const record of parser) yield record as string[]
  } catch (error) {
    if (error instanceof FileFault) throw error
    if (error instanceof CsvError) throw fileFault('brokenCsv', { line: lineOf(error), reason: error.code }, error)
    throw fileFault(sourceFailure, {}, error)
  }
}

function lineOf(error: CsvError): number {
  const lines: unknown = error['lines']
  return typeof lines === 'number' ? lines : 0
}
