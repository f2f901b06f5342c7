import type { Tx } from '../../db/database.js'
import type { Basis } from '../../roster/load-basis.js'
import { sumNeeds } from './read.js'
import { needProfile, type NeedFact, type NeedOfModule } from './rules/need-profile.js'

/** A teacher's need for each module in a year, from what is known of the teacher by name; the greatest first. */
export async function loadNeedProfile(tx: Tx, basis: Basis, teacherId: string): Promise<NeedOfModule[]> {
  const { districtId, year, parameters } = basis
  const { code: academicYear, startsOn, endsOn } = year
  const rows = await sumNeeds(tx, { districtId, academicYear, startsOn, endsOn }, [{ teacherId, stage: '', tier: 0 }])
  const facts = rows.flatMap(({ source, ...row }): NeedFact[] => (source === null ? [] : [{ ...row, source }]))
  return needProfile(facts, parameters)
}
