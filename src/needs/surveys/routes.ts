import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { route } from '../../http/route.js'
import { AcademicYearCode, closed, Id, Paging, ref } from '../../lib/wire.js'
import { answerSurvey } from './answer-survey.js'
import { closeSurvey } from './close-survey.js'
import { createSurvey } from './create-survey.js'
import { getSurvey } from './get-survey.js'
import { getSurveyResults } from './results/get-survey-results.js'
import { listSurveys } from './list-surveys.js'
import { openSurvey } from './open-survey.js'
import {
  NewSurvey,
  NewSurveyAnswer,
  Survey,
  SurveyAnswer,
  SurveyChange,
  SurveyLevel,
  SurveyOpening,
  SurveyPage,
  SurveyStatus,
} from './schema.js'
import { SurveyResults } from './results/schema.js'
import { updateSurvey } from './update-survey.js'

const tag = 'needs'
const ById = closed({ id: Id })
const questionErrors = [
  'missingProperty',
  'unknownProperty',
  'unknownModule',
  'unknownTier',
  'scaleSteps',
  'scaleLabels',
  'choiceTwice',
  'moreChoicesThanThereAre',
  'anonymousTextsTooLong',
  'rulesRefused',
  'unknownAcademicYear',
  'noPolicyEdition',
] as const

