import type { FastifyInstance } from 'fastify'
import { query } from '../db/database.js'
import { notFound } from '../errors.js'
import { route } from '../http/route.js'
import { closed, Id } from '../lib/wire.js'
import { cancelOperation } from './cancel-operation.js'
import { findOperation } from './read.js'
import { Operation } from './schema.js'
import { presentOperation } from './start-operation.js'

const ById = closed({ id: Id })
const tag = 'operations'

export function operationRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'getOperation',
    method: 'GET',
    path: '/v1/operations/:id',
    tag,
    summary: ['Get an operation', '查看长任务'],
    description: ['How far long work is, why it failed, or what it gave.', '长任务的进度、失败原因或结果。'],
    params: ById,
    answer: Operation,
    handle: async ({ actor, language }, { params }) => {
      const found = await query(app.db, actor, (tx) => findOperation(tx, actor, params.id))
      if (!found) throw notFound('operation')
      return presentOperation(found, language)
    },
  })

  route(app, {
    operationId: 'cancelOperation',
    method: 'POST',
    path: '/v1/operations/:id/cancel',
    tag,
    summary: ['Cancel an operation', '取消长任务'],
    description: [
      'Work that waits is cancelled at once, work that runs at its next step; what it has already committed stands.',
      '等待中的任务立即取消，运行中的任务在下一步停止；已提交的内容保留。',
    ],
    params: ById,
    answer: Operation,
    errors: ['operationEnded'],
    handle: async ({ actor, now, language }, { params }) =>
      presentOperation(await cancelOperation(app.db, { actor, id: params.id, now }), language),
  })
}
