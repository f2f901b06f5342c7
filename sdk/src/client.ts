import { requestOf } from './request.js'
import { send, type Settings } from './send.js'
import type { Answer, CallOptions, Client, OperationEntry } from './types.js'

type Access =
  | { apiKey: string; token?: never }
  | {
      /** Asked before every attempt, so that it can renew what is about to expire. */
      token: () => string | Promise<string>
      apiKey?: never
    }

export type ClientOptions = Access & {
  /** Where the service is, without `/v1`. */
  baseUrl: string
  fetch?: typeof globalThis.fetch
  /** Milliseconds for each attempt; 30,000 unless said, Infinity for none. */
  timeout?: number
  /** How often a failed attempt may be repeated; 2 unless said. */
  retries?: number
  /** Language of errors' texts: `zh` or `en`. */
  language?: string
}

type Args = Readonly<Record<string, unknown>>
type Page = { data: unknown[]; nextCursor?: string | null }

/** A client with one method for each operation of the table. Throws TypeError when `baseUrl` is no absolute address. */
export function createClient<Operations>(
  table: Readonly<Record<keyof Operations & string, OperationEntry>>,
  options: ClientOptions,
): Client<Operations> {
  const { apiKey, token, baseUrl } = options
  const settings: Settings = {
    baseUrl: new URL(baseUrl).href.replace(/\/+$/, ''),
    token: token ?? (() => apiKey),
    fetch: options.fetch ?? globalThis.fetch,
    timeout: options.timeout ?? 30_000,
    retries: options.retries ?? 2,
    language: options.language,
  }
  const methods = Object.entries<OperationEntry>(table).map(([id, entry]) => [
    id,
    (args: Args = {}, callOptions: CallOptions = {}) => call(id, entry, args, callOptions, settings),
  ])
  return Object.fromEntries(methods) as Client<Operations>
}

/** Starts a call. Its promise gives the result; the other ways to read it take its failure over from the promise. */
function call(id: string, entry: OperationEntry, args: Args, options: CallOptions, settings: Settings) {
  const perform = async (all: Args) => send(entry, requestOf(id, entry, all, options, settings), options, settings)
  const answer = perform(args)
  const result = answer.then(({ data }) => data)
  const takeOver = <T>(value: T): T => {
    result.catch(() => {})
    return value
  }
  return Object.assign(result, {
    withResponse: () => takeOver(answer),
    ...(entry.list && {
      [Symbol.asyncIterator]: () => takeOver(items(answer, (cursor) => perform({ ...args, cursor }))),
    }),
  })
}

async function* items(first: Promise<Answer<unknown>>, next: (cursor: string) => Promise<Answer<unknown>>) {
  for (let answer = first; ;) {
    const { data, nextCursor } = (await answer).data as Page
    yield* data
    if (!nextCursor) return
    answer = next(nextCursor)
  }
}
