import { Type, type Static } from '@sinclair/typebox'
import { Client } from '../access/schema.js'
import { CheckInTries } from '../activities/check-in/schema.js'
import { Interaction } from '../activities/interactions/schema.js'
import { Registration } from '../activities/registrations/schema.js'
import { Attendance } from '../activities/attendance/schema.js'
import { CourseFeedback } from '../courses/feedback/schema.js'
import { TierOverride } from '../courses/tiers/schema.js'
import { CreditStatement } from '../credits/schema.js'
import { HourEntry } from '../hours/schema.js'
import { CompetenceAssessment, Interview } from '../needs/assessments/schema.js'
import { SurveyAnswer } from '../needs/surveys/schema.js'
import { closed, enumeration, Id, Instant, Line, ref } from '../lib/wire.js'
import { PlanPart } from '../plans/people/schema.js'
import { HomeroomDuty, Leave, ObligationAdjustment, Teacher } from '../roster/schema.js'

const section = (description: string) => ({ description })

/** Everything that is held about one person, in the shapes that the other operations answer with. */
export const PersonalData = closed(
  {
    producedAt: Instant,
    identity: ref(Teacher),
    homeroomDuties: Type.Array(
      ref(HomeroomDuty),
      section('At which school, of which class, from when to when / 任职学校、班级和起止日期'),
    ),
    leaves: Type.Array(ref(Leave), section('They may lower the annual minimum / 请假，可能减少学年课时要求')),
    obligationAdjustments: Type.Array(
      ref(ObligationAdjustment),
      section("The institute's approved changes of the annual minimum (§5.1) / 核准的学年课时要求调整"),
    ),
    tierOverrides: Type.Array(ref(TierOverride), section('Tiers that a school has set (§3.3) / 学校指定的课程分层')),
    attendance: Type.Array(ref(Attendance), section('Training sessions and the part taken in them / 参加研修的记录')),
    registrations: Type.Array(
      ref(Registration),
      section('Registrations for activities, cancelled ones too / 活动报名，含已取消的'),
    ),
    checkInTries: Type.Array(
      ref(CheckInTries),
      section('Check-ins with a wrong code, so that it cannot be guessed / 签到码输错次数，用于防止猜测'),
    ),
    interactions: Type.Array(
      ref(Interaction),
      section('What online platforms reported; it earns no hours / 线上平台上报的互动，不计课时'),
    ),
    hourEntries: Type.Array(
      ref(HourEntry),
      section('The ledger of class hours, corrections included / 课时台账，含更正'),
    ),
    creditStatements: Type.Array(
      ref(CreditStatement),
      section(
        'Sealed credit statements (§5.3); a draft is only computed from what stands above / 已封存的赋分单；草稿仅由以上内容计算得出',
      ),
    ),
    planParts: Type.Array(
      ref(PlanPart),
      section(
        'Where the person is named in leadership groups, plans and annual reviews (§6.1) / 领导小组、计划和总结会中的身份',
      ),
    ),
    surveyAnswers: Type.Array(
      ref(SurveyAnswer),
      section(
        'Answers to needs surveys that are not anonymous (§3.1): which of the anonymous ones are the person’s nobody can tell / 实名需求调研的回答；匿名调研的回答无法归于个人',
      ),
    ),
    interviews: Type.Array(ref(Interview), section('What was said of training needs in interviews / 研修需求访谈')),
    competenceAssessments: Type.Array(
      ref(CompetenceAssessment),
      section('Of the person, and those made of colleagues / 对本人的及本人所作的专业能力评估'),
    ),
    courseFeedback: Type.Array(ref(CourseFeedback), section('What the person said of courses (§5.2) / 对课程的评价')),
    clients: Type.Array(
      ref(Client),
      section('API clients bound to the person, without keys / 限定于本人的客户端，不含密钥'),
    ),
  },
  { $id: 'PersonalData', description: 'What is held about one person (个人信息保护法 第四十五条)' },
)
export type PersonalData = Static<typeof PersonalData>

export const ErasureRequest = closed(
  { reason: Line(500, { description: 'Why; do not name the person here / 原因，请勿写入姓名等个人信息' }) },
  { $id: 'ErasureRequest' },
)

const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const KeptRecord = enumeration(
  [
    'staffNumber',
    'homeroomDuties',
    'leaves',
    'obligationAdjustments',
    'tierOverrides',
    'attendance',
    'registrations',
    'interactions',
    'hourEntries',
    'creditStatements',
    'planParts',
    'surveyAnswers',
    'interviews',
    'competenceAssessments',
    'courseFeedback',
  ],
  { $id: 'KeptRecord', description: 'What is kept under the pseudonym / 以代称保留的记录' },
)
export type KeptRecord = Static<typeof KeptRecord>

export const Erasure = closed(
  {
    teacherId: Id,
    pseudonym: Type.String({ description: 'What stands for the name from now on / 此后代替姓名的代称' }),
    erasedAt: Instant,
    erased: closed({
      identityNumber: Count('身份证号: 1 if there was one'),
      phone: Count('手机号: 1 if there was one'),
      namesInStatements: Count('Credit statements that now bear the pseudonym / 改用代称的赋分单'),
      kindsOfLeave: Count('Leaves whose kind is no longer told / 不再注明类别的请假'),
      reasonsOfAdjustments: Count('Adjustments whose reason is gone / 已删除理由的课时要求调整'),
      reasonsOfTiers: Count('Tiers set whose reason is gone / 已删除理由的指定分层'),
      wordsAboutNeeds: Count(
        'Survey answers, interviews and assessments whose words are gone / 已删除文字的调研回答、访谈和评估',
      ),
      clients: Count('API clients that were revoked / 已吊销的客户端'),
      storedAnswers: Count('Answers kept for Idempotency-Key that told of the person / 为幂等键保存的应答'),
      exportFiles: Count(
        'Files of exports that the person stood in; export again to have them / 含本人的导出文件，可重新导出',
      ),
      importFiles: Count('Files of ended imports / 已结束导入的文件'),
    }),
    kept: Type.Array(
      closed({
        record: ref(KeptRecord),
        count: Count('Records / 记录数'),
        ground: Type.String({
          description: 'The clause, or `district` where the policy is silent / 依据的条款，政策未规定的为 `district`',
          examples: ['§6.3'],
        }),
      }),
    ),
    importsWaiting: Count(
      'Imports that have not ended: their files may hold the person, and are removed when they end / 尚未结束的导入，其文件可能含本人信息，结束即删除',
    ),
  },
  {
    $id: 'Erasure',
    description: 'What was erased of a person, what is kept, and on what ground / 删除与保留的内容及依据',
  },
)
export type Erasure = Static<typeof Erasure>
