import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { route } from '../../http/route.js'
import { closed, Id, Paging, ref } from '../../lib/wire.js'
import { contentErrors } from '../content-errors.js'
import { applyForSharedCourse } from './apply-for-shared-course.js'
import { findApplication, listApplications } from './read.js'
import { reviewCourseApplication } from './review-course-application.js'
import {
  CourseApplication,
  CourseApplicationPage,
  CourseApplicationReview,
  CourseApplicationStatus,
  NewCourseApplication,
} from './schema.js'

const tag = 'courses'
const ById = closed({ id: Id })

export function courseApplicationRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'applyForSharedCourse',
    method: 'POST',
    path: '/v1/course-applications',
    tag,
    summary: ['Apply for a course to be shared', '申报特色课程'],
    description: [
      'With the newest version of an own course, for it to be shared with the district (§6.5); a shared course is applied for anew with each new version. After a review that returned it the revised course goes into the next round of the same application.',
      '以本校或本人课程的最新版本申报区域共享课程（§6.5），已共享课程的新版本亦须申报；退回修改后再次申报，即进入同一申报的下一轮。',
    ],
    body: NewCourseApplication,
    answer: CourseApplication,
    status: 201,
    location: ({ id }) => `/v1/course-applications/${id}`,
    errors: [
      'unknownCourse',
      'notTheOwner',
      'courseRetired',
      'courseShared',
      'courseInReview',
      'courseNotRevised',
      'tooManyRounds',
      'rulesRefused',
    ],
    handle: ({ actor, now }, { body }) => applyForSharedCourse(app.db, { actor, now, application: body }),
  })

  route(app, {
    operationId: 'reviewCourseApplication',
    method: 'POST',
    path: '/v1/course-applications/:id/review',
    tag,
    summary: ['Review an application', '评审特色课程申报'],
    description: [
      'The institute returns the round with guidance, accepts it or declines it (§6.5). Acceptance publishes the version applied with and shares the course; a declined course may be applied for anew. `round` names what was read.',
      '区教育学院给出指导意见退回修改、通过或不通过（§6.5）。通过即发布所申报的版本并成为共享课程；未通过的可重新申报。`round` 为所评审的轮次。',
    ],
    params: ById,
    body: CourseApplicationReview,
    answer: CourseApplication,
    errors: ['roundStale', 'roundReviewed', 'missingProperty', ...contentErrors],
    handle: ({ actor, now }, { params, body }) =>
      reviewCourseApplication(app.db, { actor, now, id: params.id, review: body }),
  })

  route(app, {
    operationId: 'listCourseApplications',
    method: 'GET',
    path: '/v1/course-applications',
    tag,
    summary: ['List applications', '列出特色课程申报'],
    description: [
      'Newest first, with all their rounds: those of the own courses, and every one for the district.',
      '由新到旧，含各轮次：本校或本人课程的申报，区级角色可见全部。',
    ],
    query: closed({
      ...Paging,
      status: Type.Optional(ref(CourseApplicationStatus)),
      schoolId: Type.Optional(Id),
      courseId: Type.Optional(Id),
    }),
    answer: CourseApplicationPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listApplications(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'getCourseApplication',
    method: 'GET',
    path: '/v1/course-applications/:id',
    tag,
    summary: ['Get an application', '查看特色课程申报'],
    description: ['With every round, its statement and the guidance given.', '含各轮次的申报理由和指导意见。'],
    params: ById,
    answer: CourseApplication,
    handle: async ({ actor }, { params }) => {
      const application = await query(app.db, actor, (tx) => findApplication(tx, actor, params.id))
      if (!application) throw notFound('courseApplication')
      return application
    },
  })
}
