import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../errors.js'
import type { ServiceLimits } from '../lib/limits.js'

/** These are answered under any load: whoever looks after the service needs them most then. */
const alwaysAnswered: ReadonlySet<string | undefined> = new Set(['/health/live', '/health/ready', '/metrics'])

/**
 * Turns requests away, before any work, while the process or the way to the database has more to do than it can: 503
 * and Retry-After at once are better than an answer that comes too late for everybody.
 */
export async function shedLoad(app: FastifyInstance, limits: ServiceLimits, sampleInterval = 1000): Promise<void> {
  const { eventLoopDelay, eventLoopUtilization, databaseQueue } = limits
  const overloaded = (request: FastifyRequest) =>
    alwaysAnswered.has(request.routeOptions.url) ? null : new Refusal('overloaded')
  await app.register(underPressure, {
    sampleInterval,
    ...(eventLoopDelay === null ? {} : { maxEventLoopDelay: eventLoopDelay }),
    ...(eventLoopUtilization === null ? {} : { maxEventLoopUtilization: eventLoopUtilization }),
    eventLoopUtilizationMode: 'interval',
    pressureHandler: async (request) => {
      const refusal = overloaded(request)
      if (refusal) throw refusal
    },
  })
  if (databaseQueue === null) return
  // Read at each request rather than from time to time: a queue fills within milliseconds.
  const { pool } = app.db
  app.addHook('onRequest', (request, _reply, done) => {
    const refusal = pool.waitingCount >= databaseQueue ? overloaded(request) : null
    if (refusal) done(refusal)
    else done()
  })
}
