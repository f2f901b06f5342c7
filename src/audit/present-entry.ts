import { formatCredits, formatHours, type Credits, type Hours } from '../lib/quantity.js'
import type { EntryRow } from './read.js'
import type { AuditEntry } from './schema.js'

/** An entry with the names and quantities of the wire, where its row has those of the tables. */
export function presentEntry({ entry, position, hash }: EntryRow): AuditEntry {
  const { districtId: _, transaction: __, before, after, ...told } = entry
  return { ...told, position, before: presentValues(before), after: presentValues(after), hash: hash.toString('hex') }
}

const hours = /(^|_)hours($|_required$)|_remainder$/
const credits = /(^|_)credits$|_(award|entitlement|awarded_before)$/

function presentValues(values: Record<string, unknown> | null): Record<string, unknown> | null {
  return (
    values &&
    Object.fromEntries(Object.entries(values).map(([name, value]) => [camelCase(name), quantity(name, value)]))
  )
}

function quantity(name: string, value: unknown): unknown {
  if (typeof value !== 'number') return value
  if (hours.test(name)) return formatHours(value as Hours)
  return credits.test(name) ? formatCredits(value as Credits) : value
}

const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
