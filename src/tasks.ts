import { chainChanges } from './audit/chain-changes.js'
import { draftDistrictCreditRuns } from './credits/create-district-credit-runs.js'
import { runExport } from './integration/exports/run-export.js'
import { runImport } from './integration/imports/run-import.js'
import type { OperationKind } from './operations/schema.js'
import type { Chore, Task } from './operations/tasks.js'

/** What each kind of long work does. */
export const tasks: Record<OperationKind, Task> = {
  import: runImport,
  export: runExport,
  districtCreditRuns: draftDistrictCreditRuns,
}

/** What the service does for itself. */
export const chores: readonly Chore[] = [
  { name: 'chainChanges', schedule: '* * * * *', carryOut: (db) => chainChanges(db) },
]
