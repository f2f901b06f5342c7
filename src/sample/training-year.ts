import type { Actor } from '../access/schema.js'
import { confirmSession } from '../activities/attendance/confirm-attendance.js'
import { createActivity } from '../activities/create-activity.js'
import { reportInteractions } from '../activities/interactions/report-interactions.js'
import { recordAttendances } from '../activities/attendance/record-attendance.js'
import { registerForActivity } from '../activities/registrations/register-for-activity.js'
import type { Activity, Session } from '../activities/schema.js'
import { query } from '../db/database.js'
import { transact } from '../db/transact.js'
import { recognizeOutsideHours } from '../hours/recognize-outside-hours.js'
import { maxDate, minDate, shanghaiDate } from '../lib/calendar.js'
import { schedulePlanItem } from '../plans/execution/schedule-plan-item.js'
import type { TrainingPlan } from '../plans/schema.js'
import { listHomeroomDuties } from '../roster/duties/read.js'
import { findAcademicYear } from '../roster/calendar/read.js'
import { actorAt, schoolOf, type SampleDistrict } from './sample-district.js'
import { eveningDates, trainingPeriod } from './this-year.js'

const TIMEOUT = 60_000
/** Of the school's teachers, by their place in its list: who has not come so far, and who has registered for all. */
const ABSENT = [3, 4, 5]
const REGISTERED = 12

/** The teachers of a school as of today, as the use cases know them: each for herself, through the school's client. */
export async function teachersOf(district: SampleDistrict, schoolSourcedId: string): Promise<Actor[]> {
  const { db, clock } = district
  const { districtId, clientId } = actorAt(district, schoolSourcedId, 'trainingAdministrator')
  const filters = { schoolId: schoolOf(district, schoolSourcedId), activeOn: shanghaiDate(clock()), limit: 200 }
  const { data } = await query(db, { districtId }, (tx) =>
    listHomeroomDuties(tx, { districtId, schoolId: null, teacherId: null }, filters),
  )
  return data.map(({ teacherId }) => ({
    ...{ districtId, clientId, teacherId, schoolId: null, onBehalfOfTeacherId: teacherId },
    role: 'teacher',
  }))
}

/**
 * This year's plan as far as it has come: its items are activities; sessions that are over were attended by most and are
 * confirmed; for those to come some teachers have registered. So the school has teachers in every state of the forecast.
 */
export async function carryOutPlan(
  district: SampleDistrict,
  schoolSourcedId: string,
  plan: TrainingPlan,
  teachers: readonly Actor[],
): Promise<void> {
  const { db, clock } = district
  const actor = actorAt(district, schoolSourcedId, 'trainingAdministrator')
  const activities: Activity[] = []
  // Scheduled before its first session: a slot only gives dates that are still to come.
  const now = new Date(`${trainingPeriod(plan.academicYear).from}T00:00:00+08:00`)
  for (const { id: itemId, slot } of plan.shown.content.items) {
    const schedule = slot === null ? { sessions: evenings(plan.academicYear) } : {}
    activities.push(await schedulePlanItem(db, { actor, now, id: plan.id, itemId, schedule }))
  }
  const sessions = activities.flatMap((activity) => activity.sessions)
  const over = sessions.filter(({ endsAt }) => Date.parse(endsAt) <= clock().getTime())
  over.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  await attend(district, actor, over, teachers)
  for (const activity of activities) await registerFor(district, activity, teachers.slice(0, REGISTERED))
  await offerFewPlaces(district, actor, plan, teachers)
  await recognize(district, actor, plan.academicYear, teachers.at(-1)!)
}

function evenings(academicYear: string): { startsAt: string; endsAt: string }[] {
  return eveningDates(academicYear, 4).map((date) => ({
    startsAt: `${date}T19:00:00+08:00`,
    endsAt: `${date}T20:30:00+08:00`,
  }))
}

/** All but a few were there. What the platform of an online session counted is reported too. */
async function attend(
  { db, clock }: SampleDistrict,
  actor: Actor,
  sessions: readonly Session[],
  teachers: readonly Actor[],
): Promise<void> {
  const present = teachers.filter((_, at) => !ABSENT.includes(at)).map(({ teacherId }) => teacherId!)
  const now = clock()
  await transact(
    db,
    actor,
    async (tx) => {
      for (const { id: sessionId } of sessions) {
        const items = present.map((teacherId) => ({ sessionId, teacherId, status: 'present' as const }))
        await recordAttendances(tx, { actor, now, items })
        await confirmSession(tx, { actor, now, id: sessionId })
      }
    },
    { timeout: TIMEOUT },
  )
  for (const { id: sessionId } of sessions.filter(({ delivery }) => delivery === 'online')) {
    const items = present.map((teacherId, at) => ({
      ...{ teacherId, posts: at % 4, replies: at % 3, pollAnswers: 1, minutesOnline: 80 + (at % 10) },
    }))
    await reportInteractions(db, { actor, now, sessionId, report: { items } })
  }
}

/** Nobody registers for what has begun. */
async function registerFor(
  { db, clock }: SampleDistrict,
  { id: activityId, sessions }: Activity,
  teachers: readonly Actor[],
): Promise<void> {
  const now = clock()
  if (!sessions.some(({ startsAt }) => Date.parse(startsAt) > now.getTime())) return
  for (const actor of teachers) await registerForActivity(db, { actor, now, activityId, registration: {} })
}

/** A workshop at the end of the year with three places, for which five have registered. */
async function offerFewPlaces(
  district: SampleDistrict,
  actor: Actor,
  { academicYear, schoolId }: TrainingPlan,
  teachers: readonly Actor[],
): Promise<void> {
  const day = `${academicYear.slice(5)}-06-26`
  const activity = await createActivity(district.db, {
    actor,
    activity: {
      ...{ title: '班主任叙事写作坊', hostSchoolId: schoolId, academicYear, capacity: 3 },
      sessions: [
        {
          startsAt: `${day}T13:00:00+08:00`,
          endsAt: `${day}T14:30:00+08:00`,
          segments: [{ form: 'situationalExperience', module: 'communication', hours: '2' }],
        },
      ],
    },
  })
  await registerFor(district, activity, teachers.slice(12, 17))
}

/** One teacher has done the year's hours elsewhere. */
async function recognize(
  { db, clock }: SampleDistrict,
  actor: Actor,
  academicYear: string,
  { teacherId }: Actor,
): Promise<void> {
  const now = clock()
  const { startsOn, endsOn } = (await query(db, actor, (tx) => findAcademicYear(tx, actor.districtId, academicYear)))!
  const outside = {
    teacherId: teacherId!,
    title: '市级班主任高级研修班',
    date: maxDate(startsOn, minDate(endsOn, shanghaiDate(now))),
    category: 'practice' as const,
    hours: '40',
    issuer: '示例研究会',
    evidence: '示例证书 001',
  }
  await recognizeOutsideHours(db, { actor, now, outside })
}
