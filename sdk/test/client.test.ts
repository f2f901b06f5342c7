import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { createClient } from '../src/client.js'
import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ChecksumError,
  ConflictError,
  ConnectionError,
  NotFoundError,
  PayloadTooLargeError,
  PermissionDeniedError,
  PreconditionFailedError,
  PreconditionRequiredError,
  RateLimitError,
  ServerError,
  ServiceUnavailableError,
  TimeoutError,
  UnprocessableError,
  UnsupportedMediaTypeError,
  YanxiuError,
} from '../src/errors.js'
import { retryAfterOf, retryDelay } from '../src/retry.js'
import { sha256 } from '../src/sha256.js'
import type { Client, Download } from '../src/types.js'
import { OperationFailedError, waitForOperation } from '../src/wait-for-operation.js'
import { counterpart, json, problem, type Seen } from './counterpart.js'
import { operationTable } from './fixture/operations.gen.js'
import type { operations } from './fixture/schema.gen.js'

// Back-off without its random part takes no time, so that only Retry-After is waited for.
Math.random = () => 0

const teacher = { id: 't-1', sourcedId: 'T0001', name: '测甲一', version: 3 }
const run = { id: 'r-1', status: 'draft' as const, version: 1 }
const runDraft = { schoolId: 's-1', academicYear: '2024-2025', semester: 1 as const }
/** What a promise fails with. */
const failureOf = (promise: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => 'no failure',
    (error: unknown) => error,
  )

async function collected<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of list) items.push(item)
  return items
}

const sha256Of = (bytes: Uint8Array, encoding: 'hex' | 'base64') => createHash('sha256').update(bytes).digest(encoding)

t.test('the arguments become the request', async (t) => {
  t.test('path and query parameters are encoded, arrays repeated, unset ones left out', async (t) => {
    const { client, seen } = await counterpart(t, (response, { url }) =>
      json(response, 200, url.startsWith('/v1/teachers?') ? { data: [], nextCursor: null } : teacher),
    )
    t.same(await client.getTeacher({ id: 'a/b c?教' }), teacher)
    await client.listTeachers({ schoolId: ['s-1', 's&2'], name: undefined as never, limit: 20 })
    t.same(
      seen.map(({ method, url }) => `${method} ${url}`),
      ['GET /v1/teachers/a%2Fb%20c%3F%E6%95%99', 'GET /v1/teachers?schoolId=s-1&schoolId=s%262&limit=20'],
    )
  })

  t.test('a write carries its JSON body, its language, the key, and the version it means to change', async (t) => {
    const { client, seen } = await counterpart(t, (response) => json(response, 200, teacher), { language: 'en' })
    const body = { name: '测甲一', schoolId: 's-1' }
    await client.putTeacherBySourcedId({ sourcedId: 'T0001', ifMatch: '"3"', body })
    await client.putTeacherBySourcedId({ sourcedId: 'T0001', ifMatch: 3, body })
    await client.putTeacherBySourcedId({ sourcedId: 'T0001', body })
    t.same(
      seen.map(({ headers }) => headers['if-match']),
      ['"3"', '"3"', undefined],
      'a version number is the tag in quotes',
    )
    t.same(JSON.parse(seen[0]!.body.toString()), body)
    t.match(seen[0]!.headers, {
      authorization: 'Bearer yx_test',
      'content-type': 'application/json',
      'accept-language': 'en',
      'idempotency-key': undefined,
    })
    await client.sealCreditRun({ id: 'r-1', ifMatch: 1 })
    t.match(seen[3], { headers: { 'if-match': '"1"', 'content-type': undefined }, body: Buffer.alloc(0) })
  })

  t.test(
    'an unknown argument, or a path parameter that is missing or would leave the path, sends nothing',
    async (t) => {
      const { client, seen } = await counterpart(t, (response) => json(response, 200, teacher))
      const loose = client as unknown as Record<string, (args?: object) => Promise<unknown>>
      await t.rejects(
        loose['listTeachers']!({ shcoolId: 's-1' }),
        new TypeError('listTeachers has no parameter shcoolId'),
      )
      await t.rejects(loose['getTeacher']!(), new TypeError('getTeacher needs id'))
      for (const sourcedId of ['', '.', '..'])
        await t.rejects(client.putTeacherBySourcedId({ sourcedId, body: { name: 'x', schoolId: 's' } }), TypeError)
      t.equal(seen.length, 0)
      await client.putTeacherBySourcedId({ sourcedId: '...', body: { name: 'x', schoolId: 's' } })
      t.equal(seen[0]?.url, '/v1/teachers/by-sourced-id/...', 'three dots are a name')
    },
  )

  t.test('a base address may have a path and a final slash; a relative one is refused at once', async (t) => {
    const { seen, baseUrl } = await counterpart(t, (response) => json(response, 200, teacher))
    const client = createClient<operations>(operationTable, { baseUrl: `${baseUrl}/yanxiu/`, apiKey: 'yx_test' })
    await client.getTeacher({ id: 't-1' })
    t.equal(seen[0]?.url, '/yanxiu/v1/teachers/t-1')
    t.throws(() => createClient<operations>(operationTable, { baseUrl: '/v1', apiKey: 'yx_test' }), TypeError)
  })

  t.test('a token is asked for anew before each attempt', async (t) => {
    let asked = 0
    const { client, seen } = await counterpart(
      t,
      (response, _, attempt) => (attempt === 1 ? problem(response, 503, 'unavailable') : json(response, 200, teacher)),
      { apiKey: undefined as never, token: async () => `token-${++asked}` } as never,
    )
    await client.getTeacher({ id: 't-1' })
    t.same(
      seen.map(({ headers }) => headers.authorization),
      ['Bearer token-1', 'Bearer token-2'],
    )
  })

  t.test('a key that no header can carry is refused without being told', async (t) => {
    const { client, seen } = await counterpart(t, (response) => json(response, 200, teacher), { apiKey: 'yx_秘密\n' })
    const error = await failureOf(client.getTeacher({ id: 't-1' }))
    t.type(error, TypeError)
    t.notMatch(String(error), /秘密/)
    t.equal(seen.length, 0)
  })

  t.test('a fetch of the caller is used', async (t) => {
    const asked: string[] = []
    const fetch: typeof globalThis.fetch = async (url) => {
      asked.push(String(url))
      return Response.json(teacher)
    }
    const client = createClient<operations>(operationTable, {
      baseUrl: 'https://district.invalid',
      apiKey: 'yx_test',
      fetch,
    })
    t.same(await client.getTeacher({ id: 't-1' }), teacher)
    t.same(asked, ['https://district.invalid/v1/teachers/t-1'])
  })
})