export function surveyRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'createSurvey',
    method: 'POST',
    path: '/v1/surveys',
    tag,
    summary: ['Draft a needs survey', '拟制需求调研'],
    description: [
      'The institute surveys the district, a school itself (§3.1). On a scale a higher value is a greater need. What is tied to a module counts in need profiles. An anonymous survey shows no results of fewer teachers than `smallestGroup`, and what was promised stands once it is open.',
      '区教育学院开展区级调研，学校开展校级调研（§3.1）。量表数值越高需求越大，与模块关联的题目计入需求画像。匿名调研不显示少于 `smallestGroup` 人的结果，开放后承诺不再更改。',
    ],
    body: NewSurvey,
    answer: Survey,
    status: 201,
    location: ({ id }) => `/v1/surveys/${id}`,
    errors: ['surveyLevelNotAllowed', ...questionErrors],
    handle: ({ actor }, { body }) => createSurvey(app.db, { actor, survey: body }),
  })

  route(app, {
    operationId: 'listSurveys',
    method: 'GET',
    path: '/v1/surveys',
    tag,
    summary: ['List needs surveys', '列出需求调研'],
    description: [
      'Newest first, without questions. A school sees its own and the district’s once they are open; a teacher those that are open or closed, and whether they were answered.',
      '由新到旧，不含题目。学校可见本校的和已开放的区级调研；教师可见已开放或已关闭的调研及本人是否已答。',
    ],
    query: closed({
      ...Paging,
      level: Type.Optional(ref(SurveyLevel)),
      schoolId: Type.Optional(Id),
      status: Type.Optional(ref(SurveyStatus)),
      academicYear: Type.Optional(AcademicYearCode),
    }),
    answer: SurveyPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      listSurveys(app.db, { actor, filters: { limit, ...filters } }),
  })

  route(app, {
    operationId: 'getSurvey',
    method: 'GET',
    path: '/v1/surveys/:id',
    tag,
    summary: ['Get a needs survey', '查看需求调研'],
    description: [
      'With its questions; to a teacher also whether it was answered and, unless it is anonymous, what.',
      '含题目；教师可见本人是否已答，非匿名的并可见本人的回答。',
    ],
    params: ById,
    answer: Survey,
    handle: ({ actor }, { params }) => getSurvey(app.db, { actor, id: params.id }),
  })

  route(app, {
    operationId: 'updateSurvey',
    method: 'PATCH',
    path: '/v1/surveys/:id',
    tag,
    summary: ['Change a needs survey', '更改需求调研'],
    description: ['While it is a draft.', '仅限草稿。'],
    params: ById,
    body: SurveyChange,
    answer: Survey,
    errors: ['notTheSurveyor', 'surveyNotDraft', ...questionErrors],
    handle: ({ actor, condition }, { params, body }) =>
      updateSurvey(app.db, { actor, condition, id: params.id, change: body }),
  })

  route(app, {
    operationId: 'openSurvey',
    method: 'POST',
    path: '/v1/surveys/:id/open',
    tag,
    summary: ['Open a needs survey', '开放需求调研'],
    description: [
      'To the teachers, until `closesAt` if it is given, or until it is closed. Whether it is anonymous, its smallest group and its questions stand from now on.',
      '向教师开放，至 `closesAt` 或关闭为止。此后是否匿名、最小人数和题目均不再更改。',
    ],
    params: ById,
    body: SurveyOpening,
    answer: Survey,
    errors: ['notTheSurveyor', 'surveyNotDraft', 'closesInThePast'],
    handle: ({ actor, now }, { params, body }) => openSurvey(app.db, { actor, now, id: params.id, ...body }),
  })

  route(app, {
    operationId: 'closeSurvey',
    method: 'POST',
    path: '/v1/surveys/:id/close',
    tag,
    summary: ['Close a needs survey', '关闭需求调研'],
    description: [
      'No more answers are taken. Those of an anonymous survey are opened and counted in one transaction, and what could tell whose they are is destroyed: it cannot be opened again. It has results only then, also when `closesAt` has passed.',
      '不再接受回答。匿名调研的回答在同一事务中开启并统计，可识别作答者的信息随即销毁，不能重新开放。截止时刻已过的调研也须关闭后方有结果。',
    ],
    params: ById,
    answer: Survey,
    errors: ['notTheSurveyor', 'surveyNotOpen'],
    handle: ({ actor, now }, { params }) => closeSurvey(app.db, { actor, now, id: params.id }),
  })

  route(app, {
    operationId: 'answerSurvey',
    method: 'POST',
    path: '/v1/surveys/:id/answers',
    tag,
    summary: ['Answer a needs survey', '填写需求调研'],
    description: [
      'A teacher’s own answer while the survey is open, once: sent again it replaces the one before. Of an anonymous survey nothing is logged and the `Idempotency-Key` is not kept, since both would tell who answered: sending the same again changes nothing, and is never answered as a replay.',
      '教师本人在开放期间填写，每人一份，再次提交即替换。匿名调研不记录日志，也不保存 `Idempotency-Key`，以免得知作答者；重复提交不产生变化，也不作重放应答。',
    ],
    params: ById,
    body: NewSurveyAnswer,
    answer: SurveyAnswer,
    errors: [
      'surveyNotOpen',
      'surveyTimeOver',
      'teacherNotOnDuty',
      'unknownQuestion',
      'answeredTwice',
      'answerMissing',
      'answerOfOtherKind',
      'answerOffScale',
      'unknownChoice',
      'tooManyChoices',
      'answerTooLong',
      'questionOfOtherTier',
      'rulesRefused',
      'unknownAcademicYear',
      'noPolicyEdition',
    ],
    handle: ({ actor, now }, { params, body }) => answerSurvey(app.db, { actor, now, id: params.id, ...body }),
  })

  route(app, {
    operationId: 'getSurveyResults',
    method: 'GET',
    path: '/v1/surveys/:id/results',
    tag,
    summary: ['Get the results of a survey', '查看调研结果'],
    description: [
      'Question by question, by stage and by tier; a school has its own part of the district’s surveys, and `schoolId` gives it to the district. Results of an anonymous survey are there once it is closed; a group that could tell of fewer teachers than `smallestGroup`, also by subtraction, is suppressed. `question` gives the texts of one text question, page by page.',
      '逐题给出结果，并按阶段和层级分列；学校只见区级调研中本校部分，区级可用 `schoolId` 查看。匿名调研关闭后方有结果；凡可得知（含相减推知）少于 `smallestGroup` 人情况的群体均不显示。`question` 分页给出一道文字题的回答。',
    ],
    params: ById,
    query: closed({
      ...Paging,
      schoolId: Type.Optional(Id),
      question: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    answer: SurveyResults,
    errors: [
      'surveyNotOpen',
      'surveyNotClosed',
      'unknownQuestion',
      'invalidCursor',
      'unknownAcademicYear',
      'noPolicyEdition',
    ],
    handle: ({ actor }, { params, query: { limit = 50, ...filters } }) =>
      getSurveyResults(app.db, { actor, id: params.id, filters: { limit, ...filters } }),
  })
}
