import { Type, type Static } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { idempotencyKeyDays, itemLimits, rateWindow, requestLimits, timeouts } from '../lib/limits.js'
import { closed, nullable } from '../lib/wire.js'
import { route } from './route.js'

const Amount = (description: string) => Type.Integer({ minimum: 0, description })
const Bytes = (description: string) => Amount(`Bytes: ${description}`)
const Milliseconds = (description: string) => Amount(`Milliseconds: ${description}`)
const AmountOrNone = (description: string) => nullable(Type.Integer({ minimum: 1 }), { description })

export const Limits = closed(
  {
    rates: closed({
      windowMilliseconds: Milliseconds('the time over which requests are counted / 计数周期（毫秒）'),
      requests: AmountOrNone(
        'Requests of one client in a window; null: no limit / 每个客户端每周期的请求数，null 为不限',
      ),
      failedAttempts: AmountOrNone(
        'Requests without valid credentials of one address in a window / 每个地址每周期身份验证失败的请求数',
      ),
    }),
    requests: closed({
      jsonBytes: Bytes('a JSON body / JSON 请求体（字节）'),
      jsonDepth: Amount('Levels of arrays and objects in a JSON body / JSON 嵌套层数'),
      jsonValues: Amount('Members and items in a JSON body, all together / JSON 中成员与元素总数'),
      fileBytes: Bytes('an imported file / 导入文件（字节）'),
      addressBytes: Bytes('the address with its query / 地址及查询串（字节）'),
      pathParameterCharacters: Amount('Characters of an id in an address / 地址中编号的字符数'),
      queryParameters: Amount('Parameters of a query / 查询参数个数'),
      headerBytes: Bytes('all headers together / 全部请求头（字节）'),
      idempotencyKeyCharacters: Amount('Characters of an Idempotency-Key / Idempotency-Key 的字符数'),
    }),
    items: closed({
      page: Amount('Items of a list in one page / 每页条数上限'),
      pageDefault: Amount('Items in a page when the request does not say / 每页默认条数'),
      batch: Amount('Items of a batch / 批量操作的条数上限'),
    }),
    timeouts: closed(
      {
        headers: Milliseconds('until all headers have arrived / 请求头到齐（毫秒）'),
        request: Milliseconds('until the whole request has arrived / 整个请求到齐（毫秒）'),
        keepAlive: Milliseconds('a connection between two requests / 连接空闲（毫秒）'),
        connect: Milliseconds('a connection to the database / 连接数据库（毫秒）'),
        statement: Milliseconds('one statement / 单条语句（毫秒）'),
        lock: Milliseconds('waiting for a lock / 等待锁（毫秒）'),
        idleInTransaction: Milliseconds('a transaction that waits for the service / 事务空闲（毫秒）'),
        transaction: Milliseconds('a transaction, as the database sees it / 单个事务（毫秒）'),
        database: Milliseconds("a request's whole time with the database, then 503 / 单个请求的数据库总时间（毫秒）"),
      },
      { description: 'Of requests; jobs have their own / 针对请求，长任务另有限制' },
    ),
    shedding: closed({
      eventLoopDelayMilliseconds: AmountOrNone('Mean delay from which on requests get 503 / 事件循环延迟上限（毫秒）'),
      databaseQueue: AmountOrNone('Requests that may wait for a connection / 等待数据库连接的请求数上限'),
    }),
    idempotencyKeyDays: Amount('Days for which the answer to a key is kept / 幂等键的保留天数'),
  },
  { $id: 'Limits', description: 'Every bound that a client can meet / 客户端可能遇到的全部限制' },
)
type Limits = Static<typeof Limits>
export const sharedSchemas = { Limits }

/** What the service enforces, for its clients: made of the same numbers. */
function limitsOf(app: FastifyInstance): Limits {
  const { headers, request, keepAlive, connect, statement, lock, idleInTransaction, transaction, database } = timeouts
  const { requestsPerMinute, attemptsPerMinute, eventLoopDelay, databaseQueue } = app.limits
  return {
    rates: { windowMilliseconds: rateWindow, requests: requestsPerMinute, failedAttempts: attemptsPerMinute },
    requests: { ...requestLimits },
    items: { ...itemLimits },
    timeouts: { headers, request, keepAlive, connect, statement, lock, idleInTransaction, transaction, database },
    shedding: { eventLoopDelayMilliseconds: eventLoopDelay, databaseQueue },
    idempotencyKeyDays,
  }
}

export function limitRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'getLimits',
    method: 'GET',
    path: '/v1/limits',
    tag: 'access',
    summary: ['Get the limits', '查看限制'],
    description: [
      'How many requests, how large and how long: the numbers that the service enforces. `RateLimit-Policy` and `RateLimit` on each answer say what is left.',
      '请求的次数、大小和时长限制，即系统实际执行的数值。每次应答的 `RateLimit-Policy` 与 `RateLimit` 说明剩余额度。',
    ],
    answer: Limits,
    handle: async () => limitsOf(app),
  })
}
