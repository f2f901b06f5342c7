import { Type, type Static } from '@sinclair/typebox'
import {
  AcademicYearCode,
  closed,
  DateOfCentury,
  DateOnly,
  enumeration,
  Id,
  Instant,
  Line,
  nullable,
  pageOf,
  ref,
  Version,
} from '../../lib/wire.js'
import { ModuleCode } from '../../policy/schema.js'

const Need = Type.Integer({ minimum: 1, maximum: 5, description: '5 is the greatest need / 5 为需求最大' })
const Score = Type.Integer({ minimum: 1, maximum: 5, description: '5 is the greatest competence / 5 为能力最强' })
const Note = Line(1000)

/** Why a record no longer counts; both null while it stands. */
const withdrawal = {
  withdrawnAt: nullable(Instant, {
    description: 'Since then it counts in no profile and no result / 自该时刻起不再计入需求画像和结果',
  }),
  withdrawalReason: nullable(Type.String(), {
    description: 'Null also once the person was erased / 个人信息删除后亦为 null',
  }),
}

export const NeedWithdrawal = closed({ reason: Line(500) }, { $id: 'NeedWithdrawal' })

export const NewInterview = closed(
  {
    teacherId: Id,
    date: DateOfCentury,
    interviewer: Line(100),
    summary: Line(4000),
    modules: Type.Optional(
      Type.Array(closed({ module: ModuleCode, need: Need, note: Type.Optional(Note) }), { maxItems: 50 }),
    ),
  },
  { $id: 'NewInterview' },
)
export type NewInterview = Static<typeof NewInterview>

export const Interview = closed(
  {
    id: Id,
    teacherId: Id,
    date: DateOnly,
    interviewer: nullable(Type.String()),
    summary: nullable(Type.String(), { description: 'Null once the person was erased / 个人信息删除后为 null' }),
    modules: Type.Array(closed({ module: ModuleCode, need: Need, note: nullable(Type.String()) }), { maxItems: 50 }),
    recordedAt: Instant,
    ...withdrawal,
    version: Version,
  },
  { $id: 'Interview' },
)
export type Interview = Static<typeof Interview>
export const InterviewPage = pageOf(ref(Interview), 'InterviewPage')

export const AssessmentKind = enumeration(['self', 'peer', 'leader'], {
  $id: 'AssessmentKind',
  description: '自评 self, 同事互评 peer, 管理人员评估 leader',
})
export type AssessmentKind = Static<typeof AssessmentKind>

export const NewCompetenceAssessment = closed(
  {
    teacherId: Id,
    kind: ref(AssessmentKind),
    academicYear: AcademicYearCode,
    date: DateOfCentury,
    scores: Type.Array(closed({ module: ModuleCode, score: Score, note: Type.Optional(Note) }), {
      minItems: 1,
      maxItems: 50,
    }),
  },
  { $id: 'NewCompetenceAssessment' },
)
export type NewCompetenceAssessment = Static<typeof NewCompetenceAssessment>

export const CompetenceAssessment = closed(
  {
    id: Id,
    teacherId: Id,
    kind: ref(AssessmentKind),
    academicYear: AcademicYearCode,
    date: DateOnly,
    scores: Type.Array(closed({ module: ModuleCode, score: Score, note: nullable(Type.String()) }), { maxItems: 50 }),
    assessorTeacherId: nullable(Id, {
      description:
        'The teacher who assessed; null for a leader, and never told to the assessed of a colleague / 评估教师；管理人员评估时为 null，互评者不告知被评者',
    }),
    recordedAt: Instant,
    ...withdrawal,
    version: Version,
  },
  { $id: 'CompetenceAssessment' },
)
export type CompetenceAssessment = Static<typeof CompetenceAssessment>
export const CompetenceAssessmentPage = pageOf(ref(CompetenceAssessment), 'CompetenceAssessmentPage')