t.test('the answer becomes the result', async (t) => {
  t.test('withResponse() adds the response, the tag and the request id', async (t) => {
    const { client, seen } = await counterpart(t, (response) =>
      json(response, 200, teacher, { etag: '"3"', 'request-id': 'r-9', 'idempotent-replayed': 'true' }),
    )
    const { data, response, etag, requestId } = await client.getTeacher({ id: 't-1' }).withResponse()
    t.same([data, response.status, etag, requestId], [teacher, 200, '"3"', 'r-9'])
    t.equal(response.headers.get('idempotent-replayed'), 'true')
    t.equal(seen.length, 1, 'it is one request')
  })

  t.test('no content is undefined', async (t) => {
    const { client } = await counterpart(t, (response) => response.writeHead(204).end())
    t.equal(await client.removeActivity({ id: 'a-1', ifMatch: 1 }), undefined)
  })

  t.test('a failure read through withResponse() or an iteration is not also an unhandled rejection', async (t) => {
    const unhandled: unknown[] = []
    const listen = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', listen)
    t.teardown(() => process.off('unhandledRejection', listen))
    const { client } = await counterpart(t, (response) => problem(response, 404, 'notFound'))
    await t.rejects(client.getTeacher({ id: 't-1' }).withResponse(), NotFoundError)
    await t.rejects(collected(client.listTeachers()), NotFoundError)
    await wait(20)
    t.same(unhandled, [])
  })

  t.test('a page that is not JSON is an error that is not tried again', async (t) => {
    const { client, seen } = await counterpart(t, (response) => response.end('<html>login</html>'))
    await t.rejects(client.getTeacher({ id: 't-1' }), { name: 'YanxiuError', message: /not JSON/ })
    t.equal(seen.length, 1)
  })
})

