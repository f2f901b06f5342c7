import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal, refused } from '../../errors.js'
import { shanghaiDate, shanghaiInstant } from '../../lib/calendar.js'
import { findAcademicYear } from '../../roster/calendar/read.js'
import { toStored } from '../people/name-people.js'
import { reasonsAgainstPeople } from '../people/require-people.js'
import { findVersion, lockPlan } from '../read.js'
import { changePlan } from '../write.js'
import { presentReview } from './get-annual-review.js'
import { checkReview } from './rules/check-review.js'
import type { AnnualReview, NewAnnualReview } from './schema.js'
import { insertAnnualReview } from './write.js'

/** Records the meeting that looks back on the year (§6.2) and closes the plan: the next one is drawn up from it. */
export async function recordAnnualReview(
  db: Database,
  { actor, now, planId, review }: { actor: Actor & Principal; now: Date; planId: string; review: NewAnnualReview },
): Promise<AnnualReview> {
  const { districtId } = actor
  const { date, participants, findings, changes } = review
  return transact(db, actor, async (tx) => {
    const plan = await lockPlan(tx, actor, planId)
    if (!plan) throw notFound('trainingPlan')
    if (plan.status === 'closed') throw new Refusal('annualReviewExists')
    if (plan.approvedVersion === null) throw new Refusal('planNotApproved')
    // It would wait for the institute for ever.
    const { number, status } = (await findVersion(tx, districtId, planId, plan.newestVersion))!
    if (status === 'submitted') throw new Refusal('planInReview', { number })
    const year = (await findAcademicYear(tx, districtId, plan.academicYear))!
    const reasons = [
      ...checkReview(date, year, shanghaiDate(now)),
      ...(await reasonsAgainstPeople(tx, actor, participants, '/participants')),
    ]
    if (reasons.length > 0) throw refused(reasons)
    const row = {
      districtId,
      planId,
      date,
      participants: participants.map(toStored),
      findings,
      changes,
      recordedAt: shanghaiInstant(now),
      recordedBy: actor.clientId,
      version: 1,
      reason: null,
    }
    await insertAnnualReview(tx, row)
    await changePlan(tx, plan, { status: 'closed', updatedAt: now.toISOString() })
    return presentReview(tx, plan, row)
  })
}
