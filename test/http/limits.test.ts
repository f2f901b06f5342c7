import { connect } from 'node:net'
import { Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.js'
import { openDatabase, query } from '../../src/db/database.js'
import { transact } from '../../src/db/transact.js'
import { createLogger } from '../../src/http/logger.js'
import { defaultServiceLimits, itemLimits, requestLimits, timeouts } from '../../src/lib/limits.js'
import { readSettings, serviceLimitsOf } from '../../src/settings.js'
import { nobody } from '../../src/db/tenant.js'
import { testDatabase, testKeys } from '../support/database.js'
import { client, must, openDistrict } from '../support/fixtures.js'
import { startService, type Any, type Service } from '../support/service.js'

/** What the service bounds, that it does, and that it says so. */

async function start(t: Test, options: Parameters<typeof startService>[0] = {}): Promise<Service> {
  const service = await startService(options)
  t.teardown(() => service.close())
  return service
}

const get = (service: Service, url: string, headers: Record<string, string> = {}) =>
  service.app.inject({ url, headers: { 'accept-language': 'en', ...headers } })

t.test('a client has its number of requests in a minute, is told what is left, and then 429', async (t) => {
  const service = await start(t, { limits: { requestsPerMinute: 12 } })
  const d = await openDistrict(service, 'rates', [])
  const caller = await client(service, d.institute, { role: 'bureau' })
  for (let request = 1; request <= 12; request += 1) {
    const answer = await caller.get(request % 2 ? '/v1/schools' : '/v1/schools/1')
    t.equal(answer.status, request % 2 ? 200 : 422)
    t.equal(answer.headers['ratelimit-policy'], '"default";q=12;w=60')
    t.match(answer.headers.ratelimit, new RegExp(`^"default";r=${12 - request};t=(60|59|5\\d)$`))
  }
  const refused = await caller.get('/v1/schools')
  t.match(refused, { status: 429, body: { code: 'rateLimited', status: 429 } })
  t.match(refused.headers.ratelimit, /^"default";r=0;t=\d+$/)
  const wait = Number(refused.headers['retry-after'])
  t.ok(wait > 50 && wait <= 60, `Retry-After: ${wait}`)
  t.match(refused.body.detail, `At most 12 requests in 60 seconds; try again in ${wait} seconds.`)
  t.equal((await caller.post('/v1/clients', {})).status, 429, 'what it may not do counts too')
  t.equal((await d.institute.get('/v1/schools')).status, 200, 'another client has its own')
  for (const url of ['/health/live', '/health/ready', '/metrics', '/docs', '/v1/openapi.json']) {
    const free = await get(service, url, { authorization: `Bearer ${caller.key}` })
    t.equal(free.statusCode, 200, url)
    t.equal(free.headers.ratelimit, undefined, `${url} is not counted`)
  }
})

t.test('guesses of keys from one address soon get 429; a valid key at that address is not held up', async (t) => {
  const service = await start(t, { limits: { attemptsPerMinute: 5, requestsPerMinute: 1000 } })
  const d = await openDistrict(service, 'guesses', [])
  const guess = (at: number) => get(service, '/v1/schools', { authorization: `Bearer yx_${String(at).repeat(32)}` })
  for (let at = 0; at < 4; at += 1) t.equal((await guess(at)).statusCode, 401)
  t.equal((await get(service, '/v1/schools')).statusCode, 401, 'no key at all is counted as one')
  const held = await guess(7)
  t.same([held.statusCode, held.json().code], [429, 'rateLimited'])
  t.ok(Number(held.headers['retry-after']) > 0)
  t.equal((await d.institute.get('/v1/schools')).status, 200)
  const elsewhere = await service.app.inject({ url: '/v1/schools', remoteAddress: '192.0.2.7' })
  t.equal(elsewhere.statusCode, 401, 'another address has its own number')
})

t.test('behind a proxy that is trusted, addresses are those that it names', async (t) => {
  const db = await testDatabase()
  const app = await buildApp({ db, limits: { attemptsPerMinute: 1 }, trustedProxies: '127.0.0.1' })
  t.teardown(async () => {
    await app.close()
    await db.close()
  })
  const from = async (address: string, remoteAddress = '127.0.0.1') =>
    (await app.inject({ url: '/v1/schools', headers: { 'x-forwarded-for': address }, remoteAddress })).statusCode
  t.same([await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.2')], [401, 429, 401])
  t.same([await from('192.0.2.3', '192.0.2.9'), await from('192.0.2.4', '192.0.2.9')], [401, 429], 'and only then')
})

t.test('no limit at all where 0 is set', async (t) => {
  const service = await start(t)
  const answer = await service.operator.get('/v1/limits')
  t.equal(answer.headers['ratelimit-policy'], undefined)
  t.same(answer.body.rates, { windowMilliseconds: 60_000, requests: null, failedAttempts: null })
  const none = { RATE_LIMIT: '0', RATE_LIMIT_ATTEMPTS: '0', OVERLOAD_DELAY: '0', OVERLOAD_QUEUE: '0' }
  t.same(Object.values(serviceLimitsOf(readSettings(none))), [null, null, null, null, null])
  t.same(serviceLimitsOf(readSettings({})), defaultServiceLimits)
})

t.test(
  'more requests than can wait for the database are turned away at once, unlike questions after health',
  async (t) => {
    const db = openDatabase({ url: (await testDatabase()).url, dataKeys: testKeys, connections: 1 })
    const service = await start(t, { db, limits: { databaseQueue: 3 } })
    const d = await openDistrict(service, 'queue', [])
    must(await d.institute.get('/v1/schools'), 200)
    const held = await db.pool.connect()
    const waiting = [1, 2, 3].map(() => d.institute.get('/v1/schools'))
    await pause(50)
    const began = Date.now()
    const shed = await d.institute.get('/v1/schools')
    t.match(shed, { status: 503, body: { code: 'overloaded' }, headers: { 'retry-after': '1' } })
    t.ok(Date.now() - began < 200, 'at once')
    t.equal((await get(service, '/health/live')).statusCode, 200)
    t.equal((await get(service, '/metrics')).statusCode, 200)
    const ready = get(service, '/health/ready')
    held.release()
    t.equal((await ready).statusCode, 200, 'which waits its turn')
    t.same(
      (await Promise.all(waiting)).map(({ status }) => status),
      [200, 200, 200],
      'those that wait are answered',
    )
    t.equal((await d.institute.get('/v1/schools')).status, 200, 'and then all are')
  },
)

t.test('a busy event loop turns requests away until it is free again', async (t) => {
  const service = await start(t, { limits: { eventLoopDelay: 40 }, times: { pressure: 50 } })
  const began = Date.now()
  let shed: Any
  while (Date.now() - began < 5000 && shed?.statusCode !== 503) {
    const until = Date.now() + 150
    while (Date.now() < until);
    await pause(1)
    shed = await get(service, '/v1/schools')
  }
  t.same([shed.statusCode, shed.json().code, shed.headers['retry-after']], [503, 'overloaded', '1'])
  t.equal((await get(service, '/health/live')).statusCode, 200)
  let back = 503
  for (let tries = 0; back === 503 && tries < 60; tries += 1) {
    await pause(100)
    back = (await get(service, '/v1/schools')).statusCode
  }
  t.equal(back, 401)
})

t.test('a secret in an address is refused before any work, whoever sends it, and never logged', async (t) => {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const logger = createLogger('trace')
  const service = await start(t, { logger: pino({ level: 'trace', ...serializersOf(logger) }, sink) })
  const key = `yx_${'Secret7'.repeat(5)}`
  const token = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJTZWNyZXQ3In0.${'Secret7'.repeat(6)}`
  const queries = [
    `limit=5&key=${key}`,
    `name=${key}`,
    `name=%79x_${'Secret7'.repeat(5)}`,
    `cursor=${token}`,
    `${key}`,
    ...['key', 'api_key', 'apiKey', 'API-KEY', 'access_token', 'token', 'client_secret', 'password'].map(
      (name) => `${name}=Secret7`,
    ),
    '%74oken=Secret7',
  ]
  for (const headers of [{}, { authorization: `Bearer ${service.operator.key}` }] as Record<string, string>[])
    for (const text of queries)
      for (const path of ['/v1/schools', '/v1/nowhere', '/docs', '/metrics']) {
        const answer = await get(service, `${path}?${text}`, headers)
        t.same([answer.statusCode, answer.json().code], [400, 'secretInAddress'], `${path}?${text}`)
        t.notMatch(answer.body, /Secret7/)
      }
  for (const text of ['name=token', 'cursor=WyJ5eF8iXQ', 'sourcedId=yx_1', 'name=monkey%20business'])
    t.not((await get(service, `/v1/schools?${text}`)).json().code, 'secretInAddress', text)
  t.ok(lines.length > 100, 'the log was on')
  t.notMatch(lines.join(''), /Secret7/)
})

function serializersOf(logger: Any): Any {
  return { serializers: logger[pino.symbols.serializersSym] }
}

t.test('what is too long, too deep or too much is refused early, each by its bound', async (t) => {
  const service = await start(t)
  const { institute } = await openDistrict(service, 'bounds', [])
  const post = (payload: string) =>
    institute.post('/v1/clients', undefined, { payload, contentType: 'application/json' })
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const { jsonDepth, jsonValues, queryParameters, addressBytes, jsonBytes } = requestLimits
  const cases: [string, Promise<Any>, number, string][] = [
    ['as deep as may be', post(nested(jsonDepth)), 422, 'validationFailed'],
    ['one level deeper', post(nested(jsonDepth + 1)), 400, 'bodyTooComplex'],
    ['a million levels', post(nested(1_000_000)), 400, 'bodyTooComplex'],
    ['as many values as may be', post(`[${'1,'.repeat(jsonValues - 1)}1]`), 422, 'validationFailed'],
    ['one value more', post(`[${'1,'.repeat(jsonValues)}1]`), 400, 'bodyTooComplex'],
    ['too many bytes', post(`"${'x'.repeat(jsonBytes)}"`), 413, 'payloadTooLarge'],
    ['many parameters', institute.get(`/v1/schools?${'limit=1&'.repeat(queryParameters)}`), 400, 'tooManyParameters'],
    ['a long address', institute.get(`/v1/schools?a=${'x'.repeat(addressBytes)}`), 414, 'addressTooLong'],
  ]
  for (const [why, answered, status, code] of cases) {
    const answer = await answered
    t.match(answer, { status, body: { code } }, why)
    t.ok(answer.body.errors.length <= 200, 'the reasons are bounded too')
  }
})

t.test('a request that does not arrive in time is 408, and so are its headers', async (t) => {
  const service = await start(t, { times: { headers: 300, request: 600, check: 50 } })
  const { institute } = await openDistrict(service, 'slow', [])
  const { port } = new URL(await service.app.listen({ port: 0, host: '127.0.0.1' }))
  const send = (text: string): Promise<{ answer: string; took: number }> =>
    new Promise((resolve, reject) => {
      const began = Date.now()
      let answer = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
      socket
        .on('data', (chunk) => (answer += String(chunk)))
        .on('close', () => resolve({ answer, took: Date.now() - began }))
        .on('error', reject)
      socket.setTimeout(5000, () => socket.destroy(new Error('no answer')))
    })
  const head = `POST /v1/clients HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${institute.key}\r\nContent-Type: application/json\r\n`
  for (const [why, text, atLeast] of [
    ['a body that stops', `${head}Content-Length: 100\r\n\r\n{"name":`, 500],
    ['headers that stop', head, 250],
  ] as const) {
    const { answer, took } = await send(text)
    t.match(answer, /^HTTP\/1\.1 408 /, why)
    t.match(answer, /"code":"requestTimeout"/, why)
    t.ok(took >= atLeast && took < 3000, `${why}: after ${took} ms`)
  }
  t.match(
    service.app.server,
    { headersTimeout: 300, requestTimeout: 600, keepAliveTimeout: timeouts.keepAlive },
    'the server has them',
  )
})

t.test('every session of the database has its time-outs; a job sets its own for its transaction only', async (t) => {
  const db = await testDatabase()
  t.teardown(() => db.close())
  const names = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout']
  const settings = async (of: Any) => {
    const { rows } = await of.query(
      `select array_agg(setting::int order by array_position($1::text[], name)) as found from pg_settings where name = any($1)`,
      [names],
    )
    return rows[0].found
  }
  const { statement, lock, idleInTransaction, transaction } = timeouts
  const own = [statement, lock, idleInTransaction, transaction]
  t.same(await query(db, nobody, (tx) => settings(tx.client)), own)
  t.same(await transact(db, nobody, (tx) => settings(tx.client), { timeout: 60_000 }), [60_000, lock, 60_000, 60_000])
  t.same(await query(db, nobody, (tx) => settings(tx.client)), own, 'and back again')

  const client = await db.pool.connect()
  await client.query(`begin; set local transaction_timeout = 0; set local transaction_timeout = 200`)
  const cut = await client.query('select pg_sleep(1)').catch((error: Any) => error.code)
  t.equal(cut, '25P04', 'a transaction that takes too long is ended by the database')
  client.release(true)
  const slow = transact(db, nobody, (tx) => tx.client.query(`select pg_sleep(0.5)`), { timeout: 200 })
  await t.rejects(slow, 'and so is the statement of a job')
})

t.test('GET /v1/limits says what is enforced, to every role', async (t) => {
  const service = await start(t, { limits: { requestsPerMinute: 500, attemptsPerMinute: 7, databaseQueue: 9 } })
  const d = await openDistrict(service, 'limits', [])
  for (const caller of [service.operator, d.institute]) {
    const body = must(await caller.get('/v1/limits'), 200)
    t.match(body, {
      rates: { windowMilliseconds: 60_000, requests: 500, failedAttempts: 7 },
      requests: requestLimits,
      items: itemLimits,
      shedding: { databaseQueue: 9, eventLoopDelayMilliseconds: null },
      idempotencyKeyDays: 7,
    })
    t.equal(body.timeouts.request, service.app.server.requestTimeout)
  }
  t.equal((await service.as('').get('/v1/limits')).status, 401)
})
