import type { Static, TSchema } from '@sinclair/typebox'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OpenOperationId } from '../access/permissions.js'
import { AccessToken, TokenError, TokenRequest } from '../access/tokens/schema.js'
import { errorText, Refusal, type ErrorCode } from '../errors.js'
import { credentialsOf } from './client-credentials.js'
import { formBytes, formType } from './bodies.js'
import type { Form } from './form.js'
import { refusalOf } from './problem.js'
import { noQuery, problemResponses, type Both } from './route.js'

/** Operations without a key: whoever calls them has none yet, or needs none. */
type OpenSpec = { operationId: OpenOperationId; path: string; tag: string; summary: Both; description: Both }

const documented = ({ operationId, tag, summary, description }: OpenSpec) => ({
  operationId,
  tags: [tag],
  summary: summary.join(' / '),
  description: description.join('\n\n'),
})

const json = (schema: TSchema) => ({ content: { 'application/json': { schema: { $ref: `${schema.$id}#` } } } })

/** Mounts a document that anyone may read, and keep for a while. */
export function publicRoute<A extends TSchema>(
  app: FastifyInstance,
  spec: OpenSpec & { answer: A; seconds: number; handle: () => Promise<Static<A>> },
): void {
  app.route({
    method: 'GET',
    url: spec.path,
    config: { operationId: spec.operationId, mediaTypes: ['application/json'] },
    schema: {
      ...documented(spec),
      security: [],
      querystring: noQuery,
      response: {
        200: { description: spec.summary.join(' / '), ...json(spec.answer) },
        ...problemResponses([
          'malformedRequest',
          'validationFailed',
          'addressTooLong',
          'internalError',
          'unavailable',
          'overloaded',
        ]),
      },
    } as object,
    handler: async (_request, reply) => {
      const answer = await spec.handle()
      reply.header('cache-control', `public, max-age=${spec.seconds}`)
      return answer
    },
  })
}

/** What a token request comes to: who asks and for what. */
type Asked = { credentials: ReturnType<typeof credentialsOf>; grantType: string; scope: string; now: Date }

/** Mounts the token endpoint, which speaks as OAuth clients expect (RFC 6749) rather than as the rest of the API. */
export function tokenRoute(
  app: FastifyInstance,
  spec: OpenSpec & { handle: (asked: Asked) => Promise<Static<typeof AccessToken>> },
): void {
  const noStore = (reply: FastifyReply) => reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
  app.route({
    method: 'POST',
    url: spec.path,
    bodyLimit: formBytes,
    config: { operationId: spec.operationId, mediaTypes: [formType] },
    schema: {
      ...documented(spec),
      security: [{ clientCredentials: [] }, {}],
      consumes: [formType],
      body: { content: { [formType]: { schema: { $ref: `${TokenRequest.$id}#` } } } },
      response: {
        200: { description: spec.summary.join(' / '), ...json(AccessToken) },
        400: {
          description: '`invalid_request`, `unsupported_grant_type` or `invalid_scope` / 请求无效',
          ...json(TokenError),
        },
        401: { description: '`invalid_client` / 客户端未通过验证', ...json(TokenError) },
        ...problemResponses(['addressTooLong', 'rateLimited', 'internalError', 'unavailable', 'overloaded']),
      },
    } as object,
    errorHandler: (error: FastifyError, request, reply) => {
      const { code, params } = refusalOf(error, request)
      const name = tokenErrorOf(code)
      // What is no fault of the request is answered as everywhere.
      if (!name) throw error
      if (name === 'invalid_client') reply.header('www-authenticate', 'Basic realm="yanxiu", charset="UTF-8"')
      return noStore(reply)
        .code(name === 'invalid_client' ? 401 : 400)
        .type('application/json; charset=utf-8')
        .send({ error: name, error_description: plain(errorText(code, 'en', params).detail) })
    },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      // What stands in an address stands in logs.
      if (request.url.includes('?')) throw new Refusal('tokenRequestAmbiguous')
      const form = (request.body ?? {}) as Form
      const answer = await spec
        .handle({
          credentials: credentialsOf(request.headers.authorization, form),
          grantType: form.grant_type ?? '',
          scope: form.scope ?? '',
          now: app.clock(),
        })
        .catch(async (error: unknown) => {
          // Keys can be guessed here as anywhere.
          if (error instanceof Refusal && error.code === 'clientNotAuthenticated')
            await app.rateLimits.countAttempt(request)
          throw error
        })
      noStore(reply)
      return answer
    },
  })
}

/** The name that RFC 6749 has for a refusal; null when the service, not the request, is at fault. */
function tokenErrorOf(code: ErrorCode): Static<typeof TokenError>['error'] | null {
  switch (code) {
    case 'internalError':
    case 'unavailable':
    case 'overloaded':
    case 'rateLimited':
    case 'addressTooLong':
      return null
    case 'clientNotAuthenticated':
      return 'invalid_client'
    case 'grantTypeUnsupported':
      return 'unsupported_grant_type'
    case 'scopeUnknown':
      return 'invalid_scope'
    default:
      return 'invalid_request'
  }
}

/** The characters that RFC 6749 §5.2 lets an error's description have. */
function plain(text: string): string {
  return text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?')
}
