import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { permissions } from '../../src/access/permissions.js'
import { errors } from '../../src/errors.js'
import { compareWithDocument } from '../support/documented.js'
import type { Any } from '../support/service.js'
import type { Case, Operation } from './requests.js'

export type Answer = { status: number; headers: Record<string, unknown>; text: string }

/** A request as it was sent, with its ids in place. */
export type Sent = {
  given: Case
  url: string
  query: [string, unknown][]
  path: Record<string, unknown>
  json: unknown
}

/**
 * What must hold of the answer to any request whatever: it is one that the document declares, a problem is told in full,
 * nothing fails inside, and nothing that the document forbids succeeds. Throws at the first thing that does not.
 */
export function checkAnswers(document: Any): (operation: Operation, sent: Sent, answer: Answer) => void {
  const compare = compareWithDocument(closed(document) as Any)
  const fits = requestChecker(document)
  return (operation, sent, answer) => {
    const { status, headers } = answer
    const { operationId, method } = operation
    const contentType = String(headers['content-type'] ?? '')
    if (status >= 500) throw new Error(`${operationId} answers ${status}: ${answer.text.slice(0, 300)}`)
    const body: unknown = contentType.includes('json') && answer.text ? JSON.parse(answer.text) : answer.text
    compare({ method, url: sent.url, status, contentType, body })
    if (status >= 400 && !tokenErrors(operation, status)) checkProblem(operationId, sent.url, answer, body as Any)
    if (typeof headers['request-id'] !== 'string') throw new Error(`${operationId} answers without a Request-Id`)
    const success = status < 400
    const misfit = fits(operation, sent)
    if (success && misfit) throw new Error(`${operationId} takes what its document forbids (${status}): ${misfit}`)
    checkAccess(operation, sent, status)
  }
}

/** The token endpoint tells errors as OAuth clients read them (RFC 6749); the document describes them. */
const tokenErrors = ({ operationId }: Operation, status: number) =>
  operationId === ('issueToken' as string) && (status === 400 || status === 401)

const problemMembers = ['code', 'detail', 'errors', 'instance', 'requestId', 'status', 'title', 'type']

/** A problem says everything that RFC 9457 and the service's own contract have it say. */
export function checkProblem(what: string, url: string, { status, headers, text }: Answer, body: Any): void {
  const wrong = (why: string) => new Error(`${what} answers ${status} with a problem ${why}: ${text.slice(0, 300)}`)
  if (!String(headers['content-type']).startsWith('application/problem+json')) throw wrong('of another media type')
  if (Object.keys(body).sort().join() !== problemMembers.join()) throw wrong('of other members')
  const known = (errors as Record<string, { status: number }>)[body.code]
  if (!known || known.status !== status || body.status !== status) throw wrong('of another status')
  if (body.type !== `urn:yanxiu:problem:${body.code}`) throw wrong('of another type')
  if (!body.title || !body.detail || /\{\w+\}/.test(body.detail)) throw wrong('that is not told in words')
  if (body.requestId !== headers['request-id']) throw wrong('of another request')
  if (body.instance !== url.split('?')[0]) throw wrong('of another address')
  if ((status === 429 || status === 503) && !headers['retry-after']) throw wrong('without Retry-After')
}

function checkAccess({ operationId, path }: Operation, { given, path: parameters }: Sent, status: number): void {
  const { who } = given
  const allowed: readonly string[] | undefined = permissions[operationId]
  // Open to anybody.
  if (!allowed) return
  // An address that cannot be read, is too long or holds a secret is refused to anybody.
  if (status === 400 || status === 414 || status === 404) {
    if (status !== 404 || !['nobody', 'forger', 'expired'].includes(who)) return
  }
  if (['nobody', 'forger', 'expired'].includes(who)) {
    const unrouted = Object.values(parameters).some((value) => value === '')
    if (status !== 401 && !(unrouted && (status === 404 || status === 405)))
      throw new Error(`${operationId} answers ${status} to ${who}`)
    return
  }
  const role = who === 'stranger' ? 'institute' : who
  if (!allowed.includes(role) && ![403, 404, 405].includes(status))
    throw new Error(`${operationId} answers ${status} to ${who}`)
  const ids = Object.values(given.path).filter(
    (value) => typeof value === 'string' && /^@[a-z-]+\.foreign$/.test(value),
  )
  if (ids.length > 0 && path.includes('{') && role !== 'operator' && who !== 'stranger' && status < 400)
    throw new Error(`${operationId} answers ${status} for ${String(ids[0])}`)
}

