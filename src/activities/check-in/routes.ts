import type { FastifyInstance } from 'fastify'
import { route } from '../../http/route.js'
import { closed, Id } from '../../lib/wire.js'
import { Attendance } from '../attendance/schema.js'
import { checkIn } from './check-in.js'
import { openCheckIn } from './open-check-in.js'
import { CheckIn, CheckInCode, NewCheckInCode } from './schema.js'

const tag = 'activities'
const ById = closed({ id: Id })

export function checkInRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'openCheckIn',
    method: 'POST',
    path: '/v1/sessions/:id/check-in-code',
    tag,
    summary: ['Open check-in', '开放签到'],
    description: [
      'From 30 minutes before the session starts until it ends, with a code that is shown once and holds for `validMinutes`, at most until the end. Opening again replaces the code. Host only.',
      '自场次开始前 30 分钟至结束，签到码仅显示一次，有效 `validMinutes` 分钟，至多到场次结束。再次开放即更换签到码。仅限主办学校。',
    ],
    params: ById,
    body: NewCheckInCode,
    answer: CheckInCode,
    shownOnce: ['code'],
    errors: ['notTheHost', 'sessionClosed', 'checkInOutsideSession'],
    handle: ({ actor, now }, { params, body }) =>
      openCheckIn(app.db, { actor, now, sessionId: params.id, opening: body }),
  })

  route(app, {
    operationId: 'checkIn',
    method: 'POST',
    path: '/v1/sessions/:id/check-in',
    tag,
    summary: ['Check in', '签到'],
    description: [
      'A teacher for herself, with the code of the session: she is recorded as present (§5.2). Checking in again answers the same record. A wrong code and one that no longer holds are both `checkInRefused`; after ten of them a code takes no more from this teacher. What the administrator has recorded is not overwritten.',
      '教师本人凭场次签到码签到，登记为出席（§5.2）。重复签到返回同一记录。签到码有误或失效均为 `checkInRefused`，同一签到码输错十次后不再受理该教师。不覆盖管理员已登记的出勤。',
    ],
    params: ById,
    body: CheckIn,
    answer: Attendance,
    errors: [
      'checkInRefused',
      'checkInLocked',
      'attendanceStands',
      'sessionClosed',
      'teacherNotEligible',
      'attendanceConfirmed',
      'segmentInBothRoles',
      'rulesRefused',
    ],
    handle: ({ actor, now }, { params, body }) => checkIn(app.db, { actor, now, sessionId: params.id, typed: body }),
  })
}
