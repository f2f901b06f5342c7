import { Type, type Static } from '@sinclair/typebox'
import { AcademicYearCode, closed, enumeration, Id, Line, nullable } from '../../lib/wire.js'

/** Whoever is named in a plan is a teacher of the roster, or somebody who only has a name here. */
export const PersonReference = closed(
  { teacherId: Type.Optional(Id), name: Type.Optional(Line(100)) },
  { $id: 'PersonReference', description: 'A teacher by id, or anybody else by name / 教师给出编号，其他人给出姓名' },
)
export type PersonReference = Static<typeof PersonReference>

export const NamedPerson = closed(
  { teacherId: nullable(Id), name: Type.String() },
  { $id: 'NamedPerson', description: 'A teacher by the present name / 教师显示现用姓名' },
)
export type NamedPerson = Static<typeof NamedPerson>

/** What is kept of somebody: the name only of whom the roster does not know. */
export type StoredPerson = { teacherId: string | null; name: string | null }

export const PlanPart = closed(
  {
    kind: enumeration(['leadershipGroup', 'trainingPlan', 'annualReview'], {
      description: '领导小组成员 leadershipGroup, 计划负责人 trainingPlan (in any version), 总结会参加者 annualReview',
    }),
    schoolId: Id,
    academicYear: AcademicYearCode,
    part: nullable(Type.String(), { description: 'In a leadership group / 组内身份' }),
    post: nullable(Type.String(), { description: 'Likewise / 职务' }),
  },
  { $id: 'PlanPart', description: 'Where a teacher is named in planning / 教师在计划中的身份' },
)
export type PlanPart = Static<typeof PlanPart>
