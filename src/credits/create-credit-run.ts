import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { Refusal, refused } from '../errors.js'
import { findExistingSchools } from '../roster/schools/read.js'
import { computeRegularRuns } from './load-run.js'
import { loadBasis } from '../roster/load-basis.js'
import { lockRunsOfSemester } from './read.js'
import { presentRun } from './present.js'
import { saveDraft } from './save-run.js'
import type { CreditRun, NewCreditRun } from './schema.js'

/** Draws up the credit run of one school and semester as a draft (§5.3). */
export async function createCreditRun(
  db: Database,
  { actor, now, run }: { actor: Actor & Principal; now: Date; run: NewCreditRun },
): Promise<CreditRun> {
  const { schoolId, academicYear, semester } = run
  return transact(db, actor, async (tx) => {
    await requireOwnSchool(tx, actor, schoolId)
    const basis = await loadBasis(tx, actor.districtId, academicYear)
    const [known] = await lockRunsOfSemester(tx, actor.districtId, [schoolId], academicYear, semester)
    if (known) throw new Refusal('creditRunExists', { academicYear, semester, id: known.id })
    const computed = (await computeRegularRuns(tx, basis, [schoolId], semester)).get(schoolId)!
    const head = {
      schoolId,
      academicYear,
      semester,
      sequence: 0,
      kind: 'regular' as const,
      policyEditionId: basis.edition.id,
      reason: null,
    }
    return presentRun(await saveDraft(tx, { actor, now }, head, computed))
  })
}

/** A school's client draws up its own school's runs only. */
export async function requireOwnSchool(tx: Tx, actor: Actor, schoolId: string): Promise<void> {
  const existing = await findExistingSchools(tx, actor.districtId, [schoolId])
  if (!existing.has(schoolId) || (actor.schoolId && actor.schoolId !== schoolId))
    throw refused([{ code: 'unknownSchool', pointer: '/schoolId', params: { sourcedId: schoolId } }])
}
