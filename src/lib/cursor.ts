import { Refusal } from '../errors.js'

/** A page of a keyset list: one row more than asked for tells whether there is a next page. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
  toItem: (row: Row) => Item,
): { data: Item[]; nextCursor: string | null } {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return {
    data: data.map(toItem),
    nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null,
  }
}

/** The position after which a page starts, opaque to clients. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** Reads a cursor back; `kinds` names the type of each part of its key. */
export function decodeCursor(
  cursor: string | undefined,
  kinds: readonly ('string' | 'number' | 'uuid')[],
): (string | number)[] | null {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(key) && key.length === kinds.length && key.every((part, at) => isOfKind(part, kinds[at])))
      return key
  } catch {
    // Falls through: whatever cannot be read was not issued here.
  }
  throw new Refusal('invalidCursor')
}

function isOfKind(part: unknown, kind: 'string' | 'number' | 'uuid' | undefined): boolean {
  if (kind === 'number') return Number.isSafeInteger(part) && Math.abs(part as number) < 2 ** 31
  if (typeof part !== 'string' || part.includes('\0')) return false
  return kind === 'uuid' ? /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part) : true
}
