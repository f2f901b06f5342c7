import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { chainSome } from './chain-changes.js'
import { findChanges, newestPosition } from './read.js'
import type { ChangeFeed } from './schema.js'

const placesAtOnce = 20_000

/**
 * What has changed since a position. Places are given after the commit, in one order for the district: whoever goes on from
 * `after` misses nothing, however many writers there are and whichever of them ends first.
 */
export async function listChanges(
  db: Database,
  { actor, after, upTo, limit }: { actor: Actor; after: number; upTo: number | null; limit: number },
): Promise<ChangeFeed> {
  await chainSome(db, actor)
  return query(db, actor, async (tx) => {
    // Read first: what comes after it belongs to the next request, even where this client does not see it.
    const newest = await newestPosition(tx, actor.districtId)
    const last = Math.min(newest, upTo ?? newest)
    // A school's client may see few of many: however far it has to go, one request looks at so many places.
    const end = Math.min(last, after + placesAtOnce)
    const found = await findChanges(tx, actor, { after, upTo: end, limit })
    const data = found.slice(0, limit)
    const isFull = found.length > limit
    return { data, after: isFull ? data.at(-1)!.position : Math.max(after, end), more: isFull || end < last }
  })
}
