import type { Actor } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { formatHours } from '../lib/quantity.js'
import { newId } from '../lib/ids.js'
import type { ComputedRun } from './compute-statements.js'
import type { CreditRunRow, CreditStatementRow } from './read.js'
import { changeCreditRun, deleteStatements, insertCreditRun, insertStatements } from './write.js'

type RunHead = Pick<
  CreditRunRow,
  'schoolId' | 'academicYear' | 'semester' | 'sequence' | 'kind' | 'policyEditionId' | 'reason'
>

/** A new draft with its statements. */
export async function saveDraft(
  tx: Tx,
  { actor, now }: { actor: Actor; now: Date },
  head: RunHead,
  computed: ComputedRun,
): Promise<CreditRunRow> {
  const { districtId } = actor
  const run = await insertCreditRun(tx, {
    districtId,
    id: newId(),
    ...head,
    ...figuresOf(computed),
    computedAt: now.toISOString(),
  })
  await insertStatements(tx, rowsOf(run, computed))
  return run
}

/** The same run computed again: its statements are replaced, and whoever signed it off must do so once more. */
export async function replaceDraft(
  tx: Tx,
  { now }: { now: Date },
  run: CreditRunRow,
  computed: ComputedRun,
  head: Pick<RunHead, 'policyEditionId'> & Partial<Pick<RunHead, 'semester' | 'sequence' | 'reason'>>,
): Promise<CreditRunRow> {
  const { reason = run.reason } = head
  if (run.sha256 === computed.sha256 && run.policyEditionId === head.policyEditionId && run.reason === reason)
    return run
  await deleteStatements(tx, run.districtId, run.id)
  await insertStatements(tx, rowsOf(run, computed))
  return changeCreditRun(tx, run, {
    ...figuresOf(computed),
    ...head,
    status: 'draft',
    computedAt: now.toISOString(),
    signedOffAt: null,
    signedOffBy: null,
  })
}

function figuresOf({ totals: { credits: _, ...totals }, sha256 }: ComputedRun) {
  return { ...totals, sha256 }
}

/** Ids are made in the canonical order, so that a list by id is the canonical list. */
function rowsOf(
  { districtId, id: runId, schoolId }: CreditRunRow,
  { schoolName, statements }: ComputedRun,
): CreditStatementRow[] {
  return statements.map(({ teacherId, teacherName, content, corrects }) => ({
    districtId,
    id: newId(),
    runId,
    teacherId,
    schoolId,
    teacherName,
    schoolName,
    academicYear: content.academicYear,
    semester: content.semester,
    ledgerPosition: content.ledgerPosition,
    lectureHours: content.lecture.hours,
    practiceHours: content.practice.hours,
    uncountedHours: content.hoursUncounted,
    lectureEntitlement: content.lecture.entitlement,
    practiceEntitlement: content.practice.entitlement,
    lectureAwardedBefore: content.lecture.awardedBefore,
    practiceAwardedBefore: content.practice.awardedBefore,
    lectureAward: content.lecture.award,
    practiceAward: content.practice.award,
    lectureRemainder: content.lecture.remainder,
    practiceRemainder: content.practice.remainder,
    hoursRequired: content.hoursRequired,
    hoursBySchool: content.hoursBySchool.map(({ schoolSourcedId, lecture, practice }) => ({
      schoolSourcedId,
      lectureHours: formatHours(lecture),
      practiceHours: formatHours(practice),
    })),
    corrects,
  }))
}
