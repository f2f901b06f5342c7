import { planSession } from '../../activities/plan-session.js'
import { SESSIONS_MAXIMUM } from '../../activities/rules/check-session.js'
import type { NewSession, SessionSegment } from '../../activities/schema.js'
import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { Reason } from '../../errors.js'
import { giveWay, inTurns } from '../../lib/give-way.js'
import { formatHours, parseHours } from '../../lib/quantity.js'
import type { Basis } from '../../roster/load-basis.js'
import type { DatedRow } from './attendance-years.js'
import { placeRows, type AttendanceLine, type Placed } from './place-attendance.js'
import { findActivitiesBySourcedId, holdSessionsAt, type KnownActivity, type KnownSession } from './read.js'
import { findingOf, isOpen, reject, settle, settleDisagreements } from './report.js'

/** A segment as the sheet tells it: rows of the same form, category and module are about the same one. */
export type SegmentDraft = Omit<SessionSegment, 'number'>

export type SessionDraft = {
  startsAt: string
  endsAt: string
  delivery: 'onSite' | 'online'
  /** In file order. */
  segments: SegmentDraft[]
  lines: AttendanceLine[]
  known: KnownSession | null
  cause: string
}

export type ActivityDraft = {
  sourcedId: string
  title: string
  hostSchoolId: string
  basis: Basis
  /** The other schools that the rows of a new activity name. */
  schoolIds: Set<string>
  known: KnownActivity | null
  sessions: Map<string, SessionDraft>
}

/** Which column each part of a session stands in. */
const columns = {
  '/startsAt': 'date',
  '/endsAt': 'endTime',
  '/segments': 'hours',
  '/segments/0/form': 'form',
  '/segments/0/category': 'category',
  '/segments/0/module': 'module',
  '/segments/0/hours': 'hours',
}

/**
 * The activities and sessions that a sheet is about. An activity is known by its external id, or without one by host
 * school, title and academic year; a session by its activity and start; its segments are the distinct forms, categories
 * and modules of its rows, in file order. Rows that contradict one another, the rules or what is known are settled.
 */
export async function gatherSessions(tx: Tx, actor: Actor, lines: readonly AttendanceLine[]): Promise<ActivityDraft[]> {
  for (const line of lines.filter(isOpen)) {
    const { basis, date } = line.value
    if (!basis) reject(line, 'dateOutsideCalendar', 'date', { date })
  }
  const placed = await placeRows(tx, actor, lines)
  await planSegments(placed)
  await settleContradictions(placed)
  const open = placed.filter(({ line }) => isOpen(line))
  const sourcedIds = open.map(({ sourcedId }) => sourcedId)
  const known = new Map(
    (await findActivitiesBySourcedId(tx, actor, sourcedIds)).map((found) => [found.sourcedId, found]),
  )
  const starts = open.flatMap(({ line, sourcedId }): [string, { activityId: string; startsAt: string }][] => {
    const activityId = known.get(sourcedId)?.id
    const { startsAt } = line.value
    return activityId ? [[startOf(activityId, startsAt), { activityId, startsAt }]] : []
  })
  const sessions = sessionsByStart(await holdSessionsAt(tx, actor, [...new Map(starts).values()]))
  const drafts = new Map<string, ActivityDraft>()
  for await (const row of inTurns(open)) {
    const draft = joinActivity(drafts, row, { known: known.get(row.sourcedId) ?? null, actor })
    if (draft) joinSession(draft, row.line, sessions)
  }
  for (const draft of drafts.values()) boundSessions(draft)
  return [...drafts.values()]
}

/** Checks each row's segment as a session of it alone would be, and settles its category. Rows of a session are alike. */
async function planSegments(placed: readonly Placed[]): Promise<void> {
  const plans = new Map<string, ReturnType<typeof planSession>>()
  for await (const { line, sourcedId } of inTurns(placed)) {
    const { basis, startsAt, endsAt, delivery, hours } = line.value
    const segment = { ...segmentOf(line.value), hours: formatHours(hours) }
    const key = JSON.stringify([startsAt, endsAt, delivery, segment])
    const plan = plans.get(key) ?? planSession({ startsAt, endsAt, delivery, segments: [segment] }, basis!, '')
    plans.set(key, plan)
    if (plan.ok) {
      line.value.category = plan.session.segments[0]!.category
      continue
    }
    // What is wrong with the times is wrong with the session, and so stops all its rows alike.
    const cause = causeOf(sourcedId, startsAt)
    const findings = plan.reasons.map((reason) =>
      findingOf(reason, columns, reason.pointer?.startsWith('/segments') ? null : cause),
    )
    settle(line, 'rejected', ...findings)
  }
}

const causeOf = (sourcedId: string, startsAt: string) => `session:${sourcedId}@${startsAt.slice(0, 16)}`

/** A session has one end, a segment one length, a teacher one attendance: rows that say otherwise all fall away. */
async function settleContradictions(placed: readonly Placed[]): Promise<void> {
  const places = new Map(placed.map((row) => [row.line.value, row]))
  const lines = placed.map(({ line }) => line)
  const activityOf = (value: DatedRow) => places.get(value)!.sourcedId
  const sessionOf = (value: DatedRow) => `${value.startsAt} ${activityOf(value)}`
  settleDisagreements(lines, activityOf, [
    { column: 'hostSchoolSourcedId', textOf: (value) => places.get(value)!.host.id },
    { column: 'date', textOf: ({ basis }) => basis!.year.code },
  ])
  await giveWay()
  settleDisagreements(lines, sessionOf, [
    { column: 'endTime', textOf: ({ endsAt }) => endsAt },
    { column: 'online', textOf: ({ delivery }) => delivery },
  ])
  await giveWay()
  settleDisagreements(lines, (value) => JSON.stringify([sessionOf(value), segmentOf(value)]), [
    { column: 'hours', textOf: ({ hours }) => hours },
  ])
  await giveWay()
  settleDisagreements(lines, (value) => `${value.role} ${value.teacherSourcedId} ${sessionOf(value)}`, [
    { column: 'status', textOf: ({ status }) => status },
    { column: 'minutesAttended', textOf: ({ minutesAttended }) => minutesAttended ?? '' },
  ])
}

