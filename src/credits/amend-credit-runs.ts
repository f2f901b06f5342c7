import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { requireOwnSchool } from './create-credit-run.js'
import { computeAmendment } from './load-run.js'
import { loadBasis } from '../roster/load-basis.js'
import { presentRun } from './present.js'
import { lockRunsOfYear } from './read.js'
import { replaceDraft, saveDraft } from './save-run.js'
import type { Amendments, NewAmendment } from './schema.js'

/**
 * Draws up a school's amendment of an academic year: the differences of the earliest affected sealed semester and of each
 * later one, as a draft to be signed off and sealed like any run. Where every sealed semester agrees there is none.
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
    const open = runs.find(({ kind, status }) => kind === 'amendment' && status !== 'sealed')
    const sealed = runs.filter(({ status }) => status === 'sealed')
    const { run: computed, semester } = await computeAmendment(tx, basis, schoolId, sealed)
    if (open) return { data: [presentRun(await replaceDraft(tx, { now }, open, computed, basis.edition.id))] }
    if (computed.statements.length === 0) return { data: [] }
    const sequence = 1 + Math.max(0, ...runs.filter((run) => run.semester === semester).map((run) => run.sequence))
    const head = {
      schoolId,
      academicYear,
      semester,
      sequence,
      kind: 'amendment' as const,
      policyEditionId: basis.edition.id,
      reason,
    }
    return { data: [presentRun(await saveDraft(tx, { actor, now }, head, computed))] }
  })
}
