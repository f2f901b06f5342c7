import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'

declare module 'fastify' {
  interface FastifyInstance {
    db: Database
    /** The time, so that tests can hold it. */
    clock: () => Date
  }
  interface FastifyRequest {
    actor: Actor
  }
  interface FastifyContextConfig {
    operationId?: string
    mediaTypes?: readonly string[]
  }
}
