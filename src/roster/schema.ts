import { Type, type Static } from '@sinclair/typebox'
import {
  AcademicYearCode,
  closed,
  DateOnly,
  enumeration,
  HoursText,
  Id,
  Instant,
  Line,
  nullable,
  pageOf,
  ref,
  SemesterNumber,
  SourcedId,
  Version,
} from '../lib/wire.js'

export const SchoolKind = enumeration(['primary', 'junior', 'senior', 'nineYear', 'vocational'], {
  $id: 'SchoolKind',
  description: '小学 primary, 初中 junior, 高中 senior, 九年一贯制 nineYear, 中职 vocational',
})
export type SchoolKind = Static<typeof SchoolKind>

export const ProfessionalTitle = enumeration(['none', 'school', 'district', 'municipal'], {
  $id: 'ProfessionalTitle',
  description: 'Backbone title: 无 none, 校级骨干 school, 区级骨干 district, 市级骨干 municipal',
})
export type ProfessionalTitle = Static<typeof ProfessionalTitle>

export const LeaveKind = enumeration(['sick', 'maternity', 'personal', 'study', 'secondment', 'other'], {
  $id: 'LeaveKind',
  description: '病假 sick, 产假 maternity, 事假 personal, 进修 study, 借调 secondment, 其他 other',
})
export type LeaveKind = Static<typeof LeaveKind>

export const PutOutcome = enumeration(['created', 'updated', 'unchanged'], {
  $id: 'PutOutcome',
  description: 'What the put did / 写入结果：新建、更新或未变',
})
export type PutOutcome = Static<typeof PutOutcome>

export const SchoolGroup = closed(
  { id: Id, sourcedId: SourcedId, name: Type.String(), updatedAt: Instant, version: Version },
  { $id: 'SchoolGroup' },
)
export type SchoolGroup = Static<typeof SchoolGroup>
export const SchoolGroupPage = pageOf(ref(SchoolGroup), 'SchoolGroupPage')
export const SchoolGroupContent = closed({ name: Line(100) }, { $id: 'SchoolGroupContent' })
export type SchoolGroupContent = Static<typeof SchoolGroupContent>
export const SchoolGroupPut = closed({ outcome: ref(PutOutcome), data: ref(SchoolGroup) }, { $id: 'SchoolGroupPut' })

const SchoolIdentifier = Type.String({
  pattern: '^[0-9]{10}$',
  examples: ['3101070001'],
  description: '学校标识码: the 10-digit national school code',
})

export const School = closed(
  {
    id: Id,
    sourcedId: SourcedId,
    name: Type.String(),
    kind: ref(SchoolKind),
    identifier: nullable(SchoolIdentifier),
    schoolGroupId: nullable(Id),
    updatedAt: Instant,
    version: Version,
  },
  { $id: 'School' },
)
export type School = Static<typeof School>
export const SchoolPage = pageOf(ref(School), 'SchoolPage')
export const SchoolContent = closed(
  {
    name: Line(100),
    kind: ref(SchoolKind),
    identifier: Type.Optional(nullable(SchoolIdentifier)),
    schoolGroupSourcedId: Type.Optional(nullable(SourcedId)),
  },
  { $id: 'SchoolContent' },
)
export type SchoolContent = Static<typeof SchoolContent>
export const SchoolPut = closed({ outcome: ref(PutOutcome), data: ref(School) }, { $id: 'SchoolPut' })

export const Teacher = closed(
  {
    id: Id,
    sourcedId: SourcedId,
    name: Type.String(),
    professionalTitle: ref(ProfessionalTitle),
    earlierServiceYears: Type.Integer({
      minimum: 0,
      maximum: 60,
      description: 'Completed years of homeroom service before the recorded duties / 系统记录之前的班主任年限',
    }),
    identityNumber: nullable(Type.String(), {
      description:
        'In clear to those who keep the roster and to the teacher, masked to others and in lists / 身份证号：名册维护者和本人可见，其他角色和列表中遮盖',
      examples: ['110***********002X'],
    }),
    phone: nullable(Type.String(), {
      description: 'Likewise / 手机号或固定电话，可见范围同上',
      examples: ['138****5678'],
    }),
    erasedAt: nullable(Instant, {
      description: 'Since then the name is a pseudonym / 自该时刻起姓名已改为代称',
    }),
    updatedAt: Instant,
    version: Version,
  },
  { $id: 'Teacher' },
)
export type Teacher = Static<typeof Teacher>
export const TeacherPage = pageOf(ref(Teacher), 'TeacherPage')
export const TeacherContent = closed(
  {
    name: Line(100),
    professionalTitle: Type.Optional(ref(ProfessionalTitle)),
    earlierServiceYears: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
    identityNumber: Type.Optional(
      nullable(Type.String({ maxLength: 40 }), {
        description:
          'GB 11643, 18 characters with a right check character; left out stays as it is, null takes it away / 18 位身份证号，校验码须正确；省略则不变，null 则删除',
        examples: ['11010519491231002X'],
      }),
    ),
    phone: Type.Optional(
      nullable(Type.String({ maxLength: 40 }), {
        description:
          'Mainland mobile, or landline with area code; likewise / 手机号，或带区号的固定电话；省略与 null 同上',
        examples: ['13800005678'],
      }),
    ),
  },
  { $id: 'TeacherContent' },
)
export type TeacherContent = Static<typeof TeacherContent>
export const TeacherPut = closed({ outcome: ref(PutOutcome), data: ref(Teacher) }, { $id: 'TeacherPut' })

