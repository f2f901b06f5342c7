import type { Actor } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { formatHours } from '../lib/quantity.js'
import { newId } from '../lib/ids.js'
import type { ComputedRun } from './compute-statements.js'
import type { CreditRunRow, CreditStatementRow } from './read.js'
import { changeCreditRun, deleteStatements, insertCreditRuns, insertStatements } from './write.js'

type RunHead = Pick<
  CreditRunRow,
  'schoolId' | 'academicYear' | 'semester' | 'sequence' | 'kind' | 'policyEditionId' | 'reason'
>

/** A new draft with its statements. */
export async function saveDraft(
  tx: Tx,
  by: { actor: Actor; now: Date },
  head: RunHead,
  computed: ComputedRun,
): Promise<CreditRunRow> {
  const [run] = await saveDrafts(tx, by, [{ head, computed }])
  return run!
}

/** New drafts of many schools with all their statements, in two statements of SQL. */
export async function saveDrafts(
  tx: Tx,
  { actor, now }: { actor: Actor; now: Date },
  drafts: readonly { head: RunHead; computed: ComputedRun }[],
): Promise<CreditRunRow[]> {
  const { districtId } = actor
  const computedAt = now.toISOString()
  const given = drafts.map(({ head, computed }) => ({
    districtId,
    id: newId(),
    ...head,
    ...figuresOf(computed),
    computedAt,
  }))
  const runs = new Map((await insertCreditRuns(tx, given)).map((run) => [run.id, run]))
  await insertStatements(
    tx,
    drafts.flatMap(({ computed }, at) => rowsOf(runs.get(given[at]!.id)!, computed)),
  )
  return given.map(({ id }) => runs.get(id)!)
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
