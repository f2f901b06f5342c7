import { Refusal } from '../errors.js'

/** What If-Match says: nothing, any version, or one of the versions named. */
export type Condition = 'none' | 'any' | readonly number[]

/** Refuses a change of a version that the client did not name: 428 without If-Match, 412 when it names another. */
export function requireVersion(condition: Condition, version: number): void {
  if (condition === 'none') throw new Refusal('preconditionRequired')
  if (condition !== 'any' && !condition.includes(version)) throw new Refusal('preconditionFailed', { version })
}

/** Refuses `If-Match` on something that does not exist yet: there is no version that it could name. */
export function requireAbsence(condition: Condition): void {
  if (condition !== 'none') throw new Refusal('preconditionFailed', { version: 0 })
}

/**
 * What a put by external id needs of If-Match: nothing to create or to leave as it is, the version to change. It runs
 * after the write, in its transaction, so that a refusal takes the write back.
 */
export function requireVersionOfPut(
  outcome: 'created' | 'updated' | 'unchanged',
  condition: Condition,
  known: { version: number } | null,
): void {
  if (outcome === 'created') return requireAbsence(condition)
  if (outcome === 'unchanged' && condition === 'none') return
  requireVersion(condition, known?.version ?? 0)
}
