import type { Tx } from '../../db/database.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import { findDuties, type DutyFact } from '../../roster/duties/read.js'
import { findStandings } from '../../roster/read.js'
import type { ProfessionalTitle } from '../../roster/schema.js'
import { findOverrides } from './read.js'
import { serviceYears } from './rules/service-years.js'
import { decideTier, type TierDecision } from './rules/teacher-tier.js'
import type { TierOverride } from './schema.js'

/** A teacher's tier with all that it rests on. */
export type TierOfTeacher = TierDecision & {
  serviceYears: number
  title: ProfessionalTitle
  earlierYears: number
  duties: readonly DutyFact[]
  override: TierOverride | null
}

/** Before any duty. */
const ALWAYS = '0001-01-01'

/** The tiers of teachers on a date (§3.3), in three reads however many they are. */
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
): Promise<Map<string, TierOfTeacher>> {
  const standings = await findStandings(tx, districtId, teacherIds)
  const overrides = await findOverrides(tx, districtId, teacherIds, date)
  const duties = new Map<string, DutyFact[]>()
  for (const duty of await findDuties(tx, districtId, teacherIds, ALWAYS, date)) {
    const held = duties.get(duty.teacherId)
    if (held) held.push(duty)
    else duties.set(duty.teacherId, [duty])
  }
  return new Map(
    standings.map(({ id, professionalTitle: title, earlierServiceYears: earlierYears }) => {
      const held = duties.get(id) ?? []
      const override = overrides.get(id) ?? null
      const years = serviceYears(held, earlierYears, date)
      const decision = decideTier({ serviceYears: years, title, override: override?.tier ?? null }, parameters)
      return [id, { ...decision, serviceYears: years, title, earlierYears, duties: held, override }]
    }),
  )
}
