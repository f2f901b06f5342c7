import { Type, type Static } from '@sinclair/typebox'
import {
  AcademicYearCode,
  closed,
  enumeration,
  Id,
  Instant,
  Line,
  nullable,
  pageOf,
  ref,
  Version,
} from '../../lib/wire.js'
import { ModuleCode, SmallestGroup as Smallest, TierNumber } from '../../policy/schema.js'

export const SurveyLevel = enumeration(['district', 'school'], {
  $id: 'SurveyLevel',
  description: '区级 district, 校级 school (§3.1)',
})
export type SurveyLevel = Static<typeof SurveyLevel>

export const SurveyStatus = enumeration(['draft', 'open', 'closed'], {
  $id: 'SurveyStatus',
  description: '草稿 draft, 开放 open, 已关闭 closed',
})
export type SurveyStatus = Static<typeof SurveyStatus>

export const QuestionKind = enumeration(['scale', 'choice', 'text'], {
  $id: 'QuestionKind',
  description: '量表 scale, 选择 choice, 文字 text',
})
export type QuestionKind = Static<typeof QuestionKind>

export const ChoiceCode = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._-]+$', examples: ['a'] })
export const ScaleValue = Type.Integer({ minimum: 0, maximum: 100 })
export const QuestionNumber = Type.Integer({
  minimum: 1,
  maximum: 100,
  description: 'From 1, in order / 题号，从 1 起',
})

const TierOnly = {
  ...TierNumber,
  description: 'The question concerns teachers of this tier only (§3.3) / 仅限该层级的教师作答',
}
const Labels = Type.Array(Line(50), {
  minItems: 2,
  maxItems: 10,
  description: 'A word for each step, lowest first / 各级的文字，由低到高',
})

export const NewSurveyQuestion = closed(
  {
    kind: ref(QuestionKind),
    text: Line(500),
    module: Type.Optional(ModuleCode),
    tier: Type.Optional(Type.Integer(TierOnly)),
    required: Type.Optional(Type.Boolean({ default: true })),
    minimum: Type.Optional(ScaleValue),
    maximum: Type.Optional(ScaleValue),
    labels: Type.Optional(Labels),
    choices: Type.Optional(
      Type.Array(closed({ code: ChoiceCode, text: Line(200), module: Type.Optional(ModuleCode) }), {
        minItems: 2,
        maxItems: 20,
      }),
    ),
    maximumChoices: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, default: 1 })),
    maximumLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000 })),
  },
  {
    $id: 'NewSurveyQuestion',
    description:
      'scale needs minimum and maximum, 2 to 10 steps: a higher value is a greater need. choice needs choices, text needs maximumLength / 量表须给出最小值和最大值，共 2 至 10 级，数值越高需求越大；选择题须给出选项，文字题须给出字数上限',
  },
)
export type NewSurveyQuestion = Static<typeof NewSurveyQuestion>

export const SurveyQuestion = closed(
  {
    number: QuestionNumber,
    kind: ref(QuestionKind),
    text: Type.String(),
    module: nullable(ModuleCode),
    tier: nullable(TierNumber),
    required: Type.Boolean(),
    minimum: nullable(ScaleValue),
    maximum: nullable(ScaleValue),
    labels: nullable(Type.Array(Type.String(), { maxItems: 10 })),
    choices: nullable(
      Type.Array(closed({ code: ChoiceCode, text: Type.String(), module: nullable(ModuleCode) }), { maxItems: 20 }),
    ),
    maximumChoices: nullable(Type.Integer({ minimum: 1, maximum: 20 })),
    maximumLength: nullable(Type.Integer({ minimum: 1, maximum: 2000 })),
  },
  { $id: 'SurveyQuestion', description: 'What its kind does not have is null / 该题型没有的属性为 null' },
)
export type SurveyQuestion = Static<typeof SurveyQuestion>

export const QuestionAnswer = closed(
  {
    question: QuestionNumber,
    value: Type.Optional({
      ...ScaleValue,
      description: 'Of a scale: the higher, the greater the need / 数值越高需求越大',
    }),
    choices: Type.Optional(Type.Array(ChoiceCode, { minItems: 1, maxItems: 20, uniqueItems: true })),
    text: Type.Optional(Line(2000)),
  },
  {
    $id: 'QuestionAnswer',
    description: 'One of value, choices and text, by the kind of the question / 按题型给出其一',
  },
)
export type QuestionAnswer = Static<typeof QuestionAnswer>

