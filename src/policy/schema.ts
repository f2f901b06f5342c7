import { Type, type Static, type TSchema } from '@sinclair/typebox'
import { CREDITS_PATTERN, RATIO_PATTERN } from '../lib/quantity.js'
import {
  AcademicYearCode,
  closed,
  enumeration,
  HoursText,
  Id,
  Instant,
  Line,
  nullable,
  pageOf,
  ref,
  Sha256,
} from '../lib/wire.js'

/** A policy edition: everything that a district decides, each parameter with the clause that it rests on. */

export const Category = enumeration(['lecture', 'practice'], {
  $id: 'Category',
  description: '讲座类 lecture, 实践类 practice (§5.3)',
})
export type Category = Static<typeof Category>

const Clause = Type.String({
  maxLength: 60,
  pattern: '^(district|§[1-9][0-9]?(\\.[1-9][0-9]?)?)(, (district|§[1-9][0-9]?(\\.[1-9][0-9]?)?))*$',
  description:
    'Clauses of the source; `district` where it is silent and the district chose / 依据条款，district 表示由区自定',
  examples: ['§5.1'],
})

const parameter = <T extends TSchema>(value: T, description: string) =>
  closed({ value, clause: Clause }, { description })

const Name = closed({ en: Line(200), zh: Line(200) })
const Code = Type.String({
  maxLength: 64,
  pattern: '^[a-z][A-Za-z0-9]*$',
  description: 'camelCase / 小驼峰代码',
  examples: ['classManagement'],
})
const IncrementText = Type.String({ maxLength: 10, pattern: CREDITS_PATTERN, examples: ['0.1'] })
const RatioText = Type.String({ maxLength: 6, pattern: RATIO_PATTERN, examples: ['1', '0.75'] })
const Tier = Type.Integer({ minimum: 1, maximum: 20 })

/** How the other areas name what an edition defines; whether it does is for the rules to say. */
export const ModuleCode = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Module: a code of the policy edition (§3.2) / 课程模块',
  examples: ['classManagement'],
})
export const FormCode = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Training form: a code of the policy edition (§4.1) / 研修形式',
  examples: ['caseAnalysis'],
})
export const TierNumber = Type.Integer({
  minimum: 1,
  maximum: 20,
  description: 'Tier: a number of the policy edition (§3.3) / 分层课程的层级',
  examples: [2],
})

const Years = Type.Integer({ minimum: 0, maximum: 60 })
const Percent = Type.Integer({ minimum: 0, maximum: 100 })
const MonthDay = Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', examples: ['09-01'] })
const SemesterDays = closed({ startsOn: MonthDay, endsOn: MonthDay })

const annualHours = closed({
  minimum: parameter(HoursText, 'Class hours that each teacher needs in an academic year / 每学年最低课时'),
  obligation: parameter(
    enumeration(['full', 'prorated']),
    '`full`: the minimum whatever the days of duty; `prorated`: by days of homeroom duty in the year / 全额或按任职天数折算',
  ),
})

const creditRate = closed({ hoursPerCredit: parameter(HoursText, 'Class hours for one credit / 每学分所需课时') })

const credit = closed({
  lecture: creditRate,
  practice: creditRate,
  increment: parameter(IncrementText, 'Smallest part of a credit that is awarded / 学分最小单位'),
  rounding: parameter(
    enumeration(['down', 'halfUp']),
    'For each category, cumulative in the year / 各类别按学年累计取整',
  ),
})

const hours = closed({
  step: parameter(HoursText, 'Class hours are whole multiples of it / 课时最小单位'),
  minutesPerClassHour: parameter(
    Type.Integer({ minimum: 1, maximum: 240 }),
    'Clock minutes of one class hour / 每课时分钟数',
  ),
  dailyMaximum: parameter(nullable(HoursText), 'Most that counts in one day; null for no limit / 每日计入上限'),
  onlineMaximum: parameter(
    nullable(HoursText),
    'Most online hours that count in an academic year / 每学年线上课时计入上限',
  ),
  presenterFactor: parameter(RatioText, 'What an hour presented is worth / 主讲课时系数'),
  presenterMaximum: parameter(
    nullable(HoursText),
    'Most presented hours that count in an academic year / 每学年主讲课时计入上限',
  ),
})

const attendance = closed({
  fullFrom: parameter(RatioText, 'Share of a session attended that counts as all of it / 视为全程参加的出席比例'),
})

