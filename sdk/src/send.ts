import { deadlineOf } from './deadline.js'
import { downloadOf } from './download.js'
import { ApiError, apiErrorOf, ConnectionError, YanxiuError } from './errors.js'
import type { PreparedRequest } from './request.js'
import { pause, retryAfterOf, retryDelay } from './retry.js'
import type { Answer, CallOptions, OperationEntry } from './types.js'

/** What all calls of a client share. */
export type Settings = {
  baseUrl: string
  token: () => string | Promise<string>
  fetch: typeof globalThis.fetch
  timeout: number
  retries: number
  language: string | undefined
}

/** Sends a request, again where that is safe and can help, and answers with its success or throws the last failure. */
export async function send(
  entry: OperationEntry,
  request: PreparedRequest,
  options: CallOptions,
  settings: Settings,
): Promise<Answer<unknown>> {
  const retries = request.repeatable ? (options.retries ?? settings.retries) : 0
  let unclear = false
  for (let attempt = 0; ; attempt++) {
    try {
      return await sendOnce(entry, request, options, settings)
    } catch (error) {
      options.signal?.throwIfAborted()
      if (error instanceof ApiError) error.mayHaveApplied = unclear
      const delay = attempt < retries ? retryDelay(error, attempt) : null
      if (delay === null) throw error
      // A POST's key makes the next answer the first one's; other writes may meet their own effect.
      unclear ||= !['GET', 'POST'].includes(entry.method) && !(error instanceof ApiError && error.status < 500)
      await pause(delay, options.signal)
    }
  }
}

async function sendOnce(
  entry: OperationEntry,
  request: PreparedRequest,
  { timeout, signal }: CallOptions,
  settings: Settings,
): Promise<Answer<unknown>> {
  const { url, method, body } = request
  const { fetch } = settings
  const headers = new Headers(request.headers)
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${checked(await settings.token())}`)
  const init = {
    method,
    headers,
    body: body ?? null,
    ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}),
  }
  const deadline = deadlineOf(timeout ?? settings.timeout, signal)
  let handedOn = false
  try {
    deadline.start()
    const response = await fetch(url, { ...init, signal: deadline.signal })
    if (!response.ok) {
      const text = await response.text().catch(() => '')
      throw apiErrorOf(response, text, retryAfterOf(response.headers.get('retry-after'), Date.now()))
    }
    if (!entry.download) return answerOf(response, parsed(await response.text()))
    deadline.pause()
    const download = downloadOf(response, entry.digest === true, deadline)
    handedOn = true
    return answerOf(response, download)
  } catch (error) {
    if (error instanceof YanxiuError) throw error
    throw deadline.signal.aborted
      ? deadline.signal.reason
      : new ConnectionError('the service did not answer', { cause: error })
  } finally {
    if (!handedOn) deadline.release()
  }
}

/** A token that no header can carry would otherwise stand in fetch's own message. */
function checked(token: string): string {
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new TypeError('the API key or token is empty or has characters that a header cannot carry')
  return token
}

function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new YanxiuError('the answer is not JSON: is baseUrl the address of the service?', { cause })
  }
}

function answerOf(response: Response, data: unknown): Answer<unknown> {
  return { data, response, etag: response.headers.get('etag'), requestId: response.headers.get('request-id') }
}
