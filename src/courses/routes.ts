import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { route } from '../http/route.js'
import { closed, Id, Line, Paging, ref } from '../lib/wire.js'
import { FormCode, ModuleCode, TierNumber } from '../policy/schema.js'
import { contentErrors } from './content-errors.js'
import { createCourse } from './create-course.js'
import { getCourse } from './get-course.js'
import { listCourses } from './list-courses.js'
import { publishCourse } from './publish-course.js'
import { retireCourse } from './retire-course.js'
import { reviseCourse } from './revise-course.js'
import {
  Course,
  CourseChange,
  CoursePage,
  CourseReach,
  CourseStatus,
  CourseVersionNumber,
  NewCourse,
} from './schema.js'

const tag = 'courses'
const ById = closed({ id: Id })

export function courseRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'createCourse',
    method: 'POST',
    path: '/v1/courses',
    tag,
    summary: ['Create a course', '新建课程'],
    description: [
      'As a draft, for modules (§3.2) and tiers (§3.3) of the policy edition in force: a school’s, an expert team leader’s (§6.4), or the district’s when the institute makes it (§6.5).',
      '新建草稿，课程模块（§3.2）和层级（§3.3）以现行政策版本为准：属学校、德育团队领衔人（§6.4），区教育学院新建的属全区（§6.5）。',
    ],
    body: NewCourse,
    answer: Course,
    status: 201,
    location: ({ id }) => `/v1/courses/${id}`,
    errors: ['unknownSchool', 'courseOfNoSchool', 'missingProperty', ...contentErrors],
    handle: ({ actor, now }, { body }) => createCourse(app.db, { actor, now, course: body }),
  })

  route(app, {
    operationId: 'listCourses',
    method: 'GET',
    path: '/v1/courses',
    tag,
    summary: ['List courses', '列出课程'],
    description: [
      'Newest first: own courses in any state, and what others have published for the caller. `q` is a part of the title, objectives or description, whatever the width and case of its letters.',
      '由新到旧：自有课程不限状态，他人课程限可见的已发布版本。`q` 为名称、目标或说明中的一段文字，不分大小写和全半角。',
    ],
    query: closed({
      ...Paging,
      module: Type.Optional(ModuleCode),
      tier: Type.Optional(TierNumber),
      form: Type.Optional(FormCode),
      reach: Type.Optional(ref(CourseReach)),
      schoolId: Type.Optional(Id),
      status: Type.Optional(ref(CourseStatus)),
      q: Type.Optional(Line(100, { description: 'Words to look for / 搜索文字', examples: ['家校沟通'] })),
    }),
    answer: CoursePage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      listCourses(app.db, { viewer: actor, filters: { limit, ...filters } }),
  })

  route(app, {
    operationId: 'getCourse',
    method: 'GET',
    path: '/v1/courses/:id',
    tag,
    summary: ['Get a course', '查看课程'],
    description: [
      'In its published version, or the newest for those whose course it is. `version` tells an earlier published one, so that what was taught can still be read.',
      '默认为已发布的版本，课程所有者看到最新版本。`version` 可查看以往发布的版本，便于追溯当时所授内容。',
    ],
    params: ById,
    query: closed({ version: Type.Optional(CourseVersionNumber) }),
    answer: Course,
    handle: ({ actor }, { params, query }) =>
      getCourse(app.db, { viewer: actor, id: params.id, versionNumber: query.version }),
  })

  route(app, {
    operationId: 'reviseCourse',
    method: 'PATCH',
    path: '/v1/courses/:id',
    tag,
    summary: ['Revise a course', '修订课程'],
    description: [
      'Its content. What was published or applied with stays as it is: the change makes a new version, a draft until it is published. Owner only.',
      '修订课程内容。已发布或已申报的版本不变，修订形成新版本，发布前为草稿。仅限课程所有者。',
    ],
    params: ById,
    body: CourseChange,
    answer: Course,
    errors: ['notTheOwner', 'courseRetired', ...contentErrors],
    handle: ({ actor, now, condition }, { params, body }) =>
      reviseCourse(app.db, { actor, now, condition, id: params.id, change: body }),
  })

  route(app, {
    operationId: 'publishCourse',
    method: 'POST',
    path: '/v1/courses/:id/publish',
    tag,
    summary: ['Publish a course', '发布课程'],
    description: [
      'Its newest version takes the place of the one before. A district’s own course is shared with all schools from then on; others are shared by application (§6.5), and so is each new version of a shared one. Owner only.',
      '以最新版本替换此前发布的版本。区教育学院的课程发布后即为共享课程，其他课程经申报共享（§6.5），共享后的新版本亦须申报。仅限课程所有者。',
    ],
    params: ById,
    answer: Course,
    errors: [
      'notTheOwner',
      'courseRetired',
      'courseVersionPublished',
      'courseInReview',
      'courseNeedsReview',
      ...contentErrors,
    ],
    handle: ({ actor, now }, { params }) => publishCourse(app.db, { actor, now, id: params.id }),
  })

  route(app, {
    operationId: 'retireCourse',
    method: 'POST',
    path: '/v1/courses/:id/retire',
    tag,
    summary: ['Retire a course', '停用课程'],
    description: [
      'For good: it stays readable, and no new activity rests on it. An open application for it is withdrawn. The owner may, and the institute for what is shared.',
      '不可恢复：课程仍可查看，但不再用于新的活动；未结束的申报随之撤回。限课程所有者，共享课程亦可由区教育学院停用。',
    ],
    params: ById,
    answer: Course,
    errors: ['notTheOwner', 'courseRetired'],
    handle: ({ actor }, { params }) => retireCourse(app.db, { actor, id: params.id }),
  })
}
