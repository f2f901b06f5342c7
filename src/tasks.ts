import { rotateSigningKeys } from './access/tokens/rotate-signing-keys.js'
import { chainChanges } from './audit/chain-changes.js'
import { draftDistrictCreditRuns } from './credits/create-district-credit-runs.js'
import { runExport } from './integration/exports/run-export.js'
import { runImport } from './integration/imports/run-import.js'
import type { OperationKind } from './operations/schema.js'
import type { DataKeys } from './lib/data-keys.js'
import type { Chore, Task } from './operations/tasks.js'

/** What each kind of long work does. */
export const tasks: Record<OperationKind, Task> = {
  import: runImport,
  export: runExport,
  districtCreditRuns: draftDistrictCreditRuns,
}

/** What the service does for itself. */
export function choresOf({ dataKeys }: { dataKeys: DataKeys }): Chore[] {
  return [
    { name: 'chainChanges', schedule: '* * * * *', carryOut: (db) => chainChanges(db) },
    {
      name: 'rotateSigningKeys',
      schedule: '41 * * * *',
      carryOut: (db, now) => rotateSigningKeys({ db, dataKeys }, now),
    },
  ]
}
