import { Type, type Static } from '@sinclair/typebox'
import { Delivery } from '../hours/schema.js'
import {
  AcademicYearCode,
  closed,
  DateOfCentury,
  DateOnly,
  enumeration,
  HoursText,
  Id,
  Instant,
  Line,
  nullable,
  pageOf,
  ref,
  Version,
} from '../lib/wire.js'
import { Category, FormCode, ModuleCode, TierNumber } from '../policy/schema.js'
import { Holiday } from '../roster/schema.js'
import { NamedPerson, PersonReference } from './people/schema.js'

export const PlanStatus = enumeration(['draft', 'submitted', 'returned', 'approved', 'closed'], {
  $id: 'PlanStatus',
  description:
    '草稿 draft, 已提交 submitted, 已退回 returned, 执行中 approved (an amendment may be open), 已总结 closed (§6.2)',
})
export type PlanStatus = Static<typeof PlanStatus>

export const PlanVersionStatus = enumeration(['draft', 'submitted', 'returned', 'approved', 'superseded'], {
  $id: 'PlanVersionStatus',
  description: '草稿 draft, 已提交 submitted, 已退回 returned, 已批准 approved, 已被取代 superseded',
})
export type PlanVersionStatus = Static<typeof PlanVersionStatus>

const ClockTime = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'Clock time, Asia/Shanghai / 钟点（上海时间）',
  examples: ['15:30'],
})
const Weekday = Type.Integer({ minimum: 1, maximum: 7, description: '1 Monday to 7 Sunday / 1 为周一，7 为周日' })
const VersionNumber = Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Version of the plan / 计划版本号' })
const SLOTS_MAXIMUM = 20
/** Each of the slots may be replaced by a new one at once, and a new one takes no number that stood. */
const SlotNumber = Type.Integer({
  minimum: 1,
  maximum: 2 * SLOTS_MAXIMUM,
  description: 'Of a fixed slot, by which items name it / 固定时间的编号，项目据此引用',
})

const slot = { weekday: Weekday, startsAt: ClockTime, endsAt: ClockTime }
export const NewFixedSlot = closed(
  {
    number: Type.Optional({
      ...SlotNumber,
      description:
        'Of a slot that stays; left out, a new one gets the lowest that the plan has not had / 保留的固定时间给出编号；省略则为新的，取未用的最小编号',
    }),
    ...slot,
    location: Type.Optional(nullable(Line(200))),
  },
  { $id: 'NewFixedSlot' },
)
export type NewFixedSlot = Static<typeof NewFixedSlot>

export const FixedSlot = closed(
  { number: SlotNumber, ...slot, location: nullable(Type.String()) },
  { $id: 'FixedSlot', description: 'Keeps its number, wherever it stands / 编号不变，与次序无关。固定研修时间 (§5.1)' },
)
export type FixedSlot = Static<typeof FixedSlot>

const SessionCount = Type.Integer({ minimum: 1, maximum: 100, description: 'How many sessions / 场次数' })

export const NewPlanItem = closed(
  {
    id: Type.Optional({ ...Id, description: 'Of an item that stays; left out for a new one / 保留的项目给出编号' }),
    title: Line(200),
    courseId: Type.Optional(Id),
    theme: Type.Optional(Line(500, { description: 'What it is about, where it is no course / 非课程的主题' })),
    module: ModuleCode,
    tiers: Type.Optional(
      Type.Array(TierNumber, { maxItems: 20, uniqueItems: true, description: 'Empty for all / 空为全部层级' }),
    ),
    form: FormCode,
    category: Type.Optional(ref(Category)),
    delivery: Type.Optional(ref(Delivery)),
    sessions: SessionCount,
    hoursPerSession: HoursText,
    from: DateOfCentury,
    to: DateOfCentury,
    slot: Type.Optional(nullable(SlotNumber, { description: 'Null for flexible time / null 为灵活时间' })),
    responsible: Type.Optional(Line(100, { description: 'Whoever sees to it / 负责人' })),
  },
  { $id: 'NewPlanItem' },
)
export type NewPlanItem = Static<typeof NewPlanItem>

export const PlanItem = closed(
  {
    id: Id,
    title: Type.String(),
    courseId: nullable(Id),
    theme: nullable(Type.String()),
    module: ModuleCode,
    tiers: Type.Array(TierNumber, { description: 'Empty for all / 空为全部层级' }),
    form: FormCode,
    category: ref(Category),
    delivery: ref(Delivery),
    sessions: SessionCount,
    hoursPerSession: HoursText,
    from: DateOnly,
    to: DateOnly,
    slot: nullable(SlotNumber),
    responsible: nullable(Type.String()),
  },
  { $id: 'PlanItem', description: 'Keeps its id through all versions / 各版本中编号不变' },
)
export type PlanItem = Static<typeof PlanItem>

const lines = (maximum: number, description: string) => Type.Array(Line(500), { maxItems: maximum, description })
const content = {
  goals: lines(30, 'Goals (§6.1) / 研修目标'),
  notes: lines(100, 'Remarks, such as what the last annual review asks for / 备注，如上学年总结会提出的改进'),
  fixedSlots: Type.Array(ref(NewFixedSlot), {
    maxItems: SLOTS_MAXIMUM,
    description: 'Fixed training time (§5.1) / 固定研修时间',
  }),
  items: Type.Array(ref(NewPlanItem), { maxItems: 200 }),
  holidays: Type.Array(ref(Holiday), {
    maxItems: 60,
    description: 'The school’s own days off, besides the calendar’s / 校历之外本校的停课日',
  }),
  responsible: Type.Array(ref(PersonReference), { maxItems: 20, description: 'Responsible people / 负责人' }),
}

