import { query, type Database } from '../db/database.js'
import { nobody } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { resealNumbers } from './personal-numbers.js'
import { hasOutdatedTeachers, lockOutdatedTeachers } from './read.js'
import { replaceSealedNumbers } from './write.js'

/** Teachers in one transaction: requests that wait for one of them wait that long. */
const BATCH = 500

/**
 * Seals the numbers of a district's teachers under the key that encrypts now. Rows that somebody is changing are left for
 * the next time; doing it twice, or in two processes, changes nothing more. False when something is left.
 */
export async function resealTeachers(db: Database, districtId: string): Promise<boolean> {
  const principal = { ...nobody, districtId }
  for (let resealed = BATCH; resealed === BATCH;)
    resealed = await transact(db, principal, async (tx) => {
      const teachers = await lockOutdatedTeachers(tx, districtId, BATCH)
      const rows = teachers.map((teacher) => ({ id: teacher.id, ...resealNumbers(tx, districtId, teacher) }))
      if (rows.length > 0) await replaceSealedNumbers(tx, districtId, rows)
      return rows.length
    })
  return !(await query(db, { districtId }, (tx) => hasOutdatedTeachers(tx, districtId)))
}
