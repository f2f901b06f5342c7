import { importJWK, type CryptoKey } from 'jose'
import { query, type Database } from '../../db/database.js'
import { nobody } from '../../db/tenant.js'
import { findSigningKeys, type SigningKeyRow } from './read.js'
import type { TokenClaims } from './schema.js'

/** What tokens are signed and verified with. The app itself is one. */
export type Signing = {
  readonly db: Database
  /** Who the tokens say has issued them, and for whom they are. */
  readonly issuer: string
}

/** The signing keys as this process last read them, with the tokens that it has found good under them since. */
export type KeyRing = {
  keys: readonly SigningKeyRow[]
  publicKeys: ReadonlyMap<string, CryptoKey>
  verified: Map<string, TokenClaims>
}

type Held = { ring: Promise<KeyRing>; loadedAt: number }

/** A key that is gone from the database is trusted no longer than this, and so is a token that was found good under it. */
const heldMilliseconds = 60_000
/** A key id that nobody knows makes the keys be read again, at most this often. */
const unknownMilliseconds = 5_000

const rings = new WeakMap<Database, Held>()

export async function keyRing(db: Database): Promise<KeyRing> {
  const held = rings.get(db)
  return held && Date.now() - held.loadedAt < heldMilliseconds ? held.ring : reload(db)
}

/** The public key of that id, or null when there is none even after another look. */
export async function findPublicKey(db: Database, id: string | undefined): Promise<CryptoKey | null> {
  if (!id) return null
  const known = (await keyRing(db)).publicKeys.get(id)
  if (known) return known
  const held = rings.get(db)
  const ring = held && Date.now() - held.loadedAt < unknownMilliseconds ? held.ring : reload(db)
  return (await ring).publicKeys.get(id) ?? null
}

/** After the keys were changed. */
export function forgetKeyRing(db: Database): void {
  rings.delete(db)
}

function reload(db: Database): Promise<KeyRing> {
  const held: Held = { loadedAt: Date.now(), ring: load(db) }
  rings.set(db, held)
  held.ring.catch(() => {
    if (rings.get(db) === held) rings.delete(db)
  })
  return held.ring
}

async function load(db: Database): Promise<KeyRing> {
  const keys = await query(db, nobody, findSigningKeys)
  const publicKeys = new Map<string, CryptoKey>()
  for (const { id, publicJwk } of keys) publicKeys.set(id, (await importJWK(publicJwk, 'ES256')) as CryptoKey)
  return { keys, publicKeys, verified: new Map() }
}
