import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { Refusal, refused } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import { lockCourse } from '../read.js'
import { requireOwner } from '../require-owner.js'
import { countResources, findResource, toResource } from './read.js'
import { checkResource } from './rules/check-resource.js'
import type { NewResource, Resource } from './schema.js'
import { insertResource } from './write.js'

/** Adds a learning resource to an own course (§3.2): an address, or a file that is uploaded then. */
export async function addResource(
  db: Database,
  { actor, courseId, resource }: { actor: Actor & Principal; courseId: string; resource: NewResource },
): Promise<Resource> {
  const { districtId } = actor
  const { title, kind, licence, url = null, file } = resource
  return transact(db, actor, async (tx) => {
    const course = requireOwner(await lockCourse(tx, actor, courseId))
    if (course.status === 'retired') throw new Refusal('courseRetired')
    const reasons = checkResource(resource, await countResources(tx, districtId, courseId))
    if (reasons.length > 0) throw refused(reasons)
    const id = newId()
    await insertResource(tx, {
      districtId,
      id,
      courseId,
      title,
      kind,
      licence,
      url,
      fileName: file?.name ?? null,
      mediaType: file?.mediaType ?? null,
      bytes: file?.bytes ?? null,
      sha256: file?.sha256 ?? null,
    })
    return toResource((await findResource(tx, actor, id))!)
  })
}
