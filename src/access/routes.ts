import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../db/database.js'
import { route } from '../http/route.js'
import { closed, Id, Paging } from '../lib/wire.js'
import { createClient } from './create-client.js'
import { districtOfClients } from './district-of-clients.js'
import { permissionTable } from './permissions.js'
import { listClients } from './read.js'
import { revokeClient } from './revoke-client.js'
import { rotateClientKey } from './rotate-client-key.js'
import { Client, ClientPage, ClientWithKey, NewClient, PermissionTable } from './schema.js'

const ById = closed({ id: Id })
const InDistrict = closed({ districtId: Type.Optional(Id) })
const tag = 'access'

export function accessRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'listPermissions',
    method: 'GET',
    path: '/v1/permissions',
    tag,
    summary: ['List permissions', '列出权限'],
    description: [
      'Which role may call which operation, and how far its call reaches. The service itself goes by this table.',
      '各角色可调用的操作及其可及范围；系统本身即以此表为准。',
    ],
    answer: PermissionTable,
    handle: async () => ({ data: permissionTable() }),
  })

  route(app, {
    operationId: 'createClient',
    method: 'POST',
    path: '/v1/clients',
    tag,
    summary: ['Create an API client', '新建 API 客户端'],
    description: [
      'Its key is in this answer and nowhere else. School roles need `schoolId`, teacher roles `teacherId`; the operator also names the district.',
      '密钥仅在本次应答中出现。学校角色须给出 `schoolId`，教师角色须给出 `teacherId`；运营方还须指明区。',
    ],
    body: NewClient,
    answer: ClientWithKey,
    shownOnce: ['key'],
    status: 201,
    errors: ['boundRequired', 'boundNotAllowed', 'alreadyExpired', 'notFound'],
    handle: ({ actor, now }, { body }) => createClient(app.db, { actor, client: body, now }),
  })

  route(app, {
    operationId: 'listClients',
    method: 'GET',
    path: '/v1/clients',
    tag,
    summary: ['List API clients', '列出 API 客户端'],
    description: [
      'In the order in which they were made; the operator names the district.',
      '按创建先后排列；运营方须指明区。',
    ],
    query: closed({ ...Paging, districtId: Type.Optional(Id), schoolId: Type.Optional(Id) }),
    answer: ClientPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { districtId: named, schoolId = null, limit = 50, cursor } }) => {
      const districtId = districtOfClients(actor, named)
      return query(app.db, { districtId }, (tx) => listClients(tx, { districtId, schoolId, limit, cursor }))
    },
  })

  route(app, {
    operationId: 'rotateClientKey',
    method: 'POST',
    path: '/v1/clients/:id/rotate-key',
    tag,
    summary: ['Rotate a key', '更换密钥'],
    description: [
      'The old key stops working at once. The operator names the district.',
      '旧密钥立即失效。运营方须指明区。',
    ],
    params: ById,
    query: InDistrict,
    answer: ClientWithKey,
    shownOnce: ['key'],
    errors: ['clientRevoked'],
    handle: ({ actor }, { params: { id }, query: { districtId } }) =>
      rotateClientKey(app.db, { actor, districtId: districtOfClients(actor, districtId), id }),
  })

  route(app, {
    operationId: 'revokeClient',
    method: 'POST',
    path: '/v1/clients/:id/revoke',
    tag,
    summary: ['Revoke a client', '吊销客户端'],
    description: [
      'For good; revoking it again changes nothing. The operator names the district.',
      '永久吊销；重复吊销不产生变化。运营方须指明区。',
    ],
    params: ById,
    query: InDistrict,
    answer: Client,
    handle: ({ actor, now }, { params: { id }, query: { districtId } }) =>
      revokeClient(app.db, { actor, districtId: districtOfClients(actor, districtId), id, now }),
  })
}