/**
 * The least that any district may promise for an anonymous survey, and no parameter: of two answers each teacher knows the
 * other's by taking away her own; of three, what is left is still two others'.
 */
export const SMALLEST_GROUP_FLOOR = 3

/** The smallest group that results of an anonymous survey show. */
export const SmallestGroup = Type.Integer({ minimum: SMALLEST_GROUP_FLOOR, maximum: 50 })

const Weight = Type.Integer({ minimum: 1, maximum: 100 })

const needs = closed(
  {
    smallestGroup: parameter(
      SmallestGroup,
      'Of anonymous surveys that name none of their own; 5 where the edition is silent / 匿名调研未另行设定时结果的最小人数，版本未规定时为 5',
    ),
    sourceWeights: parameter(
      closed({
        survey: Weight,
        anonymousSurvey: Weight,
        interview: Weight,
        selfAssessment: Weight,
        peerAssessment: Weight,
        leaderAssessment: Weight,
      }),
      'What each source of a need weighs against the others that there are; alike where the edition is silent / 各需求来源的相对权重，版本未规定时权重相同',
    ),
  },
  { description: 'May be left out, as in editions from before it was known / 可省略，早期版本无此项' },
)

const form = closed({
  code: Code,
  name: Name,
  categories: Type.Array(ref(Category), { minItems: 1, maxItems: 2 }),
  defaultCategory: ref(Category),
})

const tierRule = closed({
  byServiceYears: Type.Array(closed({ fromYears: Years, tier: Tier }), { minItems: 1, maxItems: 20 }),
  byTitle: Type.Array(closed({ title: enumeration(['school', 'district', 'municipal']), tierAtLeast: Tier }), {
    maxItems: 3,
  }),
})

const grade = closed({ code: Code, name: Name, from: Percent })

const evaluation = closed({
  weights: parameter(closed({ process: Percent, outcome: Percent }), 'Parts of the whole, in percent / 过程与成果权重'),
  processWeights: parameter(
    closed({ participation: Percent, assignments: Percent, discussion: Percent }),
    'Parts of the process score, in percent / 过程性评价各项权重',
  ),
  grades: parameter(Type.Array(grade, { minItems: 1, maxItems: 10 }), 'Highest first / 等第，由高到低'),
  gatesCredit: parameter(Type.Boolean(), 'Whether credit needs a passing grade / 赋分是否以合格为前提'),
})

export const PolicyEditionDocument = closed(
  {
    code: Type.String({ maxLength: 64, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', examples: ['putuo-2024-19'] }),
    title: Name,
    source: Line(200, { description: 'Document that the clauses are of / 所依据的文件' }),
    firstAcademicYear: AcademicYearCode,
    annualHours,
    credit,
    hours,
    attendance,
    forms: parameter(Type.Array(form, { minItems: 1, maxItems: 100 }), 'Training forms / 研修形式'),
    modules: parameter(
      Type.Array(closed({ code: Code, name: Name }), { minItems: 1, maxItems: 50 }),
      'Modules / 课程模块',
    ),
    tiers: parameter(
      Type.Array(closed({ tier: Tier, name: Name }), { minItems: 1, maxItems: 20 }),
      'Tiers of courses / 分层课程',
    ),
    tierRule: parameter(tierRule, 'Tier by completed years of service, raised by title / 分层规则'),
    stages: parameter(
      Type.Array(closed({ code: Code, name: Name, fromYears: Years }), { minItems: 1, maxItems: 10 }),
      'Career stages by completed years of service / 发展阶段',
    ),
    evaluation,
    needs: Type.Optional(needs),
    semesters: parameter(
      closed({ first: SemesterDays, second: SemesterDays }),
      'First and last days; days before the start of the first semester fall in the next calendar year / 学期起止日',
    ),
  },
  { $id: 'PolicyEditionDocument' },
)
export type PolicyEditionDocument = Static<typeof PolicyEditionDocument>

export const PolicyEdition = closed(
  {
    id: Id,
    code: Type.String(),
    firstAcademicYear: AcademicYearCode,
    document: ref(PolicyEditionDocument),
    sha256: Sha256('Of the document as it was frozen / 版本内容的 SHA-256'),
    createdAt: Instant,
  },
  { $id: 'PolicyEdition' },
)
export type PolicyEdition = Static<typeof PolicyEdition>
export const PolicyEditionPage = pageOf(ref(PolicyEdition), 'PolicyEditionPage')
