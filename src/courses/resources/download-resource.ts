import type { Scope } from '../../access/schema.js'
import { query, type Database } from '../../db/database.js'
import { notFound, Refusal } from '../../errors.js'
import { streamFile } from '../../files/read.js'
import type { Download } from '../../http/download.js'
import { findResource, toResource } from './read.js'
import { nameToSave } from './rules/name-to-save.js'

/** The file of a resource, under a name that is safe to save: 409 until it has come, 410 once it is removed. */
export async function downloadResource(db: Database, { actor, id }: { actor: Scope; id: string }): Promise<Download> {
  const found = await query(db, actor, (tx) => findResource(tx, actor, id))
  if (!found) throw notFound('resource')
  const { file, removedAt } = toResource(found)
  const { fileId } = found
  if (removedAt) throw new Refusal('resourceRemoved', { removedAt })
  if (!file) throw new Refusal('resourceIsLink')
  if (!fileId) throw new Refusal('fileNotUploaded')
  const { mediaType, bytes, sha256 } = file
  return { name: nameToSave(file), mediaType, bytes, sha256, body: streamFile(db, actor.districtId, fileId) }
}
