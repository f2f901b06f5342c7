import fc from 'fast-check'
import t from 'tap'
import { asOwner } from '../support/database.js'
import { must } from '../support/fixtures.js'
import type { Any } from '../support/service.js'
import { junk } from './arbitraries.js'
import { checkProblem } from './check-answer.js'
import { describeFigures, fuzz, injected, type Send } from './run.js'
import { openFuzzWorld, type FuzzWorld } from './world.js'

/**
 * The contract under fire: to each operation of the OpenAPI document, requests that fit it and requests that are broken
 * in one place. `npm run test:fuzz -- --cases 5000 --seed 7` does more of it by hand.
 */
let world: FuzzWorld
const seed = Number(process.env.FUZZ_SEED ?? 20240919)
const cases = 200

t.before(async () => {
  world = await openFuzzWorld()
})
t.teardown(() => world.close())

/** Runs one operation over an answer, or a request, that is broken on purpose. */
async function caught(only: string, send: (honest: Send) => Send): Promise<string> {
  const { defects } = await fuzz(world, { cases: 120, seed, only: [only], send: send(injected(world)) })
  return defects.join('\n')
}

const onSuccess =
  (change: (body: Any) => Any) =>
  (honest: Send): Send =>
  async (request) => {
    const answer = await honest(request)
    return answer.status === 200 ? { ...answer, text: JSON.stringify(change(JSON.parse(answer.text))) } : answer
  }

t.test('an answer that is not as declared is caught, whatever is wrong with it', async (t) => {
  t.equal(await caught('listSchools', (honest) => honest), '', 'the service as it is passes')
  const controls: [string, string, (honest: Send) => Send, RegExp][] = [
    ['an undeclared field', 'listSchools', onSuccess((body) => ({ ...body, more: 1 })), /must NOT have additional/],
    [
      'an undeclared field far inside',
      'listSchools',
      onSuccess((body) => ({ ...body, data: body.data.map((school: Any) => ({ ...school, secret: 'x' })) })),
      /must NOT have additional/,
    ],
    ['a missing field', 'listSchools', onSuccess(({ nextCursor: _, ...body }) => body), /required property/],
    ['a number for text', 'listSchools', onSuccess((body) => ({ ...body, nextCursor: 7 })), /must be string/],
    [
      'an undeclared status',
      'listSchools',
      (honest) => async (request) => ({ ...(await honest(request)), status: 418 }),
      /answers 418, which its document does not have/,
    ],
    [
      'a failure inside',
      'getSchool',
      (honest) => async (request) => ({ ...(await honest(request)), status: 500 }),
      /answers 500/,
    ],
    [
      'another media type',
      'getSchool',
      (honest) => async (request) => {
        const answer = await honest(request)
        return { ...answer, headers: { ...answer.headers, 'content-type': 'text/html' } }
      },
      /as text\/html/,
    ],
    [
      'a problem that is not told in full',
      'getSchool',
      (honest) => async (request) => {
        const answer = await honest(request)
        return answer.status < 400 ? answer : { ...answer, text: JSON.stringify({ status: answer.status }) }
      },
      /unlike its document|of other members/,
    ],
    [
      'unknown parameters that are taken',
      'listSchools',
      (honest) => (request) => honest({ ...request, url: request.url.replace(/[?&]unknownParameter=[^&]*/, '') }),
      /takes what its document forbids/,
    ],
    [
      'a body that is mended rather than refused',
      'putSchoolGroupBySourcedId',
      (honest) => (request) => honest({ ...request, payload: '{"name":"示例"}' }),
      /takes what its document forbids/,
    ],
    [
      'whoever has no key let in',
      'listSchools',
      (honest) => (request) =>
        honest({
          ...request,
          headers: { ...request.headers, authorization: `Bearer ${world.callers.get('bureau')!.key}` },
        }),
      /to (nobody|forger|expired)/,
    ],
  ]
  for (const [why, only, send, expected] of controls) t.match(await caught(only, send), expected, why)
})

t.test('a seed means the same requests each time, and a defect is told with its smallest request', async (t) => {
  const sent: string[][] = []
  for (let run = 0; run < 2; run += 1) {
    const urls: string[] = []
    const send: Send = (request) => {
      urls.push(JSON.stringify(request))
      return injected(world)(request)
    }
    await fuzz(world, { cases: 30, seed, only: ['listTeachers'], send })
    sent.push(urls)
  }
  t.same(sent[0], sent[1])
  const told = await caught('listSchools', (honest) => async (request) => {
    const answer = await honest(request)
    return request.url.includes('limit=') ? { ...answer, status: 500 } : answer
  })
  t.match(told, /"query":\[\["limit",/)
  t.match(told, new RegExp(`seed ${seed}, path`))
})

t.test(
  `${cases} requests to each operation, as its document says and not: every answer is a declared one`,
  async (t) => {
    const figures = await fuzz(world, { cases, seed })
    t.comment(describeFigures(figures, seed))
    t.same(figures.defects, [], describeFigures({ ...figures, defects: [] }, seed))
    t.ok(figures.successes >= 0.2 * figures.cases, `${figures.successes} of ${figures.cases} are answered with 2xx`)
  },
)

t.test('addresses and methods that do not exist are told as problems', async (t) => {
  const caller = world.callers.get('institute')!
  const part = fc.oneof(
    junk.map(String),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('v1', 'schools', '%', '%ff', '?'),
  )
  const addresses = fc.tuple(
    fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
    fc.array(part, { minLength: 1, maxLength: 4 }),
    fc.boolean(),
  )
  const property = fc.asyncProperty(addresses, async ([method, parts, raw]) => {
    // Dots alone are steps in an address, and lead elsewhere.
    const readable = parts.map((text) => text.replace(/[\ud800-\udfff]|\.\.?/g, ''))
    const written = readable.map((text) => (raw ? text.replace(/[^\x21-\x7e]|#/g, '') : encodeURIComponent(text)))
    const url = `/zz/${written.join('/')}`
    const answer = await world.service.app.inject({
      method: method as 'GET',
      url,
      headers: { authorization: `Bearer ${caller.key}` },
    })
    if (![400, 404, 414].includes(answer.statusCode)) throw new Error(`${method} ${url} answers ${answer.statusCode}`)
    const { pathname } = answer.raw.req as unknown as { pathname?: string }
    const sent = String(answer.raw.req.url ?? pathname ?? url)
    checkProblem(method, sent, { status: answer.statusCode, headers: answer.headers, text: answer.body }, answer.json())
  })
  await fc.assert(property, { seed, numRuns: 300 })
  for (const path of Object.keys(world.service.app.swagger().paths ?? {})) {
    const url = path.replace(/\{\w+\}/g, 'x')
    const answer = await world.service.app.inject({ method: 'DELETE', url })
    t.match([answer.statusCode, answer.json().code], [405, 'methodNotAllowed'], url)
  }
})

t.test('what the requests have queued, files that are none among them, is done or refused by its rules', async (t) => {
  const ended = await world.work()
  t.ok(ended.succeeded && ended.failed, JSON.stringify(ended))
  const institute = world.callers.get('institute')!
  const rows = await asOwner<{ id: string }>(
    world.service.db,
    'select id from imports where district_id = $1 order by id desc limit 40',
    [world.named.get('@districts.a')],
  )
  t.ok(rows.length > 5)
  for (const { id } of rows) {
    must(await institute.get(`/v1/imports/${id}`), 200)
    must(await institute.get(`/v1/imports/${id}/rows?limit=200`), 200)
  }
})
