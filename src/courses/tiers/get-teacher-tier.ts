import type { Actor } from '../../access/schema.js'
import { query, type Database } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { mayReadOfTeacher } from '../../roster/duties/read.js'
import { loadParametersOn } from '../../roster/load-basis.js'
import { findTeacher } from '../../roster/read.js'
import { loadTiers } from './load-tiers.js'
import { dateOfServiceYears } from './rules/service-years.js'
import { waysUp } from './rules/teacher-tier.js'
import { groundText, wayText } from './rules/tier-texts.js'
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
    const tiersOf = await loadTiers(tx, { districtId, teacherIds: [teacherId], date, parameters })
    const { tier, stage, serviceYears, grounds, title, earlierYears, duties, override } = tiersOf.get(teacherId)!
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
      next: waysUp({ tier, title }, parameters).map((way) => {
        const years = way.kind === 'service' ? way.years : null
        const on = years === null ? null : dateOfServiceYears(duties, earlierYears, years, date)
        return {
          kind: way.kind,
          tier: way.tier,
          serviceYears: years,
          on,
          title: way.kind === 'title' ? way.title : null,
          clause,
          ...wayText(way, on),
        }
      }),
    }
  })
}
