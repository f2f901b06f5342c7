import { Type, type Static, type TObject, type TProperties, type TSchema } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { boundOf, reachOf, type OperationId } from '../access/permissions.js'
import type { Actor, Role } from '../access/schema.js'
import type { IdempotencyKey, Principal } from '../db/idempotency.js'
import { personalReads } from '../audit/personal-reads.js'
import { errors, type ErrorCode, type Language } from '../errors.js'
import type { Condition } from '../lib/versions.js'
import { closed } from '../lib/wire.js'
import { authorize, securityOf } from './authentication.js'
import { takeFiles } from './bodies.js'
import { idempotencyKeyOf, idempotencyKeyPattern } from './idempotency.js'
import { conditionOf, etagOf, notModified } from './preconditions.js'
import { languageOf } from './language.js'
import { linkToNext } from './paging.js'

/** What every use case hears of its request besides its own arguments. */
export type Context = {
  actor: Actor & Principal
  now: Date
  language: Language
  /** What If-Match says about the version that the client means to change. */
  condition: Condition
}

export type Both = readonly [en: string, zh: string]
export type Shape = TObject<TProperties>

type Spec<P extends Shape, Q extends Shape, B extends TSchema, A extends TSchema> = {
  operationId: OperationId
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  path: string
  tag: string
  summary: Both
  description: Both
  params?: P
  query?: Q
  body?: B
  /** Media types of a body that is a file rather than JSON; it arrives as a Buffer. */
  file?: { mediaTypes: readonly string[]; maximumBytes: number }
  answer: A
  /** The status of a success, or how it follows from the answer; 200 unless said. */
  status?: number | { all: readonly number[]; of: (answer: Static<A>) => number }
  /** The errors that are particular to this operation. */
  errors?: readonly ErrorCode[]
  /** Secrets in the answer that a replay does not show again. */
  shownOnce?: readonly string[]
  location?: (answer: Static<A>) => string
  /** What caches may do with the answer; nothing is said unless given. */
  cacheControl?: string
  handle: (
    context: Context,
    input: { params: Static<P>; query: Static<Q>; body: Static<B>; mediaType: string },
  ) => Promise<Static<A>>
}

const Problem = closed(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    code: Type.String({ description: 'Stable error code / 稳定的错误代码' }),
    requestId: Type.String(),
    errors: Type.Array(closed({ pointer: Type.String(), code: Type.String(), detail: Type.String() })),
  },
  { $id: 'Problem', description: 'RFC 9457 problem details / 错误详情' },
)
export const sharedSchemas = { Problem }

/** Errors that any operation can give; those of the body, keys and versions come with the methods that have them. */
export function errorsOf(spec: {
  method: string
  params?: unknown
  query?: unknown
  body?: unknown
  file?: unknown
  errors?: readonly ErrorCode[]
}): ErrorCode[] {
  const codes: ErrorCode[] = [
    'malformedRequest',
    'secretInAddress',
    'tooManyParameters',
    'addressTooLong',
    'invalidText',
    'invalidValue',
    'unauthenticated',
    'tokenExpired',
    'notPermitted',
    'validationFailed',
    'internalError',
    'unavailable',
    'overloaded',
    'rateLimited',
    ...(spec.errors ?? []),
  ]
  if (spec.params) codes.push('notFound')
  if (spec.method !== 'GET') {
    codes.push('payloadTooLarge', 'bodyTooComplex', 'unsupportedMediaType', 'unsupportedContentEncoding')
    codes.push('requestTimeout', 'insufficientScope')
  }
  if (spec.method === 'POST') codes.push('idempotencyKeyReused', 'idempotencyKeyInvalid', 'requestInFlight')
  if (spec.method === 'PUT' || spec.method === 'PATCH') codes.push('preconditionFailed', 'preconditionRequired')
  return codes
}

/** The error responses of an operation's document, one for each status. */
export function problemResponses(codes: readonly ErrorCode[]): Record<number, object> {
  const responses: Record<number, { description: string; headers?: object; content: object }> = {}
  for (const status of [...new Set(codes.map((code) => errors[code].status))].sort()) {
    const own = [...new Set(codes)].filter((code) => errors[code].status === status)
    responses[status] = {
      description: own.map((code) => `\`${code}\` ${errors[code].en.title} / ${errors[code].zh.title}`).join('; '),
      ...(status === 429 || status === 503
        ? { headers: { 'Retry-After': { type: 'string', description: 'Seconds to wait / 等待秒数' } } }
        : {}),
      content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
    }
  }
  return responses
}

/** Parameters that no operation names are refused everywhere, also where there are none. */
export const noQuery = closed({})

/** Where no body is taken, it does not matter of what type none is. */
const mediaTypesOf = ({ method, file }: { method: string; file?: { mediaTypes: readonly string[] } }) =>
  method === 'GET' ? undefined : (file?.mediaTypes ?? ['application/json'])

const headersOf = (method: string) => {
  if (method === 'POST')
    return {
      type: 'object',
      properties: {
        'idempotency-key': {
          type: 'string',
          pattern: idempotencyKeyPattern,
          description:
            'Makes a repeated POST answer as the first one did, for 7 days / 七天内重发同一请求得到同样的结果',
        },
      },
    }
  if (method === 'PUT' || method === 'PATCH')
    return {
      type: 'object',
      properties: { 'if-match': { type: 'string', description: 'ETag of the version to change / 所改版本的 ETag' } },
    }
  return undefined
}

/** What is left of the client's limit, on each answer. */
export const rateHeaders = {
  'RateLimit-Policy': { type: 'string', description: '"default";q=requests;w=seconds / 请求配额' },
  RateLimit: { type: 'string', description: '"default";r=remaining;t=seconds / 剩余配额' },
}

