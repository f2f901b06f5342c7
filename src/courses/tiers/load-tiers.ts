import type { Tx } from '../../db/database.js'
import { byTeacher } from '../../lib/group-by.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import { findDuties } from '../../roster/duties/read.js'
import { findStandings } from '../../roster/read.js'
import { findOverrides } from './read.js'
import { tierOn, type TierFacts, type TierOnDate } from './rules/tier-on.js'

const ALWAYS = { from: '0001-01-01', to: '9999-12-31' }

/** What the tiers of teachers rest on, whatever the date, in three reads however many they are. */
export async function loadTierFacts(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
): Promise<Map<string, TierFacts>> {
  const standings = await findStandings(tx, districtId, teacherIds)
  const overrides = byTeacher(await findOverrides(tx, districtId, teacherIds))
  const duties = byTeacher(await findDuties(tx, districtId, teacherIds, ALWAYS.from, ALWAYS.to))
  return new Map(
    standings.map(({ id, professionalTitle: title, earlierServiceYears: earlierYears }) => [
      id,
      { title, earlierYears, duties: duties.get(id) ?? [], overrides: overrides.get(id) ?? [] },
    ]),
  )
}

/** The tiers of teachers on a date (§3.3). */
export async function loadTiers(
  tx: Tx,
  {
    districtId,
    teacherIds,
    date,
    parameters,
  }: {
    districtId: string
    teacherIds: readonly string[]
    date: string
    parameters: Pick<EditionParameters, 'tierRule' | 'stages'>
  },
): Promise<Map<string, TierOnDate>> {
  const facts = await loadTierFacts(tx, districtId, teacherIds)
  return new Map([...facts].map(([id, known]) => [id, tierOn(known, date, parameters)]))
}
