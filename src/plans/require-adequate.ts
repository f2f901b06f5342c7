import type { Tx } from '../db/database.js'
import { Refusal } from '../errors.js'
import { loadAdequacy } from './load-adequacy.js'
import type { PlanRow, PlanVersionRow } from './read.js'

/** An inadequate plan goes no further; the answer names everything that is missing. */
export async function requireAdequate(tx: Tx, plan: PlanRow, { content }: PlanVersionRow, now: Date): Promise<void> {
  const { adequacy } = await loadAdequacy(tx, plan, content, now)
  if (!adequacy.adequate) throw new Refusal('planInadequate', {}, adequacy.shortfalls)
}
