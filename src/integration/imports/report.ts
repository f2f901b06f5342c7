import type { ErrorCode, Reason, ReasonParams } from '../../errors.js'
import { groupBy } from '../../lib/group-by.js'
import { formatHours, hours, type Hours } from '../../lib/quantity.js'
import type { CellProblem, RowReading } from '../formats/file-fault.js'
import { heldOrRejected } from './rules/held-or-rejected.js'
import type { ImportOutcome, StoredTotals } from './schema.js'

/** What is to be said of a row: the column it is about, and the root cause that it shares with other rows. */
export type Finding = { code: ErrorCode; column: string | null; params: ReasonParams; cause: string | null }

/** A row of a file on its way; without an outcome it is still open. `file` is null for the only sheet of an import. */
export type Line<T> = {
  file: string | null
  rowNumber: number
  value: T
  outcome: ImportOutcome | null
  findings: Finding[]
}

export type RowResult = { file: string | null; rowNumber: number; outcome: ImportOutcome; findings: readonly Finding[] }

/** Everything that an import has to say. */
export type ImportReport = {
  results: RowResult[]
  /** Rows of which nothing is kept, not even their numbers. */
  dropped: number
  ignoredColumns: readonly string[]
  ignoredFiles: readonly string[]
  teachers: ReadonlySet<string>
  hours: Hours
}

/** Rows as lines, those that could be read apart from those that could not. */
export function sortReadings<T>(
  file: string | null,
  readings: readonly RowReading<T>[],
): { lines: Line<T>[]; unreadable: RowResult[] } {
  const lines: Line<T>[] = []
  const unreadable: RowResult[] = []
  for (const reading of readings) {
    const { rowNumber } = reading
    if (reading.ok) lines.push({ file, rowNumber, value: reading.value, outcome: null, findings: [] })
    else unreadable.push({ file, rowNumber, outcome: 'rejected', findings: reading.problems.map(findingOfCell) })
  }
  return { lines, unreadable }
}

function findingOfCell({ code, column, params }: CellProblem): Finding {
  return { code, column, params: { ...params }, cause: null }
}

export function settle(line: Line<unknown>, outcome: ImportOutcome, ...findings: Finding[]): void {
  line.outcome = outcome
  line.findings.push(...findings)
}

/** Rejects a row for one reason. */
export function reject(
  line: Line<unknown>,
  code: ErrorCode,
  column: string | null,
  params: ReasonParams = {},
  cause: string | null = null,
): void {
  settle(line, 'rejected', { code, column, params, cause })
}

/** A reason of the rules as a finding; `columns` says which column each pointer stands for. */
export function findingOf(
  { code, pointer = '', params = {} }: Reason,
  columns: Readonly<Record<string, string>>,
  cause: string | null = null,
): Finding {
  return { code, column: columns[pointer] ?? null, params, cause }
}

/** Settles a row that the rules refuse: held where a decision taken by hand stands against it, else rejected. */
export function settleRefused(
  line: Line<unknown>,
  reasons: readonly Reason[],
  columns: Readonly<Record<string, string>>,
): void {
  const findings = reasons.map((reason) => findingOf(reason, columns))
  settle(line, heldOrRejected(reasons.map(({ code }) => code)), ...findings)
}

export const isOpen = (line: Line<unknown>) => line.outcome === null

/** What a row says in a column; null where it says nothing. Without a column it is the row as a whole that is said. */
export type Statement<T> = { column: string | null; textOf: (value: T) => string | number | null }

/** Of rows with the same key that say different things none takes effect: nobody can tell which of them is right. */
export function settleDisagreements<T>(
  lines: readonly Line<T>[],
  keyOf: (value: T) => string,
  statements: readonly Statement<T>[],
): void {
  for (const group of groupsOf(lines, keyOf)) {
    const disputed = statements
      .map(({ column, textOf }) => ({ column, textOf, rows: firstRows(group, textOf) }))
      .filter(({ rows }) => rows.size > 1)
    for (const line of disputed.length > 0 ? group : []) {
      const findings = disputed.flatMap(({ column, textOf, rows }): Finding[] => {
        const text = textOf(line.value)
        const row = [...rows].find(([other]) => other !== text)![1]
        return text === null ? [] : [{ code: 'rowsDisagree', column, params: { row }, cause: null }]
      })
      if (findings.length > 0) settle(line, 'rejected', ...findings)
    }
  }
}

/** Rows with the same key that say the same: the first alone counts. Those that disagree are settled before. */
export function settleDuplicates<T>(lines: readonly Line<T>[], keyOf: (value: T) => string): void {
  for (const [first, ...others] of groupsOf(lines, keyOf))
    for (const line of others)
      settle(line, 'duplicate', { code: 'duplicateRow', column: null, params: { row: first!.rowNumber }, cause: null })
}

/** Open rows by their keys, where several have the same. */
function groupsOf<T>(lines: readonly Line<T>[], keyOf: (value: T) => string): Line<T>[][] {
  const groups = groupBy(lines.filter(isOpen), ({ value }) => keyOf(value))
  return [...groups.values()].filter((group) => group.length > 1)
}

/** Each thing that is said, with the row that says it first. */
function firstRows<T>(group: readonly Line<T>[], textOf: Statement<T>['textOf']): Map<string | number, number> {
  const rows = new Map<string | number, number>()
  for (const { value, rowNumber } of group) {
    const text = textOf(value)
    if (text !== null && !rows.has(text)) rows.set(text, rowNumber)
  }
  return rows
}

/** The results of lines that have all been settled. */
export function resultsOf(lines: readonly Line<unknown>[]): RowResult[] {
  return lines.map(({ file, rowNumber, outcome, findings }) => {
    if (outcome === null) throw new Error('a row is left without an outcome')
    return { file, rowNumber, outcome, findings }
  })
}

export const inFileOrder = (results: readonly RowResult[]) => results.toSorted((a, b) => a.rowNumber - b.rowNumber)

const takenOutcomes: readonly ImportOutcome[] = ['created', 'updated', 'unchanged', 'held']

/** Whether a row counts towards the control totals of teachers and hours. */
export const isTaken = ({ outcome }: Line<unknown>) => outcome !== null && takenOutcomes.includes(outcome)

const CAUSES_MAXIMUM = 200

/** The control totals of a report. */
export function totalsOf(report: ImportReport): StoredTotals {
  const count = { created: 0, updated: 0, unchanged: 0, duplicate: 0, held: 0, rejected: 0, ignored: report.dropped }
  const causes = new Map<string, StoredTotals['causes'][number]>()
  for (const { outcome, findings } of report.results) {
    count[outcome] += 1
    for (const cause of new Set(findings.map((finding) => finding.cause))) {
      if (cause === null) continue
      const known = causes.get(cause)
      if (known) known.rows += 1
      else {
        const { code, params } = findings.find((finding) => finding.cause === cause)!
        causes.set(cause, { cause, code, params, rows: 1 })
      }
    }
  }
  return {
    rows: report.results.length + report.dropped,
    ...count,
    teachers: report.teachers.size,
    hours: formatHours(report.hours),
    ignoredColumns: [...report.ignoredColumns],
    ignoredFiles: [...report.ignoredFiles],
    causes: [...causes.values()].toSorted((a, b) => b.rows - a.rows).slice(0, CAUSES_MAXIMUM),
  }
}

/** The class hours that rows state, as their sender would add them up. */
export function sumOfHours(lines: readonly Line<{ hours: Hours }>[]): Hours {
  return hours(lines.filter(isTaken).reduce((sum, { value }) => sum + value.hours, 0))
}
