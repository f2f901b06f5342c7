import { createHmac, createPublicKey, generateKeyPairSync, KeyObject, sign as signWith } from 'node:crypto'
import t, { type Test } from 'tap'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { forgetKeyRing, keyRing } from '../../src/access/tokens/key-ring.js'
import { rotateSigningKeys } from '../../src/access/tokens/rotate-signing-keys.js'
import { signingKey } from '../../src/access/tokens/sign-token.js'
import { openDatabase } from '../../src/db/database.js'
import { createLogger } from '../../src/http/logger.js'
import { idempotencyKeyOf } from '../../src/http/idempotency.js'
import { mintDataKey, readDataKeys } from '../../src/lib/data-keys.js'
import { asOwner, testDatabase, testKeys } from '../support/database.js'
import { hire, must, openDistrict, type District, type School, type Teacher } from '../support/fixtures.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/**
 * Tokens through HTTP: who gets one, what it lets its holder do, what ends it, and what nobody can forge. The clock stands
 * where the test puts it; caches that count real time are named where a test has to wait for them.
 */
let service: Service
let district: District
let school: School
let teacher: Teacher
let stranger: Teacher
/** An application of the school, with its id and key as the token endpoint takes them. */
let client: Client
const logged: string[] = []
const start = '2024-10-08T08:00:00+08:00'
const later = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString()
const issuer = 'urn:yanxiu:tokens'

type Client = { id: string; key: string }

t.before(async () => {
  const log = { write: (line: string) => void logged.push(line) }
  service = await startService({ time: start, logger: createLogger('trace', log) })
  district = await openDistrict(service, 'tokens', ['A', 'B'])
  const { A, B } = district.schools as { A: School; B: School }
  school = A
  teacher = await hire(district, 'T-own', A)
  stranger = await hire(district, 'T-strange', B)
  client = await makeClient({ role: 'integration', schoolId: A.id })
})
t.beforeEach(() => service.setTime(start))
t.teardown(() => service.close())

async function makeClient(content: object): Promise<Client> {
  const made = must(await district.institute.post('/v1/clients', { name: '示例应用', ...content }), 201)
  return { id: made.client.id, key: made.key }
}

const basic = ({ id, key }: Client) => `Basic ${Buffer.from(`${id}:${key}`).toString('base64')}`
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
const grant = { grant_type: 'client_credentials' }

/** Asks for a token; a header of `null` sends none. */
async function ask(payload: string, authorization: string | null = basic(client), options: object = {}): Promise<Any> {
  const raw = await service.app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(authorization === null ? {} : { authorization }),
    },
    payload,
    ...options,
  })
  return { status: raw.statusCode, body: raw.json(), headers: raw.headers, raw }
}

/** A token of a client, as a caller. */
async function tokenOf(holder: Client = client, scope?: string): Promise<Caller> {
  const answer = await ask(form({ ...grant, ...(scope ? { scope } : {}) }), basic(holder))
  return service.as(must(answer, 200).access_token)
}

function isTokenError(t: Test, answer: Any, error: string, why: string, status = 400): void {
  t.same([answer.status, answer.body.error], [status, error], why)
  t.same(Object.keys(answer.body).sort(), ['error', 'error_description'], `${why}: nothing else`)
  t.match(answer.body.error_description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/, `${why}: told in ASCII`)
  t.equal(answer.headers['cache-control'], 'no-store', why)
  t.equal(answer.headers['www-authenticate']?.startsWith('Basic '), status === 401 ? true : undefined, why)
}

