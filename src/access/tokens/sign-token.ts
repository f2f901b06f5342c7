import { importJWK, SignJWT, type CryptoKey, type JWK } from 'jose'
import type { DataKeys } from '../../lib/data-keys.js'
import { newId } from '../../lib/ids.js'
import type { Actor, DistrictRole } from '../schema.js'
import { keyRing, type Signing } from './key-ring.js'
import type { SigningKeyRow } from './read.js'
import { rotateSigningKeys, sealContext } from './rotate-signing-keys.js'
import { keyThatSigns } from './rules/key-schedule.js'
import type { TokenClaims } from './schema.js'

/** The key that signs now, ready to sign in the issuer's name. */
export type SigningKey = { id: string; privateKey: CryptoKey; issuer: string }

/** What a token lets its holder do, and for how many seconds. */
export type Grant = { client: Actor; keyVersion: number; scope: string; seconds: number }

const opened = new WeakMap<SigningKeyRow, Promise<CryptoKey>>()

/** The key that signs now; the first of all is made here. Throws when the data keys do not open it. */
export async function signingKey(signing: Signing, now: Date): Promise<SigningKey> {
  const current = keyThatSigns((await keyRing(signing.db)).keys, now)
  if (!current) {
    await rotateSigningKeys(signing.db, now)
    const first = keyThatSigns((await keyRing(signing.db)).keys, now)
    if (!first) throw new Error('a key that was just made signs at once')
    return { id: first.id, privateKey: await open(signing.db.dataKeys, first), issuer: signing.issuer }
  }
  return { id: current.id, privateKey: await open(signing.db.dataKeys, current), issuer: signing.issuer }
}

function open(dataKeys: DataKeys, key: SigningKeyRow): Promise<CryptoKey> {
  const known = opened.get(key)
  if (known) return known
  const privateKey = importPrivateKey(dataKeys, key)
  opened.set(key, privateKey)
  return privateKey
}

async function importPrivateKey(dataKeys: DataKeys, { id, privateJwkSealed }: SigningKeyRow): Promise<CryptoKey> {
  let text: string
  try {
    text = dataKeys.decrypt(privateJwkSealed, sealContext(id))
  } catch (cause) {
    throw new Error('the signing key of tokens cannot be opened with the data keys given (DATA_KEYS)', { cause })
  }
  return (await importJWK(JSON.parse(text) as JWK, 'ES256')) as CryptoKey
}

/** A client's own token. */
export function signClientToken(key: SigningKey, grant: Grant, now: Date): Promise<string> {
  const { clientId, role, schoolId, teacherId } = grant.client
  return sign(key, grant, now, {
    sub: clientId,
    role: role as DistrictRole,
    ...(schoolId ? { school: schoolId } : {}),
    ...(teacherId ? { teacher: teacherId } : {}),
  })
}

/** A token with which a client acts on one teacher's behalf: it is the teacher's, and names the client that acts (RFC 8693). */
export function signTeacherToken(key: SigningKey, grant: Grant, teacherId: string, now: Date): Promise<string> {
  const { clientId } = grant.client
  return sign(key, grant, now, { sub: teacherId, role: 'teacher', teacher: teacherId, act: { sub: clientId } })
}

type Bound = Pick<TokenClaims, 'sub' | 'role' | 'school' | 'teacher' | 'act'>

function sign(
  { id, privateKey, issuer }: SigningKey,
  { client, keyVersion, scope, seconds }: Grant,
  now: Date,
  bound: Bound,
): Promise<string> {
  const iat = Math.floor(now.getTime() / 1000)
  const claims: TokenClaims = {
    iss: issuer,
    aud: issuer,
    client_id: client.clientId,
    iat,
    exp: iat + seconds,
    jti: newId(),
    scope,
    district: client.districtId,
    key_version: keyVersion,
    ...bound,
  }
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: id }).sign(privateKey)
}
