import type { FastifyInstance } from 'fastify'
import { route } from '../../http/route.js'
import { closed, Id } from '../../lib/wire.js'
import { getAnnualReview } from './get-annual-review.js'
import { recordAnnualReview } from './record-annual-review.js'
import { AnnualReview, NewAnnualReview } from './schema.js'

const tag = 'plans'
const path = '/v1/training-plans/:id/annual-review'
const ById = closed({ id: Id })

export function annualReviewRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'recordAnnualReview',
    method: 'POST',
    path,
    tag,
    summary: ['Record the annual review', '记录总结会'],
    description: [
      'Of an approved plan, once (§6.2): what was found, and what next year’s plan changes. It closes the plan; `createTrainingPlan` with `basedOnPlanId` draws the next one up from it.',
      '对已批准的计划记录一次（§6.2）：总结的情况和下一学年的改进。记录后计划不再更改；用 `basedOnPlanId` 新建下一学年的计划。',
    ],
    params: ById,
    body: NewAnnualReview,
    answer: AnnualReview,
    status: 201,
    location: ({ planId }) => `/v1/training-plans/${planId}/annual-review`,
    errors: [
      'planNotApproved',
      'annualReviewExists',
      'annualReviewBeforeYear',
      'annualReviewInFuture',
      'nameOrTeacher',
      'unknownTeacher',
      'duplicateItem',
      'rulesRefused',
    ],
    handle: ({ actor, now }, { params, body }) =>
      recordAnnualReview(app.db, { actor, now, planId: params.id, review: body }),
  })

  route(app, {
    operationId: 'getAnnualReview',
    method: 'GET',
    path,
    tag,
    summary: ['Get the annual review', '查看总结会'],
    description: ['Of a plan (§6.2).', '一份计划的总结会（§6.2）。'],
    params: ById,
    answer: AnnualReview,
    handle: ({ actor }, { params }) => getAnnualReview(app.db, { actor, planId: params.id }),
  })
}
