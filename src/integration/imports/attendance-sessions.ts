import { createHash } from 'node:crypto'
import { planSession } from '../../activities/plan-session.js'
import type { NewSession, SessionSegment } from '../../activities/schema.js'
import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { Reason } from '../../errors.js'
import { formatHours, parseHours } from '../../lib/quantity.js'
import type { Basis } from '../../roster/load-basis.js'
import type { DatedRow } from './attendance-years.js'
import { findSchoolsOfSheet } from './find-schools.js'
import { findActivitiesBySourcedId, type KnownActivity, type KnownSession } from './read.js'
import { findingOf, isOpen, reject, settle, type Line } from './report.js'

export type AttendanceLine = Line<DatedRow>

/** A segment as the sheet tells it: rows of the same form, category and module are about the same one. */
export type SegmentDraft = Omit<SessionSegment, 'number'>

export type SessionDraft = {
  startsAt: string
  endsAt: string
  delivery: 'onSite' | 'online'
  /** In file order, each with the row that tells of it first. */
  segments: { segment: SegmentDraft; row: number }[]
  lines: AttendanceLine[]
  known: KnownSession | null
  cause: string
}

export type ActivityDraft = {
  sourcedId: string
  title: string
  hostSchoolId: string
  basis: Basis
  row: number
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
 * and modules of its rows, in file order. Rows that contradict an earlier one, the rules or what is known are settled.
 */
export async function gatherSessions(tx: Tx, actor: Actor, lines: readonly AttendanceLine[]): Promise<ActivityDraft[]> {
  for (const line of lines.filter(isOpen)) {
    const { basis, date } = line.value
    if (!basis) reject(line, 'dateOutsideCalendar', 'date', { date })
  }
  const hosts = await findHosts(tx, actor, lines)
  const identified = lines
    .filter(isOpen)
    .map((line) => ({ line, sourcedId: sourcedIdOf(line.value, hosts.get(line)!) }))
  const known = await findActivitiesBySourcedId(
    tx,
    actor.districtId,
    identified.map(({ sourcedId }) => sourcedId),
  )
  const knownById = new Map(known.map((activity) => [activity.sourcedId, activity]))
  const drafts = new Map<string, ActivityDraft>()
  for (const { line, sourcedId } of identified) {
    const draft = joinActivity(drafts, line, {
      sourcedId,
      host: hosts.get(line)!,
      known: knownById.get(sourcedId) ?? null,
      actor,
    })
    if (draft) joinSession(draft, line)
  }
  return [...drafts.values()]
}

type Host = { id: string; sourcedId: string }

/** The host of each row: the school that it names, else the sender's own, else that of the activity as it is known. */
async function findHosts(tx: Tx, actor: Actor, lines: readonly AttendanceLine[]): Promise<Map<AttendanceLine, Host>> {
  const open = lines.filter(isOpen)
  const find = await findSchoolsOfSheet(tx, actor, [
    ...new Set(open.flatMap(({ value }) => value.hostSchoolSourcedId ?? [])),
  ])
  const unnamed = open.flatMap(({ value }) => (value.hostSchoolSourcedId ? [] : (value.activitySourcedId ?? [])))
  const known = new Map(
    (await findActivitiesBySourcedId(tx, actor.districtId, unnamed)).map((activity) => [
      activity.sourcedId,
      activity.hostSchoolId,
    ]),
  )
  const hosts = new Map<AttendanceLine, Host>()
  const found = new Map<string, ReturnType<typeof find>>()
  for (const line of open) {
    const { hostSchoolSourcedId: code, activitySourcedId } = line.value
    const own = actor.schoolId ?? known.get(activitySourcedId)
    if (!code && own) hosts.set(line, { id: own, sourcedId: own })
    else if (!code) reject(line, 'missingValue', 'hostSchoolSourcedId')
    else {
      const school = found.get(code) ?? find(code)
      found.set(code, school)
      if (school.ok) hosts.set(line, school)
      else reject(line, school.reason.code, 'hostSchoolSourcedId', school.reason.params, `school:${code}`)
    }
  }
  return hosts
}

function sourcedIdOf({ activitySourcedId, activityTitle, basis }: DatedRow, host: Host): string {
  if (activitySourcedId) return activitySourcedId
  const name = JSON.stringify([host.id, activityTitle, basis!.year.code])
  return `sheet:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}

function joinActivity(
  drafts: Map<string, ActivityDraft>,
  line: AttendanceLine,
  { sourcedId, host, known, actor }: { sourcedId: string; host: Host; known: KnownActivity | null; actor: Actor },
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
  const draft = drafts.get(sourcedId)
  if (draft && (draft.hostSchoolId !== host.id || draft.basis.year.code !== basis.year.code)) {
    reject(line, 'rowsDisagree', draft.hostSchoolId !== host.id ? 'hostSchoolSourcedId' : 'date', { row: draft.row })
    return null
  }
  if (draft) return draft
  const { activityTitle: title } = line.value
  const created = {
    sourcedId,
    title,
    hostSchoolId: host.id,
    basis,
    row: line.rowNumber,
    known,
    sessions: new Map<string, SessionDraft>(),
  }
  drafts.set(sourcedId, created)
  return created
}

function joinSession(activity: ActivityDraft, line: AttendanceLine): void {
  const { startsAt, endsAt, delivery } = line.value
  const cause = `session:${activity.sourcedId}@${startsAt.slice(0, 16)}`
  const segment = segmentOf(activity, line, cause)
  if (!segment) return
  const draft = activity.sessions.get(startsAt)
  if (!draft) {
    const known =
      activity.known?.sessions.find((session) => Date.parse(session.startsAt) === Date.parse(startsAt)) ?? null
    activity.sessions.set(startsAt, {
      startsAt,
      endsAt,
      delivery,
      segments: [{ segment, row: line.rowNumber }],
      lines: [line],
      known,
      cause,
    })
    return
  }
  const [first] = draft.lines
  if (draft.endsAt !== endsAt) return reject(line, 'rowsDisagree', 'endTime', { row: first!.rowNumber })
  if (draft.delivery !== delivery) return reject(line, 'rowsDisagree', 'online', { row: first!.rowNumber })
  const same = draft.segments.find((known) => isSameSegment(known.segment, segment))
  if (same && same.segment.hours !== segment.hours) return reject(line, 'rowsDisagree', 'hours', { row: same.row })
  if (!same) draft.segments.push({ segment, row: line.rowNumber })
  draft.lines.push(line)
}

/** The segment of one row, its category settled, if the rules allow a session of it alone. */
function segmentOf({ basis }: ActivityDraft, line: AttendanceLine, cause: string): SegmentDraft | null {
  const { startsAt, endsAt, delivery, form, category, module, hours } = line.value
  const segment = { form, hours: formatHours(hours), ...(category ? { category } : {}), ...(module ? { module } : {}) }
  const plan = planSession({ startsAt, endsAt, delivery, segments: [segment] }, basis, '')
  if (plan.ok) {
    const { number: _, ...planned } = plan.session.segments[0]!
    line.value.category = planned.category
    return planned
  }
  // What is wrong with the times is wrong with the session, and so stops all its rows alike.
  const findings = plan.reasons.map((reason) =>
    findingOf(reason, columns, reason.pointer?.startsWith('/segments') ? null : cause),
  )
  settle(line, 'rejected', ...findings)
  return null
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
    segments: segments.map(({ segment: { module, ...segment } }) => ({ ...segment, ...(module ? { module } : {}) })),
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
  const isKnown = ({ segment }: SessionDraft['segments'][number]) =>
    known.segments.some(
      (other) => isSameSegment(other, segment) && parseHours(other.hours) === parseHours(segment.hours),
    )
  return segments.every(isKnown) ? [] : [differ('/segments')]
}
