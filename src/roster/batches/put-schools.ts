import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { Reason } from '../../errors.js'
import { newId } from '../../lib/ids.js'
import type { PutOutcome, SchoolKind } from '../schema.js'
import { upsertSchoolGroups, upsertSchools } from '../write.js'
import { lockSchools } from './read.js'

/** What became of one item of a batch, or why nothing did. */
export type ItemOutcome = { ok: true; outcome: PutOutcome } | { ok: false; reason: Reason }

/** Creates or changes school groups of the district; the external ids of a batch differ from one another. */
export async function putSchoolGroups(
  tx: Tx,
  { actor, items }: { actor: Actor; items: readonly { sourcedId: string; name: string }[] },
): Promise<ItemOutcome[]> {
  if (actor.schoolId) return items.map(() => ({ ok: false, reason: { code: 'districtMaintains' } }))
  const rows = items.map((item) => ({ id: newId(), ...item }))
  const written = await upsertSchoolGroups(tx, actor.districtId, rows)
  return items.map(({ sourcedId }) => ({ ok: true, outcome: written.get(sourcedId) ?? 'unchanged' }))
}

/** A null leaves what is known as it is; `schoolGroupId` undefined likewise, while null takes the school out of its group. */
export type SchoolItem = {
  sourcedId: string
  name: string
  kind: SchoolKind | null
  identifier: string | null
  schoolGroupId: string | null | undefined
}

/**
 * Creates or changes schools of the district; the external ids of a batch differ from one another. A new school needs its
 * kind (`schoolKindUnknown`).
 */
export async function putSchools(
  tx: Tx,
  { actor, items }: { actor: Actor; items: readonly SchoolItem[] },
): Promise<ItemOutcome[]> {
  if (actor.schoolId) return items.map(() => ({ ok: false, reason: { code: 'districtMaintains' } }))
  const { districtId } = actor
  const sourcedIds = items.map(({ sourcedId }) => sourcedId)
  const known = await lockSchools(tx, districtId, sourcedIds)
  const rows = items.flatMap(({ sourcedId, name, ...item }) => {
    const before = known.get(sourcedId)
    const kind = item.kind ?? before?.kind
    if (!kind) return []
    const identifier = item.identifier ?? before?.identifier ?? null
    const schoolGroupId = item.schoolGroupId === undefined ? (before?.schoolGroupId ?? null) : item.schoolGroupId
    return [{ id: before?.id ?? newId(), sourcedId, name, kind, identifier, schoolGroupId }]
  })
  const written = await upsertSchools(tx, districtId, rows)
  return items.map(({ sourcedId, kind }) => {
    if (!kind && !known.has(sourcedId))
      return { ok: false, reason: { code: 'schoolKindUnknown', params: { sourcedId } } }
    return { ok: true, outcome: written.get(sourcedId) ?? 'unchanged' }
  })
}
