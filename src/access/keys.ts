import { hash, randomBytes } from 'node:crypto'

/** A new API key: shown once, kept only as its SHA-256. 192 random bits need no slow hash. */
export function mintKey(): { key: string; keyHash: string; keyStart: string } {
  const key = `yx_${randomBytes(24).toString('base64url')}`
  return { key, keyHash: hashKey(key), keyStart: key.slice(0, 8) }
}

export function hashKey(key: string): string {
  return hash('sha256', key)
}
