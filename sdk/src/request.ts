import { createFinalURL, createQuerySerializer, defaultPathSerializer } from 'openapi-fetch'
import type { CallOptions, OperationEntry } from './types.js'

/** A request as each of its attempts sends it. */
export type PreparedRequest = {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: RequestInit['body']
  /** Whether sending it again can never do twice what it does once. */
  readonly repeatable: boolean
}

type Args = Readonly<Record<string, unknown>>

const querySerializer = createQuerySerializer()

/**
 * Builds a request from an operation's flat arguments. Throws TypeError for an argument that the operation does not know
 * (a misspelt filter would widen a list) and for a missing path parameter.
 */
export function requestOf(
  id: string,
  entry: OperationEntry,
  args: Args,
  options: CallOptions,
  { baseUrl, language }: { baseUrl: string; language: string | undefined },
): PreparedRequest {
  const pathNames = Array.from(entry.path.matchAll(/\{(\w+)\}/g), (match) => match[1]!)
  const known = [...pathNames, ...entry.query, 'body', 'ifMatch', 'contentType']
  for (const name of Object.keys(args)) if (!known.includes(name)) throw new TypeError(`${id} has no parameter ${name}`)
  for (const name of pathNames)
    // A browser would take dots out of the path and ask for something else.
    if (['', '.', '..', 'undefined', 'null'].includes(String(args[name]))) throw new TypeError(`${id} needs ${name}`)

  const body = bodyOf(entry, args['body'])
  const streamed = body instanceof ReadableStream
  return {
    url: createFinalURL(entry.path, {
      baseUrl,
      params: { path: pick(args, pathNames), query: pick(args, entry.query) },
      querySerializer,
      pathSerializer: defaultPathSerializer,
    }),
    method: entry.method,
    headers: headersOf(entry, args, options, body !== undefined, language),
    body,
    // A PATCH without If-Match is the only request that neither a key nor a version nor its meaning makes safe to repeat.
    repeatable: !streamed && (entry.method !== 'PATCH' || args['ifMatch'] !== undefined),
  }
}

function pick(args: Args, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, args[name]]))
}

function bodyOf(entry: OperationEntry, body: unknown): RequestInit['body'] {
  if (body === undefined) return undefined
  return entry.raw ? (body as RequestInit['body']) : JSON.stringify(body)
}

function headersOf(
  entry: OperationEntry,
  args: Args,
  options: CallOptions,
  hasBody: boolean,
  language: string | undefined,
): Headers {
  const headers = new Headers({ accept: entry.download ? '*/*' : 'application/json, application/problem+json' })
  // A checksum is of the bytes as they are, not of a compressed form.
  if (entry.download) headers.set('accept-encoding', 'identity')
  if (language !== undefined) headers.set('accept-language', language)
  if (hasBody) headers.set('content-type', entry.raw ? String(args['contentType']) : 'application/json')
  const ifMatch = args['ifMatch']
  if (ifMatch !== undefined) headers.set('if-match', typeof ifMatch === 'number' ? `"${ifMatch}"` : String(ifMatch))
  if (entry.method === 'POST') headers.set('idempotency-key', options.idempotencyKey ?? mintKey())
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value)
  return headers
}

/** 128 random bits; unlike randomUUID, also on a page that is not served over TLS. */
function mintKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
