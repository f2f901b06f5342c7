import type { Actor } from '../../access/schema.js'
import { query, type Database } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { mayReadOfTeacher } from '../../roster/duties/read.js'
import { loadBasis, yearUntil } from '../../roster/load-basis.js'
import { findTeacher } from '../../roster/read.js'
import { countAnonymousSurveys } from '../surveys/read.js'
import { loadNeedProfile } from './load-need-profile.js'
import { presentNeed } from './rules/need-profile.js'
import type { NeedProfile } from './schema.js'

/** What one teacher needs, module by module, and what each figure comes from (§3.1, §3.2). */
export async function getNeedProfile(
  db: Database,
  { actor, now, teacherId, academicYear }: { actor: Actor; now: Date; teacherId: string; academicYear: string },
): Promise<NeedProfile> {
  const { districtId } = actor
  return query(db, actor, async (tx) => {
    if (!(await findTeacher(tx, actor, teacherId))) throw notFound('teacher')
    const basis = await loadBasis(tx, districtId, academicYear)
    const { endsOn } = yearUntil(basis.year, now)
    if (!(await mayReadOfTeacher(tx, actor, teacherId, endsOn))) throw notFound('teacher')
    const needs = await loadNeedProfile(tx, basis, teacherId)
    return {
      teacherId,
      academicYear,
      policyEditionCode: basis.parameters.code,
      modules: needs.map(presentNeed),
      anonymousSurveys: await countAnonymousSurveys(tx, { districtId, schoolId: null, teacherId }, academicYear),
    }
  })
}
