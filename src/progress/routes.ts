import type { FastifyInstance } from 'fastify'
import { route } from '../http/route.js'
import { AcademicYearCode, closed, Id } from '../lib/wire.js'
import { getDistrictProgress } from './get-district-progress.js'
import { getSchoolProgress } from './get-school-progress.js'
import { getTeacherProgress } from './get-teacher-progress.js'
import { DistrictProgress, SchoolProgress, TeacherProgress } from './schema.js'

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
}
