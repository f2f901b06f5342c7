import type { AssessmentKind } from '../schema.js'

/** Who asks: a teacher, a school's client, or the institute with neither. */
type Asking = { schoolId: string | null; teacherId: string | null }

/** An interview has no kind; it is staff who record it, as they record what a leader says. */
type Recorded = { kind: AssessmentKind | null; assessorId: string | null; recorderSchoolId: string | null }

/**
 * §3.1: who may withdraw what was said of a teacher's needs.
 * 1. What teachers say of themselves and of colleagues only they themselves take back.
 * 2. What a school recorded, any of its staff who may record; the institute also what its schools recorded. A school takes
 *    back nothing that the institute or another school said of its teachers.
 */
export function mayWithdraw(
  { schoolId, teacherId }: Asking,
  { kind, assessorId, recorderSchoolId }: Recorded,
): boolean {
  if (kind === 'self' || kind === 'peer') return teacherId === assessorId
  return teacherId === null && (schoolId === null || schoolId === recorderSchoolId)
}
