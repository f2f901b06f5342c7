import { query, type Database } from '../db/database.js'
import { noDistrict, nobody } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { districtOfKey, hashKey } from './keys.js'
import { findClientOfToken, findKeyHolder, findOperatorKey, type KeyHolder } from './read.js'
import type { Actor } from './schema.js'
import type { Signing } from './tokens/key-ring.js'
import { verifyToken } from './tokens/verify-token.js'
import { markUsed } from './write.js'

/** A client that may act, and which of its keys it has now. */
export type Holder = { actor: Actor; keyVersion: number }

type Found = { holder: Holder | null; expiresAt: number }
type Known = Found & { until: number }

/**
 * A client is looked up once in two seconds at most, by its key or, when it comes with a token, by its id: a request then
 * costs no extra round trip, and what is revoked elsewhere is refused within that time. In this process it is refused at
 * once (`forgetKeys`).
 */
const cacheMilliseconds = 2000
const cacheSize = 10_000
const caches = new WeakMap<Database, Map<string, Known>>()

function cacheOf(db: Database): Map<string, Known> {
  const known = caches.get(db)
  if (known) return known
  const cache = new Map<string, Known>()
  caches.set(db, cache)
  return cache
}

async function lookUp(db: Database, name: string, now: Date, find: () => Promise<Found>): Promise<Holder | null> {
  const cache = cacheOf(db)
  const time = Date.now()
  const cached = cache.get(name)
  const known = cached && cached.until > time ? cached : { ...(await find()), until: time + cacheMilliseconds }
  if (cache.size >= cacheSize) cache.clear()
  if (known !== cached) cache.set(name, known)
  return known.expiresAt > now.getTime() ? known.holder : null
}

export async function findClientByKey(db: Database, key: string, now: Date): Promise<Actor | null> {
  return (await findHolderOfKey(db, key, now))?.actor ?? null
}

export function findHolderOfKey(db: Database, key: string, now: Date): Promise<Holder | null> {
  const keyHash = hashKey(key)
  const named = { districtId: districtOfKey(key), keyHash }
  return lookUp(db, keyHash, now, async () => {
    const client = await query(db, named, (tx) => findKeyHolder(tx, named))
    if (client) return foundClient(client)
    const operator = await query(db, nobody, (tx) => findOperatorKey(tx, keyHash))
    const actor: Actor | null = operator && {
      districtId: noDistrict,
      clientId: operator.id,
      role: 'operator',
      schoolId: null,
      teacherId: null,
      onBehalfOfTeacherId: null,
    }
    return { holder: actor && { actor, keyVersion: 0 }, expiresAt: Infinity }
  })
}

/**
 * Who comes with a token, and its scope; or why nobody does. The token says which client and which teacher; what that
 * client may is looked up and not believed, so that a token ends with its client, and with the key that it was got with.
 */
export async function findClientByToken(
  signing: Signing,
  token: string,
  now: Date,
): Promise<{ actor: Actor; scope: string } | 'expired' | 'invalid'> {
  const claims = await verifyToken(signing, token, now)
  if (typeof claims === 'string') return claims
  const { client_id: clientId, district: districtId, key_version: keyVersion, act, teacher, scope } = claims
  const holder = await lookUp(signing.db, `${districtId}/${clientId}`, now, async () =>
    foundClient(await query(signing.db, { districtId }, (tx) => findClientOfToken(tx, districtId, clientId))),
  )
  if (!holder || holder.keyVersion !== keyVersion) return 'invalid'
  if (!act || !teacher) return { actor: holder.actor, scope }
  const actor: Actor = {
    ...holder.actor,
    role: 'teacher',
    schoolId: null,
    teacherId: teacher,
    onBehalfOfTeacherId: teacher,
  }
  return { actor, scope }
}

function foundClient(client: KeyHolder | null): Found {
  if (!client) return { holder: null, expiresAt: Infinity }
  const { districtId, id: clientId, role, schoolId, teacherId, expiresAt, keyVersion } = client
  return {
    holder: {
      actor: { districtId, clientId, role, schoolId, teacherId, onBehalfOfTeacherId: null, keyVersion },
      keyVersion,
    },
    expiresAt: expiresAt ? Date.parse(expiresAt) : Infinity,
  }
}

/** After a key was rotated or revoked. */
export function forgetKeys(db: Database): void {
  // Another map, so that a look-up which began before writes its answer where nobody looks.
  caches.delete(db)
}

const noted = new Map<string, number>()
const useInterval = 60_000

/** Notes when a client was last seen, at most once a minute, without holding up its request. */
export function noteUse(db: Database, actor: Actor, now: Date): void {
  if (actor.role === 'operator' || (noted.get(actor.clientId) ?? 0) > Date.now() - useInterval) return
  if (noted.size >= cacheSize) noted.clear()
  noted.set(actor.clientId, Date.now())
  const { districtId, clientId } = actor
  transact(db, { districtId, clientId }, (tx) => markUsed(tx, { districtId, id: clientId, now })).catch(() =>
    noted.delete(clientId),
  )
}
