import fc, { type Arbitrary } from 'fast-check'
import { permissions, type OperationId } from '../../src/access/permissions.js'
import type { Any } from '../support/service.js'
import { arbitraryOf, junk, type Hints, type Schema } from './arbitraries.js'
import { files } from './files.js'

export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema }

/** One operation of the OpenAPI document. */
export type Operation = {
  operationId: OperationId
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  path: string
  parameters: Parameter[]
  body: { mediaTypes: string[]; schema: Schema } | null
}

export type Body =
  | { as: 'none' }
  | { as: 'json'; value: unknown }
  | { as: 'text'; text: string; contentType: string }
  | { as: 'bytes'; hex: string; contentType: string }
  | { as: 'file'; file: keyof typeof files; contentType: string }

/**
 * One request as it is drawn and printed: ids stand in it by name (`@teachers.a`), so that a seed means the same
 * requests in every run.
 */
export type Case = {
  operationId: OperationId
  who: string
  path: Record<string, unknown>
  query: [name: string, value: unknown][]
  headers: Record<string, string>
  body: Body
  flaw?: string
}

export function operationsOf(document: Any): Operation[] {
  return Object.entries<Any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Any>(methods).map(([method, { operationId, parameters = [], requestBody }]) => ({
      operationId,
      method: method.toUpperCase() as Operation['method'],
      path,
      parameters,
      body: requestBody
        ? {
            mediaTypes: Object.keys(requestBody.content),
            schema: Object.values<Any>(requestBody.content)[0].schema as Schema,
          }
        : null,
    })),
  )
}

const someone = [
  'operator',
  'bureau',
  'institute',
  'principal',
  'trainingAdministrator',
  'teamLeader',
  'teacher',
  'auditor',
  'integration',
]

/** Requests of one operation: somewhat more than half as its document says, the others broken in one place. */
export function casesOf(operation: Operation, schemas: Record<string, Schema>, hints: Hints): Arbitrary<Case> {
  const valid = validCases(operation, schemas, hints)
  return fc.oneof({ weight: 6, arbitrary: valid }, { weight: 4, arbitrary: brokenCases(valid) })
}

function validCases(operation: Operation, schemas: Record<string, Schema>, hints: Hints): Arbitrary<Case> {
  const { operationId, parameters, path } = operation
  const first = path.split('/')[2]!
  const own: Hints = {
    ...hints,
    ...(hints[`path:${first}`] ? { id: hints[`path:${first}`]! } : {}),
    ...special(operationId, hints),
  }
  const placed = (place: Parameter['in'], scope: Hints) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place)
          .map(({ name, schema }) => [name, arbitraryOf(schema, schemas, scope, name)]),
      ),
      {
        requiredKeys: parameters.filter(({ in: at, required }) => at === place && required).map(({ name }) => name),
        noNullPrototype: true,
      },
    )
  const allowed: readonly string[] = permissions[operationId] ?? ['nobody']
  return fc.record({
    operationId: fc.constant(operationId),
    who: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...allowed) },
      { weight: 1, arbitrary: fc.constantFrom(...someone, 'stranger', 'nobody', 'forger') },
    ),
    path: placed('path', own),
    // A filter too many finds nothing, which is an answer; a cursor of another list is none.
    query: placed('query', { ...own, cursor: [undefined] }).map((given) =>
      Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
    ),
    headers: placed('header', { ...hints, 'idempotency-key': ['', '', '', '', '', '', '', 'k-1', 'k-2'] }).map(
      (given) =>
        Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')) as Record<string, string>,
    ),
    body: bodies(operation, schemas, own),
  })
}

function special(operationId: OperationId, hints: Hints): Hints {
  return hints[`for:${operationId}`] ? { id: hints[`for:${operationId}`]! } : {}
}

function bodies({ operationId, body }: Operation, schemas: Record<string, Schema>, hints: Hints): Arbitrary<Body> {
  if (!body) return fc.constant({ as: 'none' })
  if (body.schema.format === 'binary')
    return fc.constantFrom(...filesFor(operationId, hints)).map((file) => ({
      as: 'file',
      file,
      contentType: files[file].mediaType,
    }))
  const [contentType = ''] = body.mediaTypes
  if (contentType === 'application/x-www-form-urlencoded')
    return arbitraryOf(body.schema, schemas, hints).map((value) => ({
      as: 'text',
      text: new URLSearchParams(value as Record<string, string>).toString(),
      contentType,
    }))
  return arbitraryOf(body.schema, schemas, hints).map((value) => ({ as: 'json', value }))
}

/** Any file, or those that the hints name for an operation. */
const filesFor = (operationId: OperationId, hints: Hints) =>
  (hints[`files:${operationId}`] ?? Object.keys(files)) as (keyof typeof files)[]

type Break = (given: Case, bad: unknown, at: number) => Case | null

