import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, Refusal } from '../errors.js'
import { rateWindow, type ServiceLimits } from '../lib/limits.js'

const seconds = rateWindow / 1000
/** Clients and addresses that are counted at once; whoever was not heard of longest is forgotten. */
const counted = 10_000

/** Counts requests in this process: those of each client, and those of each address that come without valid credentials. */
export type RateLimits = {
  /** Counts a client's request and tells it what is left; throws `rateLimited`. */
  countRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** Counts a request whose credentials are missing or wrong; throws `rateLimited`. */
  countAttempt: (request: FastifyRequest) => Promise<void>
}

export async function limitRates(app: FastifyInstance, limits: ServiceLimits): Promise<void> {
  const { requestsPerMinute, attemptsPerMinute } = limits
  await app.register(rateLimit, { global: false, timeWindow: rateWindow, cache: counted })
  const countClient = counter(app, requestsPerMinute, (request) => request.actor.clientId)
  const countAddress = counter(app, attemptsPerMinute)
  const policy = `"default";q=${requestsPerMinute};w=${seconds}`
  app.decorate('rateLimits', {
    async countRequest(request, reply) {
      const count = await countClient?.(request)
      if (!count) return
      reply.header('ratelimit-policy', policy)
      reply.header('ratelimit', `"default";r=${count.remaining};t=${count.ttlInSeconds}`)
      if (count.isExceeded) throw tooMany(requestsPerMinute!, count.ttlInSeconds)
    },
    async countAttempt(request) {
      const count = await countAddress?.(request)
      if (count?.isExceeded) throw tooMany(attemptsPerMinute!, count.ttlInSeconds)
    },
  })
}

type Count = { remaining: number; ttlInSeconds: number; isExceeded: boolean }

function counter(
  app: FastifyInstance,
  max: number | null,
  keyGenerator?: (request: FastifyRequest) => string,
): ((request: FastifyRequest) => Promise<Count | null>) | null {
  if (max === null) return null
  const count = app.createRateLimit({ max, ...(keyGenerator ? { keyGenerator } : {}) })
  return async (request) => {
    const counted = await count(request)
    return counted.isAllowed ? null : counted
  }
}

function tooMany(maximum: number, retryAfter: number): Refusal {
  return new Refusal('rateLimited', { maximum, seconds, retryAfter }, [], { 'retry-after': String(retryAfter) })
}

/**
 * Authentication with its limits around it: whoever it lets in is counted as that client, permitted or not, and whoever
 * it does not know by address. Valid credentials are never held up by what a neighbour at the same address tries.
 */
export function rateLimited(app: FastifyInstance, authenticate: (request: FastifyRequest) => Promise<void>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    let refusal: unknown = null
    try {
      await authenticate(request)
    } catch (error) {
      refusal = error
    }
    if (request.actor) await app.rateLimits.countRequest(request, reply)
    else if (refusal instanceof Refusal && errors[refusal.code].status === 401)
      await app.rateLimits.countAttempt(request)
    if (refusal !== null) throw refusal
  }
}
