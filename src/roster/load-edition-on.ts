import type { Tx } from '../db/database.js'
import { Refusal } from '../errors.js'
import type { IsoDate } from '../lib/calendar.js'
import { findEditionInForce, findNewestEdition } from '../policy/read.js'
import { editionParameters, type EditionParameters } from '../policy/rules/edition-parameters.js'
import { findSemestersOf } from './calendar/read.js'

/**
 * The edition in force on a day, for what belongs to no academic year: that of the year which the calendar has around the
 * day, or the district's newest where it has none.
 */
export async function loadEditionOn(
  tx: Tx,
  districtId: string,
  date: IsoDate,
): Promise<{ editionId: string; parameters: EditionParameters }> {
  const academicYear = (await findSemestersOf(tx, districtId, [date])).get(date)?.academicYear
  const edition = academicYear
    ? await findEditionInForce(tx, districtId, academicYear)
    : await findNewestEdition(tx, districtId)
  if (!edition) throw new Refusal('noPolicyEdition', { academicYear: academicYear ?? date })
  return { editionId: edition.id, parameters: editionParameters(edition.document) }
}
