import { ApiError, ConnectionError } from './errors.js'

const FIRST_BACK_OFF = 500
const LONGEST_BACK_OFF = 8000
const LONGEST_RETRY_AFTER = 60

/** Retry-After in seconds, from its number or its HTTP date; null when it is missing or malformed. */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\s*\d+\s*$/.test(header)) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, (at - now) / 1000)
}

/**
 * Milliseconds to wait before the attempt after this failure (`attempt` counts from 0), or null when repeating cannot
 * help. Full jitter keeps many clients from coming back at one moment; Retry-After is waited out besides, unless it asks
 * for more than a minute: then the caller decides.
 */
export function retryDelay(error: unknown, attempt: number): number | null {
  const retryAfter = error instanceof ApiError ? error.retryAfter : null
  if (error instanceof ApiError ? !passes(error.status, retryAfter) : !(error instanceof ConnectionError)) return null
  if (retryAfter !== null && retryAfter > LONGEST_RETRY_AFTER) return null
  return (retryAfter ?? 0) * 1000 + Math.random() * Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** attempt)
}

/** A 409 is final unless the service says when to come back: then the same request is still under way. */
function passes(status: number, retryAfter: number | null): boolean {
  return status === 408 || status === 429 || status >= 500 || (status === 409 && retryAfter !== null)
}

/** Waits, and throws the signal's reason as soon as it aborts. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', abort, { once: true })
  })
}
