import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal } from '../errors.js'
import { holdLedgers } from '../hours/hold-ledgers.js'
import { shanghaiDate } from '../lib/calendar.js'
import { loadBasis, semesterOf } from '../roster/load-basis.js'
import { presentRun } from './present.js'
import { findTeachersOfRun, lockCreditRun } from './read.js'
import { computeAgain } from './recompute-credit-run.js'
import type { CreditRun } from './schema.js'
import { changeCreditRun } from './write.js'

/**
 * The training administrator seals what the principal signed (§5.3). The ledgers of its teachers are locked and the run
 * is computed once more: it is sealed only if it still states the same, so an entry or another seal that comes at the
 * same moment is either in it or waits for the next run. Sealing it again changes nothing.
 */
export async function sealCreditRun(
  db: Database,
  { actor, now, id }: { actor: Actor & Principal; now: Date; id: string },
): Promise<CreditRun> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const run = await lockCreditRun(tx, actor, id)
    if (!run) throw notFound('creditRun')
    if (run.status === 'sealed') return presentRun(run)
    if (run.status !== 'signedOff') throw new Refusal('creditRunNotSignedOff')
    const { endsOn } = semesterOf(await loadBasis(tx, districtId, run.academicYear), run.semester)
    if (shanghaiDate(now) < endsOn) throw new Refusal('semesterNotEnded', { endsOn })
    await holdLedgers(tx, districtId, await findTeachersOfRun(tx, districtId, id))
    const { computed, policyEditionId } = await computeAgain(tx, run)
    if (run.kind === 'amendment' && computed.statements.length === 0) throw new Refusal('creditRunOutdated')
    if (computed.sha256 !== run.sha256 || policyEditionId !== run.policyEditionId)
      throw new Refusal('creditRunOutdated')
    return presentRun(
      await changeCreditRun(tx, run, { status: 'sealed', sealedAt: now.toISOString(), sealedBy: actor.clientId }),
    )
  })
}
