import { rotateSigningKeys } from './access/tokens/rotate-signing-keys.js'
import { chainChanges } from './audit/chain-changes.js'
import { draftDistrictCreditRuns } from './credits/create-district-credit-runs.js'
import { query } from './db/database.js'
import { runExport } from './integration/exports/run-export.js'
import { hasOutdatedFiles } from './files/read.js'
import { runImport } from './integration/imports/run-import.js'
import { removeExpiredFiles } from './integration/remove-expired-files.js'
import { resealSurveySecrets } from './needs/surveys/anonymous/reseal-survey-secrets.js'
import type { OperationKind } from './operations/schema.js'
import type { Chore, Task } from './operations/tasks.js'
import { rotateDataKeys, type Holding } from './privacy/rotate-data-keys.js'
import { resealTeachers } from './roster/reseal-numbers.js'

/** What each kind of long work does. */
export const tasks: Record<OperationKind, Task> = {
  import: runImport,
  export: runExport,
  districtCreditRuns: draftDistrictCreditRuns,
}

/** Everything that districts have stored under the data keys. Files that wait for their import are gone when it ends. */
const holdings: readonly Holding[] = [
  resealTeachers,
  resealSurveySecrets,
  async (db, districtId) => !(await query(db, { districtId }, (tx) => hasOutdatedFiles(tx, districtId))),
]

/** What the service does for itself. */
export function choresOf({
  fileRetentionDays: days,
  onNotice,
}: {
  fileRetentionDays: number
  onNotice: (text: string) => void
}): Chore[] {
  return [
    { name: 'chainChanges', schedule: '* * * * *', carryOut: (db) => chainChanges(db) },
    { name: 'rotateSigningKeys', schedule: '41 * * * *', carryOut: (db, now) => rotateSigningKeys(db, now) },
    {
      name: 'removeExpiredFiles',
      schedule: '27 3 * * *',
      carryOut: (db, now) => removeExpiredFiles(db, { days, now }),
    },
    {
      name: 'rotateDataKeys',
      schedule: '47 3 * * *',
      carryOut: async (db, now) => {
        // The keys that sign tokens are sealed too, and belong to no district.
        await rotateSigningKeys(db, now)
        await rotateDataKeys(db, { holdings, onNotice })
      },
    },
  ]
}
