import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { requireOwnSchool } from './create-credit-run.js'
import { computeAmendment } from './load-run.js'
import { loadBasis } from '../roster/load-basis.js'
import { presentRun } from './present.js'
import { lockRunsOfYear } from './read.js'
import { isSealed, placeOfAmendment } from './recompute-credit-run.js'
import { replaceDraft, saveDraft } from './save-run.js'
import type { Amendments, NewAmendment } from './schema.js'
import { deleteDraft } from './write.js'

/**
 * Draws up a school's amendment of an academic year: the differences of the earliest affected sealed semester and of each
 * later one, as a draft to be signed off and sealed like any run. Where every sealed semester agrees there is none, and a
 * draft that has lost its grounds goes.
 */
export async function amendCreditRuns(
  db: Database,
  {
    actor,
    now,
    amendment: { schoolId, academicYear, reason },
  }: { actor: Actor & Principal; now: Date; amendment: NewAmendment },
): Promise<Amendments> {
  return transact(db, actor, async (tx) => {
    await requireOwnSchool(tx, actor, schoolId)
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    const runs = await lockRunsOfYear(tx, actor.districtId, schoolId, academicYear)
    const open = runs.find((run) => run.kind === 'amendment' && !isSealed(run))
    const { run: computed, semester } = await computeAmendment(tx, basis, schoolId, runs.filter(isSealed))
    const policyEditionId = basis.edition.id
    if (open && semester === null) {
      await deleteDraft(tx, open)
      return { data: [] }
    }
    if (open) {
      const place = placeOfAmendment(semester!, runs, open)
      return {
        data: [presentRun(await replaceDraft(tx, { now }, open, computed, { policyEditionId, reason, ...place }))],
      }
    }
    if (semester === null) return { data: [] }
    const place = placeOfAmendment(semester, runs)
    const head = { schoolId, academicYear, ...place, kind: 'amendment' as const, policyEditionId, reason }
    return { data: [presentRun(await saveDraft(tx, { actor, now }, head, computed))] }
  })
}
