import { Refusal } from '../../errors.js'
import { findHolderOfKey } from '../authenticate.js'
import type { Signing } from './key-ring.js'
import { grantedScopes } from './rules/granted-scopes.js'
import { TOKEN_SECONDS, type AccessToken } from './schema.js'
import { signClientToken, signingKey } from './sign-token.js'

/** A client's id and its API key, however it sent them. */
export type Credentials = { clientId: string; clientSecret: string }

/**
 * Client credentials (RFC 6749 §4.4): a client gives its key once and gets a token for a quarter of an hour. The operator
 * gets none: its key stands above all districts, is used by hand, and could not take a token back.
 */
export async function issueToken(
  signing: Signing,
  {
    credentials,
    grantType,
    scope,
    now,
  }: { credentials: Credentials | null; grantType: string; scope: string; now: Date },
): Promise<AccessToken> {
  const holder = credentials && (await findHolderOfKey(signing.db, credentials.clientSecret, now))
  if (!holder || holder.actor.clientId !== credentials.clientId || holder.actor.role === 'operator')
    throw new Refusal('clientNotAuthenticated')
  if (grantType === '') throw new Refusal('tokenRequestIncomplete', { parameter: 'grant_type' })
  if (grantType !== 'client_credentials') throw new Refusal('grantTypeUnsupported')
  const granted = grantedScopes(scope).join(' ')
  if (granted === '') throw new Refusal('scopeUnknown')
  const { actor: client, keyVersion } = holder
  const key = await signingKey(signing, now)
  const token = await signClientToken(key, { client, keyVersion, scope: granted, seconds: TOKEN_SECONDS }, now)
  return { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: granted }
}
