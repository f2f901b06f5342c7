import { NO_HOURS, proportionOf, RATIO_ONE, formatHours, formatRatio, type Hours } from '../../lib/quantity.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import type { Category } from '../../policy/schema.js'
import { filledFirst } from './filled-first.js'
import type { LedgerEntry } from './ledger-entry.js'

export type CountReasonCode =
  | 'heldForOverlap'
  | 'released'
  | 'dismissed'
  | 'dismissal'
  | 'reversed'
  | 'reversal'
  | 'presenterFactor'
  | 'dailyMaximum'
  | 'onlineMaximum'
  | 'presenterMaximum'

/** Why an entry counts as it does, with the clause that it rests on. Hours and factors in `params` are decimal text. */
export type CountReason = { code: CountReasonCode; clause: string; params: Record<string, string | number> }

/** Counted and uncounted hours are never negative; together they are what a standing entry is worth. */
export type CountedEntry = { entry: LedgerEntry; counted: Hours; uncounted: Hours; reasons: CountReason[] }

export type HoursByCategory = Record<Category, Hours>

export type CountedHours = {
  /** In the ledger's order. */
  entries: CountedEntry[]
  byCategory: HoursByCategory
  /** Schools where counted hours were earned, by id. */
  bySchool: ({ schoolId: string } & HoursByCategory)[]
  counted: Hours
  /** Of entries that stand: what a maximum keeps out. */
  uncounted: Hours
  /** Waiting for the training administrator's choice. */
  held: Hours
}

type HourMaxima = Pick<EditionParameters, 'hours' | 'clauses'>

/**
 * Whether an edition counts every hour as it is: no maximum, and presenting is worth the same. Then the totals are the
 * sums of `signedHours`, and no entry needs to be looked at.
 */
export function countsEveryHour({ hours }: Pick<EditionParameters, 'hours'>): boolean {
  return (
    hours.dailyMaximum === null &&
    hours.onlineMaximum === null &&
    hours.presenterMaximum === null &&
    hours.presenterFactor === RATIO_ONE
  )
}

/**
 * Which hours of one teacher count in one academic year, up to the end of a semester (§5.3; maxima by the edition).
 * 1. Entries of later semesters are left out.
 * 2. Held, dismissed and reversed entries count nothing; what names another entry only explains it.
 * 3. Every other entry is worth its hours, a presenter's times the factor, rounded down to the step.
 * 4. They fill the daily, online and presenter maxima, first recorded first; what finds no room is uncounted.
 */
export function countHours(
  entries: readonly LedgerEntry[],
  parameters: HourMaxima,
  { throughSemester }: { throughSemester: 1 | 2 },
): CountedHours {
  const within = entries.filter(({ semester }) => semester <= throughSemester).sort((a, b) => a.number - b.number)
  const named = namedBy(within)
  const standing = within.filter((entry) => stands(entry, named))
  const counted = new Map<number, CountedEntry>()
  const room = maximaOf(parameters)
  for (const entry of countsEveryHour(parameters) ? standing : filledFirst(standing)) {
    counted.set(entry.number, countStanding(entry, parameters, room))
  }
  return totalsOf(within.map((entry) => counted.get(entry.number) ?? countNothing(entry, named)))
}

/** For each entry that another one closes or takes back: that other one. */
function namedBy(entries: readonly LedgerEntry[]): ReadonlyMap<number, LedgerEntry> {
  const named = new Map<number, LedgerEntry>()
  for (const entry of entries) if (entry.target !== null && !named.has(entry.target)) named.set(entry.target, entry)
  return named
}

function stands({ kind, number }: LedgerEntry, named: ReadonlyMap<number, LedgerEntry>): boolean {
  return (kind === 'earned' || kind === 'release') && !named.has(number)
}

