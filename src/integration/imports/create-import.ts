import { permissions } from '../../access/permissions.js'
import type { Actor, Role } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { Refusal } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { startOperation } from '../../operations/start-operation.js'
import { storeFile } from '../../files/store-file.js'
import { findImport, type FoundImport } from './read.js'
import type { ImportKind } from './schema.js'
import { insertImport } from './write.js'

/** Milliseconds to store a file of the largest size. */
const TIMEOUT = 20_000

/** Who may send what: a file may hold nothing that its sender may not write otherwise. */
const senders: Record<ImportKind, readonly Role[]> = {
  oneRoster: permissions.putTeacherBySourcedId,
  roster: permissions.putTeacherBySourcedId,
  attendance: permissions.recordAttendanceBatch,
  outsideHours: ['trainingAdministrator', 'integration'],
}

export type NewImport = { kind: ImportKind; dryRun: boolean; fileName: string; mediaType: string; bytes: Buffer }

/** Stores a file and queues its import. Throws `emptyFile`, and `notPermitted` for a kind that the client's role may not send. */
export async function createImport(
  db: Database,
  { actor, file }: { actor: Actor & Principal; file: NewImport },
): Promise<FoundImport> {
  const { kind, dryRun, fileName: name, mediaType, bytes } = file
  const { districtId, role, schoolId } = actor
  if (!senders[kind].includes(role)) throw new Refusal('notPermitted', { role, operationId: `createImport: ${kind}` })
  if (bytes.length === 0) throw new Refusal('emptyFile')
  return transact(
    db,
    actor,
    async (tx) => {
      const stored = await storeFile(tx, { districtId, name, mediaType, sealed: true }, [bytes])
      const id = newId()
      await startOperation(tx, { actor, kind: 'import', input: {}, id })
      await insertImport(tx, { districtId, id, kind, dryRun, fileId: stored.id, schoolId })
      return (await findImport(tx, actor, id))!
    },
    { timeout: TIMEOUT },
  )
}
