import { Type, type Static } from '@sinclair/typebox'
import { HourEntry } from '../hours/schema.js'
import {
  AcademicYearCode,
  closed,
  CreditsText,
  enumeration,
  HoursText,
  Id,
  Instant,
  Line,
  nullable,
  pageOf,
  ref,
  SemesterNumber,
  SignedCreditsText,
  Version,
  Sha256,
} from '../lib/wire.js'
import { PolicyEditionDocument } from '../policy/schema.js'

export const CreditRunKind = enumeration(['regular', 'amendment'], {
  $id: 'CreditRunKind',
  description: '学期赋分 regular, 更正赋分 amendment',
})
export type CreditRunKind = Static<typeof CreditRunKind>

export const CreditRunStatus = enumeration(['draft', 'signedOff', 'sealed'], {
  $id: 'CreditRunStatus',
  description: '草稿 draft, 校长已签署 signedOff, 已封存 sealed',
})
export type CreditRunStatus = Static<typeof CreditRunStatus>

export const ControlTotals = closed(
  {
    teachers: Type.Integer({ minimum: 0 }),
    statements: Type.Integer({ minimum: 0 }),
    lectureHours: HoursText,
    practiceHours: HoursText,
    lectureCredits: SignedCreditsText,
    practiceCredits: SignedCreditsText,
    credits: SignedCreditsText,
  },
  { $id: 'ControlTotals', description: 'What both sides of an exchange can count again / 供双方核对的控制总数' },
)
export type ControlTotals = Static<typeof ControlTotals>

export const CreditRun = closed(
  {
    id: Id,
    schoolId: Id,
    academicYear: AcademicYearCode,
    semester: SemesterNumber,
    sequence: Type.Integer({
      minimum: 0,
      description: '0 for the regular run, then each amendment / 0 为学期赋分，其后为历次更正',
    }),
    kind: ref(CreditRunKind),
    status: ref(CreditRunStatus),
    policyEditionId: Id,
    totals: ref(ControlTotals),
    sha256: Sha256('Of the canonical statement list / 规范化赋分单列表的 SHA-256'),
    computedAt: Instant,
    signedOffAt: nullable(Instant),
    sealedAt: nullable(Instant),
    reason: nullable(Type.String()),
    version: Version,
  },
  { $id: 'CreditRun' },
)
export type CreditRun = Static<typeof CreditRun>
export const CreditRunPage = pageOf(ref(CreditRun), 'CreditRunPage')

export const NewCreditRun = closed(
  { schoolId: Id, academicYear: AcademicYearCode, semester: SemesterNumber },
  { $id: 'NewCreditRun' },
)
export type NewCreditRun = Static<typeof NewCreditRun>

export const CreditRunSignOff = closed(
  {
    sha256: Sha256('Of the run as the principal saw it: only that is signed / 校长所见赋分的 SHA-256，仅签署该内容'),
  },
  { $id: 'CreditRunSignOff' },
)
export type CreditRunSignOff = Static<typeof CreditRunSignOff>

export const NewDistrictCreditRuns = closed(
  { academicYear: AcademicYearCode, semester: SemesterNumber },
  { $id: 'NewDistrictCreditRuns' },
)
export type NewDistrictCreditRuns = Static<typeof NewDistrictCreditRuns>

export const NewAmendment = closed(
  { schoolId: Id, academicYear: AcademicYearCode, reason: Line(500) },
  { $id: 'NewAmendment' },
)
export type NewAmendment = Static<typeof NewAmendment>

export const Amendments = closed(
  {
    data: Type.Array(ref(CreditRun), {
      description: 'The drafted amendment; empty when every sealed semester already agrees / 更正草稿，无差额时为空',
    }),
  },
  { $id: 'Amendments' },
)
export type Amendments = Static<typeof Amendments>

const statementCategory = closed({
  hours: HoursText,
  entitlement: CreditsText,
  awardedBefore: SignedCreditsText,
  award: SignedCreditsText,
  awardedInTotal: CreditsText,
  remainderHours: HoursText,
})

