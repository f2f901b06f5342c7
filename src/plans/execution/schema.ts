import { Type, type Static } from '@sinclair/typebox'
import { NewActivity } from '../../activities/schema.js'
import { closed, DateOnly, HoursText, Id, Instant, Line, nullable, ref } from '../../lib/wire.js'
import { Category, TierNumber } from '../../policy/schema.js'

export const PlanSession = closed(
  { startsAt: Instant, endsAt: Instant, location: Type.Optional(Line(200)) },
  { $id: 'PlanSession' },
)
export type PlanSession = Static<typeof PlanSession>

export const PlanItemSchedule = closed(
  {
    sessions: Type.Optional(
      Type.Array(ref(PlanSession), {
        minItems: 1,
        maxItems: 100,
        description: 'Needed for an item without a slot / 灵活时间的项目必须给出',
      }),
    ),
    schoolIds: NewActivity.properties.schoolIds,
    capacity: NewActivity.properties.capacity,
    registrationClosesAt: NewActivity.properties.registrationClosesAt,
  },
  { $id: 'PlanItemSchedule', description: 'As of a new activity of the school / 与新建活动相同' },
)
export type PlanItemSchedule = Static<typeof PlanItemSchedule>

export const PlanItemLink = closed({ activityId: Id }, { $id: 'PlanItemLink' })
export type PlanItemLink = Static<typeof PlanItemLink>

const Count = Type.Integer({ minimum: 0 })
const sessions = closed({ sessions: Count, hours: HoursText })
const sums = { hoursPlanned: HoursText, hoursHeld: HoursText }

export const PlanExecution = closed(
  {
    planId: Id,
    versionNumber: Type.Integer({ minimum: 1, description: 'The version in force, else the newest / 执行中的版本' }),
    date: DateOnly,
    items: Type.Array(
      closed({
        id: Id,
        title: Type.String(),
        activityId: nullable(Id),
        planned: sessions,
        scheduled: sessions,
        held: sessions,
        cancelled: Count,
        teachers: Type.Integer({
          minimum: 0,
          description: 'Teachers of the school who earned hours / 本校取得课时的教师人数',
        }),
        hoursEntered: Type.String({ description: 'Of these teachers together / 上述教师入账课时合计' }),
        overdue: Type.Boolean({ description: 'Its period is past and not all of it was held / 逾期未完成' }),
      }),
      { description: 'In the order of the plan; held is confirmed / 按计划顺序，held 为已确认的场次' },
    ),
    modules: Type.Array(closed({ module: Type.String(), ...sums })),
    categories: Type.Array(closed({ category: ref(Category), ...sums })),
    tiers: Type.Array(closed({ tier: TierNumber, ...sums }), {
      description: 'What a teacher of the tier can attend / 该层级教师可参加的课时',
    }),
    overdueItems: Type.Array(Id),
  },
  { $id: 'PlanExecution' },
)
export type PlanExecution = Static<typeof PlanExecution>
