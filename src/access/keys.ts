import { hash, randomBytes } from 'node:crypto'

const districtCharacters = 22

/**
 * A new API key: shown once, kept only as its SHA-256. 192 random bits need no slow hash. Its end names the district, so
 * that the key can be looked up inside it: no query of the service reads across districts.
 */
export function mintKey(districtId: string): { key: string; keyHash: string; keyStart: string } {
  const district = Buffer.from(districtId.replaceAll('-', ''), 'hex').toString('base64url')
  const key = `yx_${randomBytes(24).toString('base64url')}${district}`
  return { key, keyHash: hashKey(key), keyStart: key.slice(0, 8) }
}

/** The district that a key names. A key of the operator's own choice names one that nobody has. */
export function districtOfKey(key: string): string {
  const digits = Buffer.from(key.slice(-districtCharacters), 'base64url').toString('hex').padEnd(32, '0').slice(0, 32)
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export function hashKey(key: string): string {
  return hash('sha256', key)
}
