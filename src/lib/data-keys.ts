import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** Text as it is stored under the data keys. It is no string, so that it can neither be shown nor compared by mistake. */
export type Sealed = { readonly sealed: unique symbol }

/**
 * The keys under which the service encrypts what a copy of its database must not show: AES-256-GCM, 32 bytes each. The
 * first key encrypts, every key decrypts, so that a new one can be put in front while the old ones still read.
 */
export type DataKeys = {
  /** Ids of the keys, the one that encrypts first. */
  readonly ids: readonly string[]
  /** `context` says what the text belongs to; the same one is needed to read it, so nothing can be moved elsewhere. */
  encrypt: (text: string, context: string) => string
  /** Throws when the key is not known, or the text or its context has been changed. */
  decrypt: (sealed: string, context: string) => string
  /** The same for bytes, which stay bytes: whoever stores them keeps the id of the key beside them. */
  encryptBytes: (bytes: Uint8Array, context: string) => Buffer
  decryptBytes: (sealed: Uint8Array, id: string, context: string) => Buffer
  /** A keyed hash of a short secret: whoever has the database alone can neither read nor guess it. */
  digest: (secret: string, context: string) => string
  /** Whether a secret is the one of a digest; it is not when the digest's key is not known any more. */
  matches: (secret: string, digest: string, context: string) => boolean
  /** Whether a text is under another key than the one that encrypts now. */
  isOutdated: (sealed: string) => boolean
}

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** `id:key` pairs separated by commas, the key in base64. */
export const DATA_KEYS_PATTERN = '^[a-z0-9-]{1,32}:[A-Za-z0-9+/]{43}=(,[a-z0-9-]{1,32}:[A-Za-z0-9+/]{43}=)*$'

/** A fresh key under an id, as it stands in the setting. */
export function mintDataKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`
}

/** Reads the setting. Sealed text is `id.` and the nonce, ciphertext and tag in base64url. */
export function readDataKeys(setting: string): DataKeys {
  const pairs = setting.split(',').map((pair) => {
    const [id = '', key = ''] = pair.split(':')
    return [id, Buffer.from(key, 'base64')] as const
  })
  const keys = new Map(pairs)
  if (keys.size < pairs.length) throw new Error('each data key has an id of its own')
  const ids = [...keys.keys()]
  const [current] = ids
  if (!current || [...keys.values()].some((key) => key.length !== 32)) throw new Error('a data key has 32 bytes')
  const keyOf = (id: string) => {
    const key = keys.get(id)
    if (!key) throw new Error(`the data key ${id} is not known`)
    return key
  }
  const seal = (bytes: Uint8Array, context: string) => {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv(algorithm, keyOf(current), iv).setAAD(Buffer.from(context))
    return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  }
  const open = (sealed: Uint8Array, id: string, context: string) => {
    if (sealed.length < ivBytes + tagBytes) throw new Error('what is sealed is too short')
    const end = sealed.length - tagBytes
    const iv = sealed.subarray(0, ivBytes)
    const decipher = createDecipheriv(algorithm, keyOf(id), iv, { authTagLength: tagBytes })
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(end))
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes, end)), decipher.final()])
  }
  // Hashing has keys of its own, so that no key does two kinds of work.
  const hash = (secret: string, key: Buffer, context: string) =>
    createHmac('sha256', Buffer.from(hkdfSync('sha256', key, '', 'digest', 32)))
      .update(`${context}\n${secret}`)
      .digest()
  return {
    ids,
    encrypt: (text, context) => `${current}.${seal(Buffer.from(text), context).toString('base64url')}`,
    decrypt: (sealed, context) => {
      const [id = '', encoded = ''] = sealed.split('.')
      return open(Buffer.from(encoded, 'base64url'), id, context).toString('utf8')
    },
    encryptBytes: seal,
    decryptBytes: open,
    digest: (secret, context) => `${current}.${hash(secret, keyOf(current), context).toString('base64url')}`,
    matches: (secret, digest, context) => {
      const [id = '', encoded = ''] = digest.split('.')
      const key = keys.get(id)
      if (!key) return false
      const expected = Buffer.from(encoded, 'base64url')
      const found = hash(secret, key, context)
      return found.length === expected.length && timingSafeEqual(found, expected)
    },
    isOutdated: (sealed) => sealed.split('.')[0] !== current,
  }
}
