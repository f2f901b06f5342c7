import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { BySourcedId, putDescription, putStatus } from '../../http/put.js'
import { route } from '../../http/route.js'
import { closed, DateOnly, Id, Paging, SourcedId } from '../../lib/wire.js'
import { putHomeroomDutyBySourcedId } from './put-homeroom-duty-by-sourced-id.js'
import { listHomeroomDuties } from './read.js'
import { HomeroomDutyContent, HomeroomDutyPage, HomeroomDutyPut } from '../schema.js'

const tag = 'roster'

export function dutyRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'listHomeroomDuties',
    method: 'GET',
    path: '/v1/homeroom-duties',
    tag,
    summary: ['List homeroom duties', '列出班主任任职'],
    description: [
      'By external id; `activeOn` keeps those held on that day.',
      '按来源编号排列；`activeOn` 只列当日在任的。',
    ],
    query: closed({
      ...Paging,
      sourcedId: Type.Optional(SourcedId),
      teacherId: Type.Optional(Id),
      schoolId: Type.Optional(Id),
      activeOn: Type.Optional(DateOnly),
    }),
    answer: HomeroomDutyPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listHomeroomDuties(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'putHomeroomDutyBySourcedId',
    method: 'PUT',
    path: '/v1/homeroom-duties/by-sourced-id/:sourcedId',
    tag,
    summary: ['Put a homeroom duty', '写入班主任任职'],
    description: putDescription('homeroom duty', '班主任任职'),
    params: BySourcedId,
    body: HomeroomDutyContent,
    answer: HomeroomDutyPut,
    status: putStatus,
    errors: ['endsBeforeStart', 'unknownTeacher', 'unknownSchool', 'teacherErased', 'rulesRefused'],
    handle: ({ actor, now, condition }, { params, body }) =>
      putHomeroomDutyBySourcedId(app.db, { actor, now, condition, ...params, content: body }),
  })
}
