import { draftDistrictCreditRuns } from './credits/create-district-credit-runs.js'
import { runExport } from './integration/exports/run-export.js'
import { runImport } from './integration/imports/run-import.js'
import type { OperationKind } from './operations/schema.js'
import type { Task } from './operations/tasks.js'

/** What each kind of long work does. */
export const tasks: Record<OperationKind, Task> = {
  import: runImport,
  export: runExport,
  districtCreditRuns: draftDistrictCreditRuns,
}
