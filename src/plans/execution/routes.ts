import type { FastifyInstance } from 'fastify'
import { Activity } from '../../activities/schema.js'
import type { ErrorCode } from '../../errors.js'
import { route } from '../../http/route.js'
import { closed, Id } from '../../lib/wire.js'
import { getPlanExecution } from './get-plan-execution.js'
import { linkPlanItem } from './link-plan-item.js'
import { PlanExecution, PlanItemLink, PlanItemSchedule } from './schema.js'
import { schedulePlanItem } from './schedule-plan-item.js'

const tag = 'plans'
const ById = closed({ id: Id })
/** What the sessions of an activity are refused for. */
const sessionErrors = [
  'sessionEndsBeforeStart',
  'sessionTooLong',
  'sessionOutsideAcademicYear',
  'hoursOffStep',
  'hoursAboveClockTime',
  'unknownForm',
  'categoryNotAllowed',
  'unknownModule',
  'rulesRefused',
] as const satisfies readonly ErrorCode[]

export function planExecutionRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'schedulePlanItem',
    method: 'POST',
    path: '/v1/training-plans/:id/items/:itemId/schedule',
    tag,
    summary: ['Schedule an item of the plan', '安排计划项目'],
    description: [
      'Makes it an activity with all its sessions, once. An item in a fixed slot (§5.1) gets dates of the slot that are still to come, spread evenly over its period, without holidays and without dates that other items have; or the times given, past ones too. An item of flexible time needs them. `schoolIds` makes the activity joint (§4.2); `capacity` and `registrationClosesAt` say how many may register, and until when.',
      '将项目一次性安排为含全部场次的活动。固定时间的项目（§5.1）在其期间内均匀取用该时间尚未到来的日期，避开假期和其他项目已用的日期；也可给出各场次时间（含已过的），灵活时间的项目必须给出。`schoolIds` 为联合活动的其他学校（§4.2），`capacity`、`registrationClosesAt` 为名额和报名截止时刻。',
    ],
    params: closed({ id: Id, itemId: Id }),
    body: PlanItemSchedule,
    answer: Activity,
    status: 201,
    location: ({ id }) => `/v1/activities/${id}`,
    errors: [
      'planClosed',
      'planNotApproved',
      'planItemScheduled',
      'planSessionsNeeded',
      'planSessionCount',
      'planSessionOutsidePeriod',
      'planSlotTaken',
      'unknownAcademicYear',
      'noPolicyEdition',
      'unknownSchool',
      'unknownCourse',
      'courseRetired',
      ...sessionErrors,
    ],
    handle: ({ actor, now }, { params, body }) => schedulePlanItem(app.db, { actor, now, ...params, schedule: body }),
  })

  route(app, {
    operationId: 'linkPlanItem',
    method: 'POST',
    path: '/v1/training-plans/:id/items/:itemId/link',
    tag,
    summary: ['Link an item of the plan to an activity', '将计划项目对应到已有活动'],
    description: [
      'Instead of `schedulePlanItem`, once: an activity that is there already carries the item out, a joint one that another school hosts (§4.2) or one of the school’s own. It is of the plan’s year, open to the tiers of the item, and its sessions are as planned.',
      '代替 `schedulePlanItem`，限一次：由已有活动完成该项目，可为他校主办、本校参加的联合活动（§4.2）或本校活动。活动须属同一学年、面向项目的分层，各场次与计划相符。',
    ],
    params: closed({ id: Id, itemId: Id }),
    body: PlanItemLink,
    answer: Activity,
    errors: [
      'planClosed',
      'planNotApproved',
      'planItemScheduled',
      'unknownActivity',
      'planActivityLinked',
      'planActivityOtherYear',
      'planActivityOtherCourse',
      'planActivityNotForTiers',
      'planSessionCount',
      'planActivitySessionUnlike',
      'rulesRefused',
      'unknownAcademicYear',
      'noPolicyEdition',
    ],
    handle: ({ actor, now }, { params, body }) => linkPlanItem(app.db, { actor, now, ...params, link: body }),
  })

  route(app, {
    operationId: 'getPlanExecution',
    method: 'GET',
    path: '/v1/training-plans/:id/execution',
    tag,
    summary: ['Get how far a plan is carried out', '查看计划执行情况'],
    description: [
      'Item by item: planned, scheduled, held and cancelled, teachers of the school reached and class hours entered; by module, category and tier; and what is overdue (§6.1).',
      '逐项列出计划、已安排、已完成和取消的场次，本校参加教师和入账课时，并按模块、类别、层级汇总；列出逾期项目（§6.1）。',
    ],
    params: ById,
    answer: PlanExecution,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { params }) => getPlanExecution(app.db, { actor, now, id: params.id }),
  })
}
