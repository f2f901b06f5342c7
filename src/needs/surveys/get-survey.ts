import type { Actor } from '../../access/schema.js'
import { query, type Database } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { findOwnViews } from './find-own-views.js'
import { presentSurvey } from './present.js'
import { findSurvey } from './read.js'
import type { Survey } from './schema.js'

/** A survey with its questions; to a teacher also whether it was answered and, unless it is anonymous, what. */
export async function getSurvey(db: Database, { actor, id }: { actor: Actor; id: string }): Promise<Survey> {
  return query(db, actor, async (tx) => {
    const row = await findSurvey(tx, actor, id)
    if (!row) throw notFound('survey')
    const viewOf = await findOwnViews(tx, actor, [row])
    return presentSurvey(row, viewOf(row))
  })
}