function countNothing(entry: LedgerEntry, named: ReadonlyMap<number, LedgerEntry>): CountedEntry {
  const by = named.get(entry.number)
  const because = (code: CountReasonCode, uncounted: Hours, params: CountReason['params']): CountedEntry => ({
    entry,
    counted: NO_HOURS,
    uncounted,
    reasons: [{ code, clause: 'district', params }],
  })
  switch (entry.kind) {
    case 'held':
      if (!by) return because('heldForOverlap', entry.hours, {})
      if (by.kind === 'release') return because('released', NO_HOURS, { by: by.number })
      return because('dismissed', entry.hours, { by: by.number })
    case 'earned':
    case 'release':
      return because('reversed', entry.hours, { by: by?.number ?? 0 })
    case 'dismissal':
    case 'reversal':
      return because(entry.kind, NO_HOURS, { target: entry.target ?? 0 })
  }
}

type Maximum = {
  code: 'dailyMaximum' | 'onlineMaximum' | 'presenterMaximum'
  maximum: Hours
  clause: string
  /** What the entry shares the maximum with; null when the maximum does not concern it. */
  shareOf: (entry: LedgerEntry) => string | null
  filled: Map<string, number>
}

function maximaOf({ hours, clauses }: HourMaxima): Maximum[] {
  const maximum = (code: Maximum['code'], shareOf: Maximum['shareOf']): Maximum[] => {
    const limit = hours[code]
    return limit === null
      ? []
      : [{ code, maximum: limit, clause: clauses[`hours.${code}`], shareOf, filled: new Map() }]
  }
  return [
    ...maximum('dailyMaximum', ({ date }) => date),
    ...maximum('onlineMaximum', ({ delivery, academicYear }) => (delivery === 'online' ? academicYear : null)),
    ...maximum('presenterMaximum', ({ role, academicYear }) => (role === 'presenter' ? academicYear : null)),
  ]
}

function countStanding(entry: LedgerEntry, { hours, clauses }: HourMaxima, maxima: readonly Maximum[]): CountedEntry {
  const reasons: CountReason[] = []
  let worth = entry.hours
  if (entry.role === 'presenter' && hours.presenterFactor !== RATIO_ONE) {
    worth = proportionOf(entry.hours, hours.presenterFactor, RATIO_ONE, hours.step, 'down')
    const params = {
      factor: formatRatio(hours.presenterFactor),
      hours: formatHours(entry.hours),
      worth: formatHours(worth),
    }
    reasons.push({ code: 'presenterFactor', clause: clauses['hours.presenterFactor'], params })
  }
  const concerned = maxima.flatMap((maximum) => {
    const share = maximum.shareOf(entry)
    return share === null ? [] : [{ maximum, share, room: maximum.maximum - (maximum.filled.get(share) ?? 0) }]
  })
  const counted = Math.min(worth, ...concerned.map(({ room }) => room)) as Hours
  for (const { maximum, share, room } of concerned) {
    maximum.filled.set(share, maximum.maximum - room + counted)
    if (room >= worth) continue
    const params = { maximum: formatHours(maximum.maximum), room: formatHours(room as Hours) }
    reasons.push({ code: maximum.code, clause: maximum.clause, params })
  }
  return { entry, counted, uncounted: (worth - counted) as Hours, reasons }
}

function totalsOf(entries: CountedEntry[]): CountedHours {
  const byCategory: HoursByCategory = { lecture: NO_HOURS, practice: NO_HOURS }
  const schools = new Map<string, HoursByCategory>()
  let uncounted = 0
  let held = 0
  for (const { entry, counted, uncounted: rest, reasons } of entries) {
    if (counted > 0) {
      const school = schools.get(entry.schoolId) ?? { lecture: NO_HOURS, practice: NO_HOURS }
      schools.set(entry.schoolId, school)
      add(school, entry.category, counted)
      add(byCategory, entry.category, counted)
    }
    if (reasons.some(({ code }) => code === 'heldForOverlap')) held += rest
    else if (entry.kind !== 'held' && !reasons.some(({ code }) => code === 'reversed')) uncounted += rest
  }
  const bySchool = [...schools].map(([schoolId, hours]) => ({ schoolId, ...hours }))
  return {
    entries,
    byCategory,
    bySchool: bySchool.sort((a, b) => (a.schoolId < b.schoolId ? -1 : 1)),
    counted: (byCategory.lecture + byCategory.practice) as Hours,
    uncounted: uncounted as Hours,
    held: held as Hours,
  }
}

function add(hours: HoursByCategory, category: Category, more: Hours): void {
  hours[category] = (hours[category] + more) as Hours
}
