import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { BySourcedId, putDescription, putStatus } from '../../http/put.js'
import { route } from '../../http/route.js'
import { closed, Id, Paging, ref, SourcedId } from '../../lib/wire.js'
import { putSchoolBySourcedId } from './put-school-by-sourced-id.js'
import { putSchoolGroupBySourcedId } from './put-school-group-by-sourced-id.js'
import { findSchool, listSchoolGroups, listSchools } from './read.js'
import {
  School,
  SchoolContent,
  SchoolGroupContent,
  SchoolGroupPage,
  SchoolGroupPut,
  SchoolKind,
  SchoolPage,
  SchoolPut,
} from '../schema.js'

const tag = 'roster'
const ById = closed({ id: Id })

export function schoolRoutes(app: FastifyInstance): void {
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
    handle: async ({ actor }, { params }) => {
      const school = await query(app.db, actor, (tx) => findSchool(tx, actor, params.id))
      if (!school) throw notFound('school')
      return school
    },
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
}
