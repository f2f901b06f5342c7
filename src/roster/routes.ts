import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { BySourcedId, putDescription, putStatus } from '../http/put.js'
import { route } from '../http/route.js'
import { closed, DateOnly, Id, Paging, SourcedId } from '../lib/wire.js'
import { getTeacher } from './get-teacher.js'
import { listTeachers } from './list-teachers.js'
import { putTeacherBySourcedId } from './put-teacher-by-sourced-id.js'
import { Teacher, TeacherContent, TeacherPage, TeacherPut } from './schema.js'

const tag = 'roster'
const ById = closed({ id: Id })

export function teacherRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'listTeachers',
    method: 'GET',
    path: '/v1/teachers',
    tag,
    summary: ['List teachers', '列出班主任'],
    description: [
      'By external id. `schoolId` keeps those with a duty there, with `onDutyOn` those who hold it on that day. Identity numbers and phones are masked.',
      '按来源编号排列。`schoolId` 只列在该校任职者，加 `onDutyOn` 则只列当日在任者。身份证号和手机号均遮盖。',
    ],
    query: closed({
      ...Paging,
      sourcedId: Type.Optional(SourcedId),
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      schoolId: Type.Optional(Id),
      onDutyOn: Type.Optional(DateOnly),
    }),
    answer: TeacherPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) => listTeachers(app.db, { actor, limit, ...filters }),
  })

  route(app, {
    operationId: 'getTeacher',
    method: 'GET',
    path: '/v1/teachers/:id',
    tag,
    summary: ['Get a teacher', '查看班主任'],
    description: [
      'One homeroom teacher. Identity number and phone are in clear to the institute, to the training administrator and the integration of the school where the duty has not ended, and to the teacher; masked to all others.',
      '查看一名班主任。身份证号和手机号仅对区教育学院、任职尚未结束的学校的师训专管员和对接程序以及本人完整显示，对其他角色遮盖。',
    ],
    params: ById,
    answer: Teacher,
    handle: ({ actor, now }, { params }) => getTeacher(app.db, { actor, now, id: params.id }),
  })

  route(app, {
    operationId: 'putTeacherBySourcedId',
    method: 'PUT',
    path: '/v1/teachers/by-sourced-id/:sourcedId',
    tag,
    summary: ['Put a teacher', '写入班主任'],
    description: putDescription('teacher', '班主任'),
    params: BySourcedId,
    body: TeacherContent,
    answer: TeacherPut,
    status: putStatus,
    errors: ['invalidIdentityNumber', 'invalidPhone', 'teacherErased', 'rulesRefused'],
    handle: ({ actor, now, condition }, { params, body }) =>
      putTeacherBySourcedId(app.db, { actor, now, condition, ...params, content: body }),
  })
}
