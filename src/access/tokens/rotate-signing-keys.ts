import { exportJWK, generateKeyPair } from 'jose'
import type { Database } from '../../db/database.js'
import { nobody } from '../../db/tenant.js'
import { transact } from '../../db/transact.js'
import type { DataKeys } from '../../lib/data-keys.js'
import { newId } from '../../lib/ids.js'
import { forgetKeyRing } from './key-ring.js'
import { findSigningKeys, type SigningKeyRow } from './read.js'
import { nextKey, spentKeys } from './rules/key-schedule.js'
import type { PublicJwk } from './schema.js'
import { deleteSigningKeys, insertSigningKey, replaceSeal } from './write.js'

/** What a private key is sealed for: moved to another row it cannot be opened. */
export const sealContext = (id: string) => `signing-key/${id}`

/**
 * Makes the next signing key when it is due, lets those go whose tokens have all expired, and seals what is under an old
 * data key anew. Any process may do it at any time, several at once too: they end with one new key.
 */
export async function rotateSigningKeys(db: Database, now: Date): Promise<void> {
  const { dataKeys } = db
  await transact(db, nobody, async (tx) => {
    const keys = await findSigningKeys(tx)
    const spent = spentKeys(keys, now)
    const next = nextKey(keys, now)
    if (next) await insertSigningKey(tx, { ...next, ...(await mintSigningKey(dataKeys, next.signsFrom, now)) })
    for (const { id, privateJwkSealed } of keys)
      if (!spent.includes(id) && dataKeys.isOutdated(privateJwkSealed))
        await replaceSeal(tx, id, reseal(dataKeys, id, privateJwkSealed))
    await deleteSigningKeys(tx, spent)
  })
  forgetKeyRing(db)
}

async function mintSigningKey(
  dataKeys: DataKeys,
  signsFrom: Date,
  now: Date,
): Promise<Omit<SigningKeyRow, 'generation'>> {
  const id = newId()
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { x, y } = await exportJWK(publicKey)
  const publicJwk: PublicJwk = { kty: 'EC', crv: 'P-256', x: x!, y: y!, kid: id, use: 'sig', alg: 'ES256' }
  return {
    id,
    publicJwk,
    privateJwkSealed: dataKeys.encrypt(JSON.stringify(await exportJWK(privateKey)), sealContext(id)),
    signsFrom: signsFrom.toISOString(),
    createdAt: now.toISOString(),
  }
}

function reseal(dataKeys: DataKeys, id: string, sealed: string): string {
  return dataKeys.encrypt(dataKeys.decrypt(sealed, sealContext(id)), sealContext(id))
}
