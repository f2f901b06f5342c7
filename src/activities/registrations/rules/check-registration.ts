import type { SessionStatus } from '../../schema.js'

type RegistrationReasonCode = 'registrationClosed' | 'noSessionToCome' | 'teacherNotEligible' | 'tierNotAdmitted'

export type RegistrationReason = {
  code: RegistrationReasonCode
  pointer?: string
  params: Record<string, string | number>
}

/** The sessions that a registration can still be for: scheduled and not yet begun, the first one first. */
export function sessionsToCome<S extends { status: SessionStatus; startsAt: string }>(
  sessions: readonly S[],
  now: Date,
): S[] {
  return sessions
    .filter(({ status, startsAt }) => status === 'scheduled' && Date.parse(startsAt) > now.getTime())
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
}

/**
 * §3.3, §5.1: what forbids a registration, every reason at once.
 * 1. Registration has not closed: from `registrationClosesAt` on nobody registers.
 * 2. A session is still to come.
 * 3. On the date of at least one of those to come the teacher holds a homeroom duty at the host or a school that takes
 *    part, as attendance asks it too.
 * 4. The teacher's tier, at the first such session, is among those that the activity is open to; null is open to all.
 *
 * `toCome` are the sessions to come, each with whether the teacher is eligible in it.
 */
export function checkRegistration(
  { tiers, registrationClosesAt }: { tiers: readonly number[] | null; registrationClosesAt: string | null },
  { toCome, tier, now }: { toCome: readonly { eligible: boolean }[]; tier: number | null; now: Date },
): RegistrationReason[] {
  const pointer = '/teacherId'
  const reasons: RegistrationReason[] = []
  if (registrationClosesAt !== null && Date.parse(registrationClosesAt) <= now.getTime())
    reasons.push({ code: 'registrationClosed', params: { closesAt: registrationClosesAt } })
  if (toCome.length === 0) reasons.push({ code: 'noSessionToCome', params: {} })
  else if (!toCome.some(({ eligible }) => eligible)) reasons.push({ code: 'teacherNotEligible', pointer, params: {} })
  if (tiers !== null && tier !== null && !tiers.includes(tier))
    reasons.push({ code: 'tierNotAdmitted', pointer, params: { tier, tiers: tiers.join(', ') } })
  return reasons
}
