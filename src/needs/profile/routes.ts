import type { FastifyInstance } from 'fastify'
import { route } from '../../http/route.js'
import { AcademicYearCode, closed, Id } from '../../lib/wire.js'
import { getDistrictNeeds } from './get-district-needs.js'
import { getNeedProfile } from './get-need-profile.js'
import { getSchoolNeeds } from './get-school-needs.js'
import { DistrictNeeds, NeedProfile, SchoolNeeds } from './schema.js'

const tag = 'needs'
const ById = closed({ id: Id })
const OfYear = closed({ academicYear: AcademicYearCode })
const yearErrors = ['unknownAcademicYear', 'noPolicyEdition'] as const

export function needRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'getNeedProfile',
    method: 'GET',
    path: '/v1/teachers/:id/needs',
    tag,
    summary: ['Get a need profile', '查看需求画像'],
    description: [
      'What a teacher needs, module by module (§3.1, §3.2): the mean of what surveys, interviews and assessments of the year say, weighed as the policy edition says, each told with its count and value. Anonymous surveys say nothing of anybody and are left out.',
      '教师各模块的需求（§3.1、§3.2）：为该学年调研、访谈和评估各项来源按政策版本权重的均值，并列明各来源的个数和数值。匿名调研不涉及个人，不计入。',
    ],
    params: ById,
    query: OfYear,
    answer: NeedProfile,
    errors: yearErrors,
    handle: ({ actor, now }, { params, query }) =>
      getNeedProfile(app.db, { actor, now, teacherId: params.id, ...query }),
  })

  route(app, {
    operationId: 'getSchoolNeeds',
    method: 'GET',
    path: '/v1/schools/:id/needs',
    tag,
    summary: ['Get the needs of a school', '查看学校的研修需求'],
    description: [
      'Of its teachers by now, module by module, by stage and by tier (§3.1). Closed anonymous surveys are a component of their own, where their results show the group.',
      '本校现有教师各模块的需求，并按阶段和层级分列（§3.1）。已关闭的匿名调研单列为一项来源，仅在其结果显示该群体时计入。',
    ],
    params: ById,
    query: OfYear,
    answer: SchoolNeeds,
    errors: yearErrors,
    handle: ({ actor, now }, { params, query }) =>
      getSchoolNeeds(app.db, { actor, now, schoolId: params.id, ...query }),
  })

  route(app, {
    operationId: 'getDistrictNeeds',
    method: 'GET',
    path: '/v1/needs',
    tag,
    summary: ['Get the needs of the district', '查看全区的研修需求'],
    description: [
      'Of its homeroom teachers by now, as those of a school; an integration of one school gets that school’s.',
      '全区现有班主任的需求，内容与学校相同；限定于一所学校的集成客户端只得该校的。',
    ],
    query: OfYear,
    answer: DistrictNeeds,
    errors: yearErrors,
    handle: ({ actor, now }, { query }) => getDistrictNeeds(app.db, { actor, now, ...query }),
  })
}
