import type { Tx } from '../../db/database.js'
import { enterOutsideHours } from '../../hours/recognize-outside-hours.js'
import type { PriorOutside } from '../../hours/read.js'
import { formatHours } from '../../lib/quantity.js'
import { findSeenTeacherIds } from '../../roster/read.js'
import { outsideHoursColumns, readOutsideHoursRow, type OutsideHoursRow } from '../formats/outside-hours-columns.js'
import { inBatches, type Importer, type ImportWork } from './in-batches.js'
import { readSheet } from './read-sheet.js'
import {
  inFileOrder,
  isOpen,
  isTaken,
  reject,
  resultsOf,
  settle,
  settleDisagreements,
  settleDuplicates,
  settleRefused,
  sortReadings,
  sumOfHours,
  type Line,
  type Statement,
} from './report.js'

type OutsideLine = Line<OutsideHoursRow>

const columns = { '/date': 'date', '/hours': 'hours', '/teacherId': 'teacherSourcedId' }

const nameOf = ({ teacherSourcedId, date, title, category }: OutsideHoursRow) =>
  JSON.stringify([teacherSourcedId, date, title, category])

const statements: readonly Statement<OutsideHoursRow>[] = [
  { column: 'hours', textOf: ({ hours }) => hours },
  { column: 'issuer', textOf: ({ issuer }) => issuer },
  { column: 'evidence', textOf: ({ evidence }) => evidence },
]

/**
 * Recognised training elsewhere, one certificate in a row. What is recognised already is not entered again; where the
 * known hours differ from the row, or were reversed by hand, the row is held and the ledger left as it is.
 */
export const importOutsideHours: Importer = async (tx, work) => {
  const { readings, ignoredColumns } = await readSheet(work.bytes, outsideHoursColumns, readOutsideHoursRow)
  const { lines, unreadable } = sortReadings(null, readings)
  settleDisagreements(lines, nameOf, statements)
  settleDuplicates(lines, nameOf)
  const teacherIds = await findTeachers(tx, work, lines)
  // Ledgers are locked in order of teacher, as all who write them do; within one the order of the file stands.
  const ordered = lines
    .filter(isOpen)
    .map((line) => ({ line, teacherId: teacherIds.get(line.value.teacherSourcedId)! }))
    .toSorted((a, b) => (a.teacherId < b.teacherId ? -1 : a.teacherId > b.teacherId ? 1 : 0))
  await inBatches(ordered, work, (batch) => writeBatch(tx, work, batch))
  return {
    results: inFileOrder([...unreadable, ...resultsOf(lines)]),
    dropped: 0,
    ignoredColumns,
    ignoredFiles: [],
    teachers: new Set(lines.filter(isTaken).map(({ value }) => value.teacherSourcedId)),
    hours: sumOfHours(lines),
  }
}

/** A school's client is told nothing of teachers who hold and held no duty there: they are unknown, like those who are not. */
async function findTeachers(
  tx: Tx,
  { actor }: ImportWork,
  lines: readonly OutsideLine[],
): Promise<Map<string, string>> {
  const teacherIds = await findSeenTeacherIds(
    tx,
    actor,
    lines.map(({ value }) => value.teacherSourcedId),
  )
  for (const line of lines.filter(isOpen)) {
    const { teacherSourcedId: sourcedId } = line.value
    if (!teacherIds.has(sourcedId))
      reject(line, 'unknownTeacher', 'teacherSourcedId', { sourcedId }, `teacher:${sourcedId}`)
  }
  return teacherIds
}

async function writeBatch(
  tx: Tx,
  { actor, now }: ImportWork,
  batch: readonly { line: OutsideLine; teacherId: string }[],
): Promise<void> {
  const items = batch.map(({ line, teacherId }) => {
    const { teacherSourcedId: _, name: __, hours, ...content } = line.value
    return { ...content, teacherId, hours: formatHours(hours) }
  })
  const outcomes = await enterOutsideHours(tx, { actor, now, items, once: true })
  for (const [at, { line }] of batch.entries()) {
    const outcome = outcomes[at]!
    if (outcome.ok) settle(line, 'created')
    else if (outcome.known?.open && isSame(outcome.known, line.value)) settle(line, 'unchanged')
    else settleRefused(line, outcome.reasons, columns)
  }
}

function isSame(known: PriorOutside, { hours, issuer, evidence }: OutsideHoursRow): boolean {
  return known.hours === hours && known.issuer === issuer && known.evidence === evidence
}
