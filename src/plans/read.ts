import { and, desc, eq, sql } from 'drizzle-orm'
import type { Scope } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import type { PlanStatus, PlanVersionStatus, TrainingPlanSummary } from './schema.js'
import { trainingPlans, trainingPlanVersions } from './tables.js'

export type PlanRow = typeof trainingPlans.$inferSelect
export type PlanVersionRow = typeof trainingPlanVersions.$inferSelect

/** A school's client sees its own school's plans. */
const planIsSeen = (scope: Scope) =>
  and(
    eq(trainingPlans.districtId, scope.districtId),
    scope.schoolId ? eq(trainingPlans.schoolId, scope.schoolId) : undefined,
  )

const isNewestVersion = and(
  eq(trainingPlanVersions.districtId, trainingPlans.districtId),
  eq(trainingPlanVersions.planId, trainingPlans.id),
  eq(trainingPlanVersions.number, trainingPlans.newestVersion),
)

export async function findPlan(tx: Tx, scope: Scope, id: string): Promise<PlanRow | null> {
  const rows = await tx
    .select()
    .from(trainingPlans)
    .where(and(planIsSeen(scope), eq(trainingPlans.id, id)))
  return rows[0] ?? null
}

/** Whatever changes a plan, its versions or what carries it out holds this row. */
export async function lockPlan(tx: Tx, scope: Scope, id: string): Promise<PlanRow | null> {
  const rows = await tx
    .select()
    .from(trainingPlans)
    .where(and(planIsSeen(scope), eq(trainingPlans.id, id)))
    .for('update')
  return rows[0] ?? null
}

export async function findPlanOfYear(
  tx: Tx,
  districtId: string,
  schoolId: string,
  academicYear: string,
): Promise<PlanRow | null> {
  const rows = await tx
    .select()
    .from(trainingPlans)
    .where(
      and(
        eq(trainingPlans.districtId, districtId),
        eq(trainingPlans.schoolId, schoolId),
        eq(trainingPlans.academicYear, academicYear),
      ),
    )
  return rows[0] ?? null
}

export async function findVersion(
  tx: Tx,
  districtId: string,
  planId: string,
  number: number,
): Promise<PlanVersionRow | null> {
  const rows = await tx
    .select()
    .from(trainingPlanVersions)
    .where(
      and(
        eq(trainingPlanVersions.districtId, districtId),
        eq(trainingPlanVersions.planId, planId),
        eq(trainingPlanVersions.number, number),
      ),
    )
  return rows[0] ?? null
}

export async function listTrainingPlans(
  tx: Tx,
  scope: Scope,
  filters: {
    academicYear?: string | undefined
    schoolId?: string | undefined
    status?: PlanStatus | undefined
    newestVersionStatus?: PlanVersionStatus | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<{ data: TrainingPlanSummary[]; nextCursor: string | null }> {
  const after = decodeCursor('listTrainingPlans', filters.cursor, ['uuid'])
  const rows = await tx
    .select({ plan: trainingPlans, newestVersionStatus: trainingPlanVersions.status })
    .from(trainingPlans)
    .innerJoin(trainingPlanVersions, isNewestVersion)
    .where(
      and(
        planIsSeen(scope),
        filters.academicYear ? eq(trainingPlans.academicYear, filters.academicYear) : undefined,
        filters.schoolId ? eq(trainingPlans.schoolId, filters.schoolId) : undefined,
        filters.status ? eq(trainingPlans.status, filters.status) : undefined,
        filters.newestVersionStatus ? eq(trainingPlanVersions.status, filters.newestVersionStatus) : undefined,
        after ? sql`${trainingPlans.id} < ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(desc(trainingPlans.id))
    .limit(filters.limit + 1)
  return pageFrom(
    'listTrainingPlans',
    rows,
    filters.limit,
    ({ plan }) => [plan.id],
    ({ plan, newestVersionStatus }) => toSummary(plan, newestVersionStatus),
  )
}

export function toSummary(
  { districtId: _, ...plan }: PlanRow,
  newestVersionStatus: PlanVersionStatus,
): TrainingPlanSummary {
  return { ...plan, newestVersionStatus }
}
