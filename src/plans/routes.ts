import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../db/database.js'
import type { ErrorCode } from '../errors.js'
import { route } from '../http/route.js'
import { AcademicYearCode, closed, Id, Paging, ref } from '../lib/wire.js'
import { checkTrainingPlan } from './check-training-plan.js'
import { createTrainingPlan } from './create-training-plan.js'
import { getTrainingPlan } from './get-training-plan.js'
import { listTrainingPlans } from './read.js'
import { reviewTrainingPlan } from './review-training-plan.js'
import { reviseTrainingPlan } from './revise-training-plan.js'
import {
  NewTrainingPlan,
  OfVersion,
  PlanCheck,
  PlanReview,
  PlanStatus,
  PlanVersionStatus,
  TrainingPlan,
  TrainingPlanChange,
  TrainingPlanPage,
} from './schema.js'
import { submitTrainingPlan } from './submit-training-plan.js'

const tag = 'plans'
const ById = closed({ id: Id })
const contentErrors = [
  'slotEndsBeforeStart',
  'unknownFixedSlot',
  'unknownPlanItem',
  'duplicateItem',
  'courseOrTheme',
  'unknownCourse',
  'courseRetired',
  'planDateOutsideYear',
  'endsBeforeStart',
  'hoursNotPositive',
  'hoursOffStep',
  'hoursAboveClockTime',
  'planItemAbovePeriod',
  'unknownForm',
  'categoryNotAllowed',
  'unknownModule',
  'unknownTier',
  'nameOrTeacher',
  'unknownTeacher',
  'rulesRefused',
  'unknownAcademicYear',
  'noPolicyEdition',
] as const satisfies readonly ErrorCode[]
/** What an inadequate plan lacks, each a reason of its own. */
const shortfalls = [
  'planInadequate',
  'planTeachersUnknown',
  'planTierHours',
  'planModuleMissing',
  'planCategoryMissing',
  'planFixedSlotMissing',
  'planItemAboveSlot',
  'planSlotOverfull',
  'planSlotsOverlap',
  'planGoalsMissing',
  'planLeadershipMissing',
  'unknownAcademicYear',
  'noPolicyEdition',
] as const satisfies readonly ErrorCode[]

