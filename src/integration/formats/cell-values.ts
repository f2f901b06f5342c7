import { addDays, isIsoDate, type IsoDate } from '../../lib/calendar.js'
import { HOURS_PATTERN, parseHours, type Hours } from '../../lib/quantity.js'
import { readIdentityNumber } from '../../roster/rules/identity-number.js'
import { readPhone } from '../../roster/rules/phone-number.js'
import type { CellProblem, CellProblemCode, ProblemParams, RowReading } from './file-fault.js'
import { foldFullWidth } from './text-decoding.js'

/** What a cell says, or why it cannot be read. Parsers take the text of a cell that is not blank. */
export type CellReading<T> = { ok: true; value: T } | { ok: false; code: CellProblemCode; params: ProblemParams }

/** A code on the wire with the names by which sheets call it. */
export type Choice<Code extends string = string> = { code: Code; names: readonly string[] }

const read = <T>(value: T): CellReading<T> => ({ ok: true, value })
const unreadable = (code: CellProblemCode, params: ProblemParams = {}): CellReading<never> => ({
  ok: false,
  code,
  params,
})

const SPREADSHEET_EPOCH = '1899-12-30'
/** 2000-01-01 to 2099-12-31 as day numbers of a spreadsheet: nothing else is taken for one. */
const SERIAL_MINIMUM = 36526
const SERIAL_MAXIMUM = 73050

/** A date: `2024-09-01`, `2024/9/1`, `2024.9.1`, `2024年9月1日`, or a spreadsheet's day number. `invalidDate` otherwise. */
export function readDate(text: string): CellReading<IsoDate> {
  const plain = foldFullWidth(text)
  if (/^\d{5}$/.test(plain)) return readSerial(Number(plain))
  const parts = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)$/.exec(plain)
  if (!parts) return unreadable('invalidDate')
  const month = parts[3] ?? parts[5] ?? ''
  const day = parts[4] ?? parts[6] ?? ''
  const date = `${parts[1]}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(date) ? read(date) : unreadable('invalidDate')
}

function readSerial(serial: number): CellReading<IsoDate> {
  if (serial < SERIAL_MINIMUM || serial > SERIAL_MAXIMUM) return unreadable('invalidDate')
  return read(addDays(SPREADSHEET_EPOCH, serial))
}

/** A time of day, `14:00` or `14：00` (seconds only if zero), as `HH:MM`. `invalidTime` otherwise. */
export function readTime(text: string): CellReading<string> {
  const parts = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(foldFullWidth(text))
  return parts ? read(`${parts[1]?.padStart(2, '0')}:${parts[2]}`) : unreadable('invalidTime')
}

/** Class hours as a plain decimal with at most two places: `2`, `1.5`. `invalidHours` otherwise, also for a sign. */
export function readHours(text: string): CellReading<Hours> {
  const plain = foldFullWidth(text)
  return new RegExp(HOURS_PATTERN).test(plain) ? read(parseHours(plain)) : unreadable('invalidHours')
}

/** A whole number from 0 to `maximum`. `invalidInteger` otherwise. */
export function readInteger(text: string, maximum: number): CellReading<number> {
  const plain = foldFullWidth(text)
  const value = Number(plain)
  return /^\d{1,9}$/.test(plain) && value <= maximum ? read(value) : unreadable('invalidInteger', { maximum })
}

const YES = new Set(['是', 'true', 'yes', 'y', '1'])
const NO = new Set(['否', 'false', 'no', 'n', '0'])

/** 是 or 否, true or false, yes or no, 1 or 0. `invalidYesNo` otherwise. */
export function readYesNo(text: string): CellReading<boolean> {
  const plain = foldFullWidth(text).toLowerCase()
  if (YES.has(plain)) return read(true)
  return NO.has(plain) ? read(false) : unreadable('invalidYesNo')
}

/** A code or one of its names, without regard to case, width and spaces. `unknownValue` with the names otherwise. */
export function readChoice<Code extends string>(text: string, choices: readonly Choice<Code>[]): CellReading<Code> {
  const wanted = comparable(text)
  for (const { code, names } of choices) {
    if (comparable(code) === wanted || names.some((name) => comparable(name) === wanted)) return read(code)
  }
  return unreadable('unknownValue', { allowed: choices.map(({ code, names }) => names[0] ?? code).join(', ') })
}

function comparable(text: string): string {
  return foldFullWidth(text).replace(/\s/g, '').toLowerCase()
}

/** A key of the source system: 1 to 128 characters, letters, digits and `._~:@-`, not dots alone. `invalidIdentifier` otherwise. */
export function readIdentifier(text: string): CellReading<string> {
  const plain = foldFullWidth(text)
  return /^(?!\.*$)[A-Za-z0-9._~:@-]{1,128}$/.test(plain) ? read(plain) : unreadable('invalidIdentifier')
}

const TAKEN_AWAY = new Set(['无', 'none', '-'])

/** An identity number of 18 characters, or null for 无, `none` or `-`. `invalidIdentityNumber` otherwise. */
export function readIdentityNumberCell(text: string): CellReading<string | null> {
  return readNumberCell(text, readIdentityNumber, 'invalidIdentityNumber')
}

/** A mainland mobile, or landline with area code, or null for 无, `none` or `-`. `invalidPhone` otherwise. */
export function readPhoneCell(text: string): CellReading<string | null> {
  return readNumberCell(text, readPhone, 'invalidPhone')
}

function readNumberCell(
  text: string,
  parse: (text: string) => string | null,
  code: CellProblemCode,
): CellReading<string | null> {
  if (TAKEN_AWAY.has(comparable(text))) return read(null)
  const number = parse(text)
  return number === null ? unreadable(code) : read(number)
}

/** Several keys of the source system, apart by spaces, commas or semicolons. `invalidIdentifier` if one of them is none. */
export function readIdentifiers(text: string): CellReading<string[]> {
  const parts = foldFullWidth(text)
    .split(/[\s,;、]+/)
    .filter((part) => part !== '')
    .map(readIdentifier)
  return parts.every((part) => part.ok) ? read(parts.map((part) => part.value)) : unreadable('invalidIdentifier')
}

/** Text of at most `maximum` characters. `cellTooLong` otherwise. */
export function readText(text: string, maximum: number): CellReading<string> {
  return text.length <= maximum ? read(text) : unreadable('cellTooLong', { maximum })
}

/**
 * Turns a row's cells into typed values and gathers every problem on the way: `take` gives null for a blank cell and for
 * one that it cannot read, `takeGiven` undefined, for cells that can say null themselves, and `finish` refuses the row if anything was wrong with it.
 */
export function rowReader<Key extends string>(row: {
  rowNumber: number
  cells: Readonly<Record<Key, string>>
  problems: readonly CellProblem[]
}) {
  const problems: CellProblem[] = [...row.problems]
  const takeGiven = <T>(column: Key, parse: (text: string) => CellReading<T>): T | undefined => {
    const text = row.cells[column]
    if (text === '') return undefined
    const reading = parse(text)
    if (reading.ok) return reading.value
    problems.push({ code: reading.code, column, params: reading.params })
    return undefined
  }
  return {
    takeGiven,
    take: <T>(column: Key, parse: (text: string) => CellReading<T>): T | null => takeGiven(column, parse) ?? null,
    finish<T>(value: T): RowReading<T> {
      if (problems.length > 0) return { ok: false, rowNumber: row.rowNumber, problems }
      return { ok: true, rowNumber: row.rowNumber, value }
    },
  }
}
