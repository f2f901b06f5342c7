import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound } from '../../errors.js'
import { removeContent } from '../../files/remove-content.js'
import { lockCourse } from '../read.js'
import { requireKeeper } from '../require-owner.js'
import { findResource, lockResource, toResource } from './read.js'
import type { Resource } from './schema.js'
import { markRemoved } from './write.js'

/**
 * Removes a resource, as a right of somebody else's asks: its address or the bytes of its file are gone, its title, licence
 * and SHA-256 still tell what it was. The institute also removes those of what others share with the district. Removing it
 * again changes nothing.
 */
export async function removeResource(
  db: Database,
  { actor, now, id, reason }: { actor: Actor & Principal; now: Date; id: string; reason: string },
): Promise<Resource> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const seen = await findResource(tx, actor, id)
    if (!seen) throw notFound('resource')
    requireKeeper(actor, await lockCourse(tx, actor, seen.courseId))
    const { removedAt, fileId } = (await lockResource(tx, districtId, id))!
    if (removedAt === null) {
      await markRemoved(tx, { districtId, id }, { now, reason })
      if (fileId !== null) await removeContent(tx, { districtId, fileIds: [fileId], now })
    }
    return toResource((await findResource(tx, actor, id))!)
  })
}
