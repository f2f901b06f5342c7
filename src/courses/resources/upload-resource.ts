import { createHash } from 'node:crypto'
import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused } from '../../errors.js'
import { storeFile } from '../../files/store-file.js'
import { lockCourse } from '../read.js'
import { requireOwner } from '../require-owner.js'
import { findResource, lockResource, toResource } from './read.js'
import { checkUpload } from './rules/check-upload.js'
import type { Resource } from './schema.js'
import { saveUpload } from './write.js'

/** Milliseconds to store a file of the largest size. */
const TIMEOUT = 20_000

/**
 * Stores the file that was declared with a resource, once; the same bytes again change nothing. Resources are meant to be
 * read by many and are stored as they are.
 */
export async function uploadResource(
  db: Database,
  {
    actor,
    now,
    id,
    mediaType,
    bytes,
  }: { actor: Actor & Principal; now: Date; id: string; mediaType: string; bytes: Buffer },
): Promise<Resource> {
  const { districtId } = actor
  const work = async (tx: Parameters<typeof lockResource>[0]) => {
    const seen = await findResource(tx, actor, id)
    if (!seen) throw notFound('resource')
    requireOwner(await lockCourse(tx, actor, seen.courseId))
    const resource = (await lockResource(tx, districtId, id))!
    const declared = toResource(resource).file
    if (resource.removedAt) throw new Refusal('resourceRemoved', { removedAt: resource.removedAt })
    if (!declared) throw new Refusal('resourceIsLink')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const reasons = checkUpload(declared, { mediaType, bytes: bytes.length, sha256 })
    if (reasons.length > 0) throw refused(reasons)
    if (!resource.fileId) {
      const stored = await storeFile(tx, { districtId, name: declared.name, mediaType, sealed: false }, [bytes])
      await saveUpload(tx, resource, { fileId: stored.id, uploadedAt: now.toISOString() })
    }
    return toResource((await findResource(tx, actor, id))!)
  }
  return transact(db, actor, work, { timeout: TIMEOUT })
}
