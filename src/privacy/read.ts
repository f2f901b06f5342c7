import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import { listPlanParts } from '../plans/people/read.js'
import { homeroomDuties, schools } from '../roster/tables.js'
import type { Erasure, KeptRecord } from './schema.js'
import { erasures } from './tables.js'

export async function findErasure(tx: Tx, districtId: string, teacherId: string): Promise<Erasure | null> {
  const rows = await tx
    .select({ answer: erasures.answer })
    .from(erasures)
    .where(and(eq(erasures.districtId, districtId), eq(erasures.teacherId, teacherId)))
  return rows[0]?.answer ?? null
}

/** Every duty that a teacher ever held or will hold. */
export async function findDutiesOf(tx: Tx, districtId: string, teacherId: string) {
  return tx
    .select({
      schoolId: homeroomDuties.schoolId,
      schoolSourcedId: schools.sourcedId,
      from: homeroomDuties.startsOn,
      to: homeroomDuties.endsOn,
    })
    .from(homeroomDuties)
    .innerJoin(schools, and(eq(schools.districtId, homeroomDuties.districtId), eq(schools.id, homeroomDuties.schoolId)))
    .where(and(eq(homeroomDuties.districtId, districtId), eq(homeroomDuties.teacherId, teacherId)))
    .orderBy(homeroomDuties.startsOn, homeroomDuties.sourcedId)
}

/** How many records of each kind there are about a teacher. */
export async function countRecords(tx: Tx, districtId: string, teacherId: string): Promise<Record<KeptRecord, number>> {
  const planParts = await listPlanParts(tx, districtId, teacherId)
  const of = (table: string) =>
    sql`(select count(*)::int from ${sql.identifier(table)} where district_id = ${districtId} and teacher_id = ${teacherId})`
  const { rows } = await tx.execute<Record<Exclude<KeptRecord, 'planParts'>, number>>(sql`
    select 1 as "staffNumber", ${of('homeroom_duties')} as "homeroomDuties", ${of('leaves')} as leaves,
      ${of('obligation_adjustments')} as "obligationAdjustments", ${of('attendances')} as attendance,
      ${of('registrations')} as registrations, ${of('interactions')} as interactions,
      ${of('hour_entries')} as "hourEntries", ${of('credit_statements')} as "creditStatements",
      ${of('survey_answers')} as "surveyAnswers", ${of('interviews')} as interviews,
      ${of('competence_assessments')} as "competenceAssessments", ${of('course_feedback')} as "courseFeedback",
      ${of('tier_overrides')} as "tierOverrides"`)
  return { ...rows[0]!, planParts: planParts.length }
}
