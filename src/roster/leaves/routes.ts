import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { route } from '../../http/route.js'
import { closed, Id, Paging } from '../../lib/wire.js'
import { listLeaves } from './read.js'
import { recordLeave } from './record-leave.js'
import { Leave, LeavePage, NewLeave } from '../schema.js'

const tag = 'roster'

export function leaveRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'recordLeave',
    method: 'POST',
    path: '/v1/leaves',
    tag,
    summary: ['Record a leave', '登记请假'],
    description: [
      'First and last day. Whether it lowers the annual minimum is the policy edition’s matter (`annualHours.obligation`).',
      '登记起止日期。是否减少学年课时要求由政策版本决定（`annualHours.obligation`）。',
    ],
    body: NewLeave,
    answer: Leave,
    status: 201,
    errors: ['endsBeforeStart', 'unknownTeacher', 'leaveExists', 'leaveOverlaps', 'teacherErased'],
    handle: ({ actor, now }, { body }) => recordLeave(app.db, { actor, now, leave: body }),
  })

  route(app, {
    operationId: 'listLeaves',
    method: 'GET',
    path: '/v1/leaves',
    tag,
    summary: ['List leaves', '列出请假'],
    description: ['In the order in which they were recorded.', '按登记先后排列。'],
    query: closed({ ...Paging, teacherId: Type.Optional(Id) }),
    answer: LeavePage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listLeaves(tx, actor, { limit, ...filters })),
  })
}
