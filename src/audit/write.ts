import { sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import { changeLog } from './tables.js'

/** Gives committed entries of the transaction's district their places in the chain; how many it were. */
export async function chainEntries(tx: Tx, atMost: number): Promise<number> {
  const { rows } = await tx.execute<{ chained: number }>(sql`select chain_changes(${atMost}) as chained`)
  return rows[0]!.chained
}

export type AccessEntry = {
  districtId: string
  action: 'read' | 'denial'
  kind: string
  resourceId: string
  clientId: string
  role: string
  onBehalfOfTeacherId: string | null
  operation: string
  after: Record<string, unknown>
}

/** What was read or refused, which no trigger sees. */
export async function insertAccessEntries(tx: Tx, entries: readonly AccessEntry[]): Promise<void> {
  await tx.insert(changeLog).values([...entries])
}
