import { query, type Database } from '../db/database.js'
import { noDistrict, nobody } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { districtOfKey, hashKey } from './keys.js'
import { findKeyHolder, findOperatorKey } from './read.js'
import type { Actor } from './schema.js'
import { markUsed } from './write.js'

type Known = { actor: Actor | null; expiresAt: number; until: number }

/**
 * A key is looked up once in two seconds at most: a request then costs no extra round trip, and a key that is revoked
 * elsewhere is refused within that time. In this process it is refused at once (`forgetKeys`).
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

export async function findClientByKey(db: Database, key: string, now: Date): Promise<Actor | null> {
  const cache = cacheOf(db)
  const keyHash = hashKey(key)
  const time = Date.now()
  const cached = cache.get(keyHash)
  const known =
    cached && cached.until > time ? cached : await lookUp(db, { districtId: districtOfKey(key), keyHash }, time)
  if (cache.size >= cacheSize) cache.clear()
  if (known !== cached) cache.set(keyHash, known)
  return known.expiresAt > now.getTime() ? known.actor : null
}

async function lookUp(db: Database, key: { districtId: string; keyHash: string }, time: number): Promise<Known> {
  const until = time + cacheMilliseconds
  const holder = await query(db, key, (tx) => findKeyHolder(tx, key))
  if (holder) {
    const { districtId, id: clientId, role, schoolId, teacherId, expiresAt } = holder
    return {
      actor: { districtId, clientId, role, schoolId, teacherId },
      expiresAt: expiresAt ? Date.parse(expiresAt) : Infinity,
      until,
    }
  }
  const operator = await query(db, nobody, (tx) => findOperatorKey(tx, key.keyHash))
  const actor: Actor | null = operator && {
    districtId: noDistrict,
    clientId: operator.id,
    role: 'operator',
    schoolId: null,
    teacherId: null,
  }
  return { actor, expiresAt: Infinity, until }
}

/** After a key was rotated or revoked. */
export function forgetKeys(db: Database): void {
  cacheOf(db).clear()
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
