import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import type { OperationRow } from './read.js'
import type { OperationKind } from './schema.js'
import { operations } from './tables.js'

type At = { districtId: string; operationId: string }

const at = ({ districtId, operationId }: At) =>
  and(eq(operations.districtId, districtId), eq(operations.id, operationId))

/** Queues an operation: its row and its job in one transaction, so that neither is ever without the other. */
export async function insertOperation(
  tx: Tx,
  operation: {
    districtId: string
    id: string
    kind: OperationKind
    schoolId: string | null
    input: object
    createdBy: string
  },
): Promise<OperationRow> {
  const rows = await tx.insert(operations).values(operation).returning()
  const payload = JSON.stringify({ districtId: operation.districtId, operationId: operation.id })
  await tx.execute(sql`
    select graphile_worker.add_job('runOperation', ${payload}::json, job_key => ${operation.id}, max_attempts => 25)`)
  return rows[0]!
}

export async function markRunning(tx: Tx, where: At): Promise<void> {
  await tx
    .update(operations)
    .set({ status: 'running', version: sql`version + 1` })
    .where(and(at(where), inArray(operations.status, ['queued', 'running'])))
}

export async function markProgress(
  tx: Tx,
  { done, total, ...where }: At & { done: number; total: number },
): Promise<{ cancelRequested: boolean }> {
  const rows = await tx
    .update(operations)
    .set({ progressDone: done, progressTotal: total, version: sql`version + 1` })
    .where(at(where))
    .returning({ cancelRequested: operations.cancelRequested })
  return rows[0] ?? { cancelRequested: true }
}

type Outcome =
  | { status: 'succeeded'; result: Record<string, unknown> }
  | { status: 'failed'; error: NonNullable<OperationRow['error']> }
  | { status: 'cancelled' }

export async function markFinished(tx: Tx, { now, ...where }: At & { now: Date }, outcome: Outcome): Promise<void> {
  await tx
    .update(operations)
    .set({
      status: outcome.status,
      finishedAt: now.toISOString(),
      version: sql`version + 1`,
      ...(outcome.status === 'succeeded' ? { result: outcome.result } : {}),
      ...(outcome.status === 'failed' ? { error: outcome.error } : {}),
    })
    .where(and(at(where), inArray(operations.status, ['queued', 'running'])))
}

/** Asks running work to stop, and stops work that has not begun. */
export async function requestCancellation(tx: Tx, where: At & { now: Date }): Promise<OperationRow | null> {
  const rows = await tx
    .update(operations)
    .set({
      cancelRequested: true,
      status: sql`case when status = 'queued' then 'cancelled' else status end`,
      finishedAt: sql`case when status = 'queued' then ${where.now.toISOString()}::timestamptz else finished_at end`,
      version: sql`version + 1`,
    })
    .where(and(at(where), inArray(operations.status, ['queued', 'running'])))
    .returning()
  return rows[0] ?? null
}
