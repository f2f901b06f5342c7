import type { Actor } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { errorText, isErrorCode, type Language } from '../errors.js'
import { newId } from '../lib/ids.js'
import type { OperationRow } from './read.js'
import type { Operation, OperationKind } from './schema.js'
import { insertOperation } from './write.js'

/** Queues long work in the caller's transaction; `schoolId` bounds who may look at it. */
export async function startOperation(
  tx: Tx,
  { actor, kind, input, id = newId() }: { actor: Actor; kind: OperationKind; input: object; id?: string },
): Promise<OperationRow> {
  return insertOperation(tx, {
    districtId: actor.districtId,
    id,
    kind,
    schoolId: actor.schoolId,
    input,
    createdBy: actor.clientId,
  })
}

/** An operation as clients see it, its failure told in their language. */
export function presentOperation(row: OperationRow, language: Language): Operation {
  const { id, kind, status, progressDone, progressTotal, error, result, createdAt, finishedAt, version } = row
  return {
    id,
    kind,
    status,
    progress: { done: progressDone, total: progressTotal },
    error:
      error && isErrorCode(error.code) ? { code: error.code, ...errorText(error.code, language, error.params) } : null,
    result,
    createdAt,
    finishedAt,
    version,
  }
}
