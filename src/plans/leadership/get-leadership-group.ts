import type { Actor } from '../../access/schema.js'
import { query, type Database, type Tx } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { findSchool } from '../../roster/schools/read.js'
import { toNamed } from '../people/name-people.js'
import { findNamesOf } from '../people/read.js'
import { findLeadershipGroup, type LeadershipGroupRow } from './read.js'
import type { LeadershipGroup } from './schema.js'

/** Who leads a school's training in an academic year. */
export async function getLeadershipGroup(
  db: Database,
  { actor, schoolId, academicYear }: { actor: Actor; schoolId: string; academicYear: string },
): Promise<LeadershipGroup> {
  const { districtId } = actor
  return query(db, actor, async (tx) => {
    if (!(await findSchool(tx, actor, schoolId))) throw notFound('school')
    const group = await findLeadershipGroup(tx, { districtId, schoolId, academicYear })
    if (!group) throw notFound('leadershipGroup')
    return presentGroup(tx, group)
  })
}

export async function presentGroup(
  tx: Tx,
  { districtId, members, ...group }: LeadershipGroupRow,
): Promise<LeadershipGroup> {
  const names = await findNamesOf(tx, districtId, members)
  return {
    ...group,
    members: members.map((member) => ({ ...toNamed(member, names), post: member.post, part: member.part })),
  }
}
