import type { Reason } from '../../errors.js'

/** §6.1: what is already scheduled stays in the plan: its activity would stand outside of any. */
export function itemsGivenUp(items: readonly { id: string }[], scheduled: ReadonlyMap<string, string>): Reason[] {
  const kept = new Set(items.map(({ id }) => id))
  return [...scheduled.keys()]
    .filter((id) => !kept.has(id))
    .map((id) => ({ code: 'planItemInUse', pointer: '/items', params: { id } }))
}