/** A session that was cancelled does not stand before the one that replaced it at the same hour. */
function sessionsByStart(held: readonly KnownSession[]): Map<string, KnownSession> {
  const isCancelled = ({ status }: KnownSession) => status === 'cancelled'
  const ordered = held.toSorted((a, b) => Number(isCancelled(b)) - Number(isCancelled(a)))
  return new Map(ordered.map((session) => [startOf(session.activityId, session.startsAt), session]))
}

const startOf = (activityId: string, startsAt: string) => `${activityId}@${Date.parse(startsAt)}`

function joinActivity(
  drafts: Map<string, ActivityDraft>,
  { line, host, sourcedId, schoolIds }: Placed,
  { known, actor }: { known: KnownActivity | null; actor: Actor },
): ActivityDraft | null {
  const basis = line.value.basis!
  const cause = `activity:${sourcedId}`
  if (known && actor.schoolId && known.hostSchoolId !== actor.schoolId) {
    reject(line, 'notTheHost', 'activitySourcedId', {}, cause)
    return null
  }
  if (known && (known.hostSchoolId !== host.id || known.academicYear !== basis.year.code)) {
    reject(line, 'activityDiffers', 'activitySourcedId', { sourcedId }, cause)
    return null
  }
  const { activityTitle: title } = line.value
  const draft = drafts.get(sourcedId) ?? {
    sourcedId,
    title,
    hostSchoolId: host.id,
    basis,
    schoolIds: new Set<string>(),
    known,
    sessions: new Map<string, SessionDraft>(),
  }
  for (const id of schoolIds) draft.schoolIds.add(id)
  drafts.set(sourcedId, draft)
  return draft
}

function joinSession(activity: ActivityDraft, line: AttendanceLine, sessions: ReadonlyMap<string, KnownSession>): void {
  const { startsAt, endsAt, delivery, hours } = line.value
  const draft = activity.sessions.get(startsAt) ?? {
    startsAt,
    endsAt,
    delivery,
    segments: [],
    lines: [],
    known: (activity.known && sessions.get(startOf(activity.known.id, startsAt))) ?? null,
    cause: causeOf(activity.sourcedId, startsAt),
  }
  activity.sessions.set(startsAt, draft)
  const { form, category, module } = line.value
  const segment = { form, category: category!, module, hours: formatHours(hours) }
  if (!draft.segments.some((known) => isSameSegment(known, segment))) draft.segments.push(segment)
  draft.lines.push(line)
}

/** What a row says of its segment: rows of the same form, category and module are about the same one. */
function segmentOf({ form, category, module }: DatedRow) {
  return { form, ...(category ? { category } : {}), ...(module ? { module } : {}) }
}

/** An activity is read as a whole, so that it has room for so many sessions; the rows of those beyond are rejected. */
function boundSessions({ sessions, known, sourcedId }: ActivityDraft): void {
  const room = SESSIONS_MAXIMUM - (known?.sessionCount ?? 0)
  const beyond = [...sessions.values()].filter((session) => session.known === null).slice(Math.max(room, 0))
  for (const line of beyond.flatMap((session) => session.lines))
    reject(line, 'tooManySessions', 'activitySourcedId', { maximum: SESSIONS_MAXIMUM }, `activity:${sourcedId}`)
}

export function isSameSegment(a: Omit<SegmentDraft, 'hours'>, b: Omit<SegmentDraft, 'hours'>): boolean {
  return a.form === b.form && a.category === b.category && (a.module ?? null) === (b.module ?? null)
}

/** A new session as the rules take it. */
export function newSessionOf({ startsAt, endsAt, delivery, segments }: SessionDraft): NewSession {
  return {
    startsAt,
    endsAt,
    delivery,
    segments: segments.map(({ module, ...segment }) => ({ ...segment, ...(module ? { module } : {}) })),
  }
}

/** Rejects the rows of a session that the rules forbid, or that is known otherwise than the sheet tells of it. */
export function checkSessionDraft(draft: SessionDraft, basis: Basis): void {
  const reasons = draft.known ? differencesOf(draft, draft.known) : reasonsAgainst(draft, basis)
  if (reasons.length === 0) return
  const findings = reasons.map((reason) => findingOf(reason, columns, draft.cause))
  for (const line of draft.lines.filter(isOpen)) settle(line, 'rejected', ...findings)
}

function reasonsAgainst(draft: SessionDraft, basis: Basis): Reason[] {
  const plan = planSession(newSessionOf(draft), basis, '')
  return plan.ok ? [] : plan.reasons
}

function differencesOf({ endsAt, delivery, segments }: SessionDraft, known: KnownSession): Reason[] {
  const differ = (pointer: string): Reason => ({ code: 'sessionDiffers', pointer })
  if (Date.parse(known.endsAt) !== Date.parse(endsAt)) return [differ('/endsAt')]
  if (known.delivery !== delivery) return [differ('/delivery')]
  const isKnown = (segment: SegmentDraft) =>
    known.segments.some(
      (other) => isSameSegment(other, segment) && parseHours(other.hours) === parseHours(segment.hours),
    )
  return segments.every(isKnown) ? [] : [differ('/segments')]
}
