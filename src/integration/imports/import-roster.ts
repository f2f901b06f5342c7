import { createHash } from 'node:crypto'
import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { hours } from '../../lib/quantity.js'
import { putHomeroomDuties } from '../../roster/batches/put-homeroom-duties.js'
import { putTeachers, type TeacherItem } from '../../roster/batches/put-teachers.js'
import { findDutyNames } from '../../roster/batches/read.js'
import { findTeacherIds } from '../../roster/read.js'
import { readRosterRow, rosterColumns, type RosterRow } from '../formats/roster-columns.js'
import { findSchoolsOfSheet } from './find-schools.js'
import { inBatches, type Importer, type ImportWork } from './in-batches.js'
import { readSheet } from './read-sheet.js'
import {
  findingOf,
  inFileOrder,
  isOpen,
  isTaken,
  reject,
  resultsOf,
  settle,
  settleDisagreements,
  settleDuplicates,
  sortReadings,
  type Line,
  type Statement,
} from './report.js'

type School = { id: string; sourcedId: string }
type RosterLine = Line<RosterRow>

/**
 * A school's own list of homeroom duties: each row is a teacher and a duty. Blank cells, that of the end among them, leave
 * what is known as it is: a list that still names a teacher who was transferred by hand does not bring her back. A
 * duty is known by teacher, school, class and first day, whatever its external id, so that the same list changes nothing.
 */
export const importRoster: Importer = async (tx, work) => {
  const { readings, ignoredColumns } = await readSheet(work.bytes, rosterColumns, readRosterRow)
  const { lines, unreadable } = sortReadings(null, readings)
  const schools = await findSchools(tx, work.actor, lines)
  const nameOfDuty = (row: RosterRow) => nameOf(row, schools.get(row.schoolSourcedId)?.sourcedId ?? '')
  settleDisagreements(lines, ({ teacherSourcedId }) => teacherSourcedId, ofTeacher)
  settleDisagreements(lines, nameOfDuty, ofDuty)
  settleDuplicates(lines, nameOfDuty)
  await inBatches(lines.filter(isOpen), work, (batch) => writeBatch(tx, work, batch, schools))
  return {
    results: inFileOrder([...unreadable, ...resultsOf(lines)]),
    dropped: 0,
    ignoredColumns,
    ignoredFiles: [],
    teachers: new Set(lines.filter(isTaken).map(({ value }) => value.teacherSourcedId)),
    hours: hours(0),
  }
}

async function findSchools(tx: Tx, actor: Actor, lines: readonly RosterLine[]): Promise<Map<string, School>> {
  const codes = [...new Set(lines.map(({ value }) => value.schoolSourcedId))]
  const find = await findSchoolsOfSheet(tx, actor, codes)
  const found = new Map(codes.map((code) => [code, find(code)]))
  for (const line of lines) {
    const { schoolSourcedId } = line.value
    const school = found.get(schoolSourcedId)!
    if (school.ok) continue
    reject(line, school.reason.code, 'schoolSourcedId', school.reason.params, `school:${schoolSourcedId}`)
  }
  return new Map([...found].flatMap(([code, school]) => (school.ok ? [[code, school]] : [])))
}

function nameOf({ teacherSourcedId, className, from }: RosterRow, school: string): string {
  return JSON.stringify([teacherSourcedId, school, className, from])
}

/** One teacher has one name and one title, in all her rows; a blank cell says nothing. */
const ofTeacher: readonly Statement<RosterRow>[] = [
  { column: 'name', textOf: ({ name }) => name },
  { column: 'professionalTitle', textOf: ({ professionalTitle }) => professionalTitle },
  { column: 'earlierServiceYears', textOf: ({ earlierServiceYears }) => earlierServiceYears },
  { column: 'identityNumber', textOf: ({ identityNumber }) => said(identityNumber) },
  { column: 'phone', textOf: ({ phone }) => said(phone) },
]

