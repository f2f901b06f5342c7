import type { IsoDate } from '../../lib/calendar.js'
import { NO_HOURS, type Hours } from '../../lib/quantity.js'
import type { Category } from '../../policy/schema.js'
import type { Delivery, HourEntryKind, HourSource, ParticipationRole } from '../schema.js'

/** One line of a teacher's ledger as the rules read it. Lines are only added, numbered 1..n without gaps. */
export type LedgerEntry = {
  number: number
  kind: HourEntryKind
  /** The entry that a release, dismissal or reversal names; null for earned and held. */
  target: number | null
  category: Category
  form: string | null
  module: string | null
  role: ParticipationRole
  delivery: Delivery
  /** The size of the entry, never negative: a reversal has that of its target. */
  hours: Hours
  date: IsoDate
  academicYear: string
  semester: 1 | 2
  /** Where the hours were earned. */
  schoolId: string
  sessionId: string | null
  segment: number | null
  startsAt: string | null
  endsAt: string | null
  /** When the attendance was recorded: the order in which maxima are filled. */
  recordedAt: string
  source: HourSource
}

/**
 * What an entry adds to the counted hours before any maximum or factor: earned and released hours count, a reversal takes
 * its hours back, a held or dismissed entry counts nothing.
 */
export function signedHours({ kind, hours }: Pick<LedgerEntry, 'kind' | 'hours'>): Hours {
  switch (kind) {
    case 'earned':
    case 'release':
      return hours
    case 'reversal':
      return (0 - hours) as Hours
    case 'held':
    case 'dismissal':
      return NO_HOURS
  }
}
