import { Refusal } from '../errors.js'
import { decodeFormText, type Form } from './form.js'

/**
 * The credentials of a token request: HTTP Basic with id and key form-encoded, or both in the body (RFC 6749 §2.3.1), and
 * not both ways at once. Null when there are none.
 */
export function credentialsOf(
  header: string | undefined,
  { client_id: id = '', client_secret: secret = '' }: Form,
): { clientId: string; clientSecret: string } | null {
  if (header === undefined) return id && secret ? { clientId: id, clientSecret: secret } : null
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header)?.[1]
  const pair = encoded ? Buffer.from(encoded, 'base64').toString('latin1') : ''
  const colon = pair.indexOf(':')
  if (colon < 0) return null
  const clientId = decodeFormText(pair.slice(0, colon))
  if (secret !== '' || (id !== '' && id !== clientId)) throw new Refusal('tokenRequestAmbiguous')
  return { clientId, clientSecret: decodeFormText(pair.slice(colon + 1)) }
}