t.test('a list', async (t) => {
  const pages: Record<string, { data: object[]; nextCursor: string | null }> = {
    first: { data: [{ id: '1' }, { id: '2' }], nextCursor: 'c=2&' },
    'c=2&': { data: [], nextCursor: 'c3' },
    c3: { data: [{ id: '3' }], nextCursor: null },
  }
  const answerPage = (response: Parameters<typeof json>[0], { url }: Seen) =>
    json(response, 200, pages[new URL(url, 'http://x').searchParams.get('cursor') ?? 'first'])

  t.test('is its first page when awaited', async (t) => {
    const { client, seen } = await counterpart(t, answerPage)
    t.same(await client.listTeachers({ name: '测' }), pages['first'])
    t.equal(seen.length, 1)
  })

  t.test('is all items of all pages, an empty one in between included, when iterated over', async (t) => {
    const { client, seen } = await counterpart(t, answerPage)
    const ids: string[] = []
    for await (const { id } of client.listTeachers({ name: '测', limit: 2 })) ids.push(id)
    t.same(ids, ['1', '2', '3'])
    t.same(
      seen.map(({ url }) => new URL(url, 'http://x').searchParams.get('name')),
      ['测', '测', '测'],
      'with the same filters',
    )
  })

  t.test('asks for no further page once the reader stops', async (t) => {
    const { client, seen } = await counterpart(t, answerPage)
    for await (const { id } of client.listTeachers()) if (id === '2') break
    t.equal(seen.length, 1)
  })

  t.test('can be started from a cursor', async (t) => {
    const { client } = await counterpart(t, answerPage)
    t.same(await collected(client.listTeachers({ cursor: 'c3' })), [{ id: '3' }])
  })

  t.test('fails where a page fails', async (t) => {
    const { client } = await counterpart(t, (response, seen) =>
      seen.url.includes('cursor') ? problem(response, 400, 'invalidCursor') : answerPage(response, seen),
    )
    const ids: string[] = []
    await t.rejects(async () => {
      for await (const { id } of client.listTeachers()) ids.push(id)
    }, BadRequestError)
    t.same(ids, ['1', '2'])
  })

  t.test('what is no list cannot be iterated over', async (t) => {
    const { client } = await counterpart(t, (response) => json(response, 200, teacher))
    const call = client.getTeacher({ id: 't-1' })
    t.notOk(Symbol.asyncIterator in call)
    await call
  })
})

t.test('errors', async (t) => {
  const classes = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    412: PreconditionFailedError,
    413: PayloadTooLargeError,
    415: UnsupportedMediaTypeError,
    418: ApiError,
    422: UnprocessableError,
    428: PreconditionRequiredError,
    429: RateLimitError,
    500: ServerError,
    503: ServiceUnavailableError,
  }
  for (const [status, expected] of Object.entries(classes))
    t.test(`${status} is ${expected.name} and carries the problem`, async (t) => {
      const { client } = await counterpart(
        t,
        (response) => problem(response, Number(status), 'someCode', { 'request-id': 'r-7' }),
        {
          retries: 0,
        },
      )
      const error = await failureOf(client.getTeacher({ id: 't-1' }))
      t.equal((error as ApiError).constructor, expected)
      t.ok(error instanceof YanxiuError && error instanceof Error)
      t.match(error, {
        name: expected.name,
        status: Number(status),
        code: 'someCode',
        requestId: 'r-7',
        message: `${status} someCode: because someCode (request r-7)`,
        problem: { title: 'someCode', instance: '/v1', errors: [] },
      })
    })

  t.test('every violation comes with its pointer', async (t) => {
    const errors = [
      { pointer: '/semester', code: 'enum', detail: 'must be 1 or 2' },
      { pointer: '/schoolId', code: 'format', detail: 'must be a UUID' },
    ]
    const { client } = await counterpart(t, (response) =>
      json(response, 422, { code: 'validationFailed', title: 'x', detail: 'y', status: 422, errors }),
    )
    const error = await failureOf(client.createCreditRun({ body: runDraft }))
    t.same((error as ApiError).problem.errors, errors)
  })

  t.test("a proxy's page, or JSON that is no problem, has the code unknown and its real status", async (t) => {
    for (const text of ['<html>Bad gateway</html>', '"text"', 'null', '{"status":200}', '']) {
      const { client } = await counterpart(t, (response) => response.writeHead(502).end(text), { retries: 0 })
      await t.rejects(client.getTeacher({ id: 't-1' }), {
        name: 'ServerError',
        status: 502,
        code: 'unknown',
        requestId: null,
      })
    }
  })
})

