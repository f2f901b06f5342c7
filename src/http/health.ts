import type { FastifyInstance } from 'fastify'
import { ping } from '../db/ping.js'

/** Live while the process answers; ready while the database does. */
export function serveHealth(app: FastifyInstance): void {
  app.get('/health/live', { schema: { hide: true } as object }, async () => ({ status: 'live' }))
  app.get('/health/ready', { schema: { hide: true } as object }, async (_request, reply) => {
    const ready = await ping(app.db)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'databaseAway' })
  })
}
