import { createServer, connect, type Server, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { openOperations, permissions } from '../../src/access/permissions.js'
import { openDatabase } from '../../src/db/database.js'
import { asOwner, testDatabase, testKeys } from '../support/database.js'
import { client, hire, must, openDistrict, type District, type School } from '../support/fixtures.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/** What every client may rely on, whichever operation it calls: the contract of the HTTP door. */
let service: Service
let numbered = 0

t.before(async () => {
  service = await startService()
})
t.teardown(() => service.close())

async function district(...schools: string[]): Promise<District & { a: School }> {
  numbered += 1
  const opened = await openDistrict(service, `contract-${numbered}`, schools)
  return { ...opened, a: opened.schools.A! }
}

const nowhere = '01890000-0000-7000-8000-000000000000'
const newClient = { name: '示例客户端', role: 'bureau' }
const json = (text: string | Buffer) => ({ payload: text, contentType: 'application/json' })

function isProblem(
  t: Test,
  answer: { status: number; body: Any; headers: Any },
  status: number,
  code: string,
  why = code,
): void {
  t.equal(answer.status, status, why)
  t.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8', why)
  t.match(
    answer.body,
    { type: `urn:yanxiu:problem:${code}`, status, code, requestId: answer.headers['request-id'] },
    why,
  )
  t.ok(answer.body.title && answer.body.detail, `${why}: told in words`)
  t.same(
    Object.keys(answer.body).sort(),
    ['code', 'detail', 'errors', 'instance', 'requestId', 'status', 'title', 'type'],
    `${why}: and in nothing else`,
  )
}

t.test('a problem is told in the language that the client weighs more, in Chinese when it says nothing', async (t) => {
  const languages: [string | undefined, 'en' | 'zh'][] = [
    [undefined, 'zh'],
    ['', 'zh'],
    ['zh-CN', 'zh'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['zh;q=0.9, en;q=0.3', 'zh'],
    ['fr', 'zh'],
    ['fr, en;q=0.1', 'en'],
    ['en;q=0', 'zh'],
    ['*', 'zh'],
    ['garbage;;;q=q', 'zh'],
  ]
  for (const [header, language] of languages) {
    const raw = await service.app.inject({
      url: '/v1/schools',
      headers: header === undefined ? {} : { 'accept-language': header },
    })
    t.equal(raw.headers['content-language'], language, String(header))
    t.equal(raw.json().title, language === 'zh' ? '未通过身份验证' : 'Not authenticated', String(header))
    t.equal(raw.json().code, 'unauthenticated', 'the code is the same in both')
  }
})

t.test(
  '401 for no key, a wrong one, one that was revoked or rotated and one that has expired; 403 for one that may not',
  async (t) => {
    const d = await district('A')
    const headers: [string, Record<string, string>][] = [
      ['no key', {}],
      ['another scheme', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }],
      ['a key of another form', { authorization: 'Bearer secret' }],
      ['a key that nobody has', { authorization: `Bearer yx_${'A'.repeat(32)}` }],
      ['a key that is too long', { authorization: `Bearer yx_${'A'.repeat(5000)}` }],
      ['a key with an apostrophe', { authorization: "Bearer yx_' or 1=1 --aaaaaaaaaa" }],
    ]
    for (const [why, given] of headers) {
      const raw = await service.app.inject({ url: '/v1/schools', headers: { ...given, 'accept-language': 'en' } })
      isProblem(t, { status: raw.statusCode, body: raw.json(), headers: raw.headers }, 401, 'unauthenticated', why)
      t.equal(raw.headers['www-authenticate'], 'Bearer')
    }
    const made = must(await d.institute.post('/v1/clients', newClient), 201)
    const old = service.as(made.key)
    t.equal((await old.get('/v1/schools')).status, 200)
    const rotated = must(await d.institute.post(`/v1/clients/${made.client.id}/rotate-key`), 200)
    isProblem(t, await old.get('/v1/schools'), 401, 'unauthenticated', 'the old key, at once')
    const current = service.as(rotated.key)
    t.equal((await current.get('/v1/schools')).status, 200)
    isProblem(t, await current.post('/v1/clients', newClient), 403, 'notPermitted')
    must(await d.institute.post(`/v1/clients/${made.client.id}/revoke`), 200)
    isProblem(t, await current.get('/v1/schools'), 401, 'unauthenticated', 'a revoked key, at once')
    isProblem(t, await d.institute.post(`/v1/clients/${made.client.id}/rotate-key`), 409, 'clientRevoked')

    service.setTime('2024-09-02T08:00:00+08:00')
    const expiring = await client(service, d.institute, { role: 'bureau', expiresAt: '2024-09-02T09:00:00+08:00' })
    t.equal((await expiring.get('/v1/schools')).status, 200)
    service.setTime('2024-09-02T09:00:00+08:00')
    isProblem(t, await expiring.get('/v1/schools'), 401, 'unauthenticated', 'expired, to the second')
    const { data } = must(await d.institute.get('/v1/clients'), 200)
    t.notOk(JSON.stringify(data).includes(rotated.key), 'no list shows a key')
  },
)

t.test(
  'an address that does not exist is 404, a method that it does not take is 405 and names those it takes',
  async (t) => {
    const d = await district('A')
    isProblem(t, await d.institute.get('/v1/nowhere'), 404, 'routeNotFound')
    isProblem(t, await d.institute.get('/v2/schools'), 404, 'routeNotFound')
    isProblem(t, await d.institute.get(`/v1/schools/${nowhere}`), 404, 'notFound')
    isProblem(t, await d.institute.get('/v1/schools/1'), 422, 'validationFailed', 'an id of another form')
    isProblem(t, await d.institute.get('/v1/schools?sourcedId=..'), 422, 'validationFailed', 'dots alone are no id')
    for (const [method, url, allow] of [
      ['DELETE', '/v1/schools', 'GET, HEAD'],
      ['POST', `/v1/schools/${nowhere}`, 'GET, HEAD'],
      ['PATCH', '/v1/schools/by-sourced-id/S-A', 'PUT'],
      ['OPTIONS', '/v1/clients', 'GET, HEAD, POST'],
    ] as const) {
      const raw = await service.app.inject({ method, url, headers: { 'accept-language': 'en' } })
      isProblem(
        t,
        { status: raw.statusCode, body: raw.json(), headers: raw.headers },
        405,
        'methodNotAllowed',
        `${method} ${url}`,
      )
      t.equal(raw.headers.allow, allow)
    }
  },
)

t.test('a body that cannot be read is 400, one of another type 415, one that is too large 413', async (t) => {
  const d = await district()
  const post = (options: object) => d.institute.post('/v1/clients', undefined, options)
  for (const [why, payload] of [
    ['cut off', '{"name":'],
    ['no JSON', 'name=x'],
    ['two documents', '{}{}'],
    ['a comment', '{/* */}'],
    ['nothing', ''],
    ['a prototype', '{"__proto__":{"admin":true},"name":"x","role":"bureau"}'],
  ] as const)
    isProblem(t, await post(json(payload)), 400, 'malformedRequest', why)
  isProblem(
    t,
    await post(
      json(Buffer.concat([Buffer.from('{"role":"bureau","name":"'), Buffer.from([0xd1, 0xd0]), Buffer.from('"}')])),
    ),
    400,
    'malformedRequest',
    'Chinese that is not UTF-8',
  )
  isProblem(t, await post(json('{"name":"a\\u0000b","role":"bureau"}')), 400, 'invalidText', 'U+0000')
  isProblem(t, await post(json('{"name":"a\\ud800b","role":"bureau"}')), 400, 'invalidText', 'half a surrogate pair')
  isProblem(t, await post(json('{"na\\u0000me":1}')), 400, 'invalidText', 'U+0000 in a name of a property')
  for (const contentType of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'nonsense'])
    isProblem(t, await post({ payload: '{"name":"x"}', contentType }), 415, 'unsupportedMediaType', contentType)
  t.equal(
    (await post({ payload: JSON.stringify(newClient), contentType: 'application/json; charset=utf-8' })).status,
    201,
  )
  const large = JSON.stringify({ ...newClient, name: 'x'.repeat(2 * 1024 * 1024) })
  isProblem(t, await post(json(large)), 413, 'payloadTooLarge')
  isProblem(
    t,
    await d.institute.upload('/v1/imports?kind=roster', Buffer.alloc(50 * 1024 * 1024, 0x41), 'text/csv'),
    413,
    'payloadTooLarge',
    'a file of 50 MB',
  )
  for (const url of ['/v1/schools/%ff', `/v1/schools/${'a'.repeat(300)}`])
    isProblem(
      t,
      await d.institute.get(url),
      400,
      'malformedRequest',
      `an address that cannot be read: ${url.slice(0, 20)}`,
    )
  isProblem(t, await d.institute.get('/v1/schools/%00'), 400, 'invalidText', 'U+0000 in an address')
  isProblem(t, await d.institute.get('/v1/schools?sourcedId=a%00b'), 400, 'invalidText', 'U+0000 in a query')
  for (const cursor of [
    'x',
    'bm9wZQ',
    Buffer.from('["a","b"]').toString('base64url'),
    Buffer.from('[1]').toString('base64url'),
  ])
    isProblem(t, await d.institute.get(`/v1/schools?cursor=${cursor}`), 400, 'invalidCursor', `the cursor ${cursor}`)
  const of = Buffer.from(JSON.stringify(["'; drop table schools; --"])).toString('base64url')
  t.equal((await d.institute.get(`/v1/clients?cursor=${of}`)).status, 400)
})

