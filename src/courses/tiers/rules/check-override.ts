import type { Reason } from '../../../errors.js'
import type { IsoDate } from '../../../lib/calendar.js'

type Tiers = readonly { tier: number }[]

/** §3.3: a tier that a school sets is one of the edition's, and holds for a day at least. */
export function checkOverride(
  { tier, from, to }: { tier: number; from: IsoDate; to: IsoDate },
  tiers: Tiers,
): Reason[] {
  const reasons: Reason[] = []
  if (to < from) reasons.push({ code: 'endsBeforeStart', pointer: '/to', params: { from, to } })
  if (!tiers.some((known) => known.tier === tier))
    reasons.push({ code: 'unknownTier', pointer: '/tier', params: { tier } })
  return reasons
}

/** §3.3: what is ended before its time holds on its first day at least, and ends earlier than it would have. */
export function checkOverrideEnd({ from, to }: { from: IsoDate; to: IsoDate }, lastDay: IsoDate | null): Reason[] {
  if (lastDay === null || (from <= lastDay && lastDay < to)) return []
  return [{ code: 'lastDayOutsideOverride', pointer: '/lastDay', params: { from, to } }]
}
