import { and, eq } from 'drizzle-orm'
import { clients } from '../access/tables.js'
import type { Actor, Scope } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import type { OperationKind, OperationStatus } from './schema.js'
import { operations } from './tables.js'

export type OperationRow = typeof operations.$inferSelect

/** An operation of the client's own district; a school's client sees its school's only. */
export async function findOperation(tx: Tx, scope: Scope, id: string): Promise<OperationRow | null> {
  const rows = await tx
    .select()
    .from(operations)
    .where(
      and(
        eq(operations.districtId, scope.districtId),
        eq(operations.id, id),
        scope.schoolId ? eq(operations.schoolId, scope.schoolId) : undefined,
      ),
    )
  return rows[0] ?? null
}

export type OperationForJob = {
  kind: OperationKind
  status: OperationStatus
  input: Record<string, unknown>
  actor: Actor
}

/** An operation with the client on whose behalf it runs. */
export async function findOperationForJob(tx: Tx, districtId: string, id: string): Promise<OperationForJob | null> {
  const rows = await tx
    .select({ operation: operations, client: clients })
    .from(operations)
    .innerJoin(clients, and(eq(clients.districtId, operations.districtId), eq(clients.id, operations.createdBy)))
    .where(and(eq(operations.districtId, districtId), eq(operations.id, id)))
  const row = rows[0]
  if (!row) return null
  const { kind, status, input } = row.operation
  const { id: clientId, role, schoolId, teacherId } = row.client
  return {
    kind,
    status,
    input: input as Record<string, unknown>,
    actor: { districtId, clientId, role, schoolId, teacherId, onBehalfOfTeacherId: null },
  }
}
