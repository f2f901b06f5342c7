import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../db/database.js'
import { notFound } from '../errors.js'
import { route } from '../http/route.js'
import { AcademicYearCode, closed, DateOnly, Id, Paging, ref, SourcedId } from '../lib/wire.js'
import { adjustObligation } from './adjust-obligation.js'
import { putAcademicYear } from './put-academic-year.js'
import { putHomeroomDutyBySourcedId } from './put-homeroom-duty-by-sourced-id.js'
import { putSchoolBySourcedId } from './put-school-by-sourced-id.js'
import { putSchoolGroupBySourcedId } from './put-school-group-by-sourced-id.js'
import { putTeacherBySourcedId } from './put-teacher-by-sourced-id.js'
import { getTeacher } from './get-teacher.js'
import { listTeachers } from './list-teachers.js'
import { findSchool, listSchoolGroups, listSchools } from './read.js'
import { listAcademicYears, listSemesters } from './calendar/read.js'
import { listHomeroomDuties, listLeaves } from './duties/read.js'
import { recordLeave } from './record-leave.js'
import {
  AcademicYearContent,
  AcademicYearPage,
  AcademicYearPut,
  HomeroomDutyContent,
  HomeroomDutyPage,
  HomeroomDutyPut,
  Leave,
  LeavePage,
  NewLeave,
  ObligationAdjustment,
  ObligationAdjustmentContent,
  School,
  SchoolContent,
  SchoolGroupContent,
  SchoolGroupPage,
  SchoolGroupPut,
  SchoolKind,
  SchoolPage,
  SchoolPut,
  SemesterPage,
  Teacher,
  TeacherContent,
  TeacherPage,
  TeacherPut,
} from './schema.js'

const tag = 'roster'
const ById = closed({ id: Id })
const BySourcedId = closed({ sourcedId: SourcedId })
const putStatus = { all: [200, 201], of: (answer: { outcome: string }) => (answer.outcome === 'created' ? 201 : 200) }
const putDescription = (thing: string, zh: string) =>
  [
    `Creates the ${thing} with this external id, or changes it: a change needs If-Match with the ETag of the version that is changed. The answer says which it did; putting the same content again changes nothing.`,
    `按来源编号新建或更改${zh}；更改时须以 If-Match 给出所改版本的 ETag。应答说明结果；重复写入相同内容不产生变化。`,
  ] as const

