import { formatHours, hours } from '../lib/quantity.js'
import type { Column } from '../integration/formats/columns.js'
import { attendanceColumns, type AttendanceColumnKey } from '../integration/formats/attendance-columns.js'
import { outsideHoursColumns, type OutsideHoursColumnKey } from '../integration/formats/outside-hours-columns.js'
import { rosterColumns, type RosterColumnKey } from '../integration/formats/roster-columns.js'
import { shippedEdition } from '../policy/editions/putuo-2024-19.js'
import type { SampleAttendance } from './attendance.js'
import type { SampleOutsideHours } from './outside-hours.js'
import type { SampleTeacher } from './roster.js'

const formNames = new Map(shippedEdition.forms.value.map(({ code, name }) => [code, name.zh]))
const moduleNames = new Map(shippedEdition.modules.value.map(({ code, name }) => [code, name.zh]))
const titleNames = { none: '无', school: '校级骨干', district: '区级骨干', municipal: '市级骨干' } as const
const categoryNames = { lecture: '讲座', practice: '实践' } as const
const statusNames = { present: '出席', partial: '部分', absent: '缺席', excused: '请假' } as const
const roleNames = { participant: '参加', presenter: '主讲' } as const

type SampleColumnKey = Exclude<RosterColumnKey, 'identityNumber' | 'phone'>
/** Nobody's identity number or phone is invented: it might be somebody's. */
const sampleColumns = rosterColumns.filter(
  (column): column is Column<SampleColumnKey> => column.key !== 'identityNumber' && column.key !== 'phone',
)

/** A school's own roster, with the headers that schools use. */
export function rosterSheet(teachers: readonly SampleTeacher[]): string[][] {
  return sheet<SampleColumnKey>(
    sampleColumns,
    teachers.flatMap(({ sourcedId, name, professionalTitle, earlierServiceYears, duties }) =>
      duties.map(({ school, className, from, to }) => ({
        schoolSourcedId: school.sourcedId,
        schoolName: school.name,
        teacherSourcedId: sourcedId,
        name,
        className,
        from,
        to: to ?? '',
        professionalTitle: titleNames[professionalTitle],
        earlierServiceYears: String(earlierServiceYears),
      })),
    ),
  )
}

/** Who took part in what a school held, one row for each part of a session. */
export function attendanceSheet(attendances: readonly SampleAttendance[]): string[][] {
  return sheet<AttendanceColumnKey>(
    attendanceColumns,
    attendances.flatMap(({ session, teacher, status, minutes, role }) =>
      session.segments.map(({ form, category, halfHours }) => ({
        teacherSourcedId: teacher.sourcedId,
        name: teacher.name,
        hostSchoolSourcedId: session.host.sourcedId,
        jointSchoolSourcedIds: othersOf(session).join('、'),
        activitySourcedId: session.activitySourcedId,
        activityTitle: session.title,
        date: session.date,
        startTime: session.start,
        endTime: session.end,
        form: formNames.get(form)!,
        category: category ? categoryNames[category] : '',
        module: moduleNames.get(session.module)!,
        hours: hoursText(halfHours),
        status: statusNames[status],
        minutesAttended: minutes === null ? '' : String(minutes),
        role: roleNames[role],
        online: session.online ? '是' : '否',
      })),
    ),
  )
}

const othersOf = ({ schools, host }: SampleAttendance['session']) =>
  schools.filter((school) => school !== host).map(({ sourcedId }) => sourcedId)

/** Certificates from elsewhere. */
export function outsideHoursSheet(certificates: readonly SampleOutsideHours[]): string[][] {
  return sheet<OutsideHoursColumnKey>(
    outsideHoursColumns,
    certificates.map(({ teacher, title, date, category, halfHours, issuer, evidence }) => ({
      teacherSourcedId: teacher.sourcedId,
      name: teacher.name,
      title,
      date,
      category: categoryNames[category],
      hours: hoursText(halfHours),
      issuer,
      evidence,
    })),
  )
}

function sheet<Key extends string>(columns: readonly Column<Key>[], rows: readonly Record<Key, string>[]): string[][] {
  return [columns.map(({ header }) => header), ...rows.map((row) => columns.map(({ key }) => row[key]))]
}

function hoursText(halfHours: number): string {
  return formatHours(hours(halfHours * 50))
}
