import type { FastifyInstance } from 'fastify'
import type { ErrorCode } from '../../errors.js'
import { route } from '../../http/route.js'
import { closed, Id } from '../../lib/wire.js'
import { correctAnnualReview } from './correct-annual-review.js'
import { getAnnualReview } from './get-annual-review.js'
import { recordAnnualReview } from './record-annual-review.js'
import { AnnualReview, AnnualReviewCorrection, NewAnnualReview, OfReviewVersion } from './schema.js'

const tag = 'plans'
const path = '/v1/training-plans/:id/annual-review'
const ById = closed({ id: Id })
const contentErrors = [
  'annualReviewTooEarly',
  'annualReviewInFuture',
  'nameOrTeacher',
  'unknownTeacher',
  'duplicateItem',
  'rulesRefused',
] as const satisfies readonly ErrorCode[]

export function annualReviewRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'recordAnnualReview',
    method: 'POST',
    path,
    tag,
    summary: ['Record the annual review', '记录总结会'],
    description: [
      'Of an approved plan, once, in the second semester of its year or after (§6.2): what was found, and what next year’s plan changes. It closes the plan; `createTrainingPlan` with `basedOnPlanId` draws the next one up from it.',
      '对已批准的计划记录一次（§6.2），最早在该学年第二学期召开：总结的情况和下一学年的改进。记录后计划不再更改；用 `basedOnPlanId` 新建下一学年的计划。',
    ],
    params: ById,
    body: NewAnnualReview,
    answer: AnnualReview,
    status: 201,
    location: ({ planId }) => `/v1/training-plans/${planId}/annual-review`,
    errors: ['planNotApproved', 'planInReview', 'annualReviewExists', ...contentErrors],
    handle: ({ actor, now }, { params, body }) =>
      recordAnnualReview(app.db, { actor, now, planId: params.id, review: body }),
  })

  route(app, {
    operationId: 'getAnnualReview',
    method: 'GET',
    path,
    tag,
    summary: ['Get the annual review', '查看总结会'],
    description: [
      'Of a plan (§6.2), as it was last corrected, or in the version asked for: all are kept.',
      '一份计划的总结会（§6.2），为最近更正的版本或所指定的版本，各版本均保留。',
    ],
    params: ById,
    query: OfReviewVersion,
    answer: AnnualReview,
    handle: ({ actor }, { params, query }) => getAnnualReview(app.db, { actor, planId: params.id, ...query }),
  })

  route(app, {
    operationId: 'correctAnnualReview',
    method: 'PATCH',
    path,
    tag,
    summary: ['Correct the annual review', '更正总结会记录'],
    description: [
      'With a reason; each part that is given replaces its whole. The correction is a new version and the earlier ones are kept (§6.2). A plan that was drawn up from the review before stays as it is.',
      '须说明原因，所给部分整体替换。更正另存为新版本，原版本保留（§6.2）；此前据以拟制的计划不变。',
    ],
    params: ById,
    body: AnnualReviewCorrection,
    answer: AnnualReview,
    errors: contentErrors,
    handle: ({ actor, now, condition }, { params, body }) =>
      correctAnnualReview(app.db, { actor, now, condition, planId: params.id, correction: body }),
  })
}
