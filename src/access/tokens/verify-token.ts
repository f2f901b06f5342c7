import { Value } from '@sinclair/typebox/value'
import { errors, jwtVerify } from 'jose'
import { hashKey } from '../keys.js'
import { findPublicKey, keyRing, type Signing } from './key-ring.js'
import { TokenClaims } from './schema.js'

/** How far the clocks of two processes may differ. */
const skewSeconds = 5
const verifiedSize = 10_000

/**
 * What a token says, when this service has signed it and it has not expired. Only ES256 under a key of its own counts,
 * and only a token that says it is one for access. A token is verified once a minute at most.
 */
export async function verifyToken(
  { db, issuer }: Signing,
  token: string,
  now: Date,
): Promise<TokenClaims | 'expired' | 'invalid'> {
  const { verified } = await keyRing(db)
  const hash = hashKey(token)
  const known = verified.get(hash)
  if (known) return (known.exp + skewSeconds) * 1000 > now.getTime() ? known : 'expired'
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = await findPublicKey(db, kid)
        if (!key) throw new errors.JWKSNoMatchingKey()
        return key
      },
      {
        algorithms: ['ES256'],
        typ: 'at+jwt',
        issuer,
        audience: issuer,
        currentDate: now,
        clockTolerance: skewSeconds,
        requiredClaims: ['exp', 'iat', 'sub', 'jti'],
      },
    )
    if (!Value.Check(TokenClaims, payload) || !isConsistent(payload)) return 'invalid'
    if (verified.size >= verifiedSize) verified.clear()
    verified.set(hash, payload)
    return payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired'
    if (error instanceof errors.JOSEError) return 'invalid'
    throw error
  }
}

/** A token is its client's own, or one on behalf of the teacher whom it names. */
function isConsistent({ sub, client_id, act, role, teacher }: TokenClaims): boolean {
  return act ? act.sub === client_id && role === 'teacher' && teacher === sub : sub === client_id
}
