import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { Refusal, refused } from '../errors.js'
import { adoptEdition } from './adopt-edition.js'
import { holdAcademicYearsFrom, lastYearWithHours } from './read.js'
import { checkEdition } from './rules/check-edition.js'
import type { PolicyEdition, PolicyEditionDocument } from './schema.js'

/**
 * Registers a district's own edition and freezes it. It may not reach back into an academic year whose hours are already
 * entered: those were counted under the edition that was in force.
 */
export async function registerPolicyEdition(
  db: Database,
  { actor, document }: { actor: Actor & Principal; document: PolicyEditionDocument },
): Promise<PolicyEdition> {
  const refusals = checkEdition(document)
  if (refusals.length > 0) throw refused(refusals)
  return transact(db, actor, async (tx) => {
    await holdAcademicYearsFrom(tx, actor.districtId, document.firstAcademicYear)
    const lastYear = await lastYearWithHours(tx, actor.districtId)
    if (lastYear !== null && document.firstAcademicYear <= lastYear)
      throw new Refusal('policyEditionReachesBack', { firstAcademicYear: document.firstAcademicYear, lastYear })
    return adoptEdition(tx, actor.districtId, document)
  })
}
