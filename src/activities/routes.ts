import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../db/database.js'
import { notFound, type ErrorCode } from '../errors.js'
import { route } from '../http/route.js'
import { AcademicYearCode, closed, DateOnly, Id, Paging, SourcedId } from '../lib/wire.js'
import { addSession } from './add-session.js'
import { cancelSession } from './cancel-session.js'
import { createActivity } from './create-activity.js'
import { findActivity, listActivities } from './read.js'
import {
  Activity,
  ActivityChange,
  ActivityPage,
  NewActivity,
  NewSession,
  Session,
  SessionCancellation,
  SessionChange,
} from './schema.js'
import { updateActivity } from './update-activity.js'
import { updateSession } from './update-session.js'

const tag = 'activities'
const ById = closed({ id: Id })
const sessionErrors = [
  'sessionEndsBeforeStart',
  'sessionTooLong',
  'sessionOutsideAcademicYear',
  'tooManySegments',
  'hoursNotPositive',
  'hoursOffStep',
  'hoursAboveClockTime',
  'unknownForm',
  'categoryNotAllowed',
  'unknownModule',
  'unknownAcademicYear',
  'noPolicyEdition',
  'rulesRefused',
] as const satisfies readonly ErrorCode[]
export function activityRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'createActivity',
    method: 'POST',
    path: '/v1/activities',
    tag,
    summary: ['Create an activity', '新建研修活动'],
    description: [
      'Of a host school, with its sessions; `schoolIds` makes it joint, `courseId` names the course that it teaches, in its present version. Each session has segments with a training form and class hours (§4.1), which may not exceed what its clock time allows. `tiers`, `capacity` and `registrationClosesAt` say who may register, how many, and until when.',
      '由主办学校新建，含各场次；`schoolIds` 为联合活动的其他学校，`courseId` 为所讲授的课程。每个场次分段，各有研修形式和课时（§4.1），不得超出实际时长。`tiers`、`capacity`、`registrationClosesAt` 为报名的分层、名额和截止时刻。',
    ],
    body: NewActivity,
    answer: Activity,
    status: 201,
    location: ({ id }) => `/v1/activities/${id}`,
    errors: ['unknownCourse', 'courseRetired', 'unknownSchool', 'unknownTier', 'activityExists', ...sessionErrors],
    handle: ({ actor }, { body }) => createActivity(app.db, { actor, activity: body }),
  })

  route(app, {
    operationId: 'listActivities',
    method: 'GET',
    path: '/v1/activities',
    tag,
    summary: ['List activities', '列出研修活动'],
    description: [
      'Newest first. `schoolId` keeps what a school hosts or takes part in; `from` and `to` those with a session in the dates.',
      '由新到旧。`schoolId` 只列该校主办或参加的活动；`from`、`to` 只列该期间有场次的活动。',
    ],
    query: closed({
      ...Paging,
      academicYear: Type.Optional(AcademicYearCode),
      hostSchoolId: Type.Optional(Id),
      schoolId: Type.Optional(Id),
      sourcedId: Type.Optional(SourcedId),
      courseId: Type.Optional(Id),
      from: Type.Optional(DateOnly),
      to: Type.Optional(DateOnly),
    }),
    answer: ActivityPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listActivities(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'getActivity',
    method: 'GET',
    path: '/v1/activities/:id',
    tag,
    summary: ['Get an activity', '查看研修活动'],
    description: ['With its schools and sessions.', '含参加学校和各场次。'],
    params: ById,
    answer: Activity,
    handle: async ({ actor }, { params }) => {
      const activity = await query(app.db, actor, (tx) => findActivity(tx, actor, params.id))
      if (!activity) throw notFound('activity')
      return activity
    },
  })

  route(app, {
    operationId: 'updateActivity',
    method: 'PATCH',
    path: '/v1/activities/:id',
    tag,
    summary: ['Change an activity', '更改研修活动'],
    description: [
      'Its title, description, the schools that take part, the course, or who may register and how many. Host only. With more places those who wait move up; fewer than are registered is refused. Registrations of teachers who can attend no session any more, their school having left, are cancelled.',
      '更改名称、说明、参加学校、课程、报名范围或名额，仅限主办学校。增加名额时候补递补，名额不得少于已报名人数。学校退出后已无可参加场次的教师，其报名取消。',
    ],
    params: ById,
    body: ActivityChange,
    answer: Activity,
    errors: [
      'notTheHost',
      'unknownSchool',
      'unknownTier',
      'unknownCourse',
      'courseRetired',
      'courseTaught',
      'capacityBelowRegistered',
      'unknownAcademicYear',
      'noPolicyEdition',
      'rulesRefused',
    ],
    handle: ({ actor, now, condition }, { params, body }) =>
      updateActivity(app.db, { actor, now, condition, id: params.id, change: body }),
  })

  route(app, {
    operationId: 'addSession',
    method: 'POST',
    path: '/v1/activities/:id/sessions',
    tag,
    summary: ['Add a session', '新增场次'],
    description: [
      'To an activity that the school hosts. Where everything else was over, those who wait move up to free places again.',
      '为本校主办的活动新增场次；其余场次均已结束的，候补可再递补空额。',
    ],
    params: ById,
    body: NewSession,
    answer: Session,
    status: 201,
    // Sessions are read with their activity.
    location: ({ activityId }) => `/v1/activities/${activityId}`,
    errors: ['notTheHost', 'tooManySessions', ...sessionErrors],
    handle: ({ actor, now }, { params, body }) =>
      addSession(app.db, { actor, now, activityId: params.id, session: body }),
  })

  route(app, {
    operationId: 'updateSession',
    method: 'PATCH',
    path: '/v1/sessions/:id',
    tag,
    summary: ['Change a session', '更改场次'],
    description: [
      'While it is scheduled; its times and segments only while no attendance rests on them.',
      '仅限未确认的场次；已有出勤记录后不能更改时间和分段。',
    ],
    params: ById,
    body: SessionChange,
    answer: Session,
    errors: ['notTheHost', 'sessionClosed', 'sessionHasAttendance', ...sessionErrors],
    handle: ({ actor, now, condition }, { params, body }) =>
      updateSession(app.db, { actor, now, condition, id: params.id, change: body }),
  })

  route(app, {
    operationId: 'cancelSession',
    method: 'POST',
    path: '/v1/sessions/:id/cancel',
    tag,
    summary: ['Cancel a session', '取消场次'],
    description: [
      'It earns no hours any more; a confirmed session cannot be cancelled.',
      '取消后不再计课时；已确认的场次不能取消。',
    ],
    params: ById,
    body: SessionCancellation,
    answer: Session,
    errors: ['notTheHost', 'sessionClosed'],
    handle: ({ actor }, { params, body }) => cancelSession(app.db, { actor, id: params.id, reason: body.reason }),
  })
}
