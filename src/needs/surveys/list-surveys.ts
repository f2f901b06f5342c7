import type { Actor } from '../../access/schema.js'
import { query, type Database } from '../../db/database.js'
import { findOwnViews } from './find-own-views.js'
import { presentSummary } from './present.js'
import { listSurveyHeads } from './read.js'
import type { SurveySummary } from './schema.js'

/** Surveys without their questions, newest first. */
export async function listSurveys(
  db: Database,
  { actor, filters }: { actor: Actor; filters: Parameters<typeof listSurveyHeads>[2] },
): Promise<{ data: SurveySummary[]; nextCursor: string | null }> {
  return query(db, actor, async (tx) => {
    const { data, nextCursor } = await listSurveyHeads(tx, actor, filters)
    const viewOf = await findOwnViews(tx, actor, data)
    return { data: data.map((row) => presentSummary(row, viewOf(row))), nextCursor }
  })
}