t.test('what is tried again', async (t) => {
  for (const status of [408, 429, 500, 502, 503, 504])
    t.test(`${status} is, twice at most`, async (t) => {
      const { client, seen } = await counterpart(t, (response, _, attempt) =>
        attempt < 3 ? problem(response, status, 'later') : json(response, 200, teacher),
      )
      t.same(await client.getTeacher({ id: 't-1' }), teacher)
      t.equal(seen.length, 3)
      const { client: other, seen: all } = await counterpart(t, (response) => problem(response, status, 'later'))
      t.match(await failureOf(other.getTeacher({ id: 't-1' })), { status })
      t.equal(all.length, 3)
    })

  for (const status of [400, 401, 403, 404, 412, 413, 422, 428])
    t.test(`${status} is not, even with Retry-After`, async (t) => {
      const { client, seen } = await counterpart(t, (response) =>
        problem(response, status, 'final', { 'retry-after': '0' }),
      )
      t.match(await failureOf(client.getTeacher({ id: 't-1' })), { status })
      t.equal(seen.length, 1)
    })

  t.test('409 is with Retry-After', async (t) => {
    const { client, seen } = await counterpart(t, (response, _, attempt) =>
      attempt === 1 ? problem(response, 409, 'requestInFlight', { 'retry-after': '0' }) : json(response, 201, run),
    )
    t.same(await client.createCreditRun({ body: runDraft }), run)
    t.equal(seen.length, 2)
  })

  t.test('409 without Retry-After is not', async (t) => {
    const { client, seen } = await counterpart(t, (response) => problem(response, 409, 'alreadySealed'))
    await t.rejects(client.sealCreditRun({ id: 'r-1' }), ConflictError)
    t.equal(seen.length, 1)
  })

  t.test('a broken connection is, before the answer and within it', async (t) => {
    const { client, seen } = await counterpart(t, (response, _, attempt) => {
      if (attempt === 1) response.destroy()
      else if (attempt === 2) {
        response.writeHead(200, { 'content-length': '100' }).write('{"id":')
        setTimeout(() => response.destroy(), 20)
      } else json(response, 200, teacher)
    })
    t.same(await client.getTeacher({ id: 't-1' }), teacher)
    t.equal(seen.length, 3)
  })

  t.test('nobody listening is ConnectionError with its cause', async (t) => {
    const client = createClient<operations>(operationTable, { baseUrl: 'http://127.0.0.1:9', apiKey: 'yx_test' })
    const error = await failureOf(client.getTeacher({ id: 't-1' }))
    t.ok(error instanceof ConnectionError && !(error instanceof TimeoutError) && error.cause instanceof Error)
  })

  t.test('retries can be set for the client and for a call', async (t) => {
    const { client, seen } = await counterpart(t, (response) => problem(response, 503, 'unavailable'), { retries: 1 })
    await t.rejects(client.getTeacher({ id: 't-1' }))
    t.equal(seen.length, 2)
    await t.rejects(client.getTeacher({ id: 't-1' }, { retries: 0 }))
    t.equal(seen.length, 3)
  })

  t.test('Retry-After is waited out', async (t) => {
    const { client } = await counterpart(t, (response, _, attempt) =>
      attempt === 1 ? problem(response, 429, 'tooMany', { 'retry-after': '1' }) : json(response, 200, teacher),
    )
    const began = Date.now()
    await client.getTeacher({ id: 't-1' })
    t.ok(Date.now() - began >= 990)
  })

  t.test('Retry-After of 61 s is not awaited: the error says how long to wait', async (t) => {
    const { client, seen } = await counterpart(t, (response) =>
      problem(response, 429, 'tooMany', { 'retry-after': '61' }),
    )
    await t.rejects(client.getTeacher({ id: 't-1' }), { name: 'RateLimitError', retryAfter: 61 })
    t.equal(seen.length, 1)
  })

  t.test('the wait is full jitter over a doubling ceiling, after Retry-After of up to a minute', (t) => {
    const failure = (status: number, retryAfter: number | null) =>
      new ApiError({ status, code: 'c', title: '', detail: '' } as never, null, retryAfter)
    t.teardown(() => (Math.random = () => 0))
    Math.random = () => 0.5
    t.same(
      [0, 1, 2, 3, 4, 5, 50].map((attempt) => retryDelay(new ConnectionError(), attempt)),
      [250, 500, 1000, 2000, 4000, 4000, 4000],
    )
    t.equal(retryDelay(failure(503, 60), 0), 60_250)
    t.equal(retryDelay(failure(503, 60.1), 0), null)
    t.equal(retryDelay(new TypeError('a defect'), 0), null)
    t.end()
  })

  t.test('Retry-After is seconds or a date; anything else is nothing', (t) => {
    const now = Date.parse('2025-01-31T15:30:00Z')
    t.same(
      ['7', ' 0 ', 'Fri, 31 Jan 2025 15:30:05 GMT', 'Fri, 31 Jan 2025 15:29:00 GMT', 'soon', '', null].map((text) =>
        retryAfterOf(text, now),
      ),
      [7, 0, 5, 0, null, null, null],
    )
    t.end()
  })
})

