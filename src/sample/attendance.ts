import { addDays, type IsoDate } from '../lib/calendar.js'
import type { AttendanceStatus } from '../activities/attendance/schema.js'
import type { ParticipationRole } from '../hours/schema.js'
import type { Random } from './random.js'
import { schoolOn, TRANSFER_DATE, type SamplePeople, type SampleTeacher } from './roster.js'
import { halfHoursOf, minutesOf, type SampleSession } from './timetable.js'

export type SampleAttendance = {
  session: SampleSession
  teacher: SampleTeacher
  status: Exclude<AttendanceStatus, 'registered'>
  /** Clock minutes, with `partial` only. */
  minutes: number | null
  role: ParticipationRole
}

/** Half class hours that a teacher earns from sessions within some dates; unless `exact`, some may be missing in the end. */
type Goal = {
  halfHours: number
  exact: boolean
  from: IsoDate
  to: IsoDate
  hostSourcedId?: string
  notHostSourcedId?: string
}

const YEAR = { from: '2024-09-01', to: '2025-08-31' } as const
export const LEAVE = { from: '2025-03-01', to: '2025-08-31' } as const

/** Half class hours of the people of the story: 12 h before the transfer, 40 and 39.5 in the year. */
const BEFORE_TRANSFER = 24
const MINIMUM = 80

/** Who took part in what, session by session. Everybody's hours add up to a goal drawn beforehand. */
export function drawAttendances(
  random: Random,
  {
    teachers,
    people,
    sessions,
  }: { teachers: readonly SampleTeacher[]; people: SamplePeople; sessions: readonly SampleSession[] },
): SampleAttendance[] {
  const open = sessions.filter(({ audience }) => audience === 'all')
  const drawn = teachers.flatMap((teacher) =>
    goalsOf(teacher, people, random).flatMap((goal) => attend(teacher, goal, open, random)),
  )
  const few = sessions.filter(({ audience }) => audience === 'few')
  const all = [...drawn, ...few.flatMap((session) => attendOverlap(session, teachers, people))]
  appointPresenters(all, people, random)
  const places = new Map(sessions.map((session, place) => [session, place]))
  const order = ({ session }: SampleAttendance) => places.get(session)!
  return all.sort((a, b) => order(a) - order(b) || (a.teacher.sourcedId < b.teacher.sourcedId ? -1 : 1))
}

function goalsOf(teacher: SampleTeacher, people: SamplePeople, random: Random): Goal[] {
  const school = teacher.duties[0]!.school.sourcedId
  switch (teacher) {
    case people.transferred:
      return [
        { ...exactly(BEFORE_TRANSFER), to: teacher.duties[0]!.to!, hostSourcedId: school },
        { ...exactly(64), from: TRANSFER_DATE, notHostSourcedId: school },
      ]
    case people.onLeave:
      return [{ ...exactly(44), to: addDays(LEAVE.from, -1) }]
    case people.justMeeting:
      return [exactly(MINIMUM)]
    case people.justMissing:
      return [exactly(MINIMUM - 1)]
    default:
      // About one in six stays below the annual minimum of 40 class hours.
      return [
        { halfHours: random.happens(0.16) ? random.integer(60, 79) : random.integer(80, 116), exact: false, ...YEAR },
      ]
  }
}

const exactly = (halfHours: number) => ({ halfHours, exact: true, ...YEAR })

/** Sessions in any order until the goal is reached, the last of them in part; some of the others were missed. */
function attend(
  teacher: SampleTeacher,
  goal: Goal,
  sessions: readonly SampleSession[],
  random: Random,
): SampleAttendance[] {
  let rest = goal.halfHours
  const order = random.shuffled(offered(teacher, goal, sessions))
  // Only a session of one part is attended in part, so that an exact goal ends with these.
  if (goal.exact) order.sort((a, b) => b.segments.length - a.segments.length)
  const attendances = order.flatMap((session): SampleAttendance[] => {
    const whole = halfHoursOf(session)
    const record = { session, teacher, minutes: null, role: 'participant' } as const
    if (whole <= rest) {
      rest -= whole
      return [{ ...record, status: 'present' }]
    }
    if (rest > 0 && session.segments.length === 1) {
      const minutes = Math.ceil((rest * minutesOf(session)) / whole)
      rest = 0
      return [{ ...record, status: 'partial', minutes }]
    }
    if (random.happens(0.3)) return []
    return [{ ...record, status: random.happens(0.5) ? 'absent' : 'excused' }]
  })
  if (goal.exact && rest > 0) throw new Error(`${teacher.sourcedId} is offered too few sessions`)
  return attendances
}

function offered(teacher: SampleTeacher, goal: Goal, sessions: readonly SampleSession[]): SampleSession[] {
  return sessions.filter(({ date, schools, host }) => {
    const school = schoolOn(teacher, date)
    if (school === null || !schools.includes(school) || date < goal.from || date > goal.to) return false
    if (goal.hostSourcedId !== undefined && host.sourcedId !== goal.hostSourcedId) return false
    return host.sourcedId !== goal.notHostSourcedId
  })
}

const FEW = 8

/** A few teachers of the host's, and the one who was written down at both places. */
function attendOverlap(
  session: SampleSession,
  teachers: readonly SampleTeacher[],
  { overlapping, ...others }: SamplePeople,
): SampleAttendance[] {
  const inStory = new Set<SampleTeacher>(Object.values(others))
  const ofHost = teachers.filter((teacher) => schoolOn(teacher, session.date) === session.host && !inStory.has(teacher))
  const few = [...new Set([overlapping, ...ofHost.slice(0, FEW)])]
  return few.map((teacher) => ({ session, teacher, status: 'present', minutes: null, role: 'participant' }))
}

/** Turns one participant of each session that is presented by a teacher into its presenter. */
function appointPresenters(attendances: readonly SampleAttendance[], people: SamplePeople, random: Random): void {
  const inStory = new Set<SampleTeacher>(Object.values(people))
  const present = new Map<SampleSession, SampleAttendance[]>()
  for (const attendance of attendances) {
    const { session, teacher, status } = attendance
    if (!session.presented || status !== 'present' || inStory.has(teacher)) continue
    present.set(session, [...(present.get(session) ?? []), attendance])
  }
  for (const candidates of present.values()) random.pick(candidates).role = 'presenter'
}
