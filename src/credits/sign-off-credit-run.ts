import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal } from '../errors.js'
import { presentRun } from './present.js'
import { lockCreditRun } from './read.js'
import type { CreditRun } from './schema.js'
import { changeCreditRun } from './write.js'

/** The principal signs exactly what was shown: the run whose SHA-256 this is. Signing it again changes nothing. */
export async function signOffCreditRun(
  db: Database,
  { actor, now, id, sha256 }: { actor: Actor & Principal; now: Date; id: string; sha256: string },
): Promise<CreditRun> {
  return transact(db, actor, async (tx) => {
    const run = await lockCreditRun(tx, actor, id)
    if (!run) throw notFound('creditRun')
    if (run.sha256 !== sha256) throw new Refusal('creditRunChanged', { sha256: run.sha256 })
    if (run.status === 'sealed') throw new Refusal('creditRunSealed')
    if (run.status === 'signedOff') return presentRun(run)
    return presentRun(
      await changeCreditRun(tx, run, {
        status: 'signedOff',
        signedOffAt: now.toISOString(),
        signedOffBy: actor.clientId,
      }),
    )
  })
}
