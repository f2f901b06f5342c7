import type { FastifyInstance, FastifyRequest } from 'fastify'
import { permissions, type OperationId } from '../access/permissions.js'
import type { Role } from '../access/schema.js'
import { findClientByKey, noteUse } from '../access/authenticate.js'
import { Refusal } from '../errors.js'
import { rateLimited } from './rate-limits.js'

/** Authentication and permission stand before any parsing: whoever may not call an operation is refused before any work. */
export function authorize(app: FastifyInstance, operationId: OperationId) {
  return rateLimited(app, async (request: FastifyRequest): Promise<void> => {
    const key = /^Bearer (yx_[A-Za-z0-9_-]{10,100})$/.exec(request.headers.authorization ?? '')?.[1]
    const actor = key ? await findClientByKey(app.db, key, app.clock()) : null
    if (!actor) throw new Refusal('unauthenticated')
    noteUse(app.db, actor, app.clock())
    request.actor = actor
    const allowed: readonly Role[] = permissions[operationId]
    if (!allowed.includes(actor.role)) throw new Refusal('notPermitted', { role: actor.role, operationId })
  })
}