export function planRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'createTrainingPlan',
    method: 'POST',
    path: '/v1/training-plans',
    tag,
    summary: ['Draw up a training plan', '拟制研修计划'],
    description: [
      'Of a school for an academic year, once, as a draft that may still lack things (§6.1). With `basedOnPlanId` an earlier plan of the school is taken over: its items fall in the same weeks of the new year, and what the annual review wants changed stands in `notes` (§6.2).',
      '每校每学年一份，先为草稿，可以尚不完整（§6.1）。给出 `basedOnPlanId` 则沿用本校以往计划：项目落在新学年的相同周次，总结会的改进写入 `notes`（§6.2）。',
    ],
    body: NewTrainingPlan,
    answer: TrainingPlan,
    status: 201,
    location: ({ id }) => `/v1/training-plans/${id}`,
    errors: ['unknownSchool', 'trainingPlanExists', 'unknownTrainingPlan', 'trainingPlanNotEarlier', ...contentErrors],
    handle: ({ actor, now }, { body }) => createTrainingPlan(app.db, { actor, now, plan: body }),
  })

  route(app, {
    operationId: 'listTrainingPlans',
    method: 'GET',
    path: '/v1/training-plans',
    tag,
    summary: ['List training plans', '列出研修计划'],
    description: [
      'Newest first. With `newestVersionStatus=submitted` those that wait for the institute, amendments too.',
      '由新到旧。`newestVersionStatus=submitted` 列出待审阅的计划，含更改。',
    ],
    query: closed({
      ...Paging,
      academicYear: Type.Optional(AcademicYearCode),
      schoolId: Type.Optional(Id),
      status: Type.Optional(ref(PlanStatus)),
      newestVersionStatus: Type.Optional(ref(PlanVersionStatus)),
    }),
    answer: TrainingPlanPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listTrainingPlans(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'getTrainingPlan',
    method: 'GET',
    path: '/v1/training-plans/:id',
    tag,
    summary: ['Get a training plan', '查看研修计划'],
    description: [
      'With its newest version, or the one asked for: all are kept.',
      '含最新版本或所指定的版本，各版本均保留。',
    ],
    params: ById,
    query: OfVersion,
    answer: TrainingPlan,
    handle: ({ actor }, { params, query: asked }) => getTrainingPlan(app.db, { actor, ...params, ...asked }),
  })

  route(app, {
    operationId: 'reviseTrainingPlan',
    method: 'PATCH',
    path: '/v1/training-plans/:id',
    tag,
    summary: ['Revise a training plan', '修改研修计划'],
    description: [
      'Each part that is given replaces its whole; items that stay keep their ids, fixed slots their numbers, so that an item in a slot that is left out has to say where it goes. A draft is changed; of a returned or approved version a new one is opened. An approved plan is amended with a `reason` and stays in force until the amendment is approved.',
      '所给部分整体替换；保留的项目和固定时间须给出原编号，固定时间删去时其项目须另作安排。草稿直接修改；已退回或已批准的版本另开新版本。更改已批准的计划须给出 `reason`，批准之前原版本继续执行。',
    ],
    params: ById,
    body: TrainingPlanChange,
    answer: TrainingPlan,
    errors: ['planClosed', 'planInReview', 'amendmentReasonNeeded', 'planItemInUse', ...contentErrors],
    handle: ({ actor, now, condition }, { params, body }) =>
      reviseTrainingPlan(app.db, { actor, now, condition, ...params, change: body }),
  })

  route(app, {
    operationId: 'submitTrainingPlan',
    method: 'POST',
    path: '/v1/training-plans/:id/submit',
    tag,
    summary: ['Submit a training plan', '提交研修计划'],
    description: [
      'By the principal, to the institute (§6.1). With If-Match it is the draft that was read: one that was revised since is answered 412. A plan that does not do what the policy asks is refused with everything that is missing.',
      '由校长提交教育学院（§6.1）。带 If-Match 时只提交所读的草稿，其后已更改的应答 412。未达到要求的计划不予提交，并列出全部不足之处。',
    ],
    params: ById,
    answer: TrainingPlan,
    errors: ['preconditionFailed', 'planClosed', 'planNotDraft', ...shortfalls],
    handle: ({ actor, now, condition }, { params }) => submitTrainingPlan(app.db, { actor, now, condition, ...params }),
  })

  route(app, {
    operationId: 'reviewTrainingPlan',
    method: 'POST',
    path: '/v1/training-plans/:id/review',
    tag,
    summary: ['Review a training plan', '审阅研修计划'],
    description: [
      'The institute approves the submitted version, which it names, or returns it with comments. What is approved is checked again, and takes the place of the version in force.',
      '教育学院批准所指定的提交版本，或附意见退回。批准时再次检查，批准后取代原执行版本。',
    ],
    params: ById,
    body: PlanReview,
    answer: TrainingPlan,
    errors: ['planClosed', 'planVersionOutdated', 'planNotSubmitted', 'planItemInUse', 'rulesRefused', ...shortfalls],
    handle: ({ actor, now }, { params, body }) => reviewTrainingPlan(app.db, { actor, now, ...params, review: body }),
  })

  route(app, {
    operationId: 'checkTrainingPlan',
    method: 'GET',
    path: '/v1/training-plans/:id/check',
    tag,
    summary: ['Check a training plan', '检查研修计划'],
    description: [
      'Whether it reaches the annual minimum in each tier that the school has teachers of, covers modules and categories, has fixed time enough, goals and a leadership group (§3.2, §3.3, §4.1, §5.1, §6.1); everything that is missing, with its clause. Until the year begins its teachers are those on duty from today to its first day; where none is known, that is a shortfall too (`planTeachersUnknown`).',
      '是否使本校教师各层级均可达到学年最低课时、覆盖各模块和类别、有足够的固定时间、目标和领导小组（§3.2、§3.3、§4.1、§5.1、§6.1）；逐条列出不足之处及条款。学年开始之前，以今日至学年首日在任的班主任为准；没有任何任职记录时亦为不足（`planTeachersUnknown`）。',
    ],
    params: ById,
    query: OfVersion,
    answer: PlanCheck,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { params, query: asked }) =>
      checkTrainingPlan(app.db, { actor, now, ...params, ...asked }),
  })
}
