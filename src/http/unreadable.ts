import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { errors, Refusal, type ErrorCode } from '../errors.js'
import { problemOf, sendProblem } from './problem.js'
import { securityHeaders } from './security-headers.js'
import { isLingering } from './unread-bodies.js'

/** An address that cannot be decoded never reaches a route, nor the hooks that answer for one. */
export function answerUnreadableAddress(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const reason = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? 'the address is too long' : 'the address'
  reply.headers({ ...securityHeaders, 'request-id': request.id })
  return sendProblem(request, reply, new Refusal('malformedRequest', { reason }))
}

/** What is no HTTP at all is answered on its connection, as a problem too. */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isLingering(socket)) {
    socket.destroy()
    return
  }
  const refusal = new Refusal(codeOf(error), { reason: 'HTTP' })
  const requestId = randomUUID()
  const body = JSON.stringify(problemOf(refusal, 'zh', { requestId, instance: '' }))
  const head = [
    `HTTP/1.1 ${errors[refusal.code].status} ${errors[refusal.code].en.title}`,
    ...Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    'Content-Language: zh',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Request-Id: ${requestId}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function codeOf({ code }: { code?: string }): ErrorCode {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'requestTimeout'
  return code === 'HPE_HEADER_OVERFLOW' ? 'headersTooLarge' : 'malformedRequest'
}
