import { Type, type Static } from '@sinclair/typebox'
import { AcademicYearCode, closed, enumeration, Id, nullable, ref } from '../../lib/wire.js'
import { ModuleCode, TierNumber } from '../../policy/schema.js'

export const NeedText = Type.String({
  pattern: '^(0(\\.[0-9]{1,3})?|1)$',
  maxLength: 5,
  description: 'Need as a share: 0 none, 1 the greatest; rounded once, to thousandths / 需求程度，0 为无，1 为最大',
  examples: ['0.625'],
})

export const NeedSource = enumeration(
  ['survey', 'anonymousSurvey', 'interview', 'selfAssessment', 'peerAssessment', 'leaderAssessment'],
  {
    $id: 'NeedSource',
    description:
      '实名调研 survey, 匿名调研 anonymousSurvey, 访谈 interview, 自评 selfAssessment, 同事互评 peerAssessment, 管理人员评估 leaderAssessment',
  },
)
export type NeedSource = Static<typeof NeedSource>

export const NeedComponent = closed(
  {
    source: ref(NeedSource),
    count: Type.Integer({ minimum: 1, description: 'Values that it is the mean of / 所平均的数值个数' }),
    value: NeedText,
  },
  { $id: 'NeedComponent' },
)
export type NeedComponent = Static<typeof NeedComponent>

const need = {
  need: nullable(NeedText, {
    description:
      'Mean of the components, weighed as the policy edition says; null when there is none / 各项来源按政策版本权重的均值，没有来源时为 null',
  }),
  components: Type.Array(ref(NeedComponent), { maxItems: 6 }),
}

export const ModuleNeed = closed({ module: ModuleCode, ...need }, { $id: 'ModuleNeed' })
export type ModuleNeed = Static<typeof ModuleNeed>

export const NeedProfile = closed(
  {
    teacherId: Id,
    academicYear: AcademicYearCode,
    policyEditionCode: Type.String(),
    modules: Type.Array(ref(ModuleNeed), { maxItems: 50, description: 'Greatest need first / 按需求由大到小' }),
    anonymousSurveys: Type.Integer({
      minimum: 0,
      description:
        'Anonymous surveys that may have been put to the teacher, answered or not: they say nothing here / 可能涉及该教师的匿名调研数，不论是否作答，均不计入',
    }),
  },
  { $id: 'NeedProfile' },
)
export type NeedProfile = Static<typeof NeedProfile>

const Teachers = Type.Integer({
  minimum: 0,
  description: 'Teachers of whom something is known by name / 有实名来源的教师数',
})

export const GroupModuleNeed = closed(
  {
    module: ModuleCode,
    ...need,
    teachers: Teachers,
    byStage: Type.Array(closed({ stage: Type.String(), ...need, teachers: Teachers }), { maxItems: 10 }),
    byTier: Type.Array(closed({ tier: TierNumber, ...need, teachers: Teachers }), { maxItems: 20 }),
  },
  { $id: 'GroupModuleNeed' },
)
export type GroupModuleNeed = Static<typeof GroupModuleNeed>

const groupNeeds = {
  academicYear: AcademicYearCode,
  policyEditionCode: Type.String(),
  teachers: Type.Integer({ minimum: 0, description: 'Homeroom teachers by now / 目前的班主任数' }),
  modules: Type.Array(ref(GroupModuleNeed), { maxItems: 50, description: 'Greatest need first / 按需求由大到小' }),
}
export const SchoolNeeds = closed({ schoolId: Id, ...groupNeeds }, { $id: 'SchoolNeeds' })
export type SchoolNeeds = Static<typeof SchoolNeeds>
export const DistrictNeeds = closed(groupNeeds, { $id: 'DistrictNeeds' })
export type DistrictNeeds = Static<typeof DistrictNeeds>
