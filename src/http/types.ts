import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { ServiceLimits } from '../lib/limits.js'
import type { RateLimits } from './rate-limits.js'

declare module 'fastify' {
  interface FastifyInstance {
    db: Database
    /** The time, so that tests can hold it. */
    clock: () => Date
    limits: ServiceLimits
    rateLimits: RateLimits
  }
  interface FastifyRequest {
    actor: Actor
  }
  interface FastifyContextConfig {
    operationId?: string
    mediaTypes?: readonly string[] | undefined
  }
}
