import type { Tx } from '../../db/database.js'
import { forgetReasons } from './write.js'

/** Puts the pseudonym in place of why tiers were set for a person who is erased; gives back for how many. */
export async function forgetTierReasons(
  tx: Tx,
  of: { districtId: string; teacherId: string; pseudonym: string },
): Promise<number> {
  return forgetReasons(tx, of)
}
