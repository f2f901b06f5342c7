import type { Scope } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { hasNoNumbers, showTeacher } from './get-teacher.js'
import { listTeachers as findPage, type TeacherRequest } from './read.js'
import type { Teacher } from './schema.js'

/** A page of teachers; a list shows identity numbers and phones masked, whoever asks. */
export async function listTeachers(
  db: Database,
  { actor, ...request }: TeacherRequest & { actor: Scope },
): Promise<{ data: Teacher[]; nextCursor: string | null }> {
  return query(db, actor, async (tx) => {
    const { data, nextCursor } = await findPage(tx, actor, request)
    const show = (stored: (typeof data)[number]) =>
      hasNoNumbers(stored) ? stored : showTeacher(tx, actor.districtId, stored, false)
    return { data: data.map(show), nextCursor }
  })
}
