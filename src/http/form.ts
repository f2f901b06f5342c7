import { Refusal } from '../errors.js'

export type Form = Record<string, string>

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * A form as its fields. A field that stands twice is refused, since two readers could take different ones (RFC 6749 §3.2);
 * so is what is no UTF-8.
 */
export function parseForm(body: Buffer): Form {
  const fields = new Map<string, string>()
  for (const pair of body.toString('latin1').split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = decodeFormText(at < 0 ? pair : pair.slice(0, at))
    if (fields.has(name)) throw new Refusal('tokenRequestAmbiguous')
    fields.set(name, at < 0 ? '' : decodeFormText(pair.slice(at + 1)))
  }
  return Object.fromEntries(fields)
}

/** One name or value of a form, of which `text` has the bytes as characters. */
export function decodeFormText(text: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) throw new Refusal('malformedRequest', { reason: 'form' })
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'))
  } catch {
    throw new Refusal('malformedRequest', { reason: 'UTF-8' })
  }
}
