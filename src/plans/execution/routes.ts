import type { FastifyInstance } from 'fastify'
import { Activity } from '../../activities/schema.js'
import type { ErrorCode } from '../../errors.js'
import { route } from '../../http/route.js'
import { closed, Id } from '../../lib/wire.js'
import { getPlanExecution } from './get-plan-execution.js'
import { PlanExecution, PlanItemSchedule } from './schema.js'
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
      'Makes it an activity with all its sessions, once. An item in a fixed slot (§5.1) gets dates of the slot that are still to come, spread evenly over its period, without holidays and without dates that other items have; or the times given, past ones too. An item of flexible time needs them.',
      '将项目一次性安排为含全部场次的活动。固定时间的项目（§5.1）在其期间内均匀取用该时间尚未到来的日期，避开假期和其他项目已用的日期；也可给出各场次时间（含已过的），灵活时间的项目必须给出。',
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
    operationId: 'getPlanExecution',
    method: 'GET',
    path: '/v1/training-plans/:id/execution',
    tag,
    summary: ['Get how far a plan is carried out', '查看计划执行情况'],
    description: [
      'Item by item: planned, scheduled, held and cancelled, teachers reached and class hours entered; by module, category and tier; and what is overdue (§6.1).',
      '逐项列出计划、已安排、已完成和取消的场次，参加教师和入账课时，并按模块、类别、层级汇总；列出逾期项目（§6.1）。',
    ],
    params: ById,
    answer: PlanExecution,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { params }) => getPlanExecution(app.db, { actor, now, id: params.id }),
  })
}