/** The headers that a success carries besides its body. */
function answerHeaders({ method, location, answer }: { method: string; location?: unknown; answer: TSchema }): object {
  const header = (description: string) => ({ type: 'string', description })
  const properties = (answer as { properties?: Record<string, TSchema> }).properties ?? {}
  return {
    'Request-Id': header('Names this request in the log / 本次请求的编号'),
    ...rateHeaders,
    ...('version' in properties || ('outcome' in properties && 'data' in properties)
      ? { ETag: header('The version, for If-Match / 版本，用于 If-Match') }
      : {}),
    ...('nextCursor' in properties ? { Link: header('The next page, rel="next" / 下一页') } : {}),
    ...(location ? { Location: header('Where the new thing is / 新对象的地址') } : {}),
    ...(method === 'POST'
      ? { 'Idempotent-Replayed': header('true when the answer was given before / 重放的应答为 true') }
      : {}),
  }
}

/** What a request says besides its parameters and body. */
export function contextOf(app: FastifyInstance, request: FastifyRequest, idempotency?: IdempotencyKey): Context {
  const origin = { operation: request.routeOptions.config.operationId ?? 'none', requestId: request.id }
  return {
    actor: { ...request.actor, origin, ...(idempotency ? { idempotency } : {}) },
    now: app.clock(),
    language: languageOf(request),
    condition: conditionOf(request),
  }
}

/** Personal data that staff reads is counted; what teachers read is their own. */
export function noteRead(
  app: FastifyInstance,
  request: FastifyRequest,
  operationId: OperationId,
  answer: unknown,
): void {
  if (!personalReads.has(operationId) || request.actor.role === 'teacher') return
  const { data } = answer as { data?: unknown }
  app.tally.noteRead(request.actor, operationId, Array.isArray(data) ? data.length : 1)
}

/** Who may call an operation, and how far the call reaches, as its document says it. */
export function callersOf(operationId: OperationId): string {
  const callers = (Object.keys(reachOf) as Role[]).flatMap((role) => {
    const bound = boundOf(operationId, role)
    return bound === 'none' ? [] : [`${role} (${bound})`]
  })
  return `Callers / 可调用者: ${callers.join(', ')}`
}

/** Mounts one operation: authentication, permission, schemas, idempotency, versions, paging, and its entry in the OpenAPI document. */
export function route<P extends Shape, Q extends Shape, B extends TSchema, A extends TSchema>(
  app: FastifyInstance,
  spec: Spec<P, Q, B, A>,
): void {
  const statuses = typeof spec.status === 'object' ? spec.status.all : [spec.status ?? 200]
  const statusOf = (answer: Static<A>) =>
    typeof spec.status === 'object' ? spec.status.of(answer) : (spec.status ?? 200)
  const answerSchema = spec.answer.$id ? { $ref: `${spec.answer.$id}#` } : spec.answer
  const headers = headersOf(spec.method)
  if (spec.file) takeFiles(app, spec.file.mediaTypes)
  app.route({
    method: spec.method,
    url: spec.path,
    ...(spec.file ? { bodyLimit: spec.file.maximumBytes } : {}),
    config: { operationId: spec.operationId, mediaTypes: mediaTypesOf(spec) },
    schema: {
      operationId: spec.operationId,
      tags: [spec.tag],
      summary: spec.summary.join(' / '),
      description: [...spec.description, callersOf(spec.operationId)].join('\n\n'),
      security: securityOf(spec.method),
      ...(spec.params ? { params: spec.params } : {}),
      querystring: spec.query ?? noQuery,
      ...(spec.body ? { body: spec.body.$id ? { $ref: `${spec.body.$id}#` } : spec.body } : {}),
      ...(spec.file
        ? {
            consumes: [...spec.file.mediaTypes],
            body: {
              content: Object.fromEntries(
                spec.file.mediaTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
              ),
            },
          }
        : {}),
      ...(headers ? { headers } : {}),
      response: {
        ...Object.fromEntries(
          statuses.map((status) => [
            status,
            {
              description: spec.summary.join(' / '),
              headers: answerHeaders(spec),
              content: { 'application/json': { schema: answerSchema } },
            },
          ]),
        ),
        ...problemResponses(errorsOf(spec)),
      },
    } as object,
    onRequest: authorize(app, spec.operationId, spec.method),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const idempotency = spec.method === 'POST' ? idempotencyKeyOf(request, spec.shownOnce ?? []) : undefined
      const answer = await spec.handle(contextOf(app, request, idempotency), {
        params: request.params as Static<P>,
        query: request.query as Static<Q>,
        body: request.body as Static<B>,
        mediaType: String(request.headers['content-type'] ?? '')
          .split(';')[0]!
          .trim()
          .toLowerCase(),
      })
      noteRead(app, request, spec.operationId, answer)
      if (idempotency?.replayed) reply.header('idempotent-replayed', 'true')
      if (spec.shownOnce) reply.header('cache-control', 'no-store')
      const etag = etagOf(answer)
      if (etag) reply.header('etag', etag)
      if (spec.method === 'GET' && etag && notModified(request, etag)) return reply.code(304).send()
      if (spec.cacheControl) reply.header('cache-control', spec.cacheControl)
      if (spec.location) reply.header('location', spec.location(answer))
      const link = linkToNext(request, answer)
      if (link) reply.header('link', link)
      // The answer rather than the reply: waiting for a reply is waiting for its last byte.
      reply.code(statusOf(answer))
      return answer
    },
  })
}
