import { randomInt } from 'node:crypto'

/** No 0 and O, no 1, I and L, no U that is heard as V: what stands on a wall is typed as it is read. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const characters = 6

/** A new code: 729 million of them, of which a teacher can try ten. */
export function mintCode(): string {
  return Array.from({ length: characters }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** A code as it was minted, however it was typed. */
export function readCode(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

/** What a code's hash is bound to: it is no other code's. */
export function contextOfCode(districtId: string, codeId: string): string {
  return `check-in/${districtId}/${codeId}`
}
