import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { putStatus } from '../../http/put.js'
import { route } from '../../http/route.js'
import { AcademicYearCode, closed, Paging } from '../../lib/wire.js'
import { putAcademicYear } from './put-academic-year.js'
import { listAcademicYears, listSemesters } from './read.js'
import { AcademicYearContent, AcademicYearPage, AcademicYearPut, SemesterPage } from '../schema.js'

const tag = 'roster'

export function calendarRoutes(app: FastifyInstance): void {
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
