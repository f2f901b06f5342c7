import { loadTiers } from '../../courses/tiers/load-tiers.js'
import type { Tx } from '../../db/database.js'
import { findSchoolsWithDuties } from '../../roster/duties/read.js'
import { findMembers, inSteps } from '../../roster/find-members.js'
import { yearUntil, type Basis } from '../../roster/load-basis.js'
import { findClosedAnonymousSurveys, type ClosedSurvey } from '../surveys/anonymous/read.js'
import { sumNeeds, type NeedRow } from './read.js'
import { anonymousFacts, groupNeeds, type AnonymousFact, type GroupFact } from './rules/group-needs.js'
import type { DistrictNeeds } from './schema.js'

/** Surveys that are read at once. */
const BATCH = 50

/** What the teachers of one school, or of the whole district, need by now, in so many reads for some hundred teachers. */
export async function loadGroupNeeds(tx: Tx, basis: Basis, now: Date, schoolId: string | null): Promise<DistrictNeeds> {
  const { districtId, year, parameters } = basis
  const until = yearUntil(year, now)
  const steps = schoolId
    ? [[schoolId]]
    : inSteps(await findSchoolsWithDuties(tx, districtId, year.startsOn, year.endsOn))
  const named: GroupFact[] = []
  let teachers = 0
  for (const step of steps) {
    const teacherIds = [...(await findMembers(tx, districtId, step, until)).values()].flat()
    teachers += teacherIds.length
    named.push(...(await namedFacts(tx, basis, until.endsOn, teacherIds)))
  }
  return {
    academicYear: year.code,
    policyEditionCode: parameters.code,
    teachers,
    modules: groupNeeds(named, await loadAnonymousFacts(tx, basis, schoolId), parameters),
  }
}

async function namedFacts(
  tx: Tx,
  { districtId, year, parameters }: Basis,
  date: string,
  teacherIds: readonly string[],
): Promise<GroupFact[]> {
  const { code: academicYear, startsOn, endsOn } = year
  const tiers = await loadTiers(tx, { districtId, teacherIds, date, parameters })
  const members = [...tiers].map(([teacherId, { stage, tier }]) => ({ teacherId, stage, tier }))
  return (await sumNeeds(tx, { districtId, academicYear, startsOn, endsOn }, members)).map(toFact)
}

function toFact({ source, sum, count, teachers, ...of }: NeedRow): GroupFact {
  return source === null ? { ...of, source, teachers } : { ...of, source, sum, count }
}

async function loadAnonymousFacts(
  tx: Tx,
  { districtId, year }: Basis,
  schoolId: string | null,
): Promise<AnonymousFact[]> {
  const facts: AnonymousFact[] = []
  let surveys: ClosedSurvey[] = []
  do {
    const after = surveys.at(-1)?.id ?? null
    const asked = { academicYear: year.code, schoolId, after, limit: BATCH }
    surveys = await findClosedAnonymousSurveys(tx, districtId, asked)
    facts.push(...surveys.flatMap((survey) => anonymousFacts(survey, schoolId)))
  } while (surveys.length === BATCH)
  return facts
}