export const CorrectedStatement = closed(
  {
    statementId: nullable(Id, {
      description: 'Null when the teacher had none in that run / 原赋分中没有该教师时为 null',
    }),
    schoolSourcedId: Type.String(),
    semester: SemesterNumber,
    sequence: Type.Integer({ minimum: 0 }),
  },
  {
    $id: 'CorrectedStatement',
    description: 'A sealed statement that stays as it is, and that this one corrects / 所更正的已封存赋分单',
  },
)
export type CorrectedStatement = Static<typeof CorrectedStatement>

export const CreditStatement = closed(
  {
    id: Id,
    runId: Id,
    teacherId: Id,
    teacherSourcedId: Type.String(),
    teacherName: Type.String(),
    schoolId: Id,
    academicYear: AcademicYearCode,
    semester: SemesterNumber,
    ledgerPosition: Type.Integer({
      minimum: 0,
      description: "How much of the teacher's ledger it rests on / 所依据的教师台账位置",
    }),
    lecture: statementCategory,
    practice: statementCategory,
    award: SignedCreditsText,
    awardedInTotal: CreditsText,
    hoursCounted: HoursText,
    hoursUncounted: HoursText,
    hoursRequired: HoursText,
    hoursMissing: HoursText,
    annualMinimumMet: Type.Boolean(),
    hoursBySchool: Type.Array(
      closed({ schoolSourcedId: Type.String(), lectureHours: HoursText, practiceHours: HoursText }),
    ),
    corrects: Type.Array(ref(CorrectedStatement)),
  },
  { $id: 'CreditStatement' },
)
export type CreditStatement = Static<typeof CreditStatement>
export const CreditStatementPage = pageOf(ref(CreditStatement), 'CreditStatementPage')

const Bilingual = closed({ en: Type.String(), zh: Type.String() })

export const ExplanationReason = closed(
  { code: Type.String(), clause: Type.String(), text: Bilingual },
  { $id: 'ExplanationReason' },
)

export const CreditExplanation = closed(
  {
    statement: ref(CreditStatement),
    policyEditionCode: Type.String(),
    entries: Type.Array(
      closed({
        entry: ref(HourEntry),
        countedHours: HoursText,
        uncountedHours: HoursText,
        reasons: Type.Array(ref(ExplanationReason)),
      }),
    ),
    steps: Type.Array(
      closed({
        code: Type.String(),
        clause: Type.String(),
        text: Bilingual,
      }),
      {
        description:
          'Hours to rate to rounding to credit, each with its clause / 课时、比率、取整到学分的每一步及其依据',
      },
    ),
    recomputed: closed(
      { sha256: Type.String(), matches: Type.Boolean() },
      { description: 'The statement computed again from the stored ledger position / 按所存台账位置重新计算的结果' },
    ),
  },
  { $id: 'CreditExplanation' },
)
export type CreditExplanation = Static<typeof CreditExplanation>

export const CreditRunPreviewRequest = closed(
  {
    schoolId: Id,
    academicYear: AcademicYearCode,
    semester: SemesterNumber,
    policyEdition: Type.Optional(ref(PolicyEditionDocument)),
    policyEditionId: Type.Optional(Id),
  },
  { $id: 'CreditRunPreviewRequest', description: 'What-if: the draft edition itself, or the id of a registered one' },
)
export type CreditRunPreviewRequest = Static<typeof CreditRunPreviewRequest>

export const CreditRunPreview = closed(
  {
    policyEditionCode: Type.String(),
    comparedWith: Type.String({ description: 'Code of the edition in force / 现行政策版本的代码' }),
    totals: ref(ControlTotals),
    currentTotals: ref(ControlTotals),
    differences: Type.Array(
      closed({
        teacherId: Id,
        teacherSourcedId: Type.String(),
        lectureEntitlement: CreditsText,
        practiceEntitlement: CreditsText,
        currentLectureEntitlement: CreditsText,
        currentPracticeEntitlement: CreditsText,
        difference: SignedCreditsText,
        annualMinimumMet: Type.Boolean(),
        currentAnnualMinimumMet: Type.Boolean(),
      }),
      { description: 'Only the teachers whose outcome differs / 仅列结果不同的教师' },
    ),
  },
  { $id: 'CreditRunPreview' },
)
export type CreditRunPreview = Static<typeof CreditRunPreview>
