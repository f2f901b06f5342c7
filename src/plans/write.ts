import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import type { PlanRow, PlanVersionRow } from './read.js'
import { trainingPlans, trainingPlanVersions } from './tables.js'

/** Nothing is given back where the school already has a plan of the year. */
export async function insertPlan(tx: Tx, row: typeof trainingPlans.$inferInsert): Promise<PlanRow | null> {
  const rows = await tx
    .insert(trainingPlans)
    .values(row)
    .onConflictDoNothing({ target: [trainingPlans.districtId, trainingPlans.schoolId, trainingPlans.academicYear] })
    .returning()
  return rows[0] ?? null
}

export async function changePlan(
  tx: Tx,
  { districtId, id }: Pick<PlanRow, 'districtId' | 'id'>,
  change: Partial<Pick<PlanRow, 'status' | 'approvedVersion' | 'newestVersion'>> & Pick<PlanRow, 'updatedAt'>,
): Promise<PlanRow> {
  const rows = await tx
    .update(trainingPlans)
    .set({ ...change, version: sql`version + 1` })
    .where(and(eq(trainingPlans.districtId, districtId), eq(trainingPlans.id, id)))
    .returning()
  return rows[0]!
}

export async function insertVersion(tx: Tx, row: typeof trainingPlanVersions.$inferInsert): Promise<PlanVersionRow> {
  const rows = await tx.insert(trainingPlanVersions).values(row).returning()
  return rows[0]!
}

export async function changeVersion(
  tx: Tx,
  { districtId, planId, number }: Pick<PlanVersionRow, 'districtId' | 'planId' | 'number'>,
  change: Partial<Omit<PlanVersionRow, 'districtId' | 'planId' | 'number' | 'createdAt'>>,
): Promise<PlanVersionRow> {
  const rows = await tx
    .update(trainingPlanVersions)
    .set(change)
    .where(
      and(
        eq(trainingPlanVersions.districtId, districtId),
        eq(trainingPlanVersions.planId, planId),
        eq(trainingPlanVersions.number, number),
      ),
    )
    .returning()
  return rows[0]!
}
