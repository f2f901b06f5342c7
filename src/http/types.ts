import type { Actor } from '../access/schema.js'
import type { AccessTally } from '../audit/access-tally.js'
import type { Database } from '../db/database.js'
import type { ServiceLimits } from '../lib/limits.js'
import type { RateLimits } from './rate-limits.js'

declare module 'fastify' {
  interface FastifyInstance {
    db: Database
    /** Who the access tokens say has issued them. */
    issuer: string
    /** The time, so that tests can hold it. */
    clock: () => Date
    /** What is read of persons, and what is refused. */
    tally: AccessTally
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