/** A number that is to be taken away is said too. */
const said = (number: string | null | undefined) => (number === undefined ? null : (number ?? ''))

/** A row that repeats a duty repeats all of it, its blanks too: else one of the two would be dropped unseen. */
const ofDuty: readonly Statement<RosterRow>[] = [
  { column: 'to', textOf: ({ to }) => to ?? '' },
  ...ofTeacher.map(({ column, textOf }) => ({ column, textOf: (row: RosterRow) => textOf(row) ?? '' })),
]

async function writeBatch(
  tx: Tx,
  { actor, now }: ImportWork,
  batch: readonly RosterLine[],
  schools: ReadonlyMap<string, School>,
): Promise<void> {
  const changed = await writeTeachers(tx, { actor, now }, batch)
  const lines = batch.filter(isOpen)
  const teacherIds = await findTeacherIds(
    tx,
    actor.districtId,
    lines.map(({ value }) => value.teacherSourcedId),
  )
  const names = await findDutyNames(tx, actor.districtId, [...teacherIds.values()])
  const known = new Map(names.map((duty) => [keyOf(duty), duty.sourcedId]).reverse() as [string, string][])
  const items = lines.map(({ value }) => {
    const school = schools.get(value.schoolSourcedId)!
    const { teacherSourcedId, className, from, to } = value
    const duty = { teacherId: teacherIds.get(teacherSourcedId)!, schoolId: school.id, className, from }
    const sourcedId = known.get(keyOf(duty)) ?? `sheet:${fingerprint(nameOf(value, school.sourcedId))}`
    return { ...duty, sourcedId, teacherSourcedId, schoolSourcedId: school.sourcedId, to }
  })
  const outcomes = await putHomeroomDuties(tx, { actor, now, items })
  for (const [at, line] of lines.entries()) {
    const outcome = outcomes[at]!
    if (!outcome.ok) settle(line, 'rejected', findingOf(outcome.reason, { '/to': 'to' }))
    else
      settle(
        line,
        outcome.outcome === 'unchanged' && changed.has(line.value.teacherSourcedId) ? 'updated' : outcome.outcome,
      )
  }
}

/** Writes the teachers of a batch; answers those who were created or changed, and rejects the rows of those refused. */
async function writeTeachers(
  tx: Tx,
  { actor, now }: { actor: Actor; now: Date },
  batch: readonly RosterLine[],
): Promise<Set<string>> {
  const items = new Map<string, TeacherItem>()
  for (const { value } of batch) {
    const { teacherSourcedId: sourcedId, name, professionalTitle, earlierServiceYears, identityNumber, phone } = value
    const before = items.get(sourcedId)
    items.set(sourcedId, {
      sourcedId,
      name,
      professionalTitle: before?.professionalTitle ?? professionalTitle,
      earlierServiceYears: before?.earlierServiceYears ?? earlierServiceYears,
      identityNumber: before?.identityNumber === undefined ? identityNumber : before.identityNumber,
      phone: before?.phone === undefined ? phone : before.phone,
    })
  }
  const given = [...items.values()]
  const outcomes = await putTeachers(tx, { actor, now, items: given })
  const changed = new Set<string>()
  const refused = new Map<string, Parameters<typeof findingOf>[0]>()
  for (const [at, { sourcedId }] of given.entries()) {
    const outcome = outcomes[at]!
    if (!outcome.ok) refused.set(sourcedId, outcome.reason)
    else if (outcome.outcome !== 'unchanged') changed.add(sourcedId)
  }
  for (const line of batch) {
    const { teacherSourcedId } = line.value
    const reason = refused.get(teacherSourcedId)
    if (reason) reject(line, reason.code, 'teacherSourcedId', reason.params, `teacher:${teacherSourcedId}`)
  }
  return changed
}

function keyOf({
  teacherId,
  schoolId,
  className,
  from,
}: {
  teacherId: string
  schoolId: string
  className: string
  from: string
}): string {
  return JSON.stringify([teacherId, schoolId, className, from])
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