t.test('writes that are tried again', async (t) => {
  t.test('a POST keeps one key over its attempts and takes another for each call', async (t) => {
    const { client, seen } = await counterpart(t, (response, _, attempt) =>
      attempt % 3 === 0
        ? json(response, 201, run)
        : attempt % 3 === 1
          ? response.destroy()
          : problem(response, 503, 'unavailable'),
    )
    await client.createCreditRun({ body: runDraft })
    await client.createCreditRun({ body: runDraft })
    const keys = seen.map(({ headers }) => String(headers['idempotency-key']))
    t.equal(keys.length, 6)
    t.same([new Set(keys.slice(0, 3)).size, new Set(keys.slice(3)).size, new Set(keys).size], [1, 1, 2])
    for (const key of keys) t.match(key, /^[0-9a-f]{32}$/)
    t.same(new Set(seen.map(({ body }) => body.toString())).size, 1, 'the body is the same, too')
  })

  t.test("the caller's own key is used", async (t) => {
    const { client, seen } = await counterpart(t, (response) => json(response, 201, run))
    await client.createCreditRun({ body: runDraft }, { idempotencyKey: 'semester-end-2024-2025-1' })
    t.equal(seen[0]?.headers['idempotency-key'], 'semester-end-2024-2025-1')
  })

  t.test('a GET has no key', async (t) => {
    const { client, seen } = await counterpart(t, (response) => json(response, 200, teacher))
    await client.getTeacher({ id: 't-1' })
    t.equal(seen[0]?.headers['idempotency-key'], undefined)
  })

  t.test(
    'a PUT and a DELETE keep their version; a refusal after a lost answer says that the change may stand',
    async (t) => {
      const { client, seen } = await counterpart(t, (response, { method }, attempt) =>
        attempt % 2 === 1 ? response.destroy() : problem(response, method === 'PUT' ? 412 : 404, 'echo'),
      )
      const put = client.putTeacherBySourcedId({ sourcedId: 'T0001', ifMatch: 3, body: { name: 'x', schoolId: 's' } })
      await t.rejects(put, { name: 'PreconditionFailedError', mayHaveApplied: true })
      await t.rejects(client.removeActivity({ id: 'a-1', ifMatch: 3 }), { name: 'NotFoundError', mayHaveApplied: true })
      t.same(
        seen.map(({ headers }) => headers['if-match']),
        ['"3"', '"3"', '"3"', '"3"'],
      )
    },
  )

  t.test('a refusal at once, or after a 429, leaves no such doubt, nor does one of a POST', async (t) => {
    const { client } = await counterpart(t, (response, { method }, attempt) =>
      attempt === 1 && method === 'POST'
        ? response.destroy()
        : attempt === 3
          ? problem(response, 429, 'tooMany')
          : problem(response, 412, 'preconditionFailed'),
    )
    t.match(await failureOf(client.sealCreditRun({ id: 'r-1', ifMatch: 3 })), { status: 412, mayHaveApplied: false })
    const change = { id: 'a-1', ifMatch: 3, body: { title: 'x' } }
    t.match(await failureOf(client.updateActivity(change)), { status: 412, mayHaveApplied: false })
    t.match(await failureOf(client.updateActivity(change)), { status: 412, mayHaveApplied: false })
  })

  t.test('a PATCH is with If-Match and is not without', async (t) => {
    const { client, seen } = await counterpart(t, (response) => problem(response, 503, 'unavailable'))
    t.match(await failureOf(client.updateActivity({ id: 'a-1', ifMatch: 3, body: { title: 'x' } })), {
      mayHaveApplied: true,
    })
    t.equal(seen.length, 3)
    t.match(await failureOf(client.updateActivity({ id: 'a-1', body: { title: 'x' } })), { mayHaveApplied: false })
    t.equal(seen.length, 4)
  })
})

