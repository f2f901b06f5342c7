import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { inLanes } from '../lib/lanes.js'
import type { OperationRow } from '../operations/read.js'
import { startOperation } from '../operations/start-operation.js'
import type { Task } from '../operations/tasks.js'
import { inSteps } from '../roster/find-members.js'
import { findSchoolsWithDuties } from '../roster/duties/read.js'
import { computeRegularRuns } from './load-run.js'
import { loadBasis, semesterOf } from '../roster/load-basis.js'
import { lockRunsOfSemester } from './read.js'
import { replaceDraft, saveDrafts } from './save-run.js'
import type { NewDistrictCreditRuns } from './schema.js'

const stepTimeout = 120_000
/** While the database saves one step, the rules work on another. */
const stepsAtOnce = 3

/** Starts drawing up one run for each school of the district. */
export async function createDistrictCreditRuns(
  db: Database,
  { actor, request }: { actor: Actor & Principal; request: NewDistrictCreditRuns },
): Promise<OperationRow> {
  return transact(db, actor, async (tx) => {
    await loadBasis(tx, actor.districtId, request.academicYear)
    return startOperation(tx, { actor, kind: 'districtCreditRuns', input: request })
  })
}

/**
 * The work of it: a draft for each school that has none, an open draft computed again, and what is signed off or sealed
 * left alone. Done once more, it changes nothing that has not changed in the ledger.
 */
export const draftDistrictCreditRuns: Task = async ({ db, actor, input, now, progress }) => {
  const { academicYear, semester } = input as NewDistrictCreditRuns
  const schools = await query(db, actor, async (tx) => {
    const { startsOn, endsOn } = semesterOf(await loadBasis(tx, actor.districtId, academicYear), semester)
    return findSchoolsWithDuties(tx, actor.districtId, startsOn, endsOn)
  })
  const result = { created: 0, recomputed: 0, leftAlone: 0 }
  let done = 0
  await progress(done, schools.length)
  await inLanes(inSteps(schools), stepsAtOnce, async (schoolIds) => {
    const step = { actor, now: now(), academicYear, semester, schoolIds }
    const outcomes = await transact(db, actor, (tx) => draftStep(tx, step), { timeout: stepTimeout })
    for (const outcome of outcomes) result[outcome] += 1
    done += schoolIds.length
    await progress(done, schools.length)
  })
  return { schools: schools.length, ...result }
}

type Step = { actor: Actor; now: Date; academicYear: string; semester: 1 | 2; schoolIds: readonly string[] }

async function draftStep(
  tx: Parameters<typeof loadBasis>[0],
  { actor, now, academicYear, semester, schoolIds }: Step,
): Promise<('created' | 'recomputed' | 'leftAlone')[]> {
  const basis = await loadBasis(tx, actor.districtId, academicYear)
  const known = new Map(
    (await lockRunsOfSemester(tx, actor.districtId, schoolIds, academicYear, semester))
      .filter(({ kind }) => kind === 'regular')
      .map((run) => [run.schoolId, run]),
  )
  const wanted = schoolIds.filter((schoolId) => (known.get(schoolId)?.status ?? 'draft') === 'draft')
  const computed = await computeRegularRuns(tx, basis, wanted, semester)
  const policyEditionId = basis.edition.id
  const head = { academicYear, semester, sequence: 0, kind: 'regular' as const, policyEditionId, reason: null }
  const drafts = [...computed].flatMap(([schoolId, run]) =>
    known.has(schoolId) ? [] : [{ head: { ...head, schoolId }, computed: run }],
  )
  await saveDrafts(tx, { actor, now }, drafts)
  for (const [schoolId, run] of computed) {
    const draft = known.get(schoolId)
    if (draft) await replaceDraft(tx, { now }, draft, run, { policyEditionId })
  }
  const outcomes = wanted.map((schoolId) => (known.has(schoolId) ? ('recomputed' as const) : ('created' as const)))
  return [...outcomes, ...schoolIds.filter((schoolId) => !wanted.includes(schoolId)).map(() => 'leftAlone' as const)]
}
