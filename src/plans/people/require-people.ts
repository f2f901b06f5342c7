import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { Reason } from '../../errors.js'
import { findExistingTeachers } from '../../roster/read.js'
import { checkPeople } from './rules/check-people.js'
import type { PersonReference } from './schema.js'

/** Every reason against these people; a school's client names teachers of its own. */
export async function reasonsAgainstPeople(
  tx: Tx,
  actor: Actor,
  people: readonly PersonReference[],
  at: string,
): Promise<Reason[]> {
  const ids = people.flatMap(({ teacherId }) => (teacherId ? [teacherId] : []))
  return checkPeople(people, await findExistingTeachers(tx, actor, ids), at)
}
