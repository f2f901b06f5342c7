import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { route } from '../../http/route.js'
import { closed, Id, Paging } from '../../lib/wire.js'
import { listInteractions } from './read.js'
import { reportInteractions } from './report-interactions.js'
import { InteractionPage, InteractionReport, InteractionReportAnswer } from './schema.js'

const tag = 'activities'
const ById = closed({ id: Id })

export function interactionRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'reportInteractions',
    method: 'POST',
    path: '/v1/sessions/:id/interactions',
    tag,
    summary: ['Report online interactions', '上报线上互动'],
    description: [
      'What a platform counts of up to 500 teachers in an online session (§4.3): running totals, which replace those reported before; whoever is left out keeps hers. Each teacher must be eligible, registered or recorded in the session. They show participation (§5.2) and earn no hours. Host only.',
      '线上平台统计的互动数据（§4.3），一次最多 500 名教师：累计值，再次上报即替换，未列出的教师保持原值。教师须在场次范围内、已报名或已有出勤记录。用于体现参与度（§5.2），不计课时。仅限主办学校。',
    ],
    params: ById,
    body: InteractionReport,
    answer: InteractionReportAnswer,
    errors: ['notTheHost', 'sessionClosed', 'sessionNotOnline', 'teacherNotEligible', 'duplicateItem', 'rulesRefused'],
    handle: ({ actor, now }, { params, body }) =>
      reportInteractions(app.db, { actor, now, sessionId: params.id, report: body }),
  })

  route(app, {
    operationId: 'listInteractions',
    method: 'GET',
    path: '/v1/interactions',
    tag,
    summary: ['List online interactions', '列出线上互动'],
    description: [
      'In the order in which they were first reported. A host school sees all of its sessions, another school its own teachers, a teacher her own.',
      '按首次上报的先后排列。主办学校可见其场次的全部数据，其他学校仅见本校教师，教师仅见本人。',
    ],
    query: closed({ ...Paging, sessionId: Type.Optional(Id), teacherId: Type.Optional(Id) }),
    answer: InteractionPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listInteractions(tx, actor, { limit, ...filters })),
  })
}
