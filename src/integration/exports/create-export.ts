import type { Actor } from '../../access/schema.js'
import { requireOwnSchool } from '../../credits/create-credit-run.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { refused } from '../../errors.js'
import type { OperationRow } from '../../operations/read.js'
import { startOperation } from '../../operations/start-operation.js'
import { findRunsOfSemester } from './read.js'
import { chooseRuns } from './rules/choose-runs.js'
import type { ExportRequest } from './schema.js'
import { insertExport } from './write.js'

/** What an export's job is given: the runs are chosen once, so that a repeated job writes the same file. */
export type ExportInput = { runIds: string[] }

/**
 * Queues the writing of a file from sealed runs of one semester (§5.3). A school's client exports its own school, whatever
 * it leaves out. Refuses runs that are not sealed or not seen, and a semester in which nothing is sealed.
 */
export async function createExport(
  db: Database,
  { actor, request }: { actor: Actor & Principal; request: ExportRequest },
): Promise<OperationRow> {
  return transact(db, actor, async (tx) => {
    if (request.schoolId) await requireOwnSchool(tx, actor, request.schoolId)
    const choice = chooseRuns(request, await findRunsOfSemester(tx, actor, request))
    if (!choice.ok) throw refused(choice.reasons)
    const input: ExportInput = { runIds: choice.runIds }
    const operation = await startOperation(tx, { actor, kind: 'export', input })
    await insertExport(tx, { districtId: actor.districtId, id: operation.id, request, schoolId: actor.schoolId })
    return operation
  })
}