export const HomeroomDuty = closed(
  {
    id: Id,
    sourcedId: SourcedId,
    teacherId: Id,
    schoolId: Id,
    className: Type.String(),
    from: DateOnly,
    to: nullable(DateOnly, {
      description: 'Last day of the duty; null while it goes on / 任职最后一日，仍在任则为 null',
    }),
    updatedAt: Instant,
    version: Version,
  },
  { $id: 'HomeroomDuty' },
)
export type HomeroomDuty = Static<typeof HomeroomDuty>
export const HomeroomDutyPage = pageOf(ref(HomeroomDuty), 'HomeroomDutyPage')
export const HomeroomDutyContent = closed(
  {
    teacherSourcedId: SourcedId,
    schoolSourcedId: SourcedId,
    className: Line(100),
    from: DateOnly,
    to: Type.Optional(nullable(DateOnly)),
  },
  { $id: 'HomeroomDutyContent' },
)
export type HomeroomDutyContent = Static<typeof HomeroomDutyContent>
export const HomeroomDutyPut = closed({ outcome: ref(PutOutcome), data: ref(HomeroomDuty) }, { $id: 'HomeroomDutyPut' })

export const Leave = closed(
  { id: Id, teacherId: Id, kind: ref(LeaveKind), from: DateOnly, to: DateOnly, recordedAt: Instant },
  { $id: 'Leave' },
)
export type Leave = Static<typeof Leave>
export const LeavePage = pageOf(ref(Leave), 'LeavePage')
export const NewLeave = closed(
  { teacherId: Id, kind: ref(LeaveKind), from: DateOnly, to: DateOnly },
  { $id: 'NewLeave' },
)
export type NewLeave = Static<typeof NewLeave>

export const ObligationAdjustment = closed(
  {
    teacherId: Id,
    academicYear: AcademicYearCode,
    hoursRequired: HoursText,
    reason: Type.String(),
    approvedAt: Instant,
    version: Version,
  },
  { $id: 'ObligationAdjustment', description: "The institute's approved change of one teacher's annual minimum" },
)
export type ObligationAdjustment = Static<typeof ObligationAdjustment>
export const ObligationAdjustmentContent = closed(
  { hoursRequired: HoursText, reason: Line(500) },
  { $id: 'ObligationAdjustmentContent' },
)
export type ObligationAdjustmentContent = Static<typeof ObligationAdjustmentContent>

export const Semester = closed(
  {
    code: Type.String({ examples: ['2024-2025-1'] }),
    academicYear: AcademicYearCode,
    number: SemesterNumber,
    startsOn: DateOnly,
    endsOn: DateOnly,
  },
  { $id: 'Semester' },
)
export type Semester = Static<typeof Semester>
export const SemesterPage = pageOf(ref(Semester), 'SemesterPage')

export const Holiday = closed(
  { name: Line(100, { examples: ['国庆节'] }), from: DateOnly, to: DateOnly },
  { $id: 'Holiday', description: 'Days without school, both ends included / 放假日期，含首尾两日' },
)
export type Holiday = Static<typeof Holiday>

export const AcademicYear = closed(
  {
    code: AcademicYearCode,
    startsOn: DateOnly,
    endsOn: DateOnly,
    semesters: Type.Array(ref(Semester)),
    holidays: Type.Array(ref(Holiday), { description: 'In order of time / 按时间先后排列' }),
    version: Version,
  },
  { $id: 'AcademicYear' },
)
export type AcademicYear = Static<typeof AcademicYear>
export const AcademicYearPage = pageOf(ref(AcademicYear), 'AcademicYearPage')
export const AcademicYearContent = closed(
  {
    firstSemester: Type.Optional(closed({ startsOn: DateOnly, endsOn: DateOnly })),
    secondSemester: Type.Optional(closed({ startsOn: DateOnly, endsOn: DateOnly })),
    holidays: Type.Optional(
      Type.Array(ref(Holiday), {
        maxItems: 60,
        description: 'Replace those known; left out they stay / 替换已有假期，省略则不变',
      }),
    ),
  },
  {
    $id: 'AcademicYearContent',
    description: 'Semester dates; those left out come from the policy edition / 学期起止日期，省略时取政策版本的默认值',
  },
)
export type AcademicYearContent = Static<typeof AcademicYearContent>
export const AcademicYearPut = closed({ outcome: ref(PutOutcome), data: ref(AcademicYear) }, { $id: 'AcademicYearPut' })
