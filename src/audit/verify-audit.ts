import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { chainSome } from './chain-changes.js'
import { checkLinks, newestPosition } from './read.js'
import type { AuditVerification } from './schema.js'

const faultsTold = 100

/**
 * Computes the chain of a stretch of the log again. A row that was changed or taken away by hand is named; that the end of the
 * log was cut off shows when its last known hash, kept elsewhere, is not found again.
 */
export async function verifyAudit(
  db: Database,
  { actor, from, limit }: { actor: Actor; from: number; limit: number },
): Promise<AuditVerification> {
  await chainSome(db, actor)
  return query(db, actor, async (tx) => {
    const newest = await newestPosition(tx, actor.districtId)
    const through = Math.min(newest, from + limit - 1)
    if (through < from) return { intact: true, from, through: newest, faults: [], hash: null, nextFrom: null }
    const { faults, hash } = await checkLinks(tx, actor.districtId, { from, through })
    const intact = faults.length === 0
    return {
      intact,
      from,
      through,
      faults: faults.slice(0, faultsTold),
      hash,
      nextFrom: through < newest ? through + 1 : null,
    }
  })
}
