import type { Actor } from '../../access/schema.js'
import type { Database, Tx } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { Refusal, refused } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { newId } from '../../lib/ids.js'
import { mayRecordOfTeacher } from '../../roster/duties/read.js'
import { loadBasis } from '../../roster/load-basis.js'
import { findErasedTeachers, findExistingTeachers } from '../../roster/read.js'
import { areColleagues, toAssessment } from './read.js'
import { checkAssessment } from './rules/check-assessment.js'
import type { CompetenceAssessment, NewCompetenceAssessment } from './schema.js'
import { upsertAssessment } from './write.js'

/**
 * Records how somebody sees a teacher's competence (§3.1): the teacher herself, a colleague of the same school on that
 * day, or staff. The same assessor's word in the same year takes the place of the one before.
 */
export async function recordCompetenceAssessment(
  db: Database,
  { actor, now, assessment }: { actor: Actor & Principal; now: Date; assessment: NewCompetenceAssessment },
): Promise<CompetenceAssessment> {
  const { districtId, clientId } = actor
  const { teacherId, kind, academicYear, date, scores } = assessment
  return transact(db, actor, async (tx) => {
    if (!(await mayAssess(tx, actor, teacherId, date)))
      throw refused([{ code: 'unknownTeacher', pointer: '/teacherId', params: { sourcedId: teacherId } }])
    if ((await findErasedTeachers(tx, districtId, [teacherId])).size > 0)
      throw new Refusal('teacherErased', { sourcedId: teacherId })
    const { year, parameters } = await loadBasis(tx, districtId, academicYear)
    const { modules } = parameters
    const reasons = checkAssessment(assessment, actor, { year, today: shanghaiDate(now), modules })
    if (reasons.length > 0) throw refused(reasons)
    const row = await upsertAssessment(tx, {
      districtId,
      id: newId(),
      teacherId,
      kind,
      assessorId: actor.teacherId ?? clientId,
      academicYear,
      date,
      scores: scores.map(({ module, score, note }) => ({ module, score, note: note ?? null })),
      recordedBy: clientId,
      recordedAt: now.toISOString(),
    })
    return toAssessment(row, actor.teacherId)
  })
}

async function mayAssess(tx: Tx, actor: Actor, teacherId: string, date: string): Promise<boolean> {
  const self = actor.teacherId
  if (self === teacherId) return true
  if (self) return areColleagues(tx, actor.districtId, { teacherId: self, colleagueId: teacherId, date })
  const seen = await findExistingTeachers(tx, actor, [teacherId])
  return seen.has(teacherId) && mayRecordOfTeacher(tx, actor, teacherId, date)
}
