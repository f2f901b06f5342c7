import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal } from '../errors.js'
import type { ComputedRun } from './compute-statements.js'
import { computeAmendment, computeRegularRuns } from './load-run.js'
import { loadBasis } from '../roster/load-basis.js'
import { presentRun } from './present.js'
import { lockCreditRun, lockRunsOfYear, type CreditRunRow } from './read.js'
import { replaceDraft } from './save-run.js'
import type { CreditRun } from './schema.js'

/** Computes a run that is not sealed again from the ledger as it now stands; what changes must be signed off anew. */
export async function recomputeCreditRun(
  db: Database,
  { actor, now, id }: { actor: Actor & Principal; now: Date; id: string },
): Promise<CreditRun> {
  return transact(db, actor, async (tx) => {
    const run = await lockCreditRun(tx, actor, id)
    if (!run) throw notFound('creditRun')
    if (run.status === 'sealed') throw new Refusal('creditRunSealed')
    const { computed, editionId } = await computeAgain(tx, run)
    return presentRun(await replaceDraft(tx, { now }, run, computed, editionId))
  })
}

/** What a run would state if it were drawn up now. */
export async function computeAgain(tx: Tx, run: CreditRunRow): Promise<{ computed: ComputedRun; editionId: string }> {
  const { districtId, schoolId, academicYear, semester, kind } = run
  const basis = await loadBasis(tx, districtId, academicYear)
  if (kind === 'regular') {
    return {
      computed: (await computeRegularRuns(tx, basis, [schoolId], semester)).get(schoolId)!,
      editionId: basis.edition.id,
    }
  }
  const sealed = (await lockRunsOfYear(tx, districtId, schoolId, academicYear)).filter(
    ({ status }) => status === 'sealed',
  )
  return { computed: (await computeAmendment(tx, basis, schoolId, sealed)).run, editionId: basis.edition.id }
}
