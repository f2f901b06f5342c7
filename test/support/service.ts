import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { ensureOperatorKey } from '../../src/access/ensure-operator-key.js'
import { buildApp, type AppOptions } from '../../src/app.js'
import type { Database } from '../../src/db/database.js'
import { tasks } from '../../src/tasks.js'
import { startWorker } from '../../src/operations/tasks.js'
import { testDatabase } from './database.js'
import { compareWithDocument } from './documented.js'

type Answer<T> = { status: number; body: T; headers: LightMyRequestResponse['headers']; raw: LightMyRequestResponse }
type CallOptions = {
  headers?: Record<string, string>
  ifMatch?: string
  idempotencyKey?: string
  payload?: Buffer | string
  contentType?: string
}

/** One client of the service under test, speaking HTTP. */
export type Caller = {
  key: string
  get: <T = Any>(url: string, options?: CallOptions) => Promise<Answer<T>>
  post: <T = Any>(url: string, body?: object, options?: CallOptions) => Promise<Answer<T>>
  put: <T = Any>(url: string, body: object, options?: CallOptions) => Promise<Answer<T>>
  patch: <T = Any>(url: string, body: object, options?: CallOptions) => Promise<Answer<T>>
  /** Sends a file as it is. */
  upload: <T = Any>(
    url: string,
    payload: Buffer | string,
    contentType: string,
    options?: CallOptions,
  ) => Promise<Answer<T>>
}

// Answers are checked value by value, so tests read them freely.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Any = any

export type Service = {
  app: FastifyInstance
  db: Database
  operator: Caller
  /** Holds the service's clock at an instant, or moves it. */
  setTime: (instant: string) => void
  as: (key: string) => Caller
  /** Waits for an operation to end and gives it back. */
  finished: (caller: Caller, operationId: string) => Promise<Any>
  close: () => Promise<void>
}

/** Tests send what they like on a machine that is busy, unless they are about limits. */
const unlimited = { requestsPerMinute: null, attemptsPerMinute: null, eventLoopDelay: null }

/** The whole service on a database of its own, with a clock that the test holds. */
export async function startService(
  options: { withWorker?: boolean; time?: string; db?: Database } & Pick<
    AppOptions,
    'limits' | 'times' | 'logger'
  > = {},
): Promise<Service> {
  const db = options.db ?? (await testDatabase())
  let time = new Date(options.time ?? '2024-09-02T08:00:00+08:00')
  const clock = () => time
  const { logger, times } = options
  const app = await buildApp({
    db,
    clock,
    limits: { ...unlimited, ...options.limits },
    ...(logger ? { logger } : {}),
    ...(times ? { times } : {}),
  })
  await app.ready()
  const worker = options.withWorker
    ? await startWorker({
        db,
        tasks,
        clock,
        onFailure: (error) => process.stderr.write(`${String((error as Error).stack)}\n`),
      })
    : null
  const operatorKey = await ensureOperatorKey(db, undefined)
  const compare = compareWithDocument(app.swagger())
  const as = (key: string) => caller(app, key, compare)
  const service: Service = {
    app,
    db,
    operator: as(operatorKey ?? ''),
    setTime: (instant) => {
      time = new Date(instant)
    },
    as,
    finished: async (by, operationId) => {
      for (let attempt = 0; attempt < 600; attempt += 1) {
        const { body } = await by.get(`/v1/operations/${operationId}`)
        if (['succeeded', 'failed', 'cancelled'].includes(body.status)) return body
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error('the operation did not end')
    },
    close: async () => {
      await app.close()
      await worker?.stop()
      await db.close()
    },
  }
  return service
}

function caller(app: FastifyInstance, key: string, compare: ReturnType<typeof compareWithDocument>): Caller {
  const call = async <T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    url: string,
    body: object | undefined,
    options: CallOptions = {},
  ): Promise<Answer<T>> => {
    const raw = await app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${key}`,
        'accept-language': 'en',
        ...(options.ifMatch ? { 'if-match': options.ifMatch } : {}),
        ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
        ...(options.contentType ? { 'content-type': options.contentType } : {}),
        ...options.headers,
      },
      ...(options.payload !== undefined ? { payload: options.payload } : body ? { payload: body } : {}),
    })
    const contentType = String(raw.headers['content-type'] ?? '')
    const told: unknown = contentType.includes('json') && raw.body ? raw.json() : raw.body
    compare({ method, url, status: raw.statusCode, contentType, body: told })
    return { status: raw.statusCode, body: told as T, headers: raw.headers, raw }
  }
  return {
    key,
    get: (url, options) => call('GET', url, undefined, options),
    post: (url, body, options) => call('POST', url, body, options),
    put: (url, body, options) => call('PUT', url, body, options),
    patch: (url, body, options) => call('PATCH', url, body, options),
    upload: (url, payload, contentType, options) => call('POST', url, undefined, { ...options, payload, contentType }),
  }
}
