import { tokenScopes, type TokenScope } from '../schema.js'

const isKnown = (name: string): name is TokenScope => Object.hasOwn(tokenScopes, name)

/**
 * The scopes that a token request is granted: of those that it asks for, the ones that the service knows (clients in use
 * ask for more), and `yanxiu` when it asks for none. An empty list is a refusal.
 */
export function grantedScopes(asked: string): TokenScope[] {
  const names = asked.split(' ').filter((name) => name !== '')
  if (names.length === 0) return ['yanxiu']
  return [...new Set(names)].filter(isKnown)
}

/** The scopes of which each lets a token call operations of this method. */
export function scopesFor(method: string): TokenScope[] {
  return Object.keys(tokenScopes)
    .filter(isKnown)
    .filter((name) => (tokenScopes[name].methods as readonly string[]).includes(method))
}

/** Whether a token with this `scope` may call operations of this method. */
export function scopeCovers(scope: string, method: string): boolean {
  const covering: readonly string[] = scopesFor(method)
  return scope.split(' ').some((name) => covering.includes(name))
}
