import type { FastifyInstance } from 'fastify'
import { route } from '../../http/route.js'
import { AcademicYearCode, closed, Id } from '../../lib/wire.js'
import { adjustObligation } from './adjust-obligation.js'
import { ObligationAdjustment, ObligationAdjustmentContent } from '../schema.js'

const tag = 'roster'

export function obligationRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'adjustObligation',
    method: 'PUT',
    path: '/v1/teachers/:teacherId/obligation-adjustments/:academicYear',
    tag,
    summary: ['Approve another annual minimum', '核准调整学年课时要求'],
    description: [
      'For one teacher and academic year; it stands above what the policy edition computes (§5.1).',
      '针对一名教师的一个学年，优先于政策版本的计算结果（§5.1）。',
    ],
    params: closed({ teacherId: Id, academicYear: AcademicYearCode }),
    body: ObligationAdjustmentContent,
    answer: ObligationAdjustment,
    errors: ['unknownAcademicYear', 'teacherErased'],
    handle: ({ actor, now, condition }, { params, body }) =>
      adjustObligation(app.db, { actor, now, condition, ...params, content: body }),
  })
}
