import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import { importFile } from '../integration/imports/import-file.js'
import { newId } from '../lib/ids.js'
import type { ImportKind } from '../integration/imports/schema.js'
import type { SampleFile } from './generate.js'

/** Imports the files of these kinds, each by the client that sends it. A sample of which a row is rejected is a defect. */
export async function importSampleFiles(
  { db, clock }: { db: Database; clock: () => Date },
  files: readonly SampleFile[],
  kinds: readonly ImportKind[],
  senderOf: (schoolSourcedId: string | null) => Actor,
): Promise<void> {
  for (const { name, kind, bytes, schoolSourcedId } of files) {
    if (!kinds.includes(kind)) continue
    const actor = senderOf(schoolSourcedId)
    const { totals } = await importFile(db, { actor, importId: newId(), now: clock(), kind, bytes, dryRun: false })
    const { rejected, held, causes } = totals
    if (rejected + held > 0)
      throw new Error(`${name}: ${rejected} rows rejected, ${held} held, ${JSON.stringify(causes)}`)
  }
}
