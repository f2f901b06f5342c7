import type { FastifyInstance } from 'fastify'
import { DistrictWithKey, NewDistrict } from '../access/schema.js'
import { route } from '../http/route.js'
import { createDistrict } from './create-district.js'

export function tenantRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'createDistrict',
    method: 'POST',
    path: '/v1/districts',
    tag: 'access',
    summary: ['Create a district', '新建区'],
    description: [
      'Opens a tenant with the shipped policy edition and the first client of its institute, whose key is in this answer and nowhere else. Operator only.',
      '开设一个区：附带随系统提供的政策版本和区教育学院的第一个客户端，其密钥仅在本次应答中出现。仅限运营方。',
    ],
    body: NewDistrict,
    answer: DistrictWithKey,
    shownOnce: ['key'],
    status: 201,
    errors: ['districtExists'],
    handle: ({ actor }, { body }) => createDistrict(app.db, { actor, district: body }),
  })
}
