import { confirmSession } from '../activities/attendance/confirm-attendance.js'
import { listActivities } from '../activities/read.js'
import { createCreditRun } from '../credits/create-credit-run.js'
import type { CreditRun } from '../credits/schema.js'
import { sealCreditRun } from '../credits/seal-credit-run.js'
import { signOffCreditRun } from '../credits/sign-off-credit-run.js'
import { query } from '../db/database.js'
import { transact } from '../db/transact.js'
import { listHourEntries } from '../hours/read.js'
import { reverseHourEntry } from '../hours/reverse-hour-entry.js'
import { actorAt, schoolOf, type SampleDistrict } from './sample-district.js'
import type { Story } from './story.js'
import { ACADEMIC_YEAR } from './timetable.js'

const CONFIRMING_TIMEOUT = 60_000

/** Each school's administrator confirms what the school held, in the order of time and a school in one transaction. */
export async function confirmSessions(district: SampleDistrict): Promise<void> {
  const { db, clock } = district
  for (const [sourcedId, hostSchoolId] of district.schools) {
    const actor = actorAt(district, sourcedId, 'trainingAdministrator')
    const filters = { hostSchoolId, academicYear: ACADEMIC_YEAR, limit: 200 }
    const activities = await query(db, actor, (tx) => listActivities(tx, actor, filters))
    const sessions = activities.data.flatMap((activity) => activity.sessions)
    sessions.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
    await transact(
      db,
      actor,
      async (tx) => {
        for (const { id } of sessions) await confirmSession(tx, { actor, now: clock(), id })
      },
      { timeout: CONFIRMING_TIMEOUT },
    )
  }
}

/** Every school's first semester is drawn up, signed off and sealed; that of one school stays a draft, and is given back. */
export async function endFirstSemester(district: SampleDistrict, openSchoolSourcedId: string): Promise<CreditRun> {
  const { db, clock } = district
  const draftOf = (sourcedId: string) => {
    const run = { schoolId: schoolOf(district, sourcedId), academicYear: ACADEMIC_YEAR, semester: 1 } as const
    return createCreditRun(db, { actor: actorAt(district, sourcedId, 'trainingAdministrator'), now: clock(), run })
  }
  for (const sourcedId of district.schools.keys()) {
    if (sourcedId === openSchoolSourcedId) continue
    const { id, sha256 } = await draftOf(sourcedId)
    await signOffCreditRun(db, { actor: actorAt(district, sourcedId, 'principal'), now: clock(), id, sha256 })
    await sealCreditRun(db, { actor: actorAt(district, sourcedId, 'trainingAdministrator'), now: clock(), id })
  }
  return draftOf(openSchoolSourcedId)
}

/** Takes back hours of a sealed semester, so that an amendment can be drawn up. */
export async function correctSealedHours(
  district: SampleDistrict,
  { correction }: Story,
  teacherId: string,
): Promise<void> {
  const { db, clock } = district
  const actor = actorAt(district, correction.schoolSourcedId, 'trainingAdministrator')
  const { data } = await query(db, actor, (tx) =>
    listHourEntries(tx, actor, { teacherId, academicYear: ACADEMIC_YEAR, semester: 1, kind: 'earned', limit: 200 }),
  )
  const mistaken = data.find(({ date, source }) => date === correction.on && source === 'session')
  if (!mistaken) throw new Error('the sample lacks the hours to correct')
  await reverseHourEntry(db, { actor, now: clock(), id: mistaken.id, reason: correction.reason })
}
