import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { ImportReport } from './report.js'

/** What each kind of import is given. */
export type ImportWork = {
  actor: Actor
  /** The import, as whose own its records are remembered. */
  importId: string
  now: Date
  bytes: Uint8Array
  /** Tells how many rows are done; throws when the import is to stop. */
  progress: (done: number, total: number) => Promise<void>
}

/** Carries out one kind of import in the caller's transaction. Throws a FileFault for a file that cannot be read. */
export type Importer = (tx: Tx, work: ImportWork) => Promise<ImportReport>

/** What is written in one statement. */
const BATCH = 5000

/** Works through items in batches, and tells of each when it is done. */
export async function inBatches<T>(
  items: readonly T[],
  { progress }: Pick<ImportWork, 'progress'>,
  work: (batch: readonly T[]) => Promise<void>,
): Promise<void> {
  await progress(0, items.length)
  for (let done = 0; done < items.length; done += BATCH) {
    await work(items.slice(done, done + BATCH))
    await progress(Math.min(done + BATCH, items.length), items.length)
  }
}
