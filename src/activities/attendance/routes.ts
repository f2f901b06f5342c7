import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import type { ErrorCode } from '../../errors.js'
import { ParticipationRole } from '../../hours/schema.js'
import { route } from '../../http/route.js'
import { closed, Id, Paging, ref } from '../../lib/wire.js'
import { confirmAttendance } from './confirm-attendance.js'
import { listAttendance } from './read.js'
import { recordAttendanceBatch } from './record-attendance-batch.js'
import { recordAttendance } from './record-attendance.js'
import {
  Attendance,
  AttendanceBatch,
  AttendanceBatchAnswer,
  AttendancePage,
  AttendanceStatus,
  Confirmation,
  NewAttendance,
} from './schema.js'

const tag = 'activities'
const ById = closed({ id: Id })
const attendanceErrors = [
  'notTheHost',
  'sessionClosed',
  'teacherNotEligible',
  'attendanceConfirmed',
  'minutesRequired',
  'minutesNotAllowed',
  'minutesOutOfRange',
  'unknownSegment',
  'segmentInBothRoles',
  'rulesRefused',
] as const satisfies readonly ErrorCode[]

export function attendanceRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'recordAttendance',
    method: 'POST',
    path: '/v1/sessions/:id/attendance',
    tag,
    summary: ['Record attendance', '登记出勤'],
    description: [
      'One teacher in one role; recording it again replaces it while it is not confirmed. After confirmation `lateReason` is needed.',
      '登记一名教师一种角色的出勤；确认前可重新登记，确认后补记须给出 `lateReason`。',
    ],
    params: ById,
    body: NewAttendance,
    answer: Attendance,
    errors: attendanceErrors,
    handle: ({ actor, now }, { params, body }) =>
      recordAttendance(app.db, { actor, now, sessionId: params.id, attendance: body }),
  })

  route(app, {
    operationId: 'recordAttendanceBatch',
    method: 'POST',
    path: '/v1/attendance/batch',
    tag,
    summary: ['Record attendance in a batch', '批量登记出勤'],
    description: [
      'Up to 500, all or nothing; with `atomic: false` each for itself, answered with 207 and a status for each `ref`.',
      '一次最多 500 条，全部成功或全部不做；`atomic: false` 时逐条处理，以 207 按 `ref` 逐条应答。',
    ],
    body: AttendanceBatch,
    answer: AttendanceBatchAnswer,
    status: { all: [200, 207], of: ({ items }) => (items.some(({ errors }) => errors.length > 0) ? 207 : 200) },
    errors: [...attendanceErrors, 'unknownSession', 'duplicateInBatch'],
    handle: ({ actor, now, language }, { body }) =>
      recordAttendanceBatch(app.db, { actor, now, language, batch: body }),
  })

  route(app, {
    operationId: 'listAttendance',
    method: 'GET',
    path: '/v1/attendance',
    tag,
    summary: ['List attendance', '列出出勤'],
    description: ['In the order in which it was first recorded.', '按首次登记的先后排列。'],
    query: closed({
      ...Paging,
      sessionId: Type.Optional(Id),
      teacherId: Type.Optional(Id),
      status: Type.Optional(ref(AttendanceStatus)),
      role: Type.Optional(ref(ParticipationRole)),
    }),
    answer: AttendancePage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listAttendance(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'confirmAttendance',
    method: 'POST',
    path: '/v1/sessions/:id/confirm',
    tag,
    summary: ['Confirm attendance', '确认出勤'],
    description: [
      'The training administrator turns the attendance of a session that has ended into hour entries. Hours that overlap a session which already counts are held. Confirming again adds only what was recorded since.',
      '师训专管员将已结束场次的出勤转为课时入账；与已计入场次时间重叠的课时待定。再次确认只处理其后补记的出勤。',
    ],
    params: ById,
    answer: Confirmation,
    errors: [
      'notTheHost',
      'sessionClosed',
      'sessionNotEnded',
      'sessionOutsideAcademicYear',
      'segmentInBothRoles',
      'hoursAlreadyEntered',
      'rulesRefused',
    ],
    handle: ({ actor, now }, { params }) => confirmAttendance(app.db, { actor, now, id: params.id }),
  })
}
