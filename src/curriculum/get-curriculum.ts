import type { Actor } from '../access/schema.js'
import { listCoursesFor, type OfferedCourse } from '../courses/read.js'
import { loadTiers } from '../courses/tiers/load-tiers.js'
import { query, type Database, type Tx } from '../db/database.js'
import { notFound } from '../errors.js'
import { findLedger } from '../hours/read.js'
import { countHours } from '../hours/rules/count-hours.js'
import { formatHours, formatRatio, NO_HOURS, parseHours, type Hours, type Ratio } from '../lib/quantity.js'
import { loadNeedProfile } from '../needs/profile/load-need-profile.js'
import type { EditionParameters } from '../policy/rules/edition-parameters.js'
import { findDuties, mayReadOfTeacher } from '../roster/duties/read.js'
import { loadBasis, yearUntil, type Basis } from '../roster/load-basis.js'
import { findTeacher } from '../roster/read.js'
import { findVersionsTaught } from './read.js'
import { coverModules, orderCurriculum, type CurriculumPlace } from './rules/curriculum.js'
import { reasonText, tierReason } from './rules/reason-text.js'
import type { Curriculum, CurriculumCourse } from './schema.js'

/** Courses that are put in order: more of one tier than anybody chooses from. */
const COURSES_WEIGHED = 2000

/** The courses that fit a teacher's tier, in the order of need, each with its reasons; and how the modules are covered. */
export async function getCurriculum(
  db: Database,
  {
    actor,
    now,
    teacherId,
    academicYear,
    limit,
  }: { actor: Actor; now: Date; teacherId: string; academicYear: string; limit: number },
): Promise<Curriculum> {
  const { districtId } = actor
  return query(db, actor, async (tx) => {
    if (!(await findTeacher(tx, actor, teacherId))) throw notFound('teacher')
    const basis = await loadBasis(tx, districtId, academicYear)
    const { parameters, year } = basis
    const date = yearUntil(year, now).endsOn
    if (!(await mayReadOfTeacher(tx, actor, teacherId, date))) throw notFound('teacher')
    const { tier, stage } = (await loadTiers(tx, { districtId, teacherIds: [teacherId], date, parameters })).get(
      teacherId,
    )!
    const duties = await findDuties(tx, districtId, [teacherId], date, year.endsOn)
    const schoolIds = duties.map(({ schoolId }) => schoolId)
    const offered = await listCoursesFor(tx, { districtId, schoolIds, tier, limit: COURSES_WEIGHED })
    const facts = {
      courses: offered.map((course) => ({ ...course, hours: parseHours(course.hours) })),
      taught: await findVersionsTaught(tx, districtId, teacherId),
      needs: await loadNeeds(tx, basis, teacherId),
      hours: await loadHoursByModule(tx, basis, teacherId),
    }
    const courseOf = new Map(offered.map((course) => [course.id, course]))
    return {
      teacherId,
      academicYear,
      policyEditionCode: parameters.code,
      tier,
      tierName: parameters.tiers.find((known) => known.tier === tier)?.name ?? { en: '', zh: '' },
      stage,
      modules: coverModules(parameters.modules, facts).map(({ need, hours, ...coverage }) => ({
        ...coverage,
        name: parameters.modules.find(({ code }) => code === coverage.module)!.name,
        need: need === null ? null : formatRatio(need),
        hours: formatHours(hours),
      })),
      courses: orderCurriculum(facts)
        .slice(0, limit)
        .map((place) => presentCourse(place, courseOf.get(place.courseId)!, tier, parameters)),
      coursesTotal: offered.length,
    }
  })
}

async function loadNeeds(tx: Tx, basis: Basis, teacherId: string): Promise<Map<string, Ratio>> {
  const needs = await loadNeedProfile(tx, basis, teacherId)
  return new Map(needs.flatMap(({ module, need }): [string, Ratio][] => (need === null ? [] : [[module, need]])))
}

async function loadHoursByModule(
  tx: Tx,
  { districtId, year, parameters }: Basis,
  teacherId: string,
): Promise<Map<string, Hours>> {
  const ledger = await findLedger(tx, districtId, teacherId, year.code, null)
  const sums = new Map<string, Hours>()
  for (const { entry, counted } of countHours(ledger, parameters, { throughSemester: 2 }).entries)
    if (entry.module) sums.set(entry.module, ((sums.get(entry.module) ?? NO_HOURS) + counted) as Hours)
  return sums
}

function presentCourse(
  { courseId, need, reasons }: CurriculumPlace,
  { versionNumber, title, reach, schoolId, modules, forms, hours }: OfferedCourse,
  tier: number,
  parameters: EditionParameters,
): CurriculumCourse {
  return {
    courseId,
    courseVersion: versionNumber,
    title,
    reach,
    schoolId,
    modules,
    forms,
    hours,
    need: need === null ? null : formatRatio(need),
    done: reasons.some(({ code }) => code === 'done'),
    reasons: [
      { code: 'tier', module: null, ...tierReason(tier, parameters) },
      ...reasons.map((reason) => ({
        code: reason.code,
        module: 'module' in reason ? reason.module : null,
        ...reasonText(reason, parameters),
      })),
    ],
  }
}