export const PlanContent = closed(
  {
    goals: content.goals,
    notes: content.notes,
    fixedSlots: Type.Array(ref(FixedSlot)),
    items: Type.Array(ref(PlanItem)),
    holidays: content.holidays,
    responsible: Type.Array(ref(NamedPerson)),
  },
  { $id: 'PlanContent' },
)
export type PlanContent = Static<typeof PlanContent>

const partial = {
  goals: Type.Optional(content.goals),
  notes: Type.Optional(content.notes),
  fixedSlots: Type.Optional(content.fixedSlots),
  items: Type.Optional(content.items),
  holidays: Type.Optional(content.holidays),
  responsible: Type.Optional(content.responsible),
}

export const NewTrainingPlan = closed(
  {
    schoolId: Id,
    academicYear: AcademicYearCode,
    basedOnPlanId: Type.Optional({
      ...Id,
      description:
        'An earlier plan of the school; what is given besides takes the place of its part / 以往年计划为底稿',
    }),
    ...partial,
  },
  { $id: 'NewTrainingPlan' },
)
export type NewTrainingPlan = Static<typeof NewTrainingPlan>
export type NewPlanContent = Pick<NewTrainingPlan, keyof typeof partial>

export const TrainingPlanChange = closed(
  {
    reason: Type.Optional(Line(500, { description: 'Why; an approved plan is not amended without / 更改原因' })),
    ...partial,
  },
  { $id: 'TrainingPlanChange', minProperties: 1 },
)
export type TrainingPlanChange = Static<typeof TrainingPlanChange>

const summary = {
  id: Id,
  schoolId: Id,
  academicYear: AcademicYearCode,
  status: ref(PlanStatus),
  basedOnPlanId: nullable(Id),
  approvedVersion: nullable(VersionNumber, { description: 'The one in force / 执行中的版本' }),
  newestVersion: VersionNumber,
  newestVersionStatus: ref(PlanVersionStatus),
  createdAt: Instant,
  updatedAt: Instant,
  version: Version,
}

export const PlanVersion = closed(
  {
    number: VersionNumber,
    status: ref(PlanVersionStatus),
    reason: nullable(Type.String(), { description: 'Why it was amended / 更改原因' }),
    content: ref(PlanContent),
    createdAt: Instant,
    submittedAt: nullable(Instant),
    reviewedAt: nullable(Instant),
    comments: nullable(Type.String(), { description: 'What the institute says of it / 教育学院的意见' }),
  },
  { $id: 'PlanVersion' },
)
export type PlanVersion = Static<typeof PlanVersion>

export const TrainingPlan = closed({ ...summary, shown: ref(PlanVersion) }, { $id: 'TrainingPlan' })
export type TrainingPlan = Static<typeof TrainingPlan>
export const TrainingPlanSummary = closed(summary, { $id: 'TrainingPlanSummary' })
export type TrainingPlanSummary = Static<typeof TrainingPlanSummary>
export const TrainingPlanPage = pageOf(ref(TrainingPlanSummary), 'TrainingPlanPage')

export const OfVersion = closed({ versionNumber: Type.Optional(VersionNumber) })

export const PlanReview = closed(
  { decision: enumeration(['approve', 'return']), comments: Line(2000), versionNumber: VersionNumber },
  { $id: 'PlanReview', description: 'Of the version that was read / 所审阅的版本' },
)
export type PlanReview = Static<typeof PlanReview>

const bilingual = { clause: Type.String({ examples: ['§5.1, §3.3'] }), en: Type.String(), zh: Type.String() }

export const PlanCheck = closed(
  {
    planId: Id,
    versionNumber: VersionNumber,
    policyEditionCode: Type.String(),
    adequate: Type.Boolean(),
    shortfalls: Type.Array(
      closed({
        code: Type.String({ description: 'Error code of the catalogue / 错误代码', examples: ['planTierHours'] }),
        ...bilingual,
        pointer: Type.String({ description: 'Where in the content / 内容中的位置' }),
        params: Type.Record(Type.String(), Type.Unknown()),
      }),
      { description: 'Everything that is missing, each with its clause / 全部不足之处及条款' },
    ),
    tiers: Type.Array(
      closed({
        tier: TierNumber,
        teachers: Type.Integer({ minimum: 1 }),
        hoursPlanned: HoursText,
        hoursRequired: HoursText,
        hoursMissing: HoursText,
        adequate: Type.Boolean(),
      }),
      {
        description:
          'Of the school’s teachers; hours beyond the maxima do not count / 按本校教师层级，超出上限的课时不计',
      },
    ),
    modules: Type.Array(closed({ module: ModuleCode, hours: HoursText, covered: Type.Boolean() })),
    categories: Type.Array(closed({ category: ref(Category), hours: HoursText })),
    fixedSlots: Type.Array(
      closed({
        number: SlotNumber,
        occurrences: Type.Integer({ minimum: 0, description: 'In the year, without holidays / 学年内除假期外的次数' }),
        sessionsPlanned: Type.Integer({ minimum: 0 }),
        sessionsWithoutRoom: Type.Integer({ minimum: 0 }),
      }),
    ),
  },
  { $id: 'PlanCheck' },
)
export type PlanCheck = Static<typeof PlanCheck>
