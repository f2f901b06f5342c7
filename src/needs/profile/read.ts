import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'

export type Member = { teacherId: string; stage: string; tier: number }
type Source = 'survey' | 'interview' | 'selfAssessment' | 'peerAssessment' | 'leaderAssessment'
export type NeedRow = {
  module: string
  source: Source | null
  stage: string
  tier: number
  sum: number
  count: number
  teachers: number
}

/**
 * What named surveys, interviews and assessments of a year that stand say of these teachers: sums of what each source gives by module,
 * stage and tier, and with a null source how many teachers a module's values are about.
 */
export async function sumNeeds(
  tx: Tx,
  {
    districtId,
    academicYear,
    startsOn,
    endsOn,
  }: { districtId: string; academicYear: string; startsOn: string; endsOn: string },
  members: readonly Member[],
): Promise<NeedRow[]> {
  const { rows } = await tx.execute<NeedRow>(sql`
    with member as (
      select teacher_id, stage, tier
      from unnest(
        ${sql.param(members.map(({ teacherId }) => teacherId))}::uuid[], ${sql.param(members.map(({ stage }) => stage))}::text[],
        ${sql.param(members.map(({ tier }) => tier))}::int[]
      ) as member (teacher_id, stage, tier)
    ), fact as (
      select teacher_id, member.stage, member.tier, need.module, 'survey' as source, need.sum, need.count
      from member join survey_answers as answer using (teacher_id)
      join surveys as survey on survey.district_id = answer.district_id and survey.id = answer.survey_id
      cross join lateral json_to_recordset(answer.needs) as need (module text, sum int, count int)
      where answer.district_id = ${districtId} and survey.academic_year = ${academicYear}
      union all
      select teacher_id, member.stage, member.tier, need.module, 'interview', need.need, 1
      from member join interviews as interview using (teacher_id)
      cross join lateral json_to_recordset(interview.modules) as need (module text, need int)
      where interview.district_id = ${districtId} and interview.date between ${startsOn} and ${endsOn}
        and interview.withdrawn_at is null
      union all
      select teacher_id, member.stage, member.tier, given.module, assessment.kind || 'Assessment', given.score, 1
      from member join competence_assessments as assessment using (teacher_id)
      cross join lateral json_to_recordset(assessment.scores) as given (module text, score int)
      where assessment.district_id = ${districtId} and assessment.academic_year = ${academicYear}
        and assessment.withdrawn_at is null
    )
    select module, source, stage, tier, sum(sum)::float8 as sum, sum(count)::float8 as count,
      count(distinct teacher_id)::int as teachers
    from fact group by grouping sets ((module, source, stage, tier), (module, stage, tier))`)
  return rows
}
