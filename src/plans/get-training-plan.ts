import type { Actor } from '../access/schema.js'
import { query, type Database, type Tx } from '../db/database.js'
import { notFound } from '../errors.js'
import { presentPlan } from './present.js'
import { findPlan, findVersion, type PlanRow, type PlanVersionRow } from './read.js'
import type { TrainingPlan } from './schema.js'

/** A plan with the version asked for, the newest unless said. */
export async function getTrainingPlan(
  db: Database,
  { actor, id, versionNumber }: { actor: Actor; id: string; versionNumber?: number | undefined },
): Promise<TrainingPlan> {
  return query(db, actor, async (tx) => {
    const { plan, version } = await loadPlan(tx, actor, id, versionNumber)
    return presentPlan(tx, plan, version)
  })
}

/** The plan and one of its versions, as everybody who reads it needs them. */
export async function loadPlan(
  tx: Tx,
  actor: Actor,
  id: string,
  versionNumber?: number,
): Promise<{ plan: PlanRow; version: PlanVersionRow }> {
  const plan = await findPlan(tx, actor, id)
  if (!plan) throw notFound('trainingPlan')
  const version = await findVersion(tx, actor.districtId, id, versionNumber ?? plan.newestVersion)
  if (!version) throw notFound('trainingPlanVersion')
  return { plan, version }
}
