import type { Tx } from '../db/database.js'
import { findFilesWithTeacher } from './exports/read.js'
import { removeContent } from '../files/remove-content.js'
import { countWaitingImports, findFilesOfEndedImports } from './imports/read.js'

/**
 * Takes away every stored file in which a teacher can stand: exports of runs with a statement of the teacher, which can be
 * made again, and what ended imports have left. An import that has not ended loses its file when it does.
 */
export async function removeFilesOfTeacher(
  tx: Tx,
  { districtId, teacherId, now }: { districtId: string; teacherId: string; now: Date },
): Promise<{ exportFiles: number; importFiles: number; importsWaiting: number }> {
  const exported = await findFilesWithTeacher(tx, districtId, teacherId)
  const imported = await findFilesOfEndedImports(tx, districtId, 100_000)
  return {
    exportFiles: await removeContent(tx, { districtId, fileIds: exported, now }),
    importFiles: await removeContent(tx, { districtId, fileIds: imported, now }),
    importsWaiting: await countWaitingImports(tx, districtId),
  }
}