/** Each takes a request that fits and breaks it; null where there is nothing of the kind to break. */
const breaks: Record<string, Break> = {
  nobody: (given) => ({ ...given, who: 'nobody' }),
  forger: (given) => ({ ...given, who: 'forger' }),
  expired: (given) => ({ ...given, who: 'expired' }),
  wrongRole: (given, _bad, at) => ({ ...given, who: someone[at % someone.length]! }),
  foreignIds: (given) => ({
    ...given,
    path: mapText(given.path, foreign) as Case['path'],
    body: mapBody(given.body, foreign),
  }),
  pathParameter: (given, bad, at) => {
    const names = Object.keys(given.path)
    return names.length > 0 ? { ...given, path: { ...given.path, [names[at % names.length]!]: bad } } : null
  },
  queryParameter: (given, bad, at) =>
    given.query.length > 0
      ? { ...given, query: given.query.map(([name, value], i) => [name, i === at % given.query.length ? bad : value]) }
      : null,
  unknownQuery: (given, bad) => ({ ...given, query: [...given.query, ['unknownParameter', bad]] }),
  duplicateQuery: (given) => (given.query[0] ? { ...given, query: [...given.query, given.query[0]] } : null),
  manyQueries: (given) => ({ ...given, query: Array.from({ length: 80 }, () => ['limit', 1]) }),
  secretQuery: (given) => ({ ...given, query: [...given.query, ['access_token', 'x']] }),
  cursor: (given, bad, at) => ({
    ...given,
    query: [
      ...given.query.filter(([name]) => name !== 'cursor'),
      ['cursor', at % 2 ? bad : Buffer.from(JSON.stringify([bad, bad].slice(at % 3))).toString('base64url')],
    ],
  }),
  limit: (given, bad) => ({ ...given, query: [...given.query.filter(([name]) => name !== 'limit'), ['limit', bad]] }),
  header: (given, bad, at) => {
    const names = [
      'if-match',
      'if-none-match',
      'idempotency-key',
      'accept-language',
      'accept',
      'content-type',
      'x-forwarded-for',
    ]
    return { ...given, headers: { ...given.headers, [names[at % names.length]!]: headerText(bad) } }
  },
  missingProperty: (given, _bad, at) => changeBody(given, at, () => gone),
  wrongProperty: (given, bad, at) => changeBody(given, at, () => bad),
  unknownProperty: (given, bad) =>
    given.body.as === 'json' && isObject(given.body.value)
      ? { ...given, body: { as: 'json', value: { ...given.body.value, unknownProperty: bad } } }
      : null,
  otherBody: (given, bad) => (given.body.as === 'json' ? { ...given, body: { as: 'json', value: bad } } : null),
  deepBody: (given, _bad, at) =>
    given.body.as === 'json' ? { ...given, body: text(`{"a":${'['.repeat(10 + at)}${']'.repeat(10 + at)}}`) } : null,
  wideBody: (given, _bad, at) =>
    given.body.as === 'json' ? { ...given, body: text(`[${'{},'.repeat(at * 4)}{}]`) } : null,
  cutBody: (given, _bad, at) => {
    if (given.body.as !== 'json') return null
    const whole = JSON.stringify(given.body.value)
    return { ...given, body: text(whole.slice(0, at % Math.max(whole.length, 1))) }
  },
  notUtf8: (given) =>
    given.body.as === 'json'
      ? { ...given, body: { as: 'bytes', hex: '7b226e616d65223a22d1d0227d', contentType: 'application/json' } }
      : null,
  prototype: (given) => (given.body.as === 'json' ? { ...given, body: text('{"__proto__":{"admin":true}}') } : null),
  unwantedBody: (given, bad) => (given.body.as === 'none' ? { ...given, body: { as: 'json', value: bad } } : null),
  noBody: (given) => (given.body.as === 'none' ? null : { ...given, body: { as: 'none' } }),
  mediaType: (given, _bad, at) => {
    const types = [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'nonsense',
      'application/json5',
      '',
    ]
    return given.body.as === 'none'
      ? null
      : { ...given, body: { as: 'text', text: 'x', contentType: types[at % types.length]! } }
  },
  otherFile: (given, _bad, at) =>
    given.body.as === 'file'
      ? {
          ...given,
          body: {
            as: 'bytes',
            hex: ['', '504b0304ffff', '00', 'efbbbf', 'd0cf11e0'][at % 5]!,
            contentType: given.body.contentType,
          },
        }
      : null,
}

function brokenCases(valid: Arbitrary<Case>): Arbitrary<Case> {
  return fc.tuple(valid, fc.constantFrom(...Object.keys(breaks)), junk, fc.nat(1000)).map(([given, flaw, bad, at]) => {
    const broken = breaks[flaw]!(given, bad, at)
    return broken ? { ...broken, flaw } : { ...breaks.unknownQuery!(given, bad, at)!, flaw: 'unknownQuery' }
  })
}

const gone = Symbol('gone')
const text = (content: string): Body => ({ as: 'text', text: content, contentType: 'application/json' })
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const foreign = (said: string) => said.replace(/^(@[a-zA-Z-]+)\.[ab]$/, '$1.foreign')
const headerText = (bad: unknown) =>
  String(typeof bad === 'object' ? JSON.stringify(bad) : bad)
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 2000)

/** Changes one value anywhere within a JSON body. */
function changeBody(given: Case, at: number, change: () => unknown): Case | null {
  if (given.body.as !== 'json') return null
  const spots = countValues(given.body.value)
  if (spots === 0) return null
  const target = { left: at % spots }
  return { ...given, body: { as: 'json', value: changed(given.body.value, target, change) } }
}

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, inner) => sum + 1 + countValues(inner), 0)
}

function changed(value: unknown, target: { left: number }, change: () => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const here = target.left === 0
    target.left -= 1
    const next = here ? change() : target.left >= 0 ? changed(inner, target, change) : inner
    return next === gone ? [] : [[name, next]]
  })
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}

export function mapText(value: unknown, change: (said: string) => unknown): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((inner) => mapText(inner, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapText(inner, change)]))
}

function mapBody(body: Body, change: (said: string) => unknown): Body {
  return body.as === 'json' ? { as: 'json', value: mapText(body.value, change) } : body
}