function isRefused(t: Test, answer: Any, code: 'unauthenticated' | 'tokenExpired', why: string): void {
  t.match(answer, { status: 401, body: { code } }, why)
  t.match(answer.headers['www-authenticate'], /^Bearer error="invalid_token"/, why)
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

t.test('a client gives its key once and then comes with a token', async (t) => {
  const answer = await ask(form(grant))
  t.match(answer, { status: 200, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } })
  const { access_token: token, ...rest } = answer.body
  t.same(rest, { token_type: 'Bearer', expires_in: 900, scope: 'yanxiu' })
  const caller = service.as(token)
  t.same(
    must(await caller.get('/v1/teachers'), 200),
    must(await service.as(client.key).get('/v1/teachers'), 200),
    'and sees what it sees with its key',
  )
  must(await caller.put('/v1/teachers/by-sourced-id/T-own', { name: '示例教师T-own' }), 200)
  t.equal((await caller.get('/v1/clients')).status, 403, 'and no more')

  const { kid, ...header } = decodeProtectedHeader(token)
  t.same(header, { alg: 'ES256', typ: 'at+jwt' })
  const iat = Date.parse(start) / 1000
  const { jti, ...claims } = decodeJwt(token)
  t.match(jti, /^[0-9a-f-]{36}$/)
  t.same(claims, {
    iss: issuer,
    aud: issuer,
    sub: client.id,
    client_id: client.id,
    iat,
    exp: iat + 900,
    scope: 'yanxiu',
    district: district.id,
    role: 'integration',
    school: school.id,
    key_version: 1,
  })
  const published = await service.app.inject({ url: '/.well-known/jwks.json' })
  t.equal(published.headers['cache-control'], 'public, max-age=300')
  t.same(Object.keys(published.json().keys[0]).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  t.equal(published.json().keys[0].kid, kid)
  await jwtVerify(token, createLocalJWKSet(published.json()), { currentDate: new Date(start), audience: issuer })
  t.pass('anyone can verify it with the published keys')
})

t.test('every way of sending credentials, and scopes that the service does not know', async (t) => {
  const escaped = `Basic ${Buffer.from(`${client.id.replaceAll('-', '%2D')}:${client.key.replace('_', '%5f')}`).toString('base64')}`
  const inBody = { client_id: client.id, client_secret: client.key }
  for (const [why, answer] of [
    ['Basic, form-encoded', await ask(form(grant), escaped)],
    ['in the body', await ask(form({ ...grant, ...inBody }), null)],
    ['Basic, and the id again', await ask(form({ ...grant, client_id: client.id }))],
    ['a parameter without a value is as none', await ask(form({ ...grant, scope: '', client_secret: '' }))],
    ['parameters that nobody knows', await ask(form({ ...grant, audience: 'x', resource: 'https://x.example' }))],
    [
      'a charset',
      await ask(form(grant), basic(client), {
        headers: {
          authorization: basic(client),
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        },
      }),
    ],
  ] as const)
    t.same([answer.status, answer.body.scope], [200, 'yanxiu'], why)
  const roster = 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster.readonly'
  for (const [asked, granted] of [
    ['yanxiu.readonly', 'yanxiu.readonly'],
    [`${roster} yanxiu.readonly admin`, 'yanxiu.readonly'],
    ['yanxiu.readonly yanxiu yanxiu', 'yanxiu.readonly yanxiu'],
  ] as const)
    t.same((await ask(form({ ...grant, scope: asked }))).body.scope, granted, asked)
  isTokenError(t, await ask(form({ ...grant, scope: `${roster} toString` })), 'invalid_scope', 'none is known')
})

t.test('what the token endpoint refuses, by the names of RFC 6749', async (t) => {
  const both = form({ ...grant, client_id: client.id, client_secret: client.key })
  const basicOf = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const requests: [string, Any][] = [
    ['no grant type', await ask(form({ scope: 'yanxiu' }))],
    ['an empty one', await ask(form({ grant_type: '' }))],
    ['no body', await ask('')],
    ['a parameter twice', await ask('grant_type=client_credentials&grant_type=client_credentials')],
    ['an unknown one twice', await ask('grant_type=client_credentials&a=1&a=2')],
    ['one twice, spelt differently', await ask('grant_type=client_credentials&sc%6fpe=yanxiu&scope=yanxiu')],
    ['credentials both ways', await ask(both)],
    ['ids that differ', await ask(form({ ...grant, client_id: district.id }))],
    ['U+0000', await ask('grant_type=client_credentials&scope=a%00b')],
    ['half a character', await ask('grant_type=client_credentials&scope=%ff')],
    ['half an escape', await ask('grant_type=client_credentials&scope=%4')],
    ['a body of 9 KiB', await ask(`${form(grant)}&x=${'a'.repeat(9 * 1024)}`)],
    ['a scope of 3,000 letters', await ask(form({ ...grant, scope: 'a'.repeat(3000) }))],
    ['JSON', await ask('{}', null, { headers: { 'content-type': 'application/json', authorization: basic(client) } })],
    ['credentials in the address', await ask(both, null, { url: `/oauth/token?client_secret=${client.key}` })],
  ]
  for (const [why, answer] of requests) isTokenError(t, answer, 'invalid_request', why)
  for (const type of ['password', 'authorization_code', 'Client_Credentials'])
    isTokenError(t, await ask(form({ grant_type: type })), 'unsupported_grant_type', type)

  const other = await makeClient({ role: 'bureau' })
  const expired = await makeClient({ role: 'bureau' })
  await asOwner(service.db, `update clients set expires_at = '2020-01-01' where id = $1`, [expired.id])
  const operatorKey = service.operator.key
  const rows = await asOwner<{ id: string }>(service.db, 'select id from operator_keys')
  const strangers: [string, string | null][] = [
    ['nothing', null],
    ['a wrong key', basic({ id: client.id, key: `yx_${'A'.repeat(32)}` })],
    ['the key of another client', basic({ id: client.id, key: other.key })],
    ['no key', basicOf(`${client.id}:`)],
    ['no colon', basicOf(client.id)],
    ['no base64', 'Basic !!!'],
    ['another scheme', `Bearer ${client.key}`],
    ['an expired client', basic(expired)],
    ['the operator', basic({ id: rows[0]!.id, key: operatorKey })],
    ['the operator as nobody', basic({ id: '00000000-0000-0000-0000-000000000000', key: operatorKey })],
  ]
  for (const [why, header] of strangers) isTokenError(t, await ask(form(grant), header), 'invalid_client', why, 401)
})

t.test('nobody forges a token', async (t) => {
  const { key: token } = await tokenOf()
  const [header, payload, signature] = token.split('.') as [string, string, string]
  const claims = decodeJwt(token)
  const { kid } = decodeProtectedHeader(token) as { kid: string }
  const [published] = (await service.app.inject({ url: '/.well-known/jwks.json' })).json().keys
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const real = await signingKey({ db: service.db, issuer }, new Date(start))
  const es256 = (head: object, body: object, privateKey: Any = own.privateKey) => {
    const input = `${encode(head)}.${encode(body)}`
    return `${input}.${signWith('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
  }
  const hs256 = (secret: string | Buffer) => {
    const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}`
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  }
  const pem = createPublicKey({ key: published, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const good = { alg: 'ES256', typ: 'at+jwt', kid }
  const forged: [string, string][] = [
    ['no algorithm', `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`],
    ['no algorithm, with a signature', `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.${signature}`],
    ['the public key as a secret (PEM)', hs256(String(pem))],
    ['the public key as a secret (JWK)', hs256(JSON.stringify(published))],
    ['the public key as a secret (x)', hs256(Buffer.from(published.x, 'base64url'))],
    ['another key under this id', es256(good, claims)],
    ['another key that the header brings', es256({ ...good, jwk: own.publicKey.export({ format: 'jwk' }) }, claims)],
    ['a key that nobody has', es256({ ...good, kid: district.id }, claims)],
    ['no key id', es256({ alg: 'ES256', typ: 'at+jwt' }, claims)],
    ['a key id that is no text', es256({ ...good, kid: 7 }, claims)],
    ['a changed role', `${header}.${encode({ ...claims, role: 'institute' })}.${signature}`],
    ['a changed school', `${header}.${encode({ ...claims, school: district.schools.B!.id })}.${signature}`],
    ['no signature', `${header}.${payload}.`],
    ['an empty signature of zeros', `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`],
    ['half a token', token.slice(0, -20)],
    ['two tokens', `${token}.${token}`],
  ]
  for (const [why, text] of forged) {
    const answer = await service.as(text).get('/v1/teachers')
    t.match(answer, { status: 401, body: { code: 'unauthenticated' } }, why)
  }

  const privateKey = KeyObject.from(real.privateKey as never)
  const signed = (head: object, body: object) => es256({ ...good, ...head }, body, privateKey)
  must(await service.as(signed({}, claims)).get('/v1/teachers'), 200)
  const { exp: _, ...endless } = claims
  const { district: __, ...homeless } = claims
  const unfit: [string, string][] = [
    ['a token of another type', signed({ typ: 'JWT' }, claims)],
    ['another issuer', signed({}, { ...claims, iss: 'urn:other' })],
    ['another audience', signed({}, { ...claims, aud: 'urn:other' })],
    ['no end', signed({}, endless)],
    ['no district', signed({}, homeless)],
    ['a role that nobody has', signed({}, { ...claims, role: 'operator' })],
    ['another subject than its client', signed({}, { ...claims, sub: teacher.id })],
    ['on behalf of whom it does not name', signed({}, { ...claims, act: { sub: client.id }, role: 'teacher' })],
    ['a critical extension', signed({ crit: ['x'], x: 1 }, claims)],
    ['a client of another district', signed({}, { ...claims, district: client.id })],
  ]
  for (const [why, text] of unfit) isRefused(t, await service.as(text).get('/v1/teachers'), 'unauthenticated', why)
})

t.test('a token ends by the clock', async (t) => {
  const caller = await tokenOf()
  service.setTime(later(899))
  t.equal((await caller.get('/v1/teachers')).status, 200)
  service.setTime(later(906))
  isRefused(t, await caller.get('/v1/teachers'), 'tokenExpired', 'one that was found good before')
  forgetKeyRing(service.db)
  isRefused(t, await caller.get('/v1/teachers'), 'tokenExpired', 'and one that was not')
})

t.test('a token ends with its client, and with the key that it was got with', async (t) => {
  const rotated = await makeClient({ role: 'trainingAdministrator', schoolId: school.id })
  const before = await tokenOf(rotated)
  const minted = service.as(must(await before.post('/v1/teacher-tokens', { teacherId: teacher.id }), 201).accessToken)
  for (const caller of [before, minted]) t.equal((await caller.get('/v1/teachers')).status, 200)
  const { key } = must(await district.institute.post(`/v1/clients/${rotated.id}/rotate-key`), 200)
  for (const caller of [before, minted])
    isRefused(t, await caller.get('/v1/teachers'), 'unauthenticated', 'rotated: at once')
  isTokenError(t, await ask(form(grant), basic(rotated)), 'invalid_client', 'nor is there another for the old key', 401)
  const after = await tokenOf({ ...rotated, key })
  t.equal((await after.get('/v1/teachers')).status, 200, 'the new key gets new ones')
  const mintedAfter = service.as(
    must(await after.post('/v1/teacher-tokens', { teacherId: teacher.id }), 201).accessToken,
  )
  t.equal((await mintedAfter.get('/v1/teachers')).status, 200)
  must(await district.institute.post(`/v1/clients/${rotated.id}/revoke`), 200)
  for (const caller of [after, mintedAfter])
    isRefused(t, await caller.get('/v1/teachers'), 'unauthenticated', 'revoked: at once')

  const expiring = await makeClient({ role: 'bureau', expiresAt: later(60) })
  const short = await tokenOf(expiring)
  t.equal((await short.get('/v1/teachers')).status, 200)
  service.setTime(later(61))
  isRefused(t, await short.get('/v1/teachers'), 'unauthenticated', 'a token does not outlive its client')
})

t.test('in another process a revoked client’s tokens stop within two seconds', async (t) => {
  const revoked = await makeClient({ role: 'bureau' })
  const { key: token } = await tokenOf(revoked)
  const db = openDatabase({ url: service.db.url, dataKeys: testKeys, connections: 2 })
  const other = await startService({ db, time: start })
  t.teardown(() => other.close())
  t.equal((await other.as(token).get('/v1/teachers')).status, 200, 'the other process knows the key')
  must(await district.institute.post(`/v1/clients/${revoked.id}/revoke`), 200)
  await new Promise((resolve) => setTimeout(resolve, 2050))
  isRefused(t, await other.as(token).get('/v1/teachers'), 'unauthenticated', 'two seconds later')
})

t.test('a token for reading reads only', async (t) => {
  const reader = await tokenOf(client, 'yanxiu.readonly')
  t.equal((await reader.get('/v1/teachers')).status, 200)
  for (const [why, answer] of [
    ['POST', await reader.post('/v1/teacher-tokens', { teacherId: teacher.id })],
    ['PUT', await reader.put('/v1/teachers/by-sourced-id/T-own', { name: '改名' })],
    ['PATCH', await reader.patch(`/v1/activities/${district.id}`, {}, { ifMatch: '*' })],
  ] as const) {
    t.match(answer, { status: 403, body: { code: 'insufficientScope' } }, why)
    t.equal(answer.headers['www-authenticate'], 'Bearer error="insufficient_scope", scope="yanxiu"', why)
  }
  t.equal((await reader.get('/v1/clients')).body.code, 'notPermitted', 'and only what its role may')
})

t.test('a school’s client mints a token for one of its teachers, who sees its own and nothing else', async (t) => {
  const mint = (caller: Caller, body: object, options: object = {}) => caller.post('/v1/teacher-tokens', body, options)
  const caller = service.as(client.key)
  const colleague = await hire(district, 'T-colleague', school)
  const answer = await mint(caller, { teacherId: teacher.id, expiresIn: 120 })
  const { accessToken, ...rest } = must(answer, 201)
  t.same(rest, { teacherId: teacher.id, tokenType: 'Bearer', expiresIn: 120, scope: 'yanxiu' })
  t.equal(answer.headers['cache-control'], 'no-store')
  t.match(decodeJwt(accessToken), {
    sub: teacher.id,
    act: { sub: client.id },
    client_id: client.id,
    role: 'teacher',
    teacher: teacher.id,
    exp: Date.parse(start) / 1000 + 120,
  })
  t.notOk('school' in decodeJwt(accessToken))
  const own = service.as(accessToken)
  t.same(
    must(await own.get('/v1/teachers'), 200).data.map(({ id }: Any) => id),
    [teacher.id],
  )
  for (const { id } of [colleague, stranger])
    t.equal((await own.get(`/v1/teachers/${id}`)).status, 404, 'not even a colleague')
  t.match(await mint(own, { teacherId: teacher.id }), { status: 403, body: { code: 'notPermitted' } })
  t.equal((await own.get('/v1/credit-runs')).status, 403)
  service.setTime(later(126))
  isRefused(t, await own.get('/v1/teachers'), 'tokenExpired', 'after the seconds that were asked for')
  service.setTime(start)

  const nobody = '01890000-0000-7000-8000-00000000dead'
  const told = ({ status, body }: Any) => ({ status, ...body, requestId: '' })
  const absent = await mint(caller, { teacherId: nobody })
  t.match(absent, { status: 404, body: { code: 'notFound' } })
  t.same(told(await mint(caller, { teacherId: stranger.id })), told(absent), 'another school’s teacher is as absent')
  must(await mint(district.institute, { teacherId: teacher.id }), 403)
  must(await mint(school.principal, { teacherId: teacher.id }), 403)
  must(await mint(school.administrator, { teacherId: teacher.id }), 201)
  const wide = service.as((await makeClient({ role: 'integration' })).key)
  must(await mint(wide, { teacherId: stranger.id }), 201)

  const former = await hire(district, 'T-former', school, { to: '2024-10-07' })
  t.match(await mint(caller, { teacherId: former.id }), { status: 409, body: { code: 'teacherNotOnDuty' } })
  const next = await hire(district, 'T-next', school, { from: '2024-10-09' })
  t.match(await mint(caller, { teacherId: next.id }), { status: 409 }, 'a duty of tomorrow')
  const moved = await hire(district, 'T-moved', school, { to: '2024-10-07' })
  await hire(district, 'T-moved', district.schools.B!, { from: '2024-10-08' })
  t.match(await mint(caller, { teacherId: moved.id }), { status: 409 }, 'a duty at another school by now')
  const today = await hire(district, 'T-today', school, { to: '2024-10-08' })
  must(await mint(caller, { teacherId: today.id }), 201)
  for (const expiresIn of [59, 901, 1.5, '900'])
    must(await mint(caller, { teacherId: teacher.id, expiresIn: expiresIn as number }), 422)
})

t.test('a token is shown once, and teachers of one client never get each other’s answers', async (t) => {
  const caller = service.as(client.key)
  const body = { teacherId: teacher.id }
  const first = await caller.post('/v1/teacher-tokens', body, { idempotencyKey: 'once' })
  const again = await caller.post('/v1/teacher-tokens', body, { idempotencyKey: 'once' })
  t.type(first.body.accessToken, 'string')
  t.same([again.status, again.body], [201, { ...first.body, accessToken: null }])
  t.equal(again.headers['idempotent-replayed'], 'true')

  const keyOf = (onBehalfOfTeacherId: string | null) =>
    idempotencyKeyOf(
      {
        headers: { 'idempotency-key': 'k' },
        method: 'POST',
        url: '/',
        body: {},
        actor: { onBehalfOfTeacherId },
      } as Any,
      [],
    )!.key
  t.same(new Set([keyOf(null), keyOf(teacher.id), keyOf(stranger.id)]).size, 3)
  t.equal(keyOf(null), 'k')
})

t.test(
  'keys rotate by the month: the next is published before it signs, an old one goes after its last token',
  async (t) => {
    const rotating = await startService({ time: start })
    t.teardown(() => rotating.close())
    const { db } = rotating
    const day = 86_400
    const at = (seconds: number) => new Date(Date.parse(start) + seconds * 1000)
    const kids = async () =>
      (await rotating.app.inject({ url: '/.well-known/jwks.json' })).json().keys.map((k: Any) => k.kid)
    const rotate = (seconds: number) => {
      rotating.setTime(at(seconds).toISOString())
      return rotateSigningKeys(db, at(seconds))
    }
    const d = await openDistrict(rotating, 'rotating', ['A'])
    const made = must(await d.institute.post('/v1/clients', { name: '示例', role: 'bureau' }), 201)
    const get = async () => {
      const raw = await rotating.app.inject({
        method: 'POST',
        url: '/oauth/token',
        headers: {
          authorization: basic({ id: made.client.id, key: made.key }),
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: form(grant),
      })
      return raw.json().access_token as string
    }
    const kidOf = (token: string) => decodeProtectedHeader(token).kid

    t.same(await kids(), [])
    const [first] = [kidOf(await get())]
    t.same(await kids(), [first], 'the first is made when it is needed, and signs at once')
    await rotate(30 * day - 1)
    t.same(await kids(), [first], 'not a second early')
    await rotate(30 * day)
    const [, second] = await kids()
    t.same(await kids(), [first, second])
    await rotate(30 * day + 1)
    t.same(await kids(), [first, second], 'one new key')
    rotating.setTime(at(30 * day + 3599).toISOString())
    const old = await get()
    t.equal(kidOf(old), first, 'for an hour the old one signs')
    rotating.setTime(at(30 * day + 3600).toISOString())
    t.equal(kidOf(await get()), second)
    await rotate(30 * day + 3600 + 890)
    t.equal((await rotating.as(old).get('/v1/schools')).status, 200, 'while its last tokens still pass')
    await rotate(30 * day + 3600 + 900 + 3599)
    t.same(await kids(), [first, second])
    await rotate(30 * day + 3600 + 900 + 3600)
    t.same(await kids(), [second], 'then it goes')
    await rotate(400 * day)
    t.equal((await kids()).length, 2, 'a service that slept for a year keeps the one that signs')

    const leaked = kidOf(await get())
    await db.pool.query('delete from signing_keys where id = $1', [leaked])
    forgetKeyRing(db)
    const [published] = await kids()
    const replacement = kidOf(await get())
    t.same(await kids(), [published, replacement], 'for one that was deleted by hand another signs at once')
    t.not(replacement, published, 'which is not the one that still waits')
  },
)

t.test('processes that rotate at once end with one new key, and each takes it', async (t) => {
  const url = (await testDatabase()).url
  const processes = Array.from({ length: 5 }, () => openDatabase({ url, dataKeys: testKeys, connections: 2 }))
  t.teardown(() => Promise.all(processes.map((db) => db.close())))
  for (const [round, day] of [0, 30, 60].entries()) {
    const now = new Date(Date.parse(start) + day * 86_400_000)
    await Promise.all(processes.map((db) => rotateSigningKeys(db, now)))
    const rings = await Promise.all(processes.map(keyRing))
    const newest = rings.map(({ keys }) => keys.at(-1)!.id)
    t.equal(new Set(newest).size, 1, `round ${round + 1}: one key`)
    t.equal(rings[0]!.keys.at(-1)!.generation, round + 1)
  }
})

t.test('a new data key seals the signing keys anew; without the right one nothing is signed', async (t) => {
  const db = await testDatabase()
  t.teardown(() => db.close())
  const [one, two] = [mintDataKey('one'), mintDataKey('two')]
  const now = new Date(start)
  const ids = async () => (await keyRing(db)).keys.map(({ id }) => id)
  const under = (setting: string) => ({ db: { ...db, dataKeys: readDataKeys(setting) }, issuer })
  await signingKey(under(one), now)
  const before = await ids()
  await rotateSigningKeys(under(`${two},${one}`).db, now)
  forgetKeyRing(db)
  t.same(await ids(), before, 'the same key')
  t.match((await keyRing(db)).keys[0]!.privateJwkSealed, /^two\./)
  await signingKey(under(two), now)
  forgetKeyRing(db)
  await t.rejects(signingKey(under(one), now), /DATA_KEYS/)
  forgetKeyRing(db)
  await t.rejects(signingKey(under(mintDataKey('two')), now), /DATA_KEYS/, 'another key of the same name')
})

t.test('no private key and no token stands in the database, in an answer or in a log', async (t) => {
  const caller = service.as(client.key)
  const answer = await caller.post('/v1/teacher-tokens', { teacherId: teacher.id }, { idempotencyKey: 'secret' })
  const tokens = [(await tokenOf()).key, answer.body.accessToken as string]
  for (const token of tokens) must(await service.as(token).get('/v1/teachers'), 200)
  await service.as(`${tokens[0]!.slice(0, -4)}AAAA`).get('/v1/teachers')
  await ask(form({ ...grant, client_id: client.id, client_secret: client.key }), null)
  const rows = await asOwner<{ text: string }>(
    service.db,
    `select coalesce(string_agg(row::text, '\n'), '') as text from (
       select to_jsonb(k) from idempotency_keys k union all select to_jsonb(k) from signing_keys k union all
       select to_jsonb(c) from clients c) as rows (row)`,
  )
  const stored = rows[0]!.text
  const signing = await signingKey({ db: service.db, issuer }, new Date(start))
  const { d } = KeyObject.from(signing.privateKey as never).export({ format: 'jwk' }) as { d: string }
  t.ok(d.length > 40 && stored.includes('secret') && logged.length > 50, 'there is something to look through')
  const published = (await service.app.inject({ url: '/.well-known/jwks.json' })).body
  for (const [where, text] of [
    ['the database', stored],
    ['the log', logged.join('')],
    ['the key set', published],
  ] as const) {
    t.notOk(text.includes(d) || /"d":/.test(text), `${where}: no private key`)
    for (const token of tokens) t.notOk(text.includes(token.split('.')[2]!), `${where}: no token`)
    t.notOk(text.includes(client.key), `${where}: no API key`)
  }
})

t.test('a token that is known costs no signature check, and no more of the database than a key does', async (t) => {
  const byToken = await tokenOf()
  const byKey = service.as(client.key)
  const { pool } = service.db
  const connections = async (caller: Caller) => {
    let count = 0
    const note = () => (count += 1)
    pool.on('acquire', note)
    must(await caller.get('/v1/policy-editions'), 200)
    pool.off('acquire', note)
    return count
  }
  for (const caller of [byToken, byKey]) await connections(caller)
  t.same([await connections(byToken), await connections(byKey)], [1, 1])
  const ring = await keyRing(service.db)
  ;(ring.publicKeys as Map<string, unknown>).clear()
  t.equal((await byToken.get('/v1/policy-editions')).status, 200, 'no key is needed for it any more')
  forgetKeyRing(service.db)
  t.equal((await byToken.get('/v1/policy-editions')).status, 200)
})
