import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { route } from '../../http/route.js'
import { closed, DateOfCentury, Id, Paging } from '../../lib/wire.js'
import { endTierOverride } from './end-tier-override.js'
import { getTeacherTier } from './get-teacher-tier.js'
import { overrideTeacherTier } from './override-teacher-tier.js'
import { listTierOverrides } from './read.js'
import { NewTierOverride, TeacherTier, TierOverride, TierOverrideEnd, TierOverridePage } from './schema.js'

const tag = 'courses'
const ById = closed({ id: Id })

export function tierRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'getTeacherTier',
    method: 'GET',
    path: '/v1/teachers/:id/tier',
    tag,
    summary: ['Get a teacher’s tier', '查看教师课程分层'],
    description: [
      'The tier of courses and the career stage on a date (§2.2, §3.3), today unless said: by completed years of homeroom service, raised by title, or set by the school; with the reasons and what comes next.',
      '指定日期（默认当日）的课程分层和发展阶段（§2.2、§3.3）：按班主任任职满年数，骨干称号可提高，学校可指定；附依据和后续变化。',
    ],
    params: ById,
    query: closed({ date: Type.Optional(DateOfCentury) }),
    answer: TeacherTier,
    errors: ['noPolicyEdition'],
    handle: ({ actor, now }, { params, query: { date } }) =>
      getTeacherTier(app.db, { actor, now, teacherId: params.id, ...(date ? { date } : {}) }),
  })

  route(app, {
    operationId: 'overrideTeacherTier',
    method: 'POST',
    path: '/v1/teachers/:id/tier-overrides',
    tag,
    summary: ['Override a teacher’s tier', '指定教师课程分层'],
    description: [
      'The school sets a tier for one of its teachers, with a reason, from one date to another. Where two share days the later one stands; stage and years of service stay as they are.',
      '学校为本校教师指定层级，须说明理由和起止日期。期限重叠时以后登记的为准；发展阶段和任职年数不变。',
    ],
    params: ById,
    body: NewTierOverride,
    answer: TierOverride,
    status: 201,
    errors: ['endsBeforeStart', 'unknownTier', 'noPolicyEdition', 'teacherErased', 'rulesRefused'],
    handle: ({ actor, now }, { params, body }) =>
      overrideTeacherTier(app.db, { actor, now, teacherId: params.id, override: body }),
  })

  route(app, {
    operationId: 'listTierOverrides',
    method: 'GET',
    path: '/v1/tier-overrides',
    tag,
    summary: ['List tier overrides', '列出指定的课程分层'],
    description: [
      'In the order in which they were recorded, with those that have ended or were withdrawn.',
      '按登记先后排列，含已结束和已撤销的。',
    ],
    query: closed({ ...Paging, teacherId: Type.Optional(Id) }),
    answer: TierOverridePage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listTierOverrides(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'endTierOverride',
    method: 'POST',
    path: '/v1/tier-overrides/:id/end',
    tag,
    summary: ['End a tier override', '结束指定的课程分层'],
    description: [
      'Before its time with `lastDay`, or altogether without one, as when it was set by mistake. By the school that the teacher is at now, also where another one had set it. What was registered under it stays.',
      '以 `lastDay` 提前结束；省略则撤销，如系误设。由教师现任职学校操作，原由他校指定的亦可。已有的报名不变。',
    ],
    params: ById,
    body: TierOverrideEnd,
    answer: TierOverride,
    errors: ['tierOverrideEnded', 'lastDayOutsideOverride', 'rulesRefused'],
    handle: ({ actor, now }, { params, body }) => endTierOverride(app.db, { actor, now, id: params.id, end: body }),
  })
}
