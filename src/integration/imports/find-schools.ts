import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { Reason } from '../../errors.js'
import { findSchoolsByCode } from '../../roster/batches/read.js'

export type FoundSchool = { ok: true; id: string; sourcedId: string } | { ok: false; reason: Reason }

/**
 * The schools that sheets name by external id or by the 10-digit national code. The external id comes first; a code that
 * several schools have names none of them, and a school's client is told of its own school only.
 */
export async function findSchoolsOfSheet(
  tx: Tx,
  actor: Actor,
  codes: readonly string[],
): Promise<(code: string) => FoundSchool> {
  const schools = await findSchoolsByCode(tx, actor.districtId, codes)
  const seen = actor.schoolId ? schools.filter(({ id }) => id === actor.schoolId) : schools
  const bySourcedId = new Map(seen.map((school) => [school.sourcedId, school]))
  return (code): FoundSchool => {
    const alike = seen.filter(({ identifier }) => identifier === code)
    const school = bySourcedId.get(code) ?? alike[0]
    if (!school) return { ok: false, reason: { code: 'unknownSchool', params: { sourcedId: code } } }
    if (!bySourcedId.has(code) && alike.length > 1)
      return { ok: false, reason: { code: 'schoolAmbiguous', params: { identifier: code } } }
    return { ok: true, id: school.id, sourcedId: school.sourcedId }
  }
}
