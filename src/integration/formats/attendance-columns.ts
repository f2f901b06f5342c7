import type { AttendanceStatus } from '../../activities/attendance/schema.js'
import type { Delivery, ParticipationRole } from '../../hours/schema.js'
import type { Category } from '../../policy/schema.js'
import type { IsoDate } from '../../lib/calendar.js'
import { hours, type Hours } from '../../lib/quantity.js'
import {
  readChoice,
  readDate,
  readHours,
  readIdentifier,
  readIdentifiers,
  readInteger,
  readText,
  readTime,
  readYesNo,
  rowReader,
  type Choice,
} from './cell-values.js'
import type { Column } from './columns.js'
import type { RowReading } from './file-fault.js'
import { categoryChoices } from './outside-hours-columns.js'
import type { TableRow } from './read-table.js'

export type AttendanceColumnKey =
  | 'teacherSourcedId'
  | 'name'
  | 'hostSchoolSourcedId'
  | 'jointSchoolSourcedIds'
  | 'activitySourcedId'
  | 'activityTitle'
  | 'date'
  | 'startTime'
  | 'endTime'
  | 'form'
  | 'category'
  | 'module'
  | 'hours'
  | 'status'
  | 'minutesAttended'
  | 'role'
  | 'online'

/** Who took part in what, one teacher in one session segment in a row. */
export const attendanceColumns: readonly Column<AttendanceColumnKey>[] = [
  { key: 'teacherSourcedId', header: '教师工号', required: true, folded: true },
  { key: 'name', header: '姓名', required: false, folded: false },
  { key: 'hostSchoolSourcedId', header: '主办学校标识码', required: false, folded: true },
  { key: 'jointSchoolSourcedIds', header: '参与学校标识码', required: false, folded: true },
  { key: 'activitySourcedId', header: '活动编号', required: false, folded: true },
  { key: 'activityTitle', header: '培训名称', required: true, folded: false },
  { key: 'date', header: '日期', required: true, folded: true },
  { key: 'startTime', header: '开始时间', required: true, folded: true },
  { key: 'endTime', header: '结束时间', required: true, folded: true },
  { key: 'form', header: '形式', required: true, folded: true },
  { key: 'category', header: '类别', required: false, folded: true },
  { key: 'module', header: '模块', required: false, folded: true },
  { key: 'hours', header: '课时', required: true, folded: true },
  { key: 'status', header: '出勤', required: false, folded: true },
  { key: 'minutesAttended', header: '参加分钟', required: false, folded: true },
  { key: 'role', header: '角色', required: false, folded: true },
  { key: 'online', header: '线上', required: false, folded: true },
]

type Status = Exclude<AttendanceStatus, 'registered'>

const statuses: readonly Choice<Status>[] = [
  { code: 'present', names: ['出席'] },
  { code: 'partial', names: ['部分', '部分参加'] },
  { code: 'absent', names: ['缺席'] },
  { code: 'excused', names: ['请假'] },
]

const roles: readonly Choice<ParticipationRole>[] = [
  { code: 'participant', names: ['参加'] },
  { code: 'presenter', names: ['主讲'] },
]

const MINUTES_MAXIMUM = 1440

/** The forms (§4.1) and modules (§3.2) of the policy edition in force, with their names. */
export type AttendanceChoices = { forms: readonly Choice[]; modules: readonly Choice[] }

/** One attendance as the sheet tells it; null where a cell is blank and nothing is assumed. */
export type AttendanceRow = {
  teacherSourcedId: string
  name: string | null
  hostSchoolSourcedId: string | null
  /** The other schools of a joint activity. */
  jointSchoolSourcedIds: readonly string[]
  activitySourcedId: string | null
  activityTitle: string
  date: IsoDate
  /** Instants in Asia/Shanghai on `date`; that the end lies after the start is for the rules to check. */
  startsAt: string
  endsAt: string
  form: string
  category: Category | null
  module: string | null
  hours: Hours
  status: Status
  minutesAttended: number | null
  role: ParticipationRole
  delivery: Delivery
}

/**
 * An attendance row as typed values, or everything that is wrong with its cells. A blank status means present, a blank
 * role participant, a blank 线上 on site.
 */
export function readAttendanceRow(
  row: TableRow<AttendanceColumnKey>,
  choices: AttendanceChoices,
): RowReading<AttendanceRow> {
  const { take, finish } = rowReader(row)
  const date = take('date', readDate) ?? ''
  return finish({
    teacherSourcedId: take('teacherSourcedId', readIdentifier) ?? '',
    name: take('name', (text) => readText(text, 100)),
    hostSchoolSourcedId: take('hostSchoolSourcedId', readIdentifier),
    jointSchoolSourcedIds: take('jointSchoolSourcedIds', readIdentifiers) ?? [],
    activitySourcedId: take('activitySourcedId', readIdentifier),
    activityTitle: take('activityTitle', (text) => readText(text, 200)) ?? '',
    date,
    startsAt: `${date}T${take('startTime', readTime)}:00+08:00`,
    endsAt: `${date}T${take('endTime', readTime)}:00+08:00`,
    form: take('form', (text) => readChoice(text, choices.forms)) ?? '',
    category: take('category', (text) => readChoice(text, categoryChoices)),
    module: take('module', (text) => readChoice(text, choices.modules)),
    hours: take('hours', readHours) ?? hours(0),
    status: take('status', (text) => readChoice(text, statuses)) ?? 'present',
    minutesAttended: take('minutesAttended', (text) => readInteger(text, MINUTES_MAXIMUM)),
    role: take('role', (text) => readChoice(text, roles)) ?? 'participant',
    delivery: take('online', readYesNo) ? 'online' : 'onSite',
  })
}
