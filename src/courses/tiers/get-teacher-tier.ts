import type { Actor } from '../../access/schema.js'
import { query, type Database } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { shanghaiDate, type IsoDate } from '../../lib/calendar.js'
import { mayReadOfTeacher } from '../../roster/duties/read.js'
import { loadParametersOn } from '../../roster/load-basis.js'
import { findTeacher } from '../../roster/read.js'
import { loadTierFacts } from './load-tiers.js'
import { nextSteps } from './rules/next-steps.js'
import { tierOn, type TierFacts } from './rules/tier-on.js'
import { groundText, stepText } from './rules/tier-texts.js'
import type { TeacherTier } from './schema.js'

/** The tier and stage of a teacher on a date (§2.2, §3.3), today unless said, with reasons and what leads higher. */
export async function getTeacherTier(
  db: Database,
  { actor, now, teacherId, date = shanghaiDate(now) }: { actor: Actor; now: Date; teacherId: string; date?: string },
): Promise<TeacherTier> {
  const { districtId } = actor
  return query(db, actor, async (tx) => {
    if (!(await findTeacher(tx, actor, teacherId)) || !(await mayReadOfTeacher(tx, actor, teacherId, date)))
      throw notFound('teacher')
    const parameters = await loadParametersOn(tx, districtId, date)
    const { clauses, tiers, stages } = parameters
    const facts = (await loadTierFacts(tx, districtId, [teacherId])).get(teacherId)!
    const { tier, stage, serviceYears, grounds, override } = tierOn(facts, date, parameters)
    // What came after is no affair of a school that the teacher has left.
    const isOfToday = await mayReadOfTeacher(tx, actor, teacherId, shanghaiDate(now))
    const steps = nextSteps(isOfToday ? facts : knownBy(facts, date), date, parameters)
    const clause = clauses.tierRule
    return {
      teacherId,
      date,
      policyEditionCode: parameters.code,
      tier,
      tierName: tiers.find((known) => known.tier === tier)?.name ?? { en: '', zh: '' },
      stage,
      stageName: stages.find(({ code }) => code === stage)!.name,
      serviceYears,
      reasons: grounds.map((ground) => ({ kind: ground.kind, tier: ground.tier, clause, ...groundText(ground) })),
      override,
      next: steps.map((step) => ({
        kind: step.kind,
        tier: step.tier,
        serviceYears: step.kind === 'service' ? step.years : null,
        on: step.on,
        title: step.kind === 'title' ? step.title : null,
        clause,
        ...stepText(step),
      })),
    }
  })
}

function knownBy(facts: TierFacts, date: IsoDate): TierFacts {
  const hasBegun = ({ from }: { from: IsoDate }) => from <= date
  return { ...facts, duties: facts.duties.filter(hasBegun), overrides: facts.overrides.filter(hasBegun) }
}