/** Why a request does not fit the document, or nothing when it does. */
function requestChecker(document: Any): (operation: Operation, sent: Sent) => string | null {
  const compiler = (coerceTypes: boolean) => {
    const ajv = new Ajv({ strict: false, coerceTypes, validateSchema: false })
    addFormats.default(ajv, ['date', 'date-time', 'uuid'])
    ajv.addFormat('binary', true)
    ajv.addSchema(document, 'openapi')
    return ajv
  }
  const [strict, coercing] = [compiler(false), compiler(true)]
  const known = new Map<string, ValidateFunction>()
  const validator = (ajv: Ajv, key: string, schema: object) => {
    const found = known.get(key) ?? ajv.compile(absolute(schema) as object)
    known.set(key, found)
    return found
  }
  return ({ operationId, method, parameters, body }, { given, query, path, json: sentJson }) => {
    // The body of a GET is never read.
    const json = method === 'GET' ? null : sentJson
    for (const [name, value] of query) {
      const declared = parameters.find((parameter) => parameter.in === 'query' && parameter.name === name)
      if (!declared) return `an unknown parameter ${name}`
      if (query.filter(([other]) => other === name).length > 1) return `${name} given twice`
      const holder = { value: urlText(value) }
      const schema = { type: 'object', properties: { value: declared.schema } }
      if (!validator(coercing, `${operationId}?${name}`, schema)(holder)) return `the parameter ${name}`
    }
    for (const { name, in: place, schema, required } of parameters) {
      if (place === 'path') {
        const holder = { value: urlText(path[name]) }
        const wrapped = { type: 'object', properties: { value: schema } }
        if (!validator(coercing, `${operationId}/${name}`, wrapped)(holder)) return `the parameter ${name}`
      }
      if (place === 'query' && required && !query.some(([given]) => given === name)) return `no ${name}`
      if (place === 'header' && given.headers[name] !== undefined)
        if (!validator(strict, `${operationId}:${name}`, schema)(given.headers[name])) return `the header ${name}`
    }
    if (JSON.stringify([query, path, json ?? null]).match(/\\u0000|\\ud[89a-f]/i)) return 'text that cannot be stored'
    if (!body) return null
    if (given.body.as === 'none') return 'no body'
    if (!('file' in given.body) && body.schema.format !== 'binary') {
      if (given.body.as !== 'json')
        return given.body.contentType === 'application/json'
          ? textMisfit(given.body, (value) => validator(strict, operationId, body.schema)(value))
          : 'its media type'
      const validate = validator(strict, operationId, body.schema)
      if (!validate(json)) return strict.errorsText(validate.errors)
    }
    return null
  }
}

/** JSON that was written out may by chance fit. */
function textMisfit(body: Case['body'], fits: (value: unknown) => unknown): string | null {
  try {
    return body.as === 'text' && fits(JSON.parse(body.text)) ? null : 'its text'
  } catch {
    return 'its text'
  }
}

const urlText = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** References within the document, for a schema that stands alone. */
function absolute(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(absolute)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([name, inner]) =>
      name === '$ref' && typeof inner === 'string' && inner.startsWith('#')
        ? [name, `openapi${inner}`]
        : [name, absolute(inner)],
    ),
  )
}

/** The document with every object that names its properties closed: a field that is not declared is too many. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]))
  const { type, properties, additionalProperties } = schema as Any
  return type === 'object' && properties && additionalProperties === undefined
    ? { ...inner, additionalProperties: false }
    : inner
}