export const Anonymous = Type.Boolean({
  description:
    'Nobody can tell who gave which answer, and results show no group below smallestGroup / 匿名：无法得知谁作了何种回答，结果不显示人数低于下限的群体',
})
const PROMISE =
  'The promise of an anonymous survey: nothing is shown of fewer teachers; it stands once the survey is open / 匿名结果的最小人数，开放后不再更改'
export const SmallestGroup = Type.Integer({ ...Smallest, description: PROMISE })
const QuestionList = Type.Array(ref(NewSurveyQuestion), { minItems: 1, maxItems: 100 })

export const NewSurvey = closed(
  {
    level: ref(SurveyLevel),
    academicYear: AcademicYearCode,
    title: Line(200),
    purpose: Type.Optional(Line(2000)),
    anonymous: Anonymous,
    smallestGroup: Type.Optional({
      ...SmallestGroup,
      description: `${PROMISE}. That of the policy edition where it is left out / 省略则按政策版本`,
    }),
    questions: QuestionList,
  },
  { $id: 'NewSurvey' },
)
export type NewSurvey = Static<typeof NewSurvey>

export const SurveyChange = closed(
  {
    title: Type.Optional(Line(200)),
    purpose: Type.Optional(nullable(Line(2000))),
    anonymous: Type.Optional(Anonymous),
    smallestGroup: Type.Optional(SmallestGroup),
    questions: Type.Optional(QuestionList),
  },
  { $id: 'SurveyChange', minProperties: 1 },
)
export type SurveyChange = Static<typeof SurveyChange>

export const SurveyOpening = closed(
  {
    closesAt: Type.Optional({
      ...Instant,
      pattern: '^20[0-9]{2}-',
      description: 'Answers are taken until then, or until it is closed / 截止时刻，省略则至关闭为止',
    }),
  },
  { $id: 'SurveyOpening' },
)
export type SurveyOpening = Static<typeof SurveyOpening>

const Answered = nullable(Type.Boolean(), {
  description:
    'To a teacher: whether it was answered. Null to staff, and for an anonymous survey that is closed: nobody knows any more / 教师本人是否已答；对管理人员及已关闭的匿名调研为 null',
})

const surveyHead = {
  id: Id,
  level: ref(SurveyLevel),
  schoolId: nullable(Id),
  academicYear: AcademicYearCode,
  title: Type.String(),
  purpose: nullable(Type.String()),
  anonymous: Anonymous,
  smallestGroup: SmallestGroup,
  status: ref(SurveyStatus),
  closesAt: nullable(Instant),
  openedAt: nullable(Instant),
  closedAt: nullable(Instant),
  answered: Answered,
  version: Version,
}

export const SurveySummary = closed(surveyHead, { $id: 'SurveySummary' })
export type SurveySummary = Static<typeof SurveySummary>
export const SurveyPage = pageOf(ref(SurveySummary), 'SurveyPage')

export const Survey = closed(
  {
    ...surveyHead,
    questions: Type.Array(ref(SurveyQuestion), { maxItems: 100 }),
    ownAnswers: nullable(Type.Array(ref(QuestionAnswer), { maxItems: 100 }), {
      description:
        'To a teacher: what was answered. Never of an anonymous survey: whoever can act for the teacher would read it / 教师本人的回答；匿名调研不予返回，以免代为操作者读到',
    }),
  },
  { $id: 'Survey' },
)
export type Survey = Static<typeof Survey>

export const NewSurveyAnswer = closed(
  { answers: Type.Array(ref(QuestionAnswer), { minItems: 1, maxItems: 100 }) },
  { $id: 'NewSurveyAnswer' },
)
export type NewSurveyAnswer = Static<typeof NewSurveyAnswer>

export const SurveyAnswer = closed(
  {
    surveyId: Id,
    anonymous: Anonymous,
    teacherId: nullable(Id),
    answers: nullable(Type.Array(ref(QuestionAnswer), { maxItems: 100 })),
    answeredAt: nullable(Instant),
  },
  {
    $id: 'SurveyAnswer',
    description:
      'What was kept, by whom and when; of an anonymous survey only that it was taken / 所保存的回答；匿名调研只告知已收下',
  },
)
export type SurveyAnswer = Static<typeof SurveyAnswer>