t.test('time', async (t) => {
  t.test('the time-out is for each attempt, and a slow attempt is tried again', async (t) => {
    const { client, seen } = await counterpart(t, (response, _, attempt) => {
      setTimeout(() => json(response, 200, teacher), attempt === 3 ? 70 : 400)
    })
    t.same(
      await client.getTeacher({ id: 't-1' }, { timeout: 150 }),
      teacher,
      'though all attempts took longer than one may',
    )
    t.equal(seen.length, 3)
  })

  t.test('the last slow attempt is TimeoutError, which is a ConnectionError', async (t) => {
    const { client, seen } = await counterpart(t, () => {}, { timeout: 50, retries: 1 })
    const error = await failureOf(client.getTeacher({ id: 't-1' }))
    t.ok(error instanceof TimeoutError && error instanceof ConnectionError)
    t.equal(seen.length, 2)
  })

  t.test('an answer that stalls after its head times out, too', async (t) => {
    const { client } = await counterpart(t, (response) => response.writeHead(200).write('{'), {
      timeout: 50,
      retries: 0,
    })
    await t.rejects(client.getTeacher({ id: 't-1' }), TimeoutError)
  })

  t.test('Infinity is no time-out rather than none at all', async (t) => {
    const { client } = await counterpart(t, (response) => setTimeout(() => json(response, 200, teacher), 50), {
      timeout: Infinity,
    })
    t.same(await client.getTeacher({ id: 't-1' }, { retries: 0 }), teacher)
  })

  t.test("the caller's abort ends a request under way with the caller's reason", async (t) => {
    const { client, seen } = await counterpart(t, () => {})
    const controller = new AbortController()
    const call = client.getTeacher({ id: 't-1' }, { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('enough')), 50)
    await t.rejects(call, { message: 'enough' })
    t.equal(seen.length, 1)
  })

  t.test("the caller's abort ends the wait between attempts at once", async (t) => {
    const { client, seen } = await counterpart(t, (response) =>
      problem(response, 503, 'unavailable', { 'retry-after': '30' }),
    )
    const began = Date.now()
    const call = client.getTeacher({ id: 't-1' }, { signal: AbortSignal.timeout(100) })
    t.ok((await failureOf(call)) instanceof DOMException, 'the reason of the signal, not our own TimeoutError')
    t.ok(Date.now() - began < 2000)
    t.equal(seen.length, 1)
  })

  t.test('a signal aborted beforehand sends nothing', async (t) => {
    const { client, seen } = await counterpart(t, (response) => json(response, 200, teacher))
    await t.rejects(client.getTeacher({ id: 't-1' }, { signal: AbortSignal.abort() }), { name: 'AbortError' })
    t.equal(seen.length, 0)
  })

  t.test('no listener stays on a signal that outlives its calls', async (t) => {
    const { client } = await counterpart(t, (response, _, attempt) =>
      attempt === 1 ? problem(response, 503, 'unavailable') : json(response, 200, teacher),
    )
    const { signal } = new AbortController()
    let listening = 0
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
    signal.addEventListener = (...args: Parameters<typeof add>) => (listening++, add(...args))
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listening--, remove(...args))
    await client.getTeacher({ id: 't-1' }, { signal })
    t.equal(listening, 0)
  })
})

