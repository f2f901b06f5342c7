import { Refusal } from '../errors.js'

/** A page of a keyset list, which its name tells from others: one row more than asked for tells whether there is a next page. */
export function pageFrom<Row, Item>(
  list: string,
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
  toItem: (row: Row) => Item,
): { data: Item[]; nextCursor: string | null } {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return {
    data: data.map(toItem),
    nextCursor: rows.length > limit && last ? encodeCursor(list, keyOf(last)) : null,
  }
}

/** The position after which a page starts, opaque to clients; it serves the list that it was issued by. */
export function encodeCursor(list: string, key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url')
}

/** What a part of a key may be; numbers are as large as their column can hold. */
type Kind = 'string' | 'number' | 'smallNumber' | 'uuid'

/** Reads a cursor back; `kinds` names the type of each part of its key. */
export function decodeCursor(
  list: string,
  cursor: string | undefined,
  kinds: readonly Kind[],
): (string | number)[] | null {
  if (cursor === undefined) return null
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const [issuer, ...key] = Array.isArray(read) ? (read as unknown[]) : []
    if (issuer === list && key.length === kinds.length && key.every((part, at) => isOfKind(part, kinds[at])))
      return key as (string | number)[]
  } catch {
    // Falls through: whatever cannot be read was not issued here.
  }
  throw new Refusal('invalidCursor')
}

function isOfKind(part: unknown, kind: Kind | undefined): boolean {
  if (kind === 'number' || kind === 'smallNumber')
    return Number.isSafeInteger(part) && Math.abs(part as number) < (kind === 'number' ? 2 ** 31 : 2 ** 15)
  if (typeof part !== 'string' || part.includes('\0')) return false
  return kind === 'uuid' ? /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part) : true
}
