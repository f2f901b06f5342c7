import { scheduleSession } from '../../activities/add-session.js'
import { openActivity } from '../../activities/create-activity.js'
import { recordAttendances, type AttendanceItem } from '../../activities/attendance/record-attendance.js'
import type { SessionSegment } from '../../activities/schema.js'
import type { Tx } from '../../db/database.js'
import { giveWay } from '../../lib/give-way.js'
import { findSeenTeacherIds } from '../../roster/read.js'
import {
  checkSessionDraft,
  gatherSessions,
  isSameSegment,
  newSessionOf,
  type ActivityDraft,
  type SessionDraft,
} from './attendance-sessions.js'
import { readAttendanceSheet } from './attendance-years.js'
import { inBatches, type Importer, type ImportWork } from './in-batches.js'
import type { AttendanceLine } from './place-attendance.js'
import { findParticipants } from './read.js'
import {
  inFileOrder,
  isOpen,
  isTaken,
  reject,
  resultsOf,
  settle,
  settleRefused,
  sortReadings,
  sumOfHours,
} from './report.js'

type StoredSession = { id: string; segments: readonly SessionSegment[] }
/** The teacher of each row. */
type Teachers = ReadonlyMap<AttendanceLine, string>
/** Between two looks at whether the import is to stop. */
const ACTIVITIES_IN_A_TURN = 100
const roles = ['presenter', 'participant'] as const

/** One teacher's part in one session in one role, with the rows that tell of it, each of another segment. */
type Part = { lines: AttendanceLine[]; item: AttendanceItem }

/**
 * Who took part in what: finds or creates the activities and sessions, and records the attendance; its confirmation stays
 * with the training administrator. Other schools of a new activity are those that its rows name, which only the district's
 * senders can. What was decided by hand is left as it is and the row held.
 */
export const importAttendance: Importer = async (tx, work) => {
  const { readings, ignoredColumns } = await readAttendanceSheet(tx, work.actor.districtId, work.bytes)
  const { lines, unreadable } = sortReadings(null, readings)
  await work.progress(0, lines.length)
  const activities = await gatherSessions(tx, work.actor, lines)
  const teachers = await findTeachers(tx, work, activities)
  const parts: Part[] = []
  for (const [at, activity] of activities.entries()) {
    if (at % ACTIVITIES_IN_A_TURN === 0) await work.progress(0, lines.length)
    await giveWay()
    for (const session of activity.sessions.values()) checkSessionDraft(session, activity.basis)
    const stored = await storeSessions(tx, work, activity)
    for (const [draft, session] of stored) parts.push(...gatherParts(draft, session, teachers))
  }
  // Presenters come first: the other role in the same segment is then refused, in whatever order the rows stand.
  const ordered = roles.flatMap((role) => parts.filter(({ item }) => item.role === role))
  await inBatches(ordered, work, async (batch) => {
    for (const role of roles)
      await record(
        tx,
        work,
        batch.filter(({ item }) => item.role === role),
      )
  })
  return {
    results: inFileOrder([...unreadable, ...resultsOf(lines)]),
    dropped: 0,
    ignoredColumns,
    ignoredFiles: [],
    teachers: new Set(lines.filter(isTaken).map(({ value }) => value.teacherSourcedId)),
    hours: sumOfHours(lines),
  }
}

/**
 * Whom each row means. To a school's client these are the teachers who hold or held a duty there, and those of the schools
 * that take part in the activity as it is known: a file cannot ask who else works in the district.
 */
