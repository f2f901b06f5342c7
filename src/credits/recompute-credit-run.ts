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
    const { computed, ...head } = await computeAgain(tx, run)
    return presentRun(await replaceDraft(tx, { now }, run, computed, head))
  })
}

/** What a run would state if it were drawn up now, and the head that it would have. */
export async function computeAgain(
  tx: Tx,
  run: CreditRunRow,
): Promise<{ computed: ComputedRun } & Pick<CreditRunRow, 'policyEditionId' | 'semester' | 'sequence'>> {
  const { districtId, schoolId, academicYear, semester, sequence, kind } = run
  const basis = await loadBasis(tx, districtId, academicYear)
  const policyEditionId = basis.edition.id
  if (kind === 'regular') {
    const computed = (await computeRegularRuns(tx, basis, [schoolId], semester)).get(schoolId)!
    return { computed, policyEditionId, semester, sequence }
  }
  const runs = await lockRunsOfYear(tx, districtId, schoolId, academicYear)
  const amendment = await computeAmendment(tx, basis, schoolId, runs.filter(isSealed))
  return { computed: amendment.run, policyEditionId, ...placeOfAmendment(amendment.semester ?? semester, runs, run) }
}

export function isSealed({ status }: CreditRunRow): boolean {
  return status === 'sealed'
}

/** An amendment stands at its earliest semester, after the school's other runs of it; one that is there already stays. */
export function placeOfAmendment(
  semester: 1 | 2,
  runs: readonly CreditRunRow[],
  open?: CreditRunRow,
): Pick<CreditRunRow, 'semester' | 'sequence'> {
  if (open?.semester === semester) return { semester, sequence: open.sequence }
  return {
    semester,
    sequence: 1 + Math.max(0, ...runs.filter((run) => run.semester === semester).map((run) => run.sequence)),
  }
}
