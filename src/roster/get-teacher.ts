import type { Actor } from '../access/schema.js'
import { query, type Database, type Tx } from '../db/database.js'
import { notFound } from '../errors.js'
import { shanghaiDate } from '../lib/calendar.js'
import { findMaintainableTeachers } from './duties/read.js'
import { openNumbers } from './personal-numbers.js'
import { findTeacher, type StoredTeacher } from './read.js'
import { maskedIdentityNumber, maskedPhone, numbersAreClear, readsOfMaintained } from './rules/personal-numbers.js'
import type { Teacher } from './schema.js'

/** One teacher. Identity number and phone are in clear to those who need them, masked to all others. */
export async function getTeacher(
  db: Database,
  { actor, now, id }: { actor: Actor; now: Date; id: string },
): Promise<Teacher> {
  return query(db, actor, async (tx) => {
    const stored = await findTeacher(tx, actor, id)
    if (!stored) throw notFound('teacher')
    if (hasNoNumbers(stored)) return stored
    return showTeacher(tx, actor.districtId, stored, await isClear(tx, actor, now, id))
  })
}

async function isClear(tx: Tx, actor: Actor, now: Date, id: string): Promise<boolean> {
  const isMaintained =
    readsOfMaintained(actor.role) && (await findMaintainableTeachers(tx, actor, [id], shanghaiDate(now))).has(id)
  return numbersAreClear(actor, { id, isMaintained })
}

type WithoutNumbers = StoredTeacher & { identityNumber: null; phone: null }

/** A teacher who has none is answered as the row stands. */
export function hasNoNumbers(teacher: StoredTeacher): teacher is WithoutNumbers {
  return teacher.identityNumber === null && teacher.phone === null
}

export function showTeacher(tx: Tx, districtId: string, stored: StoredTeacher, clear: boolean): Teacher {
  const { identityNumber, phone } = openNumbers(tx, districtId, stored)
  if (clear) return { ...stored, identityNumber, phone }
  return {
    ...stored,
    identityNumber: identityNumber && maskedIdentityNumber(identityNumber),
    phone: phone && maskedPhone(phone),
  }
}
