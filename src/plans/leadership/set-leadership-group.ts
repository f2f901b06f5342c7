import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused } from '../../errors.js'
import { requireVersionOfPut, type Condition } from '../../lib/versions.js'
import { findAcademicYear } from '../../roster/calendar/read.js'
import { findSchool } from '../../roster/schools/read.js'
import { toStored } from '../people/name-people.js'
import { reasonsAgainstPeople } from '../people/require-people.js'
import { presentGroup } from './get-leadership-group.js'
import { lockLeadershipGroup } from './read.js'
import { checkGroup } from './rules/check-group.js'
import type { LeadershipGroupContent, LeadershipGroupPut } from './schema.js'
import { changeLeadershipGroup, insertLeadershipGroup } from './write.js'

/** The principal says who leads the school's training in an academic year (§6.1). */
export async function setLeadershipGroup(
  db: Database,
  {
    actor,
    now,
    condition,
    schoolId,
    academicYear,
    content,
  }: {
    actor: Actor & Principal
    now: Date
    condition: Condition
    schoolId: string
    academicYear: string
    content: LeadershipGroupContent
  },
): Promise<LeadershipGroupPut> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    if (!(await findSchool(tx, actor, schoolId))) throw notFound('school')
    if (!(await findAcademicYear(tx, districtId, academicYear)))
      throw new Refusal('unknownAcademicYear', { academicYear })
    const reasons = [
      ...checkGroup(content.members),
      ...(await reasonsAgainstPeople(tx, actor, content.members, '/members')),
    ]
    if (reasons.length > 0) throw refused(reasons)
    const members = content.members.map((member) => ({ ...toStored(member), post: member.post, part: member.part }))
    const row = { districtId, schoolId, academicYear, members, updatedAt: now.toISOString() }
    const created = await insertLeadershipGroup(tx, row)
    const known = created ?? (await lockLeadershipGroup(tx, row))!
    const outcome = created ? 'created' : isDeepStrictEqual(known.members, members) ? 'unchanged' : 'updated'
    requireVersionOfPut(outcome, condition, known)
    const group = outcome === 'updated' ? await changeLeadershipGroup(tx, row) : known
    return { outcome, data: await presentGroup(tx, group) }
  })
}