t.test('a download', async (t) => {
  const file = Buffer.from('\ufeff工号,学分\r\nT0001,1.2\r\n'.repeat(20_000))
  const digest = `sha-512=:AAAA:, sha-256=:${sha256Of(file, 'base64')}:`
  const headers = { 'content-type': 'text/csv', 'repr-digest': digest, 'content-length': String(file.length) }
  const bytesOf = async (download: Download) => Buffer.from(await new Response(download.stream).arrayBuffer())

  t.test('streams the bytes and knows their type, size and checksum', async (t) => {
    const { client, seen } = await counterpart(t, (response) => response.writeHead(200, headers).end(file))
    const download = await client.downloadExport({ id: 'e-1' })
    t.match(download, { contentType: 'text/csv', size: file.length, sha256: sha256Of(file, 'hex') })
    t.ok((await bytesOf(download)).equals(file))
    t.equal(seen[0]?.headers['accept-encoding'], 'identity')
  })

  t.test('with one byte changed fails at its end', async (t) => {
    const corrupt = Buffer.from(file)
    corrupt[file.length - 3]! ^= 1
    const { client, seen } = await counterpart(t, (response) => response.writeHead(200, headers).end(corrupt))
    const { stream } = await client.downloadExport({ id: 'e-1' })
    let length = 0
    await t.rejects(async () => {
      for await (const chunk of stream) length += chunk.length
    }, ChecksumError)
    t.equal(length, file.length, 'the bytes have gone by')
    t.equal(seen.length, 1, 'and it is not tried again')
  })

  t.test('that ends short of its checksum fails, though the transfer was complete', async (t) => {
    const { client } = await counterpart(t, (response) =>
      response.writeHead(200, { 'repr-digest': digest }).end(file.subarray(0, -2)),
    )
    await t.rejects(bytesOf(await client.downloadExport({ id: 'e-1' })), ChecksumError)
  })

  t.test('without the checksum that the operation promises is refused; a malformed one is none', async (t) => {
    for (const value of [undefined, 'sha-256=:AAAA:', 'sha-256=nonsense'])
      await t.test(String(value), async (t) => {
        const { client } = await counterpart(t, (response) =>
          response.writeHead(200, value === undefined ? {} : { 'repr-digest': value }).end(file),
        )
        await t.rejects(client.downloadExport({ id: 'e-1' }), ChecksumError)
      })
  })

  t.test('of an operation that promises none goes unverified, but is verified when it has one', async (t) => {
    const { client } = await counterpart(t, (response, { url }) =>
      response
        .writeHead(200, url.endsWith('plain') ? {} : headers)
        .end(url.endsWith('bad') ? Buffer.alloc(file.length) : file),
    )
    const plain = await client.downloadImportTemplate({ kind: 'plain' })
    t.match(plain, { sha256: null, size: null })
    t.ok((await bytesOf(plain)).equals(file))
    await t.rejects(bytesOf(await client.downloadImportTemplate({ kind: 'bad' })), ChecksumError)
  })

  t.test('of an empty file is verified, too', async (t) => {
    const empty = { 'repr-digest': `sha-256=:${sha256Of(Buffer.alloc(0), 'base64')}:` }
    const { client } = await counterpart(t, (response) => response.writeHead(200, empty).end())
    t.equal((await bytesOf(await client.downloadExport({ id: 'e-1' }))).length, 0)
  })

  t.test('is tried again until its head has come', async (t) => {
    const { client, seen } = await counterpart(t, (response, _, attempt) =>
      attempt === 1 ? problem(response, 503, 'unavailable') : response.writeHead(200, headers).end(file),
    )
    t.ok((await bytesOf(await client.downloadExport({ id: 'e-1' }))).equals(file))
    t.equal(seen.length, 2)
  })

  t.test('that breaks off is ConnectionError; that stalls, TimeoutError', async (t) => {
    const { client } = await counterpart(
      t,
      (response, { url }) => {
        response.writeHead(200, headers).write(file.subarray(0, 1000))
        if (url.includes('broken')) setTimeout(() => response.destroy(), 20)
      },
      { timeout: 100 },
    )
    const broken = await bytesOf(await client.downloadExport({ id: 'broken' })).catch((error: unknown) => error)
    t.ok(broken instanceof ConnectionError && !(broken instanceof TimeoutError))
    await t.rejects(bytesOf(await client.downloadExport({ id: 'stalled' })), TimeoutError)
  })

  t.test('may take longer than the time-out, and its reader may be slow', async (t) => {
    const { client } = await counterpart(
      t,
      (response) => {
        response.writeHead(200, headers).write(file.subarray(0, 1000))
        setTimeout(() => response.write(file.subarray(1000, 2000)), 80)
        setTimeout(() => response.end(file.subarray(2000)), 160)
      },
      { timeout: 120 },
    )
    const { stream } = await client.downloadExport({ id: 'e-1' })
    await wait(150)
    const chunks: Uint8Array[] = []
    for await (const chunk of stream) {
      if (chunks.push(chunk) < 3) await wait(150)
    }
    t.ok(Buffer.concat(chunks).equals(file))
  })

  t.test('ends with the reason of an abort, and can be left', async (t) => {
    const { client } = await counterpart(t, (response) =>
      response.writeHead(200, headers).write(file.subarray(0, 1000)),
    )
    const controller = new AbortController()
    const { stream } = await client.downloadExport({ id: 'e-1' }, { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('enough')), 50)
    await t.rejects(bytesOf({ stream } as Download), { message: 'enough' })
    const left = await client.downloadExport({ id: 'e-1' })
    for await (const chunk of left.stream) if (chunk.length > 0) break
  })
})

t.test('an upload', async (t) => {
  const bytes = Buffer.from('工号,姓名\nT0001,测甲一\n')
  const operation = {
    id: 'o-1',
    kind: 'import',
    status: 'queued',
    progress: { done: 0, total: 0 },
    error: null,
    result: null,
  }
  const bodies = {
    Blob: new Blob([bytes]),
    ArrayBuffer: new Uint8Array(bytes).buffer,
    Uint8Array: new Uint8Array(bytes),
    string: bytes.toString(),
  }
  for (const [name, body] of Object.entries(bodies))
    t.test(`of a ${name} is sent raw, with its type, and again when need be`, async (t) => {
      const { client, seen } = await counterpart(t, (response, _, attempt) =>
        attempt === 1 ? problem(response, 503, 'unavailable') : json(response, 202, operation),
      )
      t.same(await client.createImport({ kind: 'roster', dryRun: true, body, contentType: 'text/csv' }), operation)
      t.equal(seen.length, 2)
      for (const one of seen) {
        t.equal(one.url, '/v1/imports?kind=roster&dryRun=true')
        t.equal(one.headers['content-type'], 'text/csv')
        t.ok(one.body.equals(bytes))
      }
      t.equal(seen[0]?.headers['idempotency-key'], seen[1]?.headers['idempotency-key'])
    })

  t.test('of a stream is sent once: what is read cannot be read again', async (t) => {
    const { client, seen } = await counterpart(t, (response, _, attempt) =>
      attempt === 1 ? json(response, 202, operation) : problem(response, 503, 'unavailable'),
    )
    const upload = () =>
      client.createImport({ kind: 'oneRoster', body: new Blob([bytes]).stream(), contentType: 'application/zip' })
    t.same(await upload(), operation)
    t.ok(seen[0]?.body.equals(bytes))
    await t.rejects(upload(), ServiceUnavailableError)
    t.equal(seen.length, 2)
  })
})

