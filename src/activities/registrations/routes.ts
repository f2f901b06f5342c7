import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { route } from '../../http/route.js'
import { closed, Id, Paging, ref } from '../../lib/wire.js'
import { cancelRegistration } from './cancel-registration.js'
import { listRegistrations } from './read.js'
import { registerForActivity } from './register-for-activity.js'
import { NewRegistration, Registration, RegistrationAnswer, RegistrationPage, RegistrationStatus } from './schema.js'

const tag = 'activities'
const ById = closed({ id: Id })

export function registrationRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'registerForActivity',
    method: 'POST',
    path: '/v1/activities/:id/registrations',
    tag,
    summary: ['Register for an activity', '活动报名'],
    description: [
      'A teacher for herself with `{}`, a school for one of its teachers (§5.1). The teacher must be eligible in a session that is still to come and, where the activity names tiers, be in one of them. When it is full she waits, with her place in the list. Registering again answers the same registration with 200; after cancelling one joins the end of the list anew. Attendance can be recorded with or without a registration.',
      '教师以 `{}` 为本人报名，学校为本校教师代报（§5.1）。教师须在某一未开始的场次范围内；活动限定分层的，须在其列。满额转为候补并给出顺位。重复报名以 200 返回原报名；取消后可重新报名，排在最后。登记出勤不以报名为前提。',
    ],
    params: ById,
    body: NewRegistration,
    answer: RegistrationAnswer,
    status: { all: [200, 201], of: ({ outcome }) => (outcome === 'created' ? 201 : 200) },
    // Registrations are read by their list.
    location: ({ data }) => `/v1/registrations?activityId=${data.activityId}&teacherId=${data.teacherId}`,
    errors: [
      'missingProperty',
      'unknownTeacher',
      'registrationClosed',
      'noSessionToCome',
      'teacherNotEligible',
      'tierNotAdmitted',
      'noPolicyEdition',
      'rulesRefused',
    ],
    handle: ({ actor, now }, { params, body }) =>
      registerForActivity(app.db, { actor, now, activityId: params.id, registration: body }),
  })

  route(app, {
    operationId: 'cancelRegistration',
    method: 'POST',
    path: '/v1/registrations/:id/cancel',
    tag,
    summary: ['Cancel a registration', '取消报名'],
    description: [
      'By the teacher, the teacher’s school or the host. The first of the waiting list moves up at the same moment. Cancelling again changes nothing.',
      '由教师本人、其所在学校或主办学校取消，候补第一位同时递补。重复取消不作更改。',
    ],
    params: ById,
    answer: Registration,
    errors: ['notTheHost'],
    handle: ({ actor, now }, { params }) => cancelRegistration(app.db, { actor, now, id: params.id }),
  })

  route(app, {
    operationId: 'listRegistrations',
    method: 'GET',
    path: '/v1/registrations',
    tag,
    summary: ['List registrations', '列出报名'],
    description: [
      'In the order in which they were made, cancelled ones too. A host school sees all of its activities, another school its own teachers, a teacher her own.',
      '按报名先后排列，含已取消的。主办学校可见其活动的全部报名，其他学校仅见本校教师，教师仅见本人。',
    ],
    query: closed({
      ...Paging,
      activityId: Type.Optional(Id),
      teacherId: Type.Optional(Id),
      status: Type.Optional(ref(RegistrationStatus)),
    }),
    answer: RegistrationPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listRegistrations(tx, actor, { limit, ...filters })),
  })
}
