import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { route } from '../http/route.js'
import { AcademicYearCode, closed, Id, Paging, ref } from '../lib/wire.js'
import { getDistrictForecast } from './get-district-forecast.js'
import { getDistrictProgress } from './get-district-progress.js'
import { getForecast } from './get-forecast.js'
import { getSchoolForecast } from './get-school-forecast.js'
import { getSchoolProgress } from './get-school-progress.js'
import { getTeacherProgress } from './get-teacher-progress.js'
import { listForecasts } from './list-forecasts.js'
import {
  DistrictForecast,
  DistrictProgress,
  ForecastPage,
  ForecastState,
  SchoolForecast,
  SchoolProgress,
  TeacherForecast,
  TeacherProgress,
} from './schema.js'

const tag = 'progress'
const ById = closed({ id: Id })
const OfYear = closed({ academicYear: AcademicYearCode })

export function progressRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'getTeacherProgress',
    method: 'GET',
    path: '/v1/teachers/:id/progress',
    tag,
    summary: ['Get a teacher’s progress', '查看教师进度'],
    description: [
      'Required, counted and missing class hours of an academic year (§5.1), by category, semester, module, form and month.',
      '一学年的应修、已计入和缺少课时（§5.1），并按类别、学期、模块、形式、月份列出。',
    ],
    params: ById,
    query: OfYear,
    answer: TeacherProgress,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { params, query: { academicYear } }) =>
      getTeacherProgress(app.db, { actor, now, teacherId: params.id, academicYear }),
  })

  route(app, {
    operationId: 'getSchoolProgress',
    method: 'GET',
    path: '/v1/schools/:id/progress',
    tag,
    summary: ['Get a school’s progress', '查看学校进度'],
    description: [
      'How many of its teachers have met the annual minimum (§5.1).',
      '该校达到学年课时要求的教师人数（§5.1）。',
    ],
    params: ById,
    query: OfYear,
    answer: SchoolProgress,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { params, query: { academicYear } }) =>
      getSchoolProgress(app.db, { actor, now, schoolId: params.id, academicYear }),
  })

  route(app, {
    operationId: 'getDistrictProgress',
    method: 'GET',
    path: '/v1/progress',
    tag,
    summary: ['Get the district’s progress', '查看全区进度'],
    description: ['In sum and school by school.', '全区汇总及各校情况。'],
    query: OfYear,
    answer: DistrictProgress,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { query: { academicYear } }) => getDistrictProgress(app.db, { actor, now, academicYear }),
  })

  route(app, {
    operationId: 'getForecast',
    method: 'GET',
    path: '/v1/teachers/:id/forecast',
    tag,
    summary: ['Get a teacher’s forecast', '查看教师课时预测'],
    description: [
      'Whether the teacher will reach the annual minimum (§5.1): `met`; `onTrack`, with the sessions registered for or not confirmed yet; `atRisk`, only with sessions that are still open to the teacher, and until which date; `impossible`, so that the school must schedule more. Sessions that overlap are reckoned with once, and no more than the maxima of the edition let count. The first 200 sessions of each kind are listed.',
      '教师能否达到学年课时要求（§5.1）：`met` 已达到；`onTrack` 已报名和待确认的场次足够；`atRisk` 须再参加尚可报名的场次，并给出最迟日期；`impossible` 学校须再安排。时间重叠的场次只计一次，且不超过政策版本的上限。各类场次最多列出 200 场。',
    ],
    params: ById,
    query: OfYear,
    answer: TeacherForecast,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { params, query: { academicYear } }) =>
      getForecast(app.db, { actor, now, teacherId: params.id, academicYear }),
  })

  route(app, {
    operationId: 'listForecasts',
    method: 'GET',
    path: '/v1/forecasts',
    tag,
    summary: ['List forecasts', '列出课时预测'],
    description: [
      'Of the teachers of a school or the district, by the sourcedIds of school and teacher; `state=impossible` and `state=atRisk` are those that need help.',
      '列出一校或全区教师的预测，按学校和教师编号排列；`state=impossible`、`state=atRisk` 即需要帮助的教师。',
    ],
    query: closed({
      ...Paging,
      academicYear: AcademicYearCode,
      schoolId: Type.Optional(Id),
      state: Type.Optional(ref(ForecastState)),
    }),
    answer: ForecastPage,
    errors: ['invalidCursor', 'unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { query: { limit = 50, ...filters } }) =>
      listForecasts(app.db, { actor, now, filters: { limit, ...filters } }),
  })

  route(app, {
    operationId: 'getSchoolForecast',
    method: 'GET',
    path: '/v1/schools/:id/forecast',
    tag,
    summary: ['Get a school’s forecast', '查看学校课时预测'],
    description: ['How many of its teachers are in each state (§5.1).', '该校各预测状态的教师人数（§5.1）。'],
    params: ById,
    query: OfYear,
    answer: SchoolForecast,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { params, query: { academicYear } }) =>
      getSchoolForecast(app.db, { actor, now, schoolId: params.id, academicYear }),
  })

  route(app, {
    operationId: 'getDistrictForecast',
    method: 'GET',
    path: '/v1/forecast',
    tag,
    summary: ['Get the district’s forecast', '查看全区课时预测'],
    description: ['In sum and school by school.', '全区汇总及各校情况。'],
    query: OfYear,
    answer: DistrictForecast,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: ({ actor, now }, { query: { academicYear } }) => getDistrictForecast(app.db, { actor, now, academicYear }),
  })
}
