import type { Tx } from '../db/database.js'
import type { StoredTeacher } from './read.js'
import { forgetKindsOfLeave, forgetReasonsOfAdjustments, markErased } from './write.js'

/** What the roster lets go of a teacher, counted; duties, dates of leave and hours required stay under the pseudonym. */
export async function eraseTeacher(
  tx: Tx,
  {
    districtId,
    teacher: { id, identityNumber, phone },
    pseudonym,
    now,
  }: { districtId: string; teacher: StoredTeacher; pseudonym: string; now: Date },
): Promise<{ identityNumber: number; phone: number; kindsOfLeave: number; reasonsOfAdjustments: number }> {
  await markErased(tx, { districtId, id, pseudonym, now })
  return {
    identityNumber: identityNumber === null ? 0 : 1,
    phone: phone === null ? 0 : 1,
    kindsOfLeave: await forgetKindsOfLeave(tx, districtId, id),
    reasonsOfAdjustments: await forgetReasonsOfAdjustments(tx, { districtId, teacherId: id, pseudonym }),
  }
}
