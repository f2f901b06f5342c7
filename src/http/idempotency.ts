import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { IdempotencyKey } from '../db/idempotency.js'
import { Refusal } from '../errors.js'
import { requestLimits } from '../lib/limits.js'

export const idempotencyKeyPattern = `^[\\x21-\\x7e]{1,${requestLimits.idempotencyKeyCharacters}}$`

const keyPattern = new RegExp(idempotencyKeyPattern)

/** The request's Idempotency-Key with the fingerprint of method, path and body, or nothing when it has none. */
export function idempotencyKeyOf(request: FastifyRequest, withheld: readonly string[]): IdempotencyKey | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !keyPattern.test(key)) throw new Refusal('idempotencyKeyInvalid')
  // A teacher whom the client acts for is a caller of its own: one teacher's answer is never another's. No key has a space.
  const teacherId = request.actor.onBehalfOfTeacherId
  const hash = createHash('sha256').update(`${request.method}\n${request.url}\n`)
  hash.update(Buffer.isBuffer(request.body) ? request.body : JSON.stringify(request.body ?? null))
  return { key: teacherId ? `${teacherId} ${key}` : key, fingerprint: hash.digest('hex'), withheld, replayed: false }
}
