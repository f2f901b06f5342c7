import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { route } from '../http/route.js'
import { AcademicYearCode, closed, Id, Paging } from '../lib/wire.js'
import { getCurriculum } from './get-curriculum.js'
import { Curriculum } from './schema.js'

export function curriculumRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'getCurriculum',
    method: 'GET',
    path: '/v1/teachers/:id/curriculum',
    tag: 'curriculum',
    summary: ['Get a teacher’s curriculum', '查看教师课程方案'],
    description: [
      'The published courses that fit the teacher’s tier (§3.3), of the schools where the teacher has a homeroom duty or shared in the district: what has been done in whole comes last, all else by need (§3.1), then what covers modules without hours (§3.2), each with its reasons; `limit` says how many are listed. And how the year covers the modules.',
      '适合教师所在分层（§3.3）的已发布课程，来自任职学校或全区共享：已修满的排在最后，其余按需求（§3.1）和尚无课时的模块（§3.2）排序，逐一说明理由；`limit` 为列出的门数。并列出各模块的覆盖情况。',
    ],
    params: closed({ id: Id }),
    query: closed({ academicYear: AcademicYearCode, limit: Type.Optional(Paging.limit) }),
    answer: Curriculum,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { params, query: { academicYear, limit = 50 } }) =>
      getCurriculum(app.db, { actor, now, teacherId: params.id, academicYear, limit }),
  })
}