async function findTeachers(tx: Tx, { actor }: ImportWork, activities: readonly ActivityDraft[]): Promise<Teachers> {
  const rows = activities.flatMap(({ known, sessions }) =>
    [...sessions.values()].flatMap(({ lines }) => lines.filter(isOpen).map((line) => ({ line, known }))),
  )
  const sourcedIds = rows.map(({ line }) => line.value.teacherSourcedId)
  const seen = await findSeenTeacherIds(tx, actor, sourcedIds)
  const others = rows.flatMap(({ line, known }) =>
    known && !seen.has(line.value.teacherSourcedId) ? [{ line, activityId: known.id }] : [],
  )
  const participants = await findParticipants(
    tx,
    actor,
    others.map(({ line, activityId }) => {
      const { teacherSourcedId: sourcedId, date } = line.value
      return { sourcedId, activityId, date }
    }),
  )
  const ofOthers = new Map(others.map(({ line }, at) => [line, participants[at]!]))
  const teachers = new Map<AttendanceLine, string>()
  for (const { line } of rows) {
    const { teacherSourcedId: sourcedId } = line.value
    const id = seen.get(sourcedId) ?? ofOthers.get(line)
    if (id) teachers.set(line, id)
    else reject(line, 'unknownTeacher', 'teacherSourcedId', { sourcedId }, `teacher:${sourcedId}`)
  }
  return teachers
}

/** The sessions of an activity that somebody's attendance is to be recorded in, created where they are missing. */
async function storeSessions(
  tx: Tx,
  { actor }: ImportWork,
  activity: ActivityDraft,
): Promise<[SessionDraft, StoredSession][]> {
  const drafts = [...activity.sessions.values()].filter(({ lines }) => lines.some(isOpen))
  const missing = drafts.filter(({ known }) => known === null)
  const stored = drafts.flatMap((draft): [SessionDraft, StoredSession][] => (draft.known ? [[draft, draft.known]] : []))
  if (missing.length === 0) return stored
  if (activity.known) {
    for (const draft of missing) {
      const given = { actor, activityId: activity.known.id, session: newSessionOf(draft) }
      stored.push([draft, (await scheduleSession(tx, given)).session])
    }
    return stored
  }
  const { sourcedId, title, hostSchoolId, basis } = activity
  const schoolIds = [...activity.schoolIds].sort()
  const sessions = missing.map(newSessionOf)
  const created = await openActivity(tx, {
    actor,
    activity: { sourcedId, title, hostSchoolId, academicYear: basis.year.code, schoolIds, sessions },
  })
  const byStart = new Map(created.sessions.map((session) => [Date.parse(session.startsAt), session]))
  return missing.map((draft) => [draft, byStart.get(Date.parse(draft.startsAt))!])
}

/** The rows of one session by teacher and role. Rows of one part agree on the attendance and differ in their segment. */
function gatherParts(draft: SessionDraft, session: StoredSession, teachers: Teachers): Part[] {
  const parts = new Map<string, Part & { segmentNumbers: number[] }>()
  for (const line of draft.lines.filter(isOpen)) {
    const { teacherSourcedId, role, status, minutesAttended, form, module } = line.value
    const category = line.value.category!
    const { number } = session.segments.find((segment) => isSameSegment(segment, { form, category, module }))!
    const part = parts.get(`${teacherSourcedId}/${role}`)
    if (!part) {
      const minutes = minutesAttended === null ? {} : { minutesAttended }
      const item = { sessionId: session.id, teacherId: teachers.get(line)!, role, status, ...minutes }
      parts.set(`${teacherSourcedId}/${role}`, { lines: [line], item, segmentNumbers: [number] })
      continue
    }
    const at = part.segmentNumbers.indexOf(number)
    if (at >= 0) {
      const row = part.lines[at]!.rowNumber
      settle(line, 'duplicate', { code: 'duplicateRow', column: null, params: { row }, cause: null })
      continue
    }
    part.lines.push(line)
    part.segmentNumbers.push(number)
  }
  return [...parts.values()].map(({ lines, item, segmentNumbers }) => ({
    lines,
    item: segmentNumbers.length === session.segments.length ? item : { ...item, segmentNumbers },
  }))
}

const columns = {
  '/teacherId': 'teacherSourcedId',
  '/sessionId': 'activitySourcedId',
  '/minutesAttended': 'minutesAttended',
  '/segmentNumbers': 'role',
}

async function record(tx: Tx, { actor, importId, now }: ImportWork, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) return
  const outcomes = await recordAttendances(tx, { actor, importId, now, items: parts.map(({ item }) => item) })
  for (const [at, { lines }] of parts.entries()) {
    const outcome = outcomes[at]!
    for (const line of lines) {
      if (outcome.ok) settle(line, outcome.outcome)
      else settleRefused(line, outcome.reasons, columns)
    }
  }
}
