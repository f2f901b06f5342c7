import type { Actor, Scope } from '../access/schema.js'
import { findClientsOfTeacher } from '../access/read.js'
import { listTriesOf } from '../activities/check-in/read.js'
import { listInteractions } from '../activities/interactions/read.js'
import { listAttendance } from '../activities/attendance/read.js'
import { listRegistrations } from '../activities/registrations/read.js'
import { listFeedback } from '../courses/feedback/read.js'
import { findOverrides } from '../courses/tiers/read.js'
import { presentStatement } from '../credits/present.js'
import { listCreditStatements } from '../credits/read.js'
import { query, type Database, type Tx } from '../db/database.js'
import { notFound } from '../errors.js'
import { listHourEntries } from '../hours/read.js'
import { shanghaiDate } from '../lib/calendar.js'
import { listPlanParts } from '../plans/people/read.js'
import { listNeedRecordsOf } from '../needs/list-need-records.js'
import { findMaintainableTeachers, listHomeroomDuties } from '../roster/duties/read.js'
import { listAdjustmentsOf } from '../roster/obligations/read.js'
import { listLeaves } from '../roster/leaves/read.js'
import { showTeacher } from '../roster/get-teacher.js'
import { findTeacher } from '../roster/read.js'
import type { PersonalData } from './schema.js'

/**
 * Everything that is held about one person (个人信息保护法 第四十五条), to the institute, to the school where the teacher's
 * duty has not ended, and to the teacher. It is the person's whole record, whichever school each part is from.
 */
export async function exportPersonalData(
  db: Database,
  { actor, now, id }: { actor: Actor; now: Date; id: string },
): Promise<PersonalData> {
  const { districtId } = actor
  return query(db, actor, async (tx) => {
    const stored = await findTeacher(tx, actor, id)
    if (!stored || !(await isOwn(tx, actor, now, id))) throw notFound('teacher')
    const whole: Scope = { districtId, schoolId: null, teacherId: null }
    const of = { teacherId: id, limit: 200 }
    return {
      producedAt: now.toISOString(),
      identity: showTeacher(tx, districtId, stored, true),
      homeroomDuties: await everyPage((cursor) => listHomeroomDuties(tx, whole, { ...of, cursor })),
      leaves: await everyPage((cursor) => listLeaves(tx, whole, { ...of, cursor })),
      obligationAdjustments: await listAdjustmentsOf(tx, districtId, id),
      tierOverrides: await findOverrides(tx, districtId, [id]),
      attendance: await everyPage((cursor) => listAttendance(tx, whole, { ...of, cursor })),
      registrations: await everyPage((cursor) => listRegistrations(tx, whole, { ...of, cursor })),
      checkInTries: await listTriesOf(tx, districtId, id),
      interactions: await everyPage((cursor) => listInteractions(tx, whole, { ...of, cursor })),
      hourEntries: await everyPage((cursor) => listHourEntries(tx, whole, { ...of, cursor })),
      creditStatements: (
        await everyPage((cursor) => listCreditStatements(tx, whole, { ...of, sealed: true, cursor }))
      ).map(presentStatement),
      planParts: await listPlanParts(tx, districtId, id),
      ...(await listNeedRecordsOf(tx, districtId, id)),
      courseFeedback: await everyPage((cursor) => listFeedback(tx, districtId, { ...of, cursor })),
      clients: await findClientsOfTeacher(tx, districtId, id),
    }
  })
}

async function isOwn(tx: Tx, actor: Actor, now: Date, id: string): Promise<boolean> {
  return actor.teacherId === id || (await findMaintainableTeachers(tx, actor, [id], shanghaiDate(now))).has(id)
}

async function everyPage<T>(
  page: (cursor: string | undefined) => Promise<{ data: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const { data, nextCursor } = await page(cursor)
    all.push(...data)
    cursor = nextCursor ?? undefined
  } while (cursor)
  return all
}
