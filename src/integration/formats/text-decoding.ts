import { isUtf8 } from 'node:buffer'
import { fileFault } from './file-fault.js'

export type TextEncoding = 'utf-8' | 'gb18030'

const CHUNK_BYTES = 64 * 1024
const LINE_FEED = 0x0a
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * The text of a file as UTF-8 without a byte order mark, piece by piece. Bytes that are valid UTF-8 are UTF-8, all others
 * must be GB18030 throughout, and may not begin with the mark of UTF-8. No lone surrogate comes out of either.
 * Throws a FileFault: `undecodableText`, or `invalidText` with the line of a U+0000.
 */
export function decodeText(bytes: Uint8Array): { encoding: TextEncoding; chunks: Iterable<Buffer> } {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const nul = source.indexOf(0)
  if (nul >= 0) throw fileFault('invalidText', { line: countLineFeeds(source.subarray(0, nul)) + 1 })
  const marked = source.subarray(0, 3).equals(BYTE_ORDER_MARK)
  if (isUtf8(source)) return { encoding: 'utf-8', chunks: slices(marked ? source.subarray(3) : source) }
  if (marked || !isGb18030(source)) throw fileFault('undecodableText')
  return { encoding: 'gb18030', chunks: transcoded(source) }
}

function isGb18030(source: Buffer): boolean {
  try {
    for (const _chunk of transcoded(source));
    return true
  } catch {
    return false
  }
}

function* transcoded(source: Buffer): Generator<Buffer> {
  const decoder = new TextDecoder('gb18030', { fatal: true })
  for (const slice of slices(source)) yield Buffer.from(decoder.decode(slice, { stream: true }))
  yield Buffer.from(decoder.decode())
}

function* slices(source: Buffer): Generator<Buffer> {
  for (let offset = 0; offset < source.length; offset += CHUNK_BYTES) {
    yield source.subarray(offset, offset + CHUNK_BYTES)
  }
}

function countLineFeeds(source: Buffer): number {
  let lines = 0
  for (let at = source.indexOf(LINE_FEED); at >= 0; at = source.indexOf(LINE_FEED, at + 1)) lines += 1
  return lines
}

/** Whether the database can store a text: neither U+0000 nor a lone surrogate in it. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}

/** A cell's text as it is compared and stored: NFC, without blanks (half or full width) around it. */
export function normalizeCell(text: string): string {
  return text.normalize('NFC').trim()
}

/** Full-width digits, letters, punctuation and spaces as their ASCII forms, for codes, dates and numbers. */
export function foldFullWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .trim()
}
