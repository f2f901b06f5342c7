import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { OpenAPI3 } from 'openapi-typescript'
import t from 'tap'
import { generateSdk } from '../../scripts/generate-sdk.js'
import { bundle, LARGEST_GZIP } from '../build.js'
import type * as sdk from '../src/index.js'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const fixture = async () => JSON.parse(await readFile(at('fixture-openapi.json'), 'utf8')) as OpenAPI3

t.test('the generated files follow from the document, to the byte', async (t) => {
  const document = await fixture()
  for (const [name, text] of Object.entries(await generateSdk(document)))
    t.equal(text, await readFile(at(`fixture/${name}`), 'utf8'), `sdk/test/fixture/${name}`)
  t.same(document, await fixture(), 'the document is left as it was')
})

t.test('a document that the client could serve only in part is refused', async (t) => {
  const parameter = (name: string, place: string) => ({ name, in: place, schema: { type: 'string' } })
  const get = (operationId: string, ...parameters: object[]) => ({ get: { operationId, parameters, responses: {} } })
  const refused: Record<string, Record<string, object>> = {
    'a header parameter that it does not send': { '/a': get('a', parameter('X-School', 'header')) },
    'a cookie': { '/a': get('a', parameter('session', 'cookie')) },
    'a query parameter called as the body': { '/a': get('a', parameter('body', 'query')) },
    'a query parameter called as one of the path': {
      '/a/{id}': get('a', parameter('id', 'path'), parameter('id', 'query')),
    },
    'two operations of one name': { '/a': get('a'), '/b': get('a') },
  }
  for (const [name, paths] of Object.entries(refused)) {
    const document = { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths } as OpenAPI3
    await t.rejects(generateSdk(document), Error, name)
  }
  const known = {
    '/a': get('a', parameter('If-Match', 'header'), parameter('Idempotency-Key', 'header')),
    '/b': get(''),
  }
  await t.resolves(generateSdk({ openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: known } as OpenAPI3))
})

t.test(`the bundle is one module of at most ${LARGEST_GZIP} bytes compressed`, async (t) => {
  const folder = t.testdir({})
  const outfile = join(folder, 'index.js')
  const size = await bundle(at('../src/index.ts'), outfile)
  t.ok(size > 1000 && size <= LARGEST_GZIP, `${size} bytes`)
  const { createYanxiu, ApiError } = (await import(pathToFileURL(outfile).href)) as typeof sdk
  t.type(createYanxiu({ baseUrl: 'https://district.invalid', apiKey: 'yx_test' }).getOperation, 'function')
  t.equal(
    new ApiError({ status: 404, code: 'c', detail: 'd' } as never, null, null).name,
    'ApiError',
    'names outlive minifying',
  )
})

t.test('a bundle that is too large, or needs another module, is not written', async (t) => {
  const folder = t.testdir({ 'needy.ts': "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n" })
  await t.rejects(bundle(at('../src/index.ts'), join(folder, 'large.js'), 1000), /at most 1000/)
  await t.rejects(bundle(join(folder, 'needy.ts'), join(folder, 'needy.js')))
  await t.rejects(readFile(join(folder, 'large.js')))
  await t.rejects(readFile(join(folder, 'needy.js')))
})
