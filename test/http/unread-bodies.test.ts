import { connect, type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { must, openDistrict, type District } from '../support/fixtures.js'
import { startService, type Service } from '../support/service.js'

/** Bodies that are answered before they are read, over real connections. */
let service: Service
let district: District
let port: number

t.before(async () => {
  service = await startService()
  district = await openDistrict(service, 'bodies', [])
  await service.app.listen({ port: 0, host: '127.0.0.1' })
  port = (service.app.server.address() as AddressInfo).port
})
t.teardown(() => service.close())

const large = Buffer.alloc(50 * 1024 * 1024, 0x20)

/** Sends all of a body, whatever happens meanwhile, and only then looks at what came back. */
function send(headers: string[], body: Buffer, path = '/v1/clients'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    const settle = () => resolve(answer)
    socket.once('error', reject)
    socket.pause()
    const head = [`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', ...headers, '', '']
    socket.write(head.join('\r\n'))
    socket.write(body, () => {
      socket.resume()
      socket.on('data', (chunk) => {
        answer += String(chunk)
        if (/\r\n\r\n\{.*\}$/s.test(answer)) socket.end()
      })
      socket.once('close', settle)
    })
  })
}

const withKey = () => `Authorization: Bearer ${district.institute.key}`
const lengthOf = (body: Buffer) => `Content-Length: ${body.length}`

t.test('the answer to a body that is too large arrives, however the client sends it', async (t) => {
  for (let round = 0; round < 20; round += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/clients`, {
      method: 'POST',
      headers: { authorization: `Bearer ${district.institute.key}`, 'content-type': 'application/json' },
      body: large,
    })
    t.match(await answer.json(), { status: 413, code: 'payloadTooLarge' })
  }
  for (let round = 0; round < 20; round += 1) {
    const close = round % 2 ? ['Connection: close'] : []
    const answer = await send([withKey(), lengthOf(large), ...close], large)
    t.match(answer, /^HTTP\/1\.1 413 .*"code":"payloadTooLarge"/s)
  }
  const chunked = Buffer.concat([Buffer.from(`${large.length.toString(16)}\r\n`), large, Buffer.from('\r\n0\r\n\r\n')])
  t.match(await send([withKey(), 'Transfer-Encoding: chunked'], chunked), /^HTTP\/1\.1 413 /)
})

t.test('so does the answer to a large body of somebody who may not send it', async (t) => {
  for (let round = 0; round < 3; round += 1) {
    t.match(await send([lengthOf(large), 'Connection: close'], large), /^HTTP\/1\.1 401 .*"unauthenticated"/s)
    t.match(await send([withKey(), lengthOf(large)], large, '/v1/districts'), /^HTTP\/1\.1 403 .*"notPermitted"/s)
  }
})

t.test('a client that asks first is told to go on only when its body is wanted', async (t) => {
  const ask = (headers: string[], body: Buffer) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      let answer = ''
      socket.once('error', reject)
      socket.on('data', (chunk) => {
        answer += String(chunk)
        if (answer.endsWith('100 Continue\r\n\r\n')) socket.write(body)
        else if (/\r\n\r\n\{.*\}$/s.test(answer)) socket.end()
      })
      socket.once('close', () => resolve(answer))
      const head = ['POST /v1/clients HTTP/1.1', 'Host: x', 'Content-Type: application/json', 'Expect: 100-continue']
      socket.write([...head, ...headers, '', ''].join('\r\n'))
    })
  const body = Buffer.from(JSON.stringify({ name: '示例', role: 'bureau' }))
  t.match(await ask([withKey(), lengthOf(body)], body), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /)
  t.match(await ask([withKey(), lengthOf(large)], large), /^HTTP\/1\.1 413 /)
  t.match(await ask([lengthOf(body)], body), /^HTTP\/1\.1 401 /)
})

t.test('a connection goes on after a small body that was refused unread', async (t) => {
  const body = Buffer.from('{}')
  const refused = `POST /v1/clients HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${lengthOf(body)}\r\n\r\n{}`
  const twice = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(refused))
    let answer = ''
    socket.once('error', reject)
    socket.on('data', (chunk) => {
      answer += String(chunk)
      const answers = answer.match(/HTTP\/1\.1 401/g)?.length ?? 0
      if (answers === 1 && answer.endsWith('}')) socket.write(refused)
      if (answers === 2 && answer.endsWith('}')) socket.end()
    })
    socket.once('close', () => resolve(answer))
  })
  t.equal(twice.match(/HTTP\/1\.1 401/g)?.length, 2)
})

t.test('a body under a Content-Encoding is 415, and one nested too deeply 400', async (t) => {
  const { institute } = district
  const text = JSON.stringify({ name: '示例', role: 'bureau' })
  const as = (encoding: string, payload: Buffer | string) =>
    institute.post('/v1/clients', undefined, {
      payload,
      contentType: 'application/json',
      headers: { 'content-encoding': encoding },
    })
  for (const answer of [await as('gzip', gzipSync(text)), await as('gzip', text), await as('identity, br', text)])
    t.match(answer, { status: 415, body: { code: 'unsupportedContentEncoding' } })
  must(await as('identity', text), 201)
  const nested = (depth: number, end = '') =>
    institute.post('/v1/clients', undefined, {
      payload: `${'['.repeat(depth)}${end}${']'.repeat(depth)}`,
      contentType: 'application/json',
    })
  t.match(await nested(32), { status: 422, body: { code: 'validationFailed' } })
  for (const answer of [await nested(33), await nested(20_000), await nested(20_000, '"e\u0301"')])
    t.match(answer, { status: 400, body: { code: 'bodyTooComplex' } })
})
