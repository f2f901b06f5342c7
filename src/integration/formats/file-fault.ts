/** What can be wrong with a file as a whole: it is refused before any of its rows has effect. */
export type FileProblemCode =
  | 'emptyFile'
  | 'unsupportedFile'
  | 'undecodableText'
  | 'invalidText'
  | 'brokenCsv'
  | 'brokenWorkbook'
  | 'brokenZip'
  | 'zipTooLarge'
  | 'missingColumn'
  | 'duplicateColumn'
  | 'tooManyColumns'
  | 'tooManyRows'
  | 'missingManifest'
  | 'invalidManifest'
  | 'oneRosterVersionUnsupported'
  | 'deltaUnsupported'
  | 'missingFile'
  | 'wrongHeader'

/** What can be wrong with one cell or row: that row is rejected, the others go on. */
export type CellProblemCode =
  | 'missingValue'
  | 'cellTooLong'
  | 'tooManyCells'
  | 'invalidText'
  | 'formulaError'
  | 'invalidIdentifier'
  | 'invalidIdentityNumber'
  | 'invalidPhone'
  | 'invalidDate'
  | 'invalidTime'
  | 'invalidHours'
  | 'invalidInteger'
  | 'invalidYesNo'
  | 'unknownValue'
  | 'deletedInBulk'

export type ProblemParams = Readonly<Record<string, string | number>>
export type FileProblem = { code: FileProblemCode; params: ProblemParams }

/** `column` is the column's key (its English header), or null when the whole row is meant. */
export type CellProblem = { code: CellProblemCode; column: string | null; params: ProblemParams }

/** One row as typed values, or every reason why it cannot be read. The header is row 1. */
export type RowReading<T> =
  { ok: true; rowNumber: number; value: T } | { ok: false; rowNumber: number; problems: readonly CellProblem[] }

/**
 * Thrown when a file cannot be read at all or any further: what was read of it must not take effect.
 * A fault can surface late, since rows are streamed.
 */
export class FileFault extends Error {
  constructor(
    readonly problems: readonly FileProblem[],
    options?: ErrorOptions,
  ) {
    super(problems.map((problem) => problem.code).join(', '), options)
    this.name = 'FileFault'
  }
}

/** A fault with a single problem; `cause` is for the log only. */
export function fileFault(code: FileProblemCode, params: ProblemParams = {}, cause?: unknown): FileFault {
  return new FileFault([{ code, params }], cause === undefined ? undefined : { cause })
}