t.test('what is no HTTP is answered as a problem on its connection, and harms nobody else', async (t) => {
  const address = new URL(await service.app.listen({ port: 0, host: '127.0.0.1' }))
  const send = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(address.port), '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket
        .on('data', (chunk) => (answer += String(chunk)))
        .on('close', () => resolve(answer))
        .on('error', reject)
      socket.setTimeout(5000, () => socket.destroy(new Error('no answer')))
    })
  const d = await district()
  const head = `POST /v1/clients HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${d.institute.key}\r\nContent-Type: application/json\r\n`
  for (const [why, text, status] of [
    ['garbage', 'HELLO\r\n\r\n', 400],
    ['a header that never ends', `GET /v1/schools HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['two lengths', `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
    ['a length and chunks', `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['a length that is shorter than the body', `${head}Content-Length: 3\r\n\r\n{"name":"x"}`, 400],
    ['a length that is no number', `${head}Content-Length: x\r\n\r\n{}`, 400],
  ] as const) {
    const answer = await send(text)
    t.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), why)
    t.match(answer, /application\/problem\+json/, why)
    t.match(answer, /request-id: [0-9a-f-]{36}/i, why)
    t.match(answer, /"code":"(malformedRequest|headersTooLarge)"/, why)
  }
  t.equal((await d.institute.get('/v1/schools')).status, 200)
})

t.test('bodies are taken strictly, every mistake is told at once and where it lies', async (t) => {
  const d = await district('A')
  const content = { name: '示例', kind: 'primary', identifier: '3101070001' }
  const put = (body: object) => d.institute.put('/v1/schools/by-sourced-id/S-strict', body)
  const cases: [string, object, string, string][] = [
    ['a number for text', { ...content, name: 12 }, 'wrongType', '/name'],
    ['null for text', { ...content, name: null }, 'wrongType', '/name'],
    ['an array for text', { ...content, name: ['示例'] }, 'wrongType', '/name'],
    ['a value of another case', { ...content, kind: 'Primary' }, 'unknownValue', '/kind'],
    ['no kind', { name: '示例' }, 'missingProperty', '/kind'],
    ['an unknown property', { ...content, Name: '示例' }, 'unknownProperty', '/Name'],
    ['one with a slash and a tilde', { ...content, 'a/b~c': 1 }, 'unknownProperty', '/a~1b~0c'],
    ['eleven digits', { ...content, identifier: '31010700011' }, 'wrongFormat', '/identifier'],
    ['101 letters', { ...content, name: '字'.repeat(101) }, 'outOfRange', '/name'],
    ['no letters', { ...content, name: '' }, 'outOfRange', '/name'],
  ]
  for (const [why, body, code, pointer] of cases) {
    const answer = await put(body)
    isProblem(t, answer, 422, 'validationFailed', why)
    t.ok(
      answer.body.errors.some((error: Any) => error.code === code && error.pointer === pointer && error.detail),
      `${why}: ${JSON.stringify(answer.body.errors)}`,
    )
  }
  const all = await put({ name: 1, kind: 'castle', identifier: 'x', more: true })
  t.same(
    all.body.errors.map(({ pointer }: Any) => pointer).sort(),
    ['/identifier', '/kind', '/more', '/name'],
    'all four mistakes in one answer',
  )
  for (const body of ['[]', '"text"', '12', 'null', 'true'])
    isProblem(
      t,
      await d.institute.put('/v1/schools/by-sourced-id/S-strict', {}, json(body)),
      422,
      'validationFailed',
      `${body} is no object`,
    )
  const teacher = { name: '示例教师', earlierServiceYears: 3 }
  for (const years of ['3', null, true, 3.5, -1, 61, 9223372036854775808, 1e400])
    isProblem(
      t,
      await d.institute.put('/v1/teachers/by-sourced-id/T-strict', { ...teacher, earlierServiceYears: years }),
      422,
      'validationFailed',
      `${String(years)} years`,
    )
  t.equal(
    (await d.institute.get('/v1/teachers?sourcedId=T-strict')).body.data.length,
    0,
    'nothing of all this was written',
  )
  must(await d.institute.put('/v1/teachers/by-sourced-id/T-strict', teacher), 201)
  const composed = must(await d.institute.put('/v1/teachers/by-sourced-id/T-nfc', { name: 'e\u0301' }), 201)
  t.equal(composed.data.name, '\u00e9', 'text is kept in NFC')

  t.equal(must(await d.institute.get('/v1/teachers?limit=1'), 200).data.length, 1, 'a query is text, and so coerced')
  for (const [query, pointer] of [
    ['limit=0', '/querystring/limit'],
    ['limit=201', '/querystring/limit'],
    ['limit=ten', '/querystring/limit'],
    ['limit=99999999999999999999', '/querystring/limit'],
    ['limit=1&limit=2', '/querystring/limit'],
    ['schoolId=1', '/querystring/schoolId'],
    ['onDutyOn=2025-02-30', '/querystring/onDutyOn'],
    ['colour=red', '/querystring/colour'],
  ] as const) {
    const answer = await d.institute.get(`/v1/teachers?${query}`)
    isProblem(t, answer, 422, 'validationFailed', query)
    t.equal(answer.body.errors[0].pointer, pointer)
  }
})

t.test(
  'a change names the version that it changes: 428 without, 412 for another, and nothing for no change',
  async (t) => {
    const d = await district('A')
    const put = (name: string, ifMatch?: string) =>
      d.institute.put(
        '/v1/schools/by-sourced-id/S-1',
        { name, kind: 'primary' },
        ifMatch === undefined ? {} : { ifMatch },
      )
    isProblem(t, await put('示例', '*'), 412, 'preconditionFailed', 'there is nothing to change yet')
    const created = await put('示例一')
    t.same([created.status, created.body.outcome, created.headers.etag], [201, 'created', '"1"'])
    const same = await put('示例一')
    t.same(
      [same.status, same.body.outcome, same.headers.etag],
      [200, 'unchanged', '"1"'],
      'no version is needed for no change',
    )
    isProblem(t, await put('示例二'), 428, 'preconditionRequired')
    for (const stale of ['"2"', '"0"', '"1', 'W/"1"', '1', '"a"', '"1 "', ''])
      t.match((await put('示例二', stale || ' ')).status, 412, `If-Match: ${stale}`)
    isProblem(t, await put('示例一', '"7"'), 412, 'preconditionFailed', 'even when nothing would change')
    t.equal(must(await d.institute.get('/v1/schools?sourcedId=S-1'), 200).data[0].name, '示例一', 'nothing was changed')
    const changed = await put('示例二', '"7", "1"')
    t.same([changed.status, changed.body.outcome, changed.headers.etag], [200, 'updated', '"2"'], 'one of several tags')
    t.equal((await put('示例三', '*')).body.data.version, 3, '* is any version')
    const { id } = created.body.data
    const current = await d.institute.get(`/v1/schools/${id}`)
    t.equal(current.headers.etag, '"3"')
    for (const tag of ['"3"', 'W/"3"', '"1", "3"', '*']) {
      const cached = await d.institute.get(`/v1/schools/${id}`, { headers: { 'if-none-match': tag } })
      t.same([cached.status, cached.body, cached.headers.etag], [304, '', '"3"'], `If-None-Match: ${tag}`)
    }
    t.equal((await d.institute.get(`/v1/schools/${id}`, { headers: { 'if-none-match': '"2"' } })).status, 200)

    const racing = await Promise.all(['甲', '乙', '丙', '丁'].map((name) => put(name, '"3"')))
    t.same(
      racing.map(({ status }) => status).sort(),
      [200, 412, 412, 412],
      'of changes of one version that meet, one is made',
    )
    const fresh = await Promise.all(
      ['甲', '乙', '丙'].map((name) => d.institute.put('/v1/schools/by-sourced-id/S-2', { name, kind: 'primary' })),
    )
    t.same(fresh.map(({ status }) => status).sort(), [201, 428, 428], 'and of first puts that meet, one creates')
  },
)

t.test('a repeated POST with its key answers as the first did, and is done once', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const leave = { teacherId: teacher.id, kind: 'sick', from: '2024-10-08', to: '2024-10-09' }
  const post = (caller: Caller, body: object, idempotencyKey: string) =>
    caller.post('/v1/leaves', body, { idempotencyKey })
  const first = await post(d.a.administrator, leave, 'key-1')
  t.same([first.status, first.headers['idempotent-replayed']], [201, undefined])
  const replay = await post(d.a.administrator, leave, 'key-1')
  t.same([replay.status, replay.raw.body, replay.headers['idempotent-replayed']], [201, first.raw.body, 'true'])
  isProblem(t, await post(d.a.administrator, { ...leave, to: '2024-10-10' }, 'key-1'), 422, 'idempotencyKeyReused')
  isProblem(
    t,
    await d.a.administrator.post(
      '/v1/activities',
      {
        hostSchoolId: d.a.id,
        title: 'x',
        academicYear: '2024-2025',
        sessions: [
          {
            startsAt: '2024-10-08T08:00:00+08:00',
            endsAt: '2024-10-08T09:00:00+08:00',
            segments: [{ form: 'lecture', hours: '1' }],
          },
        ],
      },
      { idempotencyKey: 'key-1' },
    ),
    422,
    'idempotencyKeyReused',
    'the key of another operation',
  )
  isProblem(t, await post(d.a.administrator, leave, 'key-2'), 409, 'leaveExists', 'a refusal')
  isProblem(
    t,
    await post(d.institute, leave, 'key-1'),
    409,
    'leaveExists',
    'the same key of another client is another key',
  )
  for (const key of ['schlüssel', 'a b', '', 'k'.repeat(256)]) {
    const answer = await d.a.administrator.post('/v1/leaves', leave, { headers: { 'idempotency-key': key } })
    isProblem(t, answer, 400, 'idempotencyKeyInvalid', `the key ${key.slice(0, 10)}`)
  }
  must(await post(d.a.administrator, { ...leave, from: '2024-10-10', to: '2024-10-11' }, 'key-2'), 201)
  t.equal(must(await d.institute.get('/v1/leaves'), 200).data.length, 2, 'a refusal does not use its key up')
})

t.test('requests with one key that meet have one effect, and each is answered by it', async (t) => {
  const d = await district('A')
  const rounds = 6
  for (let round = 0; round < rounds; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => d.institute.post('/v1/clients', newClient, { idempotencyKey: `meet-${round}` })),
    )
    t.ok(
      answers.every(({ status }) => status === 201),
      answers.map(({ status }) => status).join(),
    )
    t.equal(new Set(answers.map(({ body }) => body.client.id)).size, 1, 'one client')
    const shown = answers.filter(({ body }) => body.key !== null)
    t.equal(shown.length, 1, 'its key is shown once, to the one that made it')
    t.equal(shown[0]!.headers['idempotent-replayed'], undefined)
    t.equal(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true').length, 7)
    t.equal((await service.as(shown[0]!.body.key).get('/v1/schools')).status, 200)
  }
  t.equal(must(await d.institute.get('/v1/clients?limit=200'), 200).data.length, 3 + rounds)
  const rows = await asOwner<{ answer: string }>(
    service.db,
    `select answer::text from idempotency_keys where district_id = $1 and key like 'meet-%'`,
    [d.id],
  )
  t.equal(rows.length, rounds)
  t.notOk(
    rows.some(({ answer }) => /yx_[A-Za-z0-9_-]{20,}/.test(answer)),
    'the database keeps no key',
  )

  const blocker = await service.db.pool.connect()
  try {
    await blocker.query(`begin; set local app.district_id = '${d.id}'`)
    const { rows: clients } = await blocker.query<{ id: string }>(
      `select id from clients where district_id = $1 and role = 'institute'`,
      [d.id],
    )
    await blocker.query(
      `insert into idempotency_keys (district_id, client_id, key, fingerprint) values ($1, $2, 'slow', 'x')`,
      [d.id, clients[0]!.id],
    )
    const waiting = await d.institute.post('/v1/clients', newClient, { idempotencyKey: 'slow' })
    isProblem(t, waiting, 409, 'requestInFlight', 'one that is still under way after two seconds')
    t.equal(waiting.headers['retry-after'], '1')
  } finally {
    await blocker.query('rollback')
    blocker.release()
  }
  must(await d.institute.post('/v1/clients', newClient, { idempotencyKey: 'slow' }), 201)
})

t.test('a list goes on where it stopped, whatever is inserted meanwhile, and links to its next page', async (t) => {
  const d = await district()
  const school = (sourcedId: string) =>
    d.institute.put(`/v1/schools/by-sourced-id/${sourcedId}`, { name: sourcedId, kind: 'primary' })
  for (const sourcedId of ['B', 'D', 'F', 'H', 'J']) must(await school(sourcedId), 201)
  const first = await d.institute.get('/v1/schools?limit=2&kind=primary')
  t.same(
    first.body.data.map(({ sourcedId }: Any) => sourcedId),
    ['B', 'D'],
  )
  t.equal(first.headers.link, `</v1/schools?limit=2&kind=primary&cursor=${first.body.nextCursor}>; rel="next"`)
  for (const sourcedId of ['A', 'C', 'E', 'K']) must(await school(sourcedId), 201)
  const seen: string[] = ['B', 'D']
  let url: string | undefined = /^<(.*)>/.exec(String(first.headers.link))?.[1]
  let last: Any
  while (url) {
    last = await d.institute.get(url)
    seen.push(...last.body.data.map(({ sourcedId }: Any) => sourcedId))
    url = /^<(.*)>/.exec(String(last.headers.link))?.[1]
  }
  t.same(seen, ['B', 'D', 'E', 'F', 'H', 'J', 'K'], 'nothing twice, nothing left out that was there from the start')
  t.same([last.body.nextCursor, last.headers.link], [null, undefined])
  const elsewhere = await d.institute.get(`/v1/teachers?cursor=${first.body.nextCursor}`)
  isProblem(t, elsewhere, 400, 'invalidCursor', 'a cursor serves the list that issued it')
  const beyond = Buffer.from(JSON.stringify(['listSemesters', '2024-2025', 2_000_000_000])).toString('base64url')
  isProblem(t, await d.institute.get(`/v1/semesters?cursor=${beyond}`), 400, 'invalidCursor', 'no such semester')
  t.equal(
    must(await d.institute.get('/v1/schools?limit=9'), 200).nextCursor,
    null,
    'a page that is just full is the last',
  )
})

t.test('each answer has a Request-Id of its own and the security headers, whatever it is', async (t) => {
  const d = await district('A')
  const answers = [
    await d.institute.get('/v1/schools'),
    await d.institute.get(`/v1/schools/${d.a.id}`, { headers: { 'if-none-match': '"1"' } }),
    await d.institute.get(`/v1/schools/${nowhere}`),
    await d.institute.get('/v1/nowhere'),
    await d.institute.post('/v1/clients', {}),
    await service.as('').get('/v1/schools'),
    await service.as('').get('/health/live'),
    await service.as('').get('/metrics'),
    await service.as('').get('/v1/openapi.json'),
  ]
  t.equal(new Set(answers.map(({ headers }) => headers['request-id'])).size, answers.length)
  for (const { headers, status } of answers) {
    t.match(headers['request-id'], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    t.match(headers, { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' }, String(status))
    t.match(headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/)
    t.equal(headers['x-powered-by'], undefined)
  }
  const forged = await d.institute.get('/v1/schools', { headers: { 'request-id': 'mine', 'x-request-id': 'mine' } })
  t.not(forged.headers['request-id'], 'mine', 'a client cannot choose it')
})

t.test(
  'health, metrics and the page of documentation need no key; the page loads nothing from elsewhere',
  async (t) => {
    const anyone = service.as('')
    t.same((await anyone.get('/health/live')).body, { status: 'live' })
    t.same((await anyone.get('/health/ready')).body, { status: 'ready' })
    const metrics = (await anyone.get('/metrics')).body as string
    t.match(metrics, /http_request_duration_seconds_count\{operation="listSchools",status="200"\} \d+/)
    t.match(metrics, /database_connections\{state="open"\} \d+/)
    t.notMatch(metrics, /[0-9a-f]{8}-[0-9a-f]{4}-7/, 'no id of anybody is a label')
    const page = await anyone.get('/docs')
    t.equal(page.status, 200)
    const policy = String(page.headers['content-security-policy'])
    t.match(policy, /default-src 'self'/)
    t.notMatch(policy, /https?:|unsafe-eval|unsafe-inline/)
    const assets = [...(page.body as string).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, asset]) => asset!)
    t.ok(assets.length >= 4)
    for (const asset of assets) {
      t.notMatch(asset, /^(https?:)?\/\//, asset)
      t.equal((await anyone.get(new URL(asset, 'http://local/docs/').pathname)).status, 200, asset)
    }
  },
)

t.test(
  'the OpenAPI document has every operation of the permission table, in both languages, with its errors',
  async (t) => {
    const { body } = await service.as('').get('/v1/openapi.json')
    t.equal(body.openapi, '3.1.0')
    const operations = Object.entries<Any>(body.paths).flatMap(([path, methods]) =>
      Object.entries<Any>(methods).map(([method, operation]) => ({ path, method, ...operation })),
    )
    const open: readonly string[] = openOperations
    t.same(operations.map(({ operationId }) => operationId).sort(), [...Object.keys(permissions), ...open].sort())
    const both = (text: string) => /[A-Za-z]{2}/.test(text) && /[\u4e00-\u9fff]{2}/.test(text)
    for (const {
      operationId,
      path,
      method,
      summary,
      description,
      responses,
      security,
      parameters = [],
    } of operations) {
      t.ok(both(summary), `${operationId}: summary`)
      t.ok(both(description), `${operationId}: description`)
      if (open.includes(operationId)) continue
      const scopes = method === 'get' ? ['yanxiu', 'yanxiu.readonly'] : ['yanxiu']
      t.same(security, [{ apiKey: [] }, ...scopes.map((scope) => ({ oauth2: [scope] }))], `${operationId}: security`)
      for (const status of ['401', '403', '503'])
        t.ok(responses[status]?.content?.['application/problem+json'], `${operationId}: ${status}`)
      if (path.includes('{')) t.ok(responses['404'], `${operationId}: 404`)
      const header = { post: 'idempotency-key', put: 'if-match', patch: 'if-match' }[method as string]
      if (header)
        t.ok(
          parameters.some(({ name }: Any) => name === header),
          `${operationId}: ${header}`,
        )
    }
    t.notMatch(JSON.stringify(body), /"def-\d|#\/definitions/, 'every shared schema has its name')
  },
)

/** A way to the database that the test can break. */
type Way = { url: string; open: () => void; refuse: () => void; swallow: () => void; close: () => Promise<void> }

async function wayTo(target: URL): Promise<Way> {
  const pairs = new Set<[Socket, Socket]>()
  let state: 'open' | 'refusing' | 'swallowing' = 'open'
  const server: Server = createServer((from) => {
    if (state === 'refusing') {
      from.destroy()
      return
    }
    const to = connect(Number(target.port), target.hostname)
    const pair: [Socket, Socket] = [from, to]
    pairs.add(pair)
    for (const [one, other] of [pair, [to, from]] as const)
      one
        .on('data', (chunk) => {
          if (state === 'open') other.write(chunk)
        })
        .on('close', () => {
          pairs.delete(pair)
          other.destroy()
        })
        .on('error', () => other.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const cut = () => {
    for (const [from, to] of pairs) {
      from.destroy()
      to.destroy()
    }
  }
  return {
    url: Object.assign(new URL(target), { hostname: '127.0.0.1', port: String(port) }).toString(),
    open: () => {
      if (state === 'swallowing') cut()
      state = 'open'
    },
    refuse: () => {
      state = 'refusing'
      cut()
    },
    swallow: () => {
      state = 'swallowing'
    },
    close: () =>
      new Promise((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}

t.test('the database away: 503 with Retry-After within 3.5 seconds, no word of why, and back when it is', async (t) => {
  const direct = await testDatabase()
  const way = await wayTo(new URL(direct.url))
  const broken = await startService({ db: openDatabase({ url: way.url, dataKeys: testKeys }) })
  t.teardown(async () => {
    await broken.close()
    await way.close()
    await direct.close()
  })
  const d = await openDistrict(broken, 'away', ['A'])
  const calls: [string, () => Promise<Any>][] = [
    ['a list', () => d.institute.get('/v1/schools')],
    ['a single read', () => d.institute.get(`/v1/schools/${d.schools.A!.id}`)],
    ['a write', () => d.institute.post('/v1/clients', newClient, { idempotencyKey: 'away' })],
    ['a put', () => d.institute.put('/v1/schools/by-sourced-id/S-new', { name: '示例', kind: 'primary' })],
    ['a key that it has not seen', () => broken.as(`yx_${'B'.repeat(32)}`).get('/v1/schools')],
  ]
  const back = async (why: string) => {
    const began = Date.now()
    let answer = await d.institute.get('/v1/schools')
    while (answer.status !== 200 && Date.now() - began < 5000) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      answer = await d.institute.get('/v1/schools')
    }
    t.equal(answer.status, 200, `${why}: back`)
    t.ok(Date.now() - began < 1000, `${why}: back after ${Date.now() - began} ms`)
    t.equal((await broken.as('').get('/health/ready')).status, 200)
  }
  for (const [why, damage] of [
    ['refused', way.refuse],
    ['swallowed', way.swallow],
  ] as const) {
    t.equal((await d.institute.get('/v1/schools')).status, 200)
    damage()
    await Promise.all(
      [...calls, ...calls, ...calls].map(async ([what, call]) => {
        const began = Date.now()
        const answer = await call()
        const took = Date.now() - began
        isProblem(t, answer, 503, 'unavailable', `${why}, ${what}`)
        t.equal(answer.headers['retry-after'], '1')
        t.ok(took < 3500, `${why}, ${what}: answered in ${took} ms`)
        t.notMatch(
          answer.raw.body,
          /ECONN|127\.0\.0\.1|select|insert|timeout|postgres/i,
          `${why}, ${what}: no internals`,
        )
      }),
    )
    t.same(
      await broken
        .as('')
        .get('/health/ready')
        .then(({ status, body }) => [status, body]),
      [503, { status: 'databaseAway' }],
    )
    t.equal((await broken.as('').get('/health/live')).status, 200, 'the process lives')
    way.open()
    await back(why)
  }
  await asOwner(
    direct,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await back('terminated')
  const made = must(await d.institute.post('/v1/clients', newClient, { idempotencyKey: 'away' }), 201)
  t.equal(
    must(await d.institute.get('/v1/clients?limit=200'), 200).data.filter(({ id }: Any) => id === made.client.id)
      .length,
    1,
    'the write that was refused is done with the same key, once',
  )
  t.equal(must(await d.institute.get('/v1/clients?limit=200'), 200).data.length, 4)
})

t.test('an error that nobody foresaw is 500 without a word of what it was', async (t) => {
  const d = await district()
  const { pool } = service.db
  const { connect: original } = pool
  pool.connect = (() => Promise.reject(new TypeError('secret at /srv/app.js: select * from clients'))) as never
  try {
    const answer = await d.institute.get('/v1/school-groups')
    isProblem(t, answer, 500, 'internalError')
    t.notMatch(answer.raw.body, /secret|select|srv|TypeError|stack/)
  } finally {
    pool.connect = original
  }
})
