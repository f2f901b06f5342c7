import { TimeoutError } from './errors.js'

/** The signal of one attempt: it aborts when the caller's does, or when the time allowed for a step has passed. */
export type Deadline = {
  readonly signal: AbortSignal
  /** Begins a step. */
  start(): void
  /** Ends a step: time no longer runs. */
  pause(): void
  /** Lets go of the caller's signal. */
  release(): void
}

const LONGEST_TIMER = 2 ** 31 - 1

/** `timeout` in milliseconds for each step; Infinity for none. */
export function deadlineOf(timeout: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const follow = () => controller.abort(caller?.reason)
  const pause = () => clearTimeout(timer)
  if (caller?.aborted) follow()
  caller?.addEventListener('abort', follow)
  return {
    signal: controller.signal,
    start() {
      pause()
      // A longer timer would fire at once.
      timer = setTimeout(
        () => controller.abort(new TimeoutError(`no answer within ${timeout} ms`)),
        Math.min(timeout, LONGEST_TIMER),
      )
    },
    pause,
    release() {
      pause()
      caller?.removeEventListener('abort', follow)
    },
  }
}
