import { YanxiuError } from './errors.js'
import { pause } from './retry.js'
import type { CallOptions } from './types.js'

/** Long work as the service tells of it. */
export type OperationState = {
  id: string
  kind: string
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'
  progress: { done: number; total: number }
  error?: { code: string; title: string; detail: string } | null
}

/** Long work ended without success: `operation` says how far it came and why. */
export class OperationFailedError<T extends OperationState = OperationState> extends YanxiuError {
  override readonly name = 'OperationFailedError'
  readonly operation: T

  constructor(operation: T) {
    const { id, kind, status, error } = operation
    super(`${kind} ${id} ${status}${error ? `: ${error.code}: ${error.detail}` : ''}`)
    this.operation = operation
  }
}

export type WaitOptions<T> = {
  /** Hears every state that a poll finds, the last one included. */
  onProgress?: (operation: T) => void
  /** Milliseconds between two polls; 1,000 unless said. */
  pollInterval?: number
  /** Ends the waiting, not the work. */
  signal?: AbortSignal
}

/**
 * Polls an operation, given by itself or its id, until it ends, and gives its last state. Throws OperationFailedError when
 * it failed or was cancelled.
 */
export async function waitForOperation<T extends OperationState>(
  client: { getOperation(args: { id: string }, options?: CallOptions): PromiseLike<T> },
  operation: string | { id: string },
  { onProgress, pollInterval = 1000, signal }: WaitOptions<T> = {},
): Promise<T> {
  const id = typeof operation === 'string' ? operation : operation.id
  for (;;) {
    const state = await client.getOperation({ id }, { signal })
    onProgress?.(state)
    if (state.status === 'succeeded') return state
    if (state.status === 'failed' || state.status === 'cancelled') throw new OperationFailedError(state)
    await pause(pollInterval, signal)
  }
}
