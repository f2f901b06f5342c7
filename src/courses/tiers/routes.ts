import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { route } from '../../http/route.js'
import { closed, DateOfCentury, Id } from '../../lib/wire.js'
import { getTeacherTier } from './get-teacher-tier.js'
import { overrideTeacherTier } from './override-teacher-tier.js'
import { NewTierOverride, TeacherTier, TierOverride } from './schema.js'

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
      'The tier of courses and the career stage on a date (§2.2, §3.3), today unless said: by completed years of homeroom service, raised by title, or set by the school; with the reasons and what leads to a higher tier.',
      '指定日期（默认当日）的课程分层和发展阶段（§2.2、§3.3）：按班主任任职满年数，骨干称号可提高，学校可指定；附依据和进入更高层级的途径。',
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
}
