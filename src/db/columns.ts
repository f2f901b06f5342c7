import { sql } from 'drizzle-orm'
import { customType } from 'drizzle-orm/pg-core'

/**
 * An instant: `timestamptz` in the database, RFC 3339 with the offset of Asia/Shanghai outside. The connection's time
 * zone is fixed, so PostgreSQL already writes `2024-11-10 14:00:00+08`.
 */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamptz(3)',
  fromDriver: (text) => instantFromDriver(text),
})

/** PostgreSQL's text of an instant as RFC 3339. */
export function instantFromDriver(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11)}:00`
}

/** An exact quantity kept as a whole number: hundredths of a class hour, or thousandths of a credit. */
export const exact = <T extends number>() =>
  customType<{ data: T; driverData: number }>({ dataType: () => 'integer', fromDriver: (value) => Number(value) as T })

/** The transaction's own time, for columns that only record when a row was written. */
export const sqlNow = sql`now()`