export function rosterRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'listSchools',
    method: 'GET',
    path: '/v1/schools',
    tag,
    summary: ['List schools', '列出学校'],
    description: ['By external id.', '按来源编号排列。'],
    query: closed({
      ...Paging,
      sourcedId: Type.Optional(SourcedId),
      kind: Type.Optional(ref(SchoolKind)),
      schoolGroupId: Type.Optional(Id),
    }),
    answer: SchoolPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listSchools(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'getSchool',
    method: 'GET',
    path: '/v1/schools/:id',
    tag,
    summary: ['Get a school', '查看学校'],
    description: ['One school.', '查看一所学校。'],
    params: ById,
    answer: School,
    handle: async ({ actor }, { params }) =>
      found(await query(app.db, actor, (tx) => findSchool(tx, actor, params.id)), 'school'),
  })

  route(app, {
    operationId: 'putSchoolBySourcedId',
    method: 'PUT',
    path: '/v1/schools/by-sourced-id/:sourcedId',
    tag,
    summary: ['Put a school', '写入学校'],
    description: putDescription('school', '学校'),
    params: BySourcedId,
    body: SchoolContent,
    answer: SchoolPut,
    status: putStatus,
    errors: ['unknownSchoolGroup'],
    handle: ({ actor, condition }, { params, body }) =>
      putSchoolBySourcedId(app.db, { actor, condition, ...params, content: body }),
  })

  route(app, {
    operationId: 'listSchoolGroups',
    method: 'GET',
    path: '/v1/school-groups',
    tag,
    summary: ['List school groups', '列出集团校'],
    description: ['By external id.', '按来源编号排列。'],
    query: closed({ ...Paging, sourcedId: Type.Optional(SourcedId) }),
    answer: SchoolGroupPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listSchoolGroups(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'putSchoolGroupBySourcedId',
    method: 'PUT',
    path: '/v1/school-groups/by-sourced-id/:sourcedId',
    tag,
    summary: ['Put a school group', '写入集团校'],
    description: putDescription('school group', '集团校'),
    params: BySourcedId,
    body: SchoolGroupContent,
    answer: SchoolGroupPut,
    status: putStatus,
    handle: ({ actor, condition }, { params, body }) =>
      putSchoolGroupBySourcedId(app.db, { actor, condition, ...params, content: body }),
  })

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

  route(app, {
    operationId: 'listHomeroomDuties',
    method: 'GET',
    path: '/v1/homeroom-duties',
    tag,
    summary: ['List homeroom duties', '列出班主任任职'],
    description: [
      'By external id; `activeOn` keeps those held on that day.',
      '按来源编号排列；`activeOn` 只列当日在任的。',
    ],
    query: closed({
      ...Paging,
      sourcedId: Type.Optional(SourcedId),
      teacherId: Type.Optional(Id),
      schoolId: Type.Optional(Id),
      activeOn: Type.Optional(DateOnly),
    }),
    answer: HomeroomDutyPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listHomeroomDuties(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'putHomeroomDutyBySourcedId',
    method: 'PUT',
    path: '/v1/homeroom-duties/by-sourced-id/:sourcedId',
    tag,
    summary: ['Put a homeroom duty', '写入班主任任职'],
    description: putDescription('homeroom duty', '班主任任职'),
    params: BySourcedId,
    body: HomeroomDutyContent,
    answer: HomeroomDutyPut,
    status: putStatus,
    errors: ['endsBeforeStart', 'unknownTeacher', 'unknownSchool', 'teacherErased', 'rulesRefused'],
    handle: ({ actor, now, condition }, { params, body }) =>
      putHomeroomDutyBySourcedId(app.db, { actor, now, condition, ...params, content: body }),
  })

  route(app, {
    operationId: 'recordLeave',
    method: 'POST',
    path: '/v1/leaves',
    tag,
    summary: ['Record a leave', '登记请假'],
    description: [
      'First and last day. Whether it lowers the annual minimum is the policy edition’s matter (`annualHours.obligation`).',
      '登记起止日期。是否减少学年课时要求由政策版本决定（`annualHours.obligation`）。',
    ],
    body: NewLeave,
    answer: Leave,
    status: 201,
    errors: ['endsBeforeStart', 'unknownTeacher', 'leaveExists', 'leaveOverlaps', 'teacherErased'],
    handle: ({ actor, now }, { body }) => recordLeave(app.db, { actor, now, leave: body }),
  })

  route(app, {
    operationId: 'listLeaves',
    method: 'GET',
    path: '/v1/leaves',
    tag,
    summary: ['List leaves', '列出请假'],
    description: ['In the order in which they were recorded.', '按登记先后排列。'],
    query: closed({ ...Paging, teacherId: Type.Optional(Id) }),
    answer: LeavePage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listLeaves(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'adjustObligation',
    method: 'PUT',
    path: '/v1/teachers/:teacherId/obligation-adjustments/:academicYear',
    tag,
    summary: ['Approve another annual minimum', '核准调整学年课时要求'],
    description: [
      'For one teacher and academic year; it stands above what the policy edition computes (§5.1).',
      '针对一名教师的一个学年，优先于政策版本的计算结果（§5.1）。',
    ],
    params: closed({ teacherId: Id, academicYear: AcademicYearCode }),
    body: ObligationAdjustmentContent,
    answer: ObligationAdjustment,
    errors: ['unknownAcademicYear', 'teacherErased'],
    handle: ({ actor, now, condition }, { params, body }) =>
      adjustObligation(app.db, { actor, now, condition, ...params, content: body }),
  })

  route(app, {
    operationId: 'listAcademicYears',
    method: 'GET',
    path: '/v1/academic-years',
    tag,
    summary: ['List academic years', '列出学年'],
    description: ['Newest first, each with its semesters and holidays.', '由新到旧，各含其学期和假期。'],
    query: closed(Paging),
    answer: AcademicYearPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, cursor } }) =>
      query(app.db, actor, (tx) => listAcademicYears(tx, actor.districtId, { limit, cursor })),
  })

  route(app, {
    operationId: 'putAcademicYear',
    method: 'PUT',
    path: '/v1/academic-years/:code',
    tag,
    summary: ['Put an academic year', '写入学年'],
    description: [
      'Semester dates left out come from the policy edition. Once hours are entered in the year its dates stand. Holidays may be put at any time; left out they stay as they are.',
      '省略的学期日期取自政策版本；学年内一旦有课时入账，日期不再更改。假期可随时写入，省略则不变。',
    ],
    params: closed({ code: AcademicYearCode }),
    body: AcademicYearContent,
    answer: AcademicYearPut,
    status: putStatus,
    errors: [
      'noPolicyEdition',
      'academicYearDates',
      'academicYearOverlaps',
      'academicYearHasHours',
      'endsBeforeStart',
      'holidayOutsideYear',
      'holidaysOverlap',
      'rulesRefused',
    ],
    handle: ({ actor, condition }, { params, body }) =>
      putAcademicYear(app.db, { actor, condition, ...params, content: body }),
  })

  route(app, {
    operationId: 'listSemesters',
    method: 'GET',
    path: '/v1/semesters',
    tag,
    summary: ['List semesters', '列出学期'],
    description: ['In order of time.', '按时间先后排列。'],
    query: closed({ ...Paging, academicYear: Type.Optional(AcademicYearCode) }),
    answer: SemesterPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listSemesters(tx, actor.districtId, { limit, ...filters })),
  })
}

function found<T>(thing: T | null, kind: string): T {
  if (thing === null) throw notFound(kind)
  return thing
}
