import { addDays, daysBetween, type IsoDate } from '../lib/calendar.js'
import { jointProgramme, schoolProgramme, type ActivityPlan, type SampleSegment, type Slot } from './programme.js'
import type { Random } from './random.js'
import { OPEN_SCHOOL, sampleGroups, sampleSchools, type SampleSchool } from './schools.js'

export type SampleSession = {
  activitySourcedId: string
  title: string
  host: SampleSchool
  /** The host and, in a joint activity, the other schools. */
  schools: readonly SampleSchool[]
  date: IsoDate
  /** Times of the day in Shanghai, `HH:MM`. */
  start: string
  end: string
  online: boolean
  module: string
  segments: readonly SampleSegment[]
  presented: boolean
  /** `all`: for every teacher of the schools. `few`: the two sessions that overlap. */
  audience: 'all' | 'few'
}

export const ACADEMIC_YEAR = '2024-2025'

/** Weeks with classes, by their Mondays: 19 in the first semester, 18 in the second. */
const weeks = [...weeksFrom('2024-09-09', 19), ...weeksFrom('2025-02-17', 18)]
/** Days off in these weeks, 国庆节 and others, both ends included. */
const publicHolidays: readonly [IsoDate, IsoDate][] = [
  ['2024-09-15', '2024-09-17'],
  ['2024-10-01', '2024-10-07'],
  ['2025-01-01', '2025-01-01'],
  ['2025-04-04', '2025-04-06'],
  ['2025-05-01', '2025-05-05'],
  ['2025-05-31', '2025-06-02'],
]
const saturdays: readonly IsoDate[] = ['2024-09-21', '2024-10-19', '2025-03-15', '2025-05-10']
const fridays: readonly IsoDate[] = ['2024-10-18', '2024-11-29', '2025-04-11', '2025-05-16']
const winterHoliday: IsoDate = '2025-01-22'
const summerHoliday: IsoDate = '2025-07-01'
export const OVERLAP_DATE: IsoDate = '2024-12-13'

const MINUTES_PER_HALF_HOUR = 22.5
const startOf: Record<Slot, string> = {
  afternoon: '15:30',
  evening: '19:00',
  saturday: '09:00',
  holiday: '09:00',
  friday: '13:30',
}

/** Every session of the year, in the order of time. Only the two of the overlap story share time for a teacher. */
export function drawTimetable(random: Random): SampleSession[] {
  const own = sampleSchools.flatMap((school, index) => schoolSessions(school, index, random))
  const joint = sampleGroups.flatMap((_, index) => jointSessions(index))
  return [...own, ...joint, ...overlap()].sort(byTime)
}

function schoolSessions(school: SampleSchool, index: number, random: Random): SampleSession[] {
  const weekday = weekdaysOf(index)
  const onWeekdays = schoolProgramme.filter(({ slot }) => slot === 'afternoon' || slot === 'evening')
  const count = onWeekdays.reduce((sum, { sessions }) => sum + sessions, 0)
  const dates: Record<'weekday' | 'saturday' | 'holiday', IsoDate[]> = {
    weekday: random.shuffled(
      Array.from({ length: count }, (_, at) => weekday[Math.floor((at * weekday.length) / count)]!),
    ),
    saturday: random.shuffled(saturdays.map((date) => addDays(date, 7 * (index % 3)))),
    holiday: [addDays(winterHoliday, index % 2)],
  }
  return schoolProgramme.flatMap((activity, number) => {
    const sourcedId = `A${school.sourcedId.slice(-2)}-${String(number + 1).padStart(2, '0')}`
    const from = activity.slot === 'saturday' || activity.slot === 'holiday' ? dates[activity.slot] : dates.weekday
    return from.splice(0, activity.sessions).map((date) => sessionOf(activity, sourcedId, school, [school], date))
  })
}

/** A school's own training is on one weekday from Monday to Thursday; Fridays are for its group. */
function weekdaysOf(index: number): IsoDate[] {
  return weeks
    .map((monday) => addDays(monday, index % 4))
    .filter((date) => !publicHolidays.some(([from, to]) => from <= date && date <= to))
}

function jointSessions(group: number): SampleSession[] {
  const schools = sampleSchools.filter(({ groupSourcedId }) => groupSourcedId === sampleGroups[group]!.sourcedId)
  const onFridays = fridays.map((date) => addDays(date, 7 * (group % 2)))
  const [first, second, third, fourth] = onFridays
  const dates = [[first!, third!], [second!, fourth!], [addDays(summerHoliday, group)]]
  return jointProgramme.flatMap((activity, number) => {
    const host = schools[number % schools.length]!
    return dates[number]!.map((date) => sessionOf(activity, `J${group + 1}-${number + 1}`, host, schools, date))
  })
}

/** The open school's own discussion from 14:00 to 16:00, and its group's meeting elsewhere from 15:00 to 17:00. */
function overlap(): SampleSession[] {
  const open = sampleSchools[OPEN_SCHOOL]!
  const group = sampleSchools.filter(({ groupSourcedId }) => groupSourcedId === open.groupSourcedId)
  const elsewhere = group.find((school) => school !== open)!
  const common = { date: OVERLAP_DATE, online: false, presented: false, audience: 'few' } as const
  return [
    {
      ...common,
      activitySourcedId: `A${open.sourcedId.slice(-2)}-99`,
      title: '班主任工作坊专题讨论',
      host: open,
      schools: [open],
      start: '14:00',
      end: '16:00',
      module: 'classManagement',
      segments: [{ form: 'themedDiscussion', halfHours: 4 }],
    },
    {
      ...common,
      activitySourcedId: 'J1-99',
      title: '集团骨干班主任案例交流',
      host: elsewhere,
      schools: group,
      start: '15:00',
      end: '17:00',
      module: 'communication',
      segments: [{ form: 'caseAnalysis', halfHours: 4 }],
    },
  ]
}

function sessionOf(
  activity: ActivityPlan,
  activitySourcedId: string,
  host: SampleSchool,
  schools: readonly SampleSchool[],
  date: IsoDate,
): SampleSession {
  const { title, module, segments, slot, presented = false } = activity
  const start = startOf[slot]
  const minutes = Math.ceil((halfHoursOf({ segments }) * MINUTES_PER_HALF_HOUR) / 5) * 5
  const end = later(start, minutes)
  return {
    ...{ activitySourcedId, title, host, schools, date, start, end, module, segments, presented },
    online: slot === 'evening',
    audience: 'all',
  }
}

/** Half class hours of a whole session. */
export function halfHoursOf({ segments }: { segments: readonly SampleSegment[] }): number {
  return segments.reduce((sum, { halfHours }) => sum + halfHours, 0)
}

/** Clock minutes of a session. */
export function minutesOf({ start, end }: { start: string; end: string }): number {
  return minuteOfDay(end) - minuteOfDay(start)
}

function later(time: string, minutes: number): string {
  const at = minuteOfDay(time) + minutes
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
}

function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

function weeksFrom(monday: IsoDate, count: number): IsoDate[] {
  return Array.from({ length: count }, (_, index) => addDays(monday, 7 * index))
}

function byTime(a: SampleSession, b: SampleSession): number {
  const key = ({ start, activitySourcedId }: SampleSession) => `${start} ${activitySourcedId}`
  return daysBetween(b.date, a.date) || (key(a) < key(b) ? -1 : 1)
}
