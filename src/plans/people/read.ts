import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { teachers } from '../../roster/tables.js'
import type { PlanPart, StoredPerson } from './schema.js'

/** The present names of those who are teachers: whoever was erased is called by the pseudonym. */
export async function findNamesOf(
  tx: Tx,
  districtId: string,
  people: readonly StoredPerson[],
): Promise<Map<string, string>> {
  const ids = [...new Set(people.flatMap(({ teacherId }) => (teacherId ? [teacherId] : [])))]
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: teachers.id, name: teachers.name })
    .from(teachers)
    .where(and(eq(teachers.districtId, districtId), sql`${teachers.id} = any(${sql.param(ids)}::uuid[])`))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Wherever a teacher is named in planning, at whatever school. */
export async function listPlanParts(tx: Tx, districtId: string, teacherId: string): Promise<PlanPart[]> {
  const { rows } = await tx.execute<PlanPart>(sql`
    select 'leadershipGroup' as kind, leaders.school_id as "schoolId", leaders.academic_year as "academicYear",
      member ->> 'part' as part, member ->> 'post' as post
    from leadership_groups as leaders cross join lateral json_array_elements(leaders.members) as member
    where leaders.district_id = ${districtId} and member ->> 'teacherId' = ${teacherId}
    union
    select 'trainingPlan', plan.school_id, plan.academic_year, null, null
    from training_plans as plan
    join training_plan_versions as edition on edition.district_id = plan.district_id and edition.plan_id = plan.id
    cross join lateral json_array_elements(edition.content -> 'responsible') as person
    where plan.district_id = ${districtId} and person ->> 'teacherId' = ${teacherId}
    union
    select 'annualReview', plan.school_id, plan.academic_year, null, null
    from annual_reviews as review
    join training_plans as plan on plan.district_id = review.district_id and plan.id = review.plan_id
    cross join lateral json_array_elements(review.participants) as person
    where review.district_id = ${districtId} and person ->> 'teacherId' = ${teacherId}
    order by 3, 1, 2`)
  return rows
}
