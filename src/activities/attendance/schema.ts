import { Type, type Static } from '@sinclair/typebox'
import { HourEntry, ParticipationRole } from '../../hours/schema.js'
import { itemLimits } from '../../lib/limits.js'
import { closed, enumeration, Id, Instant, Line, nullable, pageOf, ref, Version } from '../../lib/wire.js'
import { Session } from '../schema.js'

export const AttendanceStatus = enumeration(['registered', 'present', 'partial', 'absent', 'excused'], {
  $id: 'AttendanceStatus',
  description: '已报名 registered, 出席 present, 部分参加 partial, 缺席 absent, 请假 excused',
})
export type AttendanceStatus = Static<typeof AttendanceStatus>

export const Attendance = closed(
  {
    id: Id,
    sessionId: Id,
    teacherId: Id,
    role: ref(ParticipationRole),
    status: ref(AttendanceStatus),
    minutesAttended: nullable(Type.Integer({ minimum: 0 })),
    segmentNumbers: nullable(Type.Array(Type.Integer({ minimum: 1 })), {
      description: 'The segments that it is about; null for all / 所涉分段，null 表示全部',
    }),
    lateReason: nullable(Type.String()),
    recordedAt: Instant,
    confirmedAt: nullable(Instant),
    version: Version,
  },
  { $id: 'Attendance' },
)
export type Attendance = Static<typeof Attendance>
export const AttendancePage = pageOf(ref(Attendance), 'AttendancePage')

const attendanceContent = {
  teacherId: Id,
  status: ref(AttendanceStatus),
  role: Type.Optional(ref(ParticipationRole)),
  minutesAttended: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1440,
      description: 'Only with partial: clock minutes attended / 仅用于部分参加：实际参加的分钟数',
    }),
  ),
  segmentNumbers: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: 20 }), { minItems: 1, maxItems: 20, uniqueItems: true }),
  ),
  lateReason: Type.Optional(
    Line(500, { description: 'Why it is recorded after the session was confirmed / 场次确认后补记的原因' }),
  ),
}

export const NewAttendance = closed(attendanceContent, { $id: 'NewAttendance' })
export type NewAttendance = Static<typeof NewAttendance>

export const AttendanceBatchItem = closed(
  { ref: Type.String({ minLength: 1, maxLength: 128 }), sessionId: Id, ...attendanceContent },
  { $id: 'AttendanceBatchItem' },
)
export type AttendanceBatchItem = Static<typeof AttendanceBatchItem>

export const AttendanceBatch = closed(
  {
    atomic: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'All or nothing; false answers 207 item by item / 全部成功或全部不做；false 时逐项应答',
      }),
    ),
    items: Type.Array(ref(AttendanceBatchItem), { minItems: 1, maxItems: itemLimits.batch }),
  },
  { $id: 'AttendanceBatch' },
)
export type AttendanceBatch = Static<typeof AttendanceBatch>

export const BatchItemError = closed(
  { code: Type.String(), pointer: Type.String(), title: Type.String(), detail: Type.String() },
  { $id: 'BatchItemError' },
)

export const AttendanceBatchAnswer = closed(
  {
    items: Type.Array(
      closed({
        ref: Type.String(),
        status: Type.Integer({ description: 'HTTP status of this item / 该项的 HTTP 状态' }),
        attendance: nullable(ref(Attendance)),
        errors: Type.Array(ref(BatchItemError)),
      }),
    ),
  },
  { $id: 'AttendanceBatchAnswer' },
)
export type AttendanceBatchAnswer = Static<typeof AttendanceBatchAnswer>

export const Confirmation = closed(
  {
    session: ref(Session),
    entries: Type.Array(ref(HourEntry), {
      description: 'The hour entries that the confirmation added / 本次确认新增的台账条目',
    }),
    held: Type.Integer({
      minimum: 0,
      description: 'How many of them are held for an overlap / 其中因时间重叠而待定的条数',
    }),
  },
  { $id: 'Confirmation' },
)
export type Confirmation = Static<typeof Confirmation>
