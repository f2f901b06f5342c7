import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, refused } from '../../errors.js'
import { shanghaiDate, shanghaiInstant } from '../../lib/calendar.js'
import { requireVersion, type Condition } from '../../lib/versions.js'
import { findAcademicYear } from '../../roster/calendar/read.js'
import { toStored } from '../people/name-people.js'
import { reasonsAgainstPeople } from '../people/require-people.js'
import { lockPlan } from '../read.js'
import { presentReview } from './get-annual-review.js'
import { findAnnualReview } from './read.js'
import { checkReview } from './rules/check-review.js'
import type { AnnualReview, AnnualReviewCorrection } from './schema.js'
import { insertAnnualReview } from './write.js'

/** Puts the record of an annual review right, as a new version with its reason; the earlier ones stay (§6.2). */
export async function correctAnnualReview(
  db: Database,
  {
    actor,
    now,
    condition,
    planId,
    correction,
  }: {
    actor: Actor & Principal
    now: Date
    condition: Condition
    planId: string
    correction: AnnualReviewCorrection
  },
): Promise<AnnualReview> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const plan = await lockPlan(tx, actor, planId)
    if (!plan) throw notFound('trainingPlan')
    const known = await findAnnualReview(tx, districtId, planId)
    if (!known) throw notFound('annualReview')
    requireVersion(condition, known.version)
    const { reason, participants, date = known.date, findings = known.findings, changes = known.changes } = correction
    const year = (await findAcademicYear(tx, districtId, plan.academicYear))!
    const reasons = [
      ...checkReview(date, year, shanghaiDate(now)),
      ...(await reasonsAgainstPeople(tx, actor, participants ?? [], '/participants')),
    ]
    if (reasons.length > 0) throw refused(reasons)
    const row = {
      ...{ districtId, planId, date, findings, changes, reason },
      participants: participants?.map(toStored) ?? known.participants,
      recordedAt: shanghaiInstant(now),
      recordedBy: actor.clientId,
      version: known.version + 1,
    }
    await insertAnnualReview(tx, row)
    return presentReview(tx, plan, row)
  })
}
