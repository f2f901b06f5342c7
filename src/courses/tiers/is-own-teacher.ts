import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { findMaintainableTeachers } from '../../roster/duties/read.js'
import { findExistingTeachers } from '../../roster/read.js'

/** Whether a client has a say in a teacher's tier: a school while its duty of hers has not ended. */
export async function isOwnTeacher(tx: Tx, actor: Actor, teacherId: string, now: Date): Promise<boolean> {
  const seen = await findExistingTeachers(tx, actor, [teacherId])
  const own = await findMaintainableTeachers(tx, actor, [teacherId], shanghaiDate(now))
  return seen.has(teacherId) && own.has(teacherId)
}
