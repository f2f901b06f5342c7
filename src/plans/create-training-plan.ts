import type { Actor } from '../access/schema.js'
import { findCourseStatuses } from '../courses/read.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { Refusal, refused } from '../errors.js'
import { newId } from '../lib/ids.js'
import { findAcademicYear } from '../roster/calendar/read.js'
import { loadBasis, type Basis } from '../roster/load-basis.js'
import { findExistingSchools } from '../roster/schools/read.js'
import { presentPlan } from './present.js'
import { findPlan, findPlanOfYear, findVersion } from './read.js'
import { findAnnualReview } from './reviews/read.js'
import { carryOver } from './rules/carry-over.js'
import type { NewTrainingPlan, TrainingPlan } from './schema.js'
import { settleContent, type ContentBefore } from './settle-content.js'
import { insertPlan, insertVersion } from './write.js'

/** Draws up a school's training plan for an academic year as a draft (§6.1), anew or from an earlier plan (§6.2). */
export async function createTrainingPlan(
  db: Database,
  { actor, now, plan }: { actor: Actor & Principal; now: Date; plan: NewTrainingPlan },
): Promise<TrainingPlan> {
  const { districtId } = actor
  const { schoolId, academicYear, basedOnPlanId = null, ...given } = plan
  return transact(db, actor, async (tx) => {
    const existing = await findExistingSchools(tx, districtId, [schoolId])
    if (!existing.has(schoolId) || (actor.schoolId && actor.schoolId !== schoolId))
      throw refused([{ code: 'unknownSchool', pointer: '/schoolId', params: { sourcedId: schoolId } }])
    const basis = await loadBasis(tx, districtId, academicYear)
    const earlier = basedOnPlanId ? await takeUp(tx, { actor, basis }, schoolId, basedOnPlanId) : undefined
    const content = await settleContent(tx, { actor, basis, schoolId }, given, earlier)
    const row = {
      districtId,
      id: newId(),
      schoolId,
      academicYear,
      basedOnPlanId,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
    }
    const created = await insertPlan(tx, row)
    if (!created) {
      const known = await findPlanOfYear(tx, districtId, schoolId, academicYear)
      throw new Refusal('trainingPlanExists', { academicYear, id: known!.id })
    }
    const version = await insertVersion(tx, {
      districtId,
      planId: row.id,
      number: 1,
      content,
      createdAt: now.toISOString(),
    })
    return presentPlan(tx, created, version)
  })
}

/** What an earlier plan of the same school hands on, with what its annual review wants changed. */
async function takeUp(
  tx: Tx,
  { actor, basis: { year } }: { actor: Actor; basis: Basis },
  schoolId: string,
  planId: string,
): Promise<ContentBefore> {
  const { districtId } = actor
  const plan = await findPlan(tx, { ...actor, schoolId }, planId)
  if (!plan) throw refused([{ code: 'unknownTrainingPlan', pointer: '/basedOnPlanId', params: { id: planId } }])
  const { academicYear: basedOn } = plan
  if (basedOn >= year.code) {
    const params = { basedOn, academicYear: year.code }
    throw refused([{ code: 'trainingPlanNotEarlier', pointer: '/basedOnPlanId', params }])
  }
  const { content } = (await findVersion(tx, districtId, planId, plan.approvedVersion ?? plan.newestVersion))!
  const review = await findAnnualReview(tx, districtId, planId)
  const itsYear = (await findAcademicYear(tx, districtId, basedOn))!
  const courseIds = content.items.flatMap(({ courseId }) => courseId ?? [])
  const statuses = await findCourseStatuses(tx, { districtId, schoolId, teacherId: null }, courseIds)
  const offered = new Set(courseIds.filter((id) => statuses.get(id) === 'published'))
  return carryOver({ ...content, offered }, review?.changes ?? [], itsYear, year)
}