t.test('waitForOperation', async (t) => {
  const state = (status: string, done: number, error: object | null = null) => ({
    ...{
      id: 'o-1',
      kind: 'export',
      status,
      progress: { done, total: 2 },
      error,
      result: status === 'succeeded' ? { exportId: 'e-1' } : null,
    },
  })
  const states =
    (...all: object[]) =>
    (response: Parameters<typeof json>[0], _: Seen, attempt: number) =>
      json(response, 200, all[attempt - 1])

  t.test('polls until the work has succeeded and tells of each step', async (t) => {
    const { client, seen } = await counterpart(
      t,
      states(state('queued', 0), state('running', 1), state('succeeded', 2)),
    )
    const done: number[] = []
    const operation = await waitForOperation(client, 'o-1', {
      pollInterval: 10,
      onProgress: ({ progress }) => done.push(progress.done),
    })
    t.same(operation.result, { exportId: 'e-1' })
    t.same(done, [0, 1, 2])
    t.same(new Set(seen.map(({ url }) => url)), new Set(['/v1/operations/o-1']))
  })

  t.test('throws the operation that failed or was cancelled', async (t) => {
    const failure = { code: 'wrongHeader', title: 'Wrong header', detail: 'column 3' }
    const { client } = await counterpart(
      t,
      states(state('running', 1), state('failed', 1, failure), state('cancelled', 1)),
    )
    await t.rejects(waitForOperation(client, { id: 'o-1' }, { pollInterval: 1 }), {
      name: 'OperationFailedError',
      message: 'export o-1 failed: wrongHeader: column 3',
      operation: { status: 'failed', error: failure },
    })
    await t.rejects(waitForOperation(client, { id: 'o-1' }), new OperationFailedError(state('cancelled', 1) as never))
  })

  t.test('stops when told to, between two polls', async (t) => {
    const { client, seen } = await counterpart(t, (response) => json(response, 200, state('running', 1)))
    const began = Date.now()
    t.ok(
      (await failureOf(
        waitForOperation(client, 'o-1', { pollInterval: 60_000, signal: AbortSignal.timeout(100) }),
      )) instanceof DOMException,
    )
    t.ok(Date.now() - began < 2000)
    t.equal(seen.length, 1)
  })
})

t.test('SHA-256 of any bytes in any pieces is what the platform says', (t) => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 })
  const agrees = (all: Uint8Array[]) => {
    const hash = sha256()
    for (const piece of all) hash.update(piece)
    return hash.hex() === sha256Of(Buffer.concat(all), 'hex')
  }
  fc.assert(fc.property(pieces, agrees), { numRuns: 1000 })
  for (const length of [0, 55, 56, 63, 64, 65, 119, 120, 128])
    t.ok(agrees([new Uint8Array(length).fill(0xa5)]), `${length} bytes`)
  t.end()
})

/** Never run: the compiler refuses each of these. */
export function misuse(client: Client<operations>): unknown[] {
  return [
    // @ts-expect-error: id is needed
    client.getTeacher(),
    // @ts-expect-error: no such parameter
    client.listTeachers({ shcoolId: 's-1' }),
    // @ts-expect-error: a read has no version to match
    client.getTeacher({ id: 't-1', ifMatch: 3 }),
    // @ts-expect-error: this operation demands the version
    client.removeActivity({ id: 'a-1' }),
    // @ts-expect-error: the file's type is needed
    client.createImport({ kind: 'roster', body: 'x' }),
    // @ts-expect-error: no such type of file
    client.createImport({ kind: 'roster', body: 'x', contentType: 'text/html' }),
    // @ts-expect-error: a single thing is no list
    client.getTeacher({ id: 't-1' })[Symbol.asyncIterator],
    // @ts-expect-error: only 1 and 2
    client.createCreditRun({ body: { ...runDraft, semester: 3 } }),
  ]
}
