import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { route } from '../../http/route.js'
import { AcademicYearCode, closed, Id, Paging, ref } from '../../lib/wire.js'
import { listCompetenceAssessments, listInterviews } from './read.js'
import { recordCompetenceAssessment } from './record-competence-assessment.js'
import { recordInterview } from './record-interview.js'
import { withdrawCompetenceAssessment } from './withdraw-competence-assessment.js'
import { withdrawInterview } from './withdraw-interview.js'
import {
  AssessmentKind,
  CompetenceAssessment,
  CompetenceAssessmentPage,
  Interview,
  InterviewPage,
  NeedWithdrawal,
  NewCompetenceAssessment,
  NewInterview,
} from './schema.js'

const tag = 'needs'
const ById = closed({ id: Id })

export function assessmentRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'recordInterview',
    method: 'POST',
    path: '/v1/interviews',
    tag,
    summary: ['Record an interview', '登记访谈'],
    description: [
      'What a teacher said of training needs (§3.1), with marks from 1 to 5 for modules: 5 is the greatest need. The teacher can read it.',
      '登记教师访谈（§3.1），可按模块标注需求 1 至 5，5 为最大。教师本人可见。',
    ],
    body: NewInterview,
    answer: Interview,
    status: 201,
    location: () => '/v1/interviews',
    errors: [
      'unknownTeacher',
      'teacherErased',
      'needRecordedAhead',
      'unknownModule',
      'moduleTwice',
      'rulesRefused',
      'noPolicyEdition',
    ],
    handle: ({ actor, now }, { body }) => recordInterview(app.db, { actor, now, interview: body }),
  })

  route(app, {
    operationId: 'withdrawInterview',
    method: 'POST',
    path: '/v1/interviews/:id/withdraw',
    tag,
    summary: ['Withdraw an interview', '撤回访谈'],
    description: [
      'One that was recorded by mistake: it is still listed, with `withdrawnAt`, and counts no more. A school withdraws what it recorded, the institute also what its schools did.',
      '撤回误登的访谈：仍列出并注明 `withdrawnAt`，不再计入需求。学校可撤回本校登记的，区教育学院也可撤回各校登记的。',
    ],
    params: ById,
    body: NeedWithdrawal,
    answer: Interview,
    errors: ['notTheRecorder', 'alreadyWithdrawn', 'teacherErased'],
    handle: ({ actor, now }, { params, body }) =>
      withdrawInterview(app.db, { actor, now, id: params.id, reason: body.reason }),
  })

  route(app, {
    operationId: 'listInterviews',
    method: 'GET',
    path: '/v1/interviews',
    tag,
    summary: ['List interviews', '列出访谈'],
    description: [
      'The last recorded first; a school those of its teachers, a teacher her own.',
      '按登记时间由近到远；学校限本校教师，教师限本人。',
    ],
    query: closed({ ...Paging, teacherId: Type.Optional(Id) }),
    answer: InterviewPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listInterviews(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'recordCompetenceAssessment',
    method: 'POST',
    path: '/v1/competence-assessments',
    tag,
    summary: ['Record a competence assessment', '登记专业能力评估'],
    description: [
      'By the teacher herself, a colleague at the same school on that day, or staff (§3.1): scores from 1 to 5 for modules, 5 the most competent. One of each assessor in a year; recording it again replaces it. The assessed is not told which colleague it was.',
      '由本人、当日同校的同事或管理人员评估（§3.1），按模块评分 1 至 5，5 为能力最强。每位评估者每学年一份，再次登记即替换。互评者不告知被评者。',
    ],
    body: NewCompetenceAssessment,
    answer: CompetenceAssessment,
    errors: [
      'unknownTeacher',
      'teacherErased',
      'assessmentKindNotAllowed',
      'assessmentOutsideYear',
      'needRecordedAhead',
      'unknownModule',
      'moduleTwice',
      'rulesRefused',
      'unknownAcademicYear',
      'noPolicyEdition',
    ],
    handle: ({ actor, now }, { body }) => recordCompetenceAssessment(app.db, { actor, now, assessment: body }),
  })

  route(app, {
    operationId: 'withdrawCompetenceAssessment',
    method: 'POST',
    path: '/v1/competence-assessments/:id/withdraw',
    tag,
    summary: ['Withdraw a competence assessment', '撤回专业能力评估'],
    description: [
      'One that was recorded by mistake: it is still listed, with `withdrawnAt`, and counts no more; another may be recorded. Teachers withdraw what they said themselves, a school what it recorded, the institute also what its schools did.',
      '撤回误登的评估：仍列出并注明 `withdrawnAt`，不再计入需求，可另行登记。自评和互评由评估者本人撤回，学校可撤回本校登记的，区教育学院也可撤回各校登记的。',
    ],
    params: ById,
    body: NeedWithdrawal,
    answer: CompetenceAssessment,
    errors: ['notTheRecorder', 'alreadyWithdrawn', 'teacherErased'],
    handle: ({ actor, now }, { params, body }) =>
      withdrawCompetenceAssessment(app.db, { actor, now, id: params.id, reason: body.reason }),
  })

  route(app, {
    operationId: 'listCompetenceAssessments',
    method: 'GET',
    path: '/v1/competence-assessments',
    tag,
    summary: ['List competence assessments', '列出专业能力评估'],
    description: [
      'The last recorded first; a school those of its teachers, a teacher those about and by herself.',
      '按登记时间由近到远；学校限本校教师，教师限对本人的和本人所作的评估。',
    ],
    query: closed({
      ...Paging,
      teacherId: Type.Optional(Id),
      kind: Type.Optional(ref(AssessmentKind)),
      academicYear: Type.Optional(AcademicYearCode),
    }),
    answer: CompetenceAssessmentPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listCompetenceAssessments(tx, actor, { limit, ...filters })),
  })
}
