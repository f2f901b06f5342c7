import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseError, sqlState } from '../db/database.js'
import { isTransient } from '../db/transact.js'
import { errors, errorText, Refusal, type ErrorCode, type Language, type Reason } from '../errors.js'
import { withoutPersonalNumbers } from '../lib/personal-numbers.js'
import { languageOf } from './language.js'
import { knowMethods } from './methods.js'
import { reasonsOf, type SchemaViolation } from './validation.js'

/** Refusals that tell of somebody who wants what is not theirs. */
const denials: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['notPermitted', 'notFound'])

/** Answers every error as problem+json in the client's language, and never with an internal message. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOf(error, request)
    if (refusal.code === 'internalError' || refusal.code === 'invalidValue' || refusal.code === 'unavailable')
      request.log.error({ problem: described(error) }, refusal.code)
    if (denials.has(refusal.code) && request.actor)
      app.tally.noteDenial(request.actor, request.routeOptions.config.operationId ?? 'none', refusal.code)
    return sendProblem(request, reply, refusal)
  })
  const methodsOf = knowMethods(app)
  app.setNotFoundHandler((request, reply) => {
    const { method } = request
    const path = request.url.split('?')[0]!
    const allowed = methodsOf(path)
    const refusal =
      allowed.length > 0
        ? new Refusal('methodNotAllowed', { method }, [], { allow: allowed.join(', ') })
        : new Refusal('routeNotFound', { method, path })
    return sendProblem(request, reply, refusal)
  })
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const language = languageOf(request)
  const { status } = errors[refusal.code]
  if (status === 503) reply.header('retry-after', '1')
  reply.headers(refusal.headers)
  if (status === 401 && !refusal.headers['www-authenticate']) reply.header('www-authenticate', 'Bearer')
  const body = problemOf(refusal, language, { requestId: request.id, instance: request.url.split('?')[0]! })
  return reply
    .code(status)
    .header('content-language', language)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(body)
}

/** A refusal as the document that clients read (RFC 9457). */
export function problemOf(
  refusal: Refusal,
  language: Language,
  where: { requestId: string; instance: string },
): object {
  const { title, detail } = errorText(refusal.code, language, refusal.params)
  return {
    type: `urn:yanxiu:problem:${refusal.code}`,
    title,
    status: errors[refusal.code].status,
    detail,
    instance: withoutPersonalNumbers(where.instance),
    code: refusal.code,
    requestId: where.requestId,
    errors: refusal.reasons.map((reason) => problemItem(reason, language)),
  }
}

function problemItem({ code, pointer, params }: Reason, language: Language) {
  return { pointer: withoutPersonalNumbers(pointer ?? ''), code, detail: errorText(code, language, params).detail }
}

/** What is said of an error, whatever it was. */
export function refusalOf(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error
  if (error.validation) {
    const reasons = reasonsOf(error.validation as SchemaViolation[], error.validationContext)
    return new Refusal('validationFailed', {}, reasons)
  }
  if (isTransient(error)) return new Refusal('unavailable')
  if (isDatabaseError(error) && sqlState(error)?.startsWith('22')) return new Refusal('invalidValue')
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('payloadTooLarge', { maximum: request.routeOptions.bodyLimit ?? 0 })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('unsupportedMediaType', {
        mediaType: String(request.headers['content-type'] ?? '').slice(0, 100),
      })
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Refusal('malformedRequest', { reason: 'Content-Length' })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Refusal('malformedRequest', { reason: 'empty JSON body' })
    default:
  }
  if (error.statusCode === 408) return new Refusal('requestTimeout')
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500)
    return new Refusal('malformedRequest', {
      reason:
        error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error instanceof SyntaxError
          ? 'JSON'
          : (error.code ?? 'HTTP'),
    })
  return new Refusal('internalError')
}

/** What the log may hear of an error: drizzle's messages carry parameter values, which are personal data. */
function described(error: unknown): object {
  const chain: object[] = []
  for (let at: unknown = error; at instanceof Error && chain.length < 4; at = at.cause) {
    const fromDatabase = isDatabaseError(at)
    chain.push({
      name: at.name,
      code: (at as { code?: unknown }).code,
      ...(fromDatabase ? {} : { message: at.message, stack: at.stack }),
    })
  }
  return chain
}
