import type { Category } from '../../policy/schema.js'
import { MINUTE, shanghaiDate, type IsoDate } from '../../lib/calendar.js'
import { clockTimeOf, formatHours, hours, type Hours } from '../../lib/quantity.js'
import { segmentCategory } from './segment-category.js'

/** What a session claims to be: instants with offset, and its segments in order. */
type SessionClaim = {
  startsAt: string
  endsAt: string
  segments: readonly { form: string; category?: Category | null; module?: string | null; hours: Hours }[]
}

/** The parameters of the policy edition that the rule reads. */
type SessionPolicy = {
  minutesPerClassHour: number
  step: Hours
  forms: readonly { code: string; categories: readonly Category[]; defaultCategory: Category }[]
  modules: readonly { code: string }[]
}

type SessionReasonCode =
  | 'sessionEndsBeforeStart'
  | 'sessionTooLong'
  | 'sessionOutsideAcademicYear'
  | 'sessionWithoutSegments'
  | 'tooManySegments'
  | 'hoursNotPositive'
  | 'hoursOffStep'
  | 'hoursAboveClockTime'
  | 'unknownForm'
  | 'categoryNotAllowed'
  | 'unknownModule'

export type SessionReason = { code: SessionReasonCode; pointer: string; params: Record<string, string | number> }

/** Not the district's choice: beyond a day, or beyond what a statement can list, a session is a slip of the pen. */
const HOURS_LONG_MAXIMUM = 24
export const SEGMENTS_MAXIMUM = 20
/** An activity is read with all its sessions: beyond a few for each day of a year they are several activities. */
export const SESSIONS_MAXIMUM = 1000

/**
 * §4.1, §5.1, §5.3: what forbids a session, every reason at once.
 * 1. It ends after it starts, within 24 hours, and its date (that of its start in Shanghai) lies in the academic year.
 * 2. Each segment has a form of the edition, a category that the form may have, a known module or none, and hours above
 *    zero in whole steps.
 * 3. All segments together claim no more class hours than the clock time from start to end holds.
 *
 * `at` is the JSON pointer of the session in the request.
 */
export function checkSession(
  session: SessionClaim,
  policy: SessionPolicy,
  academicYear: { startsOn: IsoDate; endsOn: IsoDate },
  at = '',
): SessionReason[] {
  return [
    ...checkTimes(session, academicYear, at),
    ...checkSegments(session, policy, at),
    ...checkClockTime(session, policy, at),
  ]
}

function checkTimes(
  session: SessionClaim,
  academicYear: { startsOn: IsoDate; endsOn: IsoDate },
  at: string,
): SessionReason[] {
  const reasons: SessionReason[] = []
  const milliseconds = length(session)
  if (milliseconds <= 0) reasons.push({ code: 'sessionEndsBeforeStart', pointer: `${at}/endsAt`, params: {} })
  if (milliseconds > HOURS_LONG_MAXIMUM * 60 * MINUTE) {
    reasons.push({ code: 'sessionTooLong', pointer: `${at}/endsAt`, params: { maximum: HOURS_LONG_MAXIMUM } })
  }
  const date = shanghaiDate(session.startsAt)
  if (date < academicYear.startsOn || date > academicYear.endsOn) {
    const params = { date, startsOn: academicYear.startsOn, endsOn: academicYear.endsOn }
    reasons.push({ code: 'sessionOutsideAcademicYear', pointer: `${at}/startsAt`, params })
  }
  return reasons
}

function checkSegments(session: SessionClaim, policy: SessionPolicy, at: string): SessionReason[] {
  const count = session.segments.length
  const pointer = `${at}/segments`
  if (count === 0) return [{ code: 'sessionWithoutSegments', pointer, params: {} }]
  if (count > SEGMENTS_MAXIMUM) return [{ code: 'tooManySegments', pointer, params: { maximum: SEGMENTS_MAXIMUM } }]
  return session.segments.flatMap((segment, index) => checkSegment(segment, policy, `${pointer}/${index}`))
}

function checkSegment(segment: SessionClaim['segments'][number], policy: SessionPolicy, at: string): SessionReason[] {
  const reasons: SessionReason[] = []
  const { form, category, module, hours } = segment
  if (!policy.forms.some((known) => known.code === form)) {
    reasons.push({ code: 'unknownForm', pointer: `${at}/form`, params: { form } })
  } else if (segmentCategory(segment, policy.forms) === null) {
    const params = { form, category: category ?? '' }
    reasons.push({ code: 'categoryNotAllowed', pointer: `${at}/category`, params })
  }
  if (module && !policy.modules.some((known) => known.code === module)) {
    reasons.push({ code: 'unknownModule', pointer: `${at}/module`, params: { module } })
  }
  if (hours <= 0) {
    reasons.push({ code: 'hoursNotPositive', pointer: `${at}/hours`, params: { hours: formatHours(hours) } })
  } else if (hours % policy.step !== 0) {
    const params = { hours: formatHours(hours), step: formatHours(policy.step) }
    reasons.push({ code: 'hoursOffStep', pointer: `${at}/hours`, params })
  }
  return reasons
}

function checkClockTime(session: SessionClaim, policy: SessionPolicy, at: string): SessionReason[] {
  const milliseconds = length(session)
  if (milliseconds <= 0) return []
  const claimed = hours(session.segments.reduce((sum, segment) => sum + Math.max(segment.hours, 0), 0))
  if (clockTimeOf(claimed, policy.minutesPerClassHour) <= milliseconds) return []
  const params = {
    hours: formatHours(claimed),
    minutes: Math.floor(milliseconds / MINUTE),
    minutesPerClassHour: policy.minutesPerClassHour,
  }
  return [{ code: 'hoursAboveClockTime', pointer: `${at}/segments`, params }]
}

function length(session: SessionClaim): number {
  return Date.parse(session.endsAt) - Date.parse(session.startsAt)
}
