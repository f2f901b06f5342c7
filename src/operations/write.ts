import { and, eq, inArray, sql, type SQLWrapper } from 'drizzle-orm'
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
  await queueJob(tx, { districtId: operation.districtId, operationId: operation.id })
  return rows[0]!
}

async function queueJob(tx: Tx, { districtId, operationId }: At): Promise<void> {
  const payload = JSON.stringify({ districtId, operationId })
  await tx.execute(sql`
    select graphile_worker.add_job('runOperation', ${payload}::json, job_key => ${operationId}, max_attempts => 25)`)
}

/** The lock that whoever runs an operation holds on its connection: it ends with the process, however that ends. */
const runnersLock = (operationId: SQLWrapper) => sql`hashtextextended(${operationId}::text, 0)`

/** Takes an operation for this connection; false when another process is at it. */
export async function takeOperation(tx: Tx, operationId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_lock(${runnersLock(sql`${operationId}`)}) as taken`,
  )
  return rows[0]!.taken
}

/** Queues again what was begun or waits and nobody is at: the queue itself would wait hours for a process that died. */
export async function requeueAbandoned(tx: Tx): Promise<number> {
  const { rows } = await tx.execute<At>(sql`
    select district_id as "districtId", id as "operationId" from operations
    where status in ('queued', 'running') and created_at < now() - interval '10 seconds'
      and pg_try_advisory_xact_lock(${runnersLock(operations.id)})
    order by id limit 1000`)
  for (const abandoned of rows) await queueJob(tx, abandoned)
  return rows.length
}

export async function markRunning(tx: Tx, where: At): Promise<{ cancelRequested: boolean }> {
  const rows = await tx
    .update(operations)
    .set({ status: 'running', version: sql`version + 1` })
    .where(and(at(where), inArray(operations.status, ['queued', 'running'])))
    .returning({ cancelRequested: operations.cancelRequested })
  return rows[0] ?? { cancelRequested: true }
}

/** Counts a failure of the work itself, and gives back how many there have been. */
export async function countFailure(tx: Tx, where: At): Promise<number> {
  const rows = await tx
    .update(operations)
    .set({ failures: sql`${operations.failures} + 1` })
    .where(at(where))
    .returning({ failures: operations.failures })
  return rows[0]?.failures ?? 0
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
