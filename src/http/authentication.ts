import type { FastifyInstance, FastifyRequest } from 'fastify'
import { permissions, type OperationId } from '../access/permissions.js'
import type { Actor, Role } from '../access/schema.js'
import { findClientByKey, findClientByToken, noteUse } from '../access/authenticate.js'
import { scopeCovers, scopesFor } from '../access/tokens/rules/granted-scopes.js'
import { Refusal } from '../errors.js'
import { rateLimited } from './rate-limits.js'

/**
 * Authentication and permission stand before any parsing: whoever may not call an operation is refused before any work. A
 * key or a token stands for the same client; a token may also be for less (its scope), and says so as RFC 6750 has it.
 */
export function authorize(app: FastifyInstance, operationId: OperationId, method: string) {
  const allowed: readonly Role[] = permissions[operationId]
  return rateLimited(app, async (request: FastifyRequest): Promise<void> => {
    const { actor, scope } = await identify(app, request.headers.authorization ?? '')
    noteUse(app.db, actor, app.clock())
    request.actor = actor
    if (!allowed.includes(actor.role)) throw new Refusal('notPermitted', { role: actor.role, operationId })
    if (scope !== null && !scopeCovers(scope, method)) {
      const needed = scopesFor(method).join(' ')
      throw new Refusal('insufficientScope', { scope, operationId }, [], {
        'www-authenticate': `Bearer error="insufficient_scope", scope="${needed}"`,
      })
    }
  })
}

/** Who calls; a key has no scope. */
async function identify(app: FastifyInstance, header: string): Promise<{ actor: Actor; scope: string | null }> {
  const key = /^Bearer (yx_[A-Za-z0-9_-]{10,100})$/.exec(header)?.[1]
  if (key) {
    const actor = await findClientByKey(app.db, key, app.clock())
    if (!actor) throw new Refusal('unauthenticated')
    return { actor, scope: null }
  }
  const token = header.length <= 4096 ? /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1] : undefined
  if (!token) throw new Refusal('unauthenticated')
  const found = await findClientByToken(app, token, app.clock())
  if (typeof found !== 'string') return found
  const description = found === 'expired' ? ', error_description="The token has expired"' : ''
  throw new Refusal(found === 'expired' ? 'tokenExpired' : 'unauthenticated', {}, [], {
    'www-authenticate': `Bearer error="invalid_token"${description}`,
  })
}

/** What an operation's document says of it: a key, or a token of any one scope that covers its method. */
export function securityOf(method: string): object[] {
  return [{ apiKey: [] }, ...scopesFor(method).map((scope) => ({ oauth2: [scope] }))]
}
