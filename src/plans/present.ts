import type { Tx } from '../db/database.js'
import { toNamed } from './people/name-people.js'
import { findNamesOf } from './people/read.js'
import { findVersion, toSummary, type PlanRow, type PlanVersionRow } from './read.js'
import type { TrainingPlan } from './schema.js'

/** A plan with one of its versions, its teachers by their present names. */
export async function presentPlan(tx: Tx, plan: PlanRow, version: PlanVersionRow): Promise<TrainingPlan> {
  const { districtId, planId: _, submittedBy: __, reviewedBy: ___, content, ...shown } = version
  const names = await findNamesOf(tx, districtId, content.responsible)
  const newest =
    version.number === plan.newestVersion ? version : (await findVersion(tx, districtId, plan.id, plan.newestVersion))!
  const responsible = content.responsible.map((person) => toNamed(person, names))
  return { ...toSummary(plan, newest.status), shown: { ...shown, content: { ...content, responsible } } }
}
