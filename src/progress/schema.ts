import { Type, type Static } from '@sinclair/typebox'
import { Delivery } from '../hours/schema.js'
import {
  AcademicYearCode,
  closed,
  DateOnly,
  enumeration,
  HoursText,
  Id,
  Instant,
  nullable,
  pageOf,
  ref,
  SourcedId,
} from '../lib/wire.js'

export const TeacherProgress = closed(
  {
    teacherId: Id,
    academicYear: AcademicYearCode,
    policyEditionCode: Type.String(),
    hoursRequired: HoursText,
    requiredBecause: closed({ clause: Type.String(), en: Type.String(), zh: Type.String() }),
    hoursCounted: HoursText,
    hoursMissing: HoursText,
    hoursUncounted: HoursText,
    hoursHeld: HoursText,
    met: Type.Boolean({ description: 'The annual minimum of §5.1 is met / 是否达到 §5.1 规定的学年课时' }),
    byCategory: closed({ lecture: HoursText, practice: HoursText }),
    bySemester: closed({ first: HoursText, second: HoursText }),
    byModule: Type.Array(closed({ module: Type.String(), hours: HoursText })),
    byForm: Type.Array(closed({ form: Type.String(), hours: HoursText })),
    byMonth: Type.Array(closed({ month: Type.String({ examples: ['2024-09'] }), hours: HoursText })),
  },
  { $id: 'TeacherProgress' },
)
export type TeacherProgress = Static<typeof TeacherProgress>

const standing = {
  academicYear: AcademicYearCode,
  policyEditionCode: Type.String(),
  teachers: Type.Integer({ minimum: 0 }),
  met: Type.Integer({ minimum: 0 }),
  notMet: Type.Integer({ minimum: 0 }),
  hoursCounted: HoursText,
  hoursMissing: HoursText,
}

export const SchoolProgress = closed({ schoolId: Id, ...standing }, { $id: 'SchoolProgress' })
export type SchoolProgress = Static<typeof SchoolProgress>

export const DistrictProgress = closed(
  {
    ...standing,
    schools: Type.Array(ref(SchoolProgress), {
      description: 'Each school, by its sourcedId / 各校情况，按学校编号排列',
    }),
  },
  { $id: 'DistrictProgress' },
)
export type DistrictProgress = Static<typeof DistrictProgress>

export const ForecastState = enumeration(['met', 'onTrack', 'atRisk', 'impossible'], {
  $id: 'ForecastState',
  description:
    'met 已达到; onTrack 已报名的场次足够; atRisk 须再报名尚可参加的场次; impossible 学校须再安排，或已无法达到 (§5.1)',
})
export type ForecastState = Static<typeof ForecastState>

const forecast = {
  teacherId: Id,
  teacherSourcedId: SourcedId,
  teacherName: Type.String(),
  schoolId: Id,
  academicYear: AcademicYearCode,
  policyEditionCode: Type.String(),
  asOf: Instant,
  state: ref(ForecastState),
  clause: Type.String(),
  en: Type.String(),
  zh: Type.String(),
  tier: Type.Integer({ minimum: 1 }),
  hoursRequired: HoursText,
  hoursCounted: HoursText,
  hoursMissing: HoursText,
  hoursExpected: Type.String({
    ...HoursText,
    description:
      'What the sessions registered for, and those not confirmed yet, can still add / 已报名和待确认的场次还可计入的课时',
  }),
  hoursReachable: Type.String({
    ...HoursText,
    description: 'What those and the open sessions can still add / 连同尚可报名的场次还可计入的课时',
  }),
  hoursToSchedule: Type.String({
    ...HoursText,
    description:
      'What the school has to schedule besides, at least; 0 once the year or the duty is over / 学校至少还须安排的课时；学年或任职已结束的为 0',
  }),
  lastDateToRecover: nullable(DateOnly, {
    description:
      'With atRisk: the last day from which on all that is open still suffices / 仅 atRisk：最迟自该日起参加全部可报名的场次仍可达到',
  }),
}

/** One teacher's forecast, as it stands in a list. */
export const Forecast = closed(forecast, { $id: 'Forecast' })
export type Forecast = Static<typeof Forecast>
export const ForecastPage = pageOf(ref(Forecast), 'ForecastPage')
export type ForecastPage = Static<typeof ForecastPage>

export const ForecastSession = closed(
  {
    sessionId: Id,
    activityId: Id,
    title: Type.String(),
    startsAt: Instant,
    endsAt: Instant,
    date: DateOnly,
    delivery: ref(Delivery),
    hours: HoursText,
  },
  { $id: 'ForecastSession' },
)
export type ForecastSession = Static<typeof ForecastSession>

const sessions = (description: string) => Type.Array(ref(ForecastSession), { description })

export const TeacherForecast = closed(
  {
    ...forecast,
    expected: sessions('Registered for, or attended and not confirmed yet / 已报名，或已参加而待确认'),
    open: sessions('Still to come and open to the teacher / 尚未开始且可报名'),
  },
  { $id: 'TeacherForecast' },
)
export type TeacherForecast = Static<typeof TeacherForecast>

const stateCounts = {
  academicYear: AcademicYearCode,
  policyEditionCode: Type.String(),
  asOf: Instant,
  teachers: Type.Integer({ minimum: 0 }),
  met: Type.Integer({ minimum: 0 }),
  onTrack: Type.Integer({ minimum: 0 }),
  atRisk: Type.Integer({ minimum: 0 }),
  impossible: Type.Integer({ minimum: 0 }),
}

export const SchoolForecast = closed({ schoolId: Id, ...stateCounts }, { $id: 'SchoolForecast' })
export type SchoolForecast = Static<typeof SchoolForecast>

export const DistrictForecast = closed(
  {
    ...stateCounts,
    schools: Type.Array(ref(SchoolForecast), {
      description: 'Each school, by its sourcedId / 各校情况，按学校编号排列',
    }),
  },
  { $id: 'DistrictForecast' },
)
export type DistrictForecast = Static<typeof DistrictForecast>
