import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { route } from '../../http/route.js'
import { closed, Id, Paging } from '../../lib/wire.js'
import { CourseVersionNumber } from '../schema.js'
import { giveCourseFeedback } from './give-course-feedback.js'
import { listCourseFeedback } from './list-course-feedback.js'
import { CourseFeedback, CourseFeedbackPage, NewCourseFeedback } from './schema.js'

const tag = 'courses'
const ById = closed({ id: Id })

export function courseFeedbackRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'giveCourseFeedback',
    method: 'POST',
    path: '/v1/courses/:id/feedback',
    tag,
    summary: ['Give feedback on a course', '评价课程'],
    description: [
      'One for each teacher and version of the course (§5.2); giving it again replaces it. Others see its rating in the mean only.',
      '每名教师对课程的每个版本评价一次（§5.2），再次提交即替换。他人只能看到平均分。',
    ],
    params: ById,
    body: NewCourseFeedback,
    answer: CourseFeedback,
    errors: ['ownCourse', 'unknownCourseVersion'],
    handle: ({ actor, now }, { params, body }) =>
      giveCourseFeedback(app.db, { actor, now, courseId: params.id, feedback: body }),
  })

  route(app, {
    operationId: 'listCourseFeedback',
    method: 'GET',
    path: '/v1/courses/:id/feedback',
    tag,
    summary: ['List the feedback on a course', '列出课程评价'],
    description: [
      'Newest first, for the school whose course it is and for the district; `courseVersion` keeps that of one version.',
      '由新到旧，仅限课程所属学校和区级角色；`courseVersion` 只列对该版本的评价。',
    ],
    params: ById,
    query: closed({ ...Paging, courseVersion: Type.Optional(CourseVersionNumber) }),
    answer: CourseFeedbackPage,
    errors: ['notTheOwner', 'invalidCursor'],
    handle: ({ actor }, { params, query: { limit = 50, ...filters } }) =>
      listCourseFeedback(app.db, { viewer: actor, courseId: params.id, filters: { limit, ...filters } }),
  })
}
