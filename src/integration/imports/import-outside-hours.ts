import type { Tx } from '../../db/database.js'
import { Refusal } from '../../errors.js'
import { enterOutsideHours } from '../../hours/recognize-outside-hours.js'
import { formatHours } from '../../lib/quantity.js'
import { findTeacherIds } from '../../roster/read.js'
import { outsideHoursColumns, readOutsideHoursRow, type OutsideHoursRow } from '../formats/outside-hours-columns.js'
import { inBatches, type Importer, type ImportWork } from './in-batches.js'
import { findRecognizedHours, type RecognizedHours } from './read.js'
import { readSheet } from './read-sheet.js'
import {
  findingOf,
  inFileOrder,
  isOpen,
  isTaken,
  reject,
  resultsOf,
  settle,
  settleDuplicates,
  sortReadings,
  sumOfHours,
  type Line,
} from './report.js'

type OutsideLine = Line<OutsideHoursRow>

const columns = { '/date': 'date', '/hours': 'hours', '/teacherId': 'teacherSourcedId' }

/**
 * Recognised training elsewhere, one certificate in a row. What is recognised already is not entered again; where the
 * known hours differ from the row, or were reversed by hand, the row is held and the ledger left as it is.
 */
export const importOutsideHours: Importer = async (tx, work) => {
  const { readings, ignoredColumns } = await readSheet(work.bytes, outsideHoursColumns, readOutsideHoursRow)
  const { lines, unreadable } = sortReadings(null, readings)
  settleDuplicates(lines, ({ teacherSourcedId, date, title, category }) =>
    JSON.stringify([teacherSourcedId, date, title, category]),
  )
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

async function findTeachers(
  tx: Tx,
  { actor }: ImportWork,
  lines: readonly OutsideLine[],
): Promise<Map<string, string>> {
  const teacherIds = await findTeacherIds(
    tx,
    actor.districtId,
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
  const keys = batch.map(({ line, teacherId }) => ({
    teacherId,
    date: line.value.date,
    title: line.value.title,
    category: line.value.category,
  }))
  const recognized = await findRecognizedHours(tx, actor.districtId, keys)
  for (const [at, { line, teacherId }] of batch.entries()) {
    const before = recognized[at]
    if (before) settleKnown(line, before)
    else await enterOne(tx, { actor, now, line, teacherId })
  }
}

function settleKnown(line: OutsideLine, { standing, hours, issuer, evidence }: RecognizedHours): void {
  const { value } = line
  const { title, date } = value
  if (!standing) return settle(line, 'held', { code: 'outsideHoursReversed', column: null, params: {}, cause: null })
  if (hours === value.hours && issuer === value.issuer && evidence === value.evidence) return settle(line, 'unchanged')
  return settle(line, 'held', { code: 'outsideHoursExist', column: null, params: { title, date }, cause: null })
}

async function enterOne(
  tx: Tx,
  { actor, now, line, teacherId }: Pick<ImportWork, 'actor' | 'now'> & { line: OutsideLine; teacherId: string },
): Promise<void> {
  const { teacherSourcedId, name: _, hours, ...content } = line.value
  try {
    await enterOutsideHours(tx, { actor, now, outside: { ...content, teacherId, hours: formatHours(hours) } })
    settle(line, 'created')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const reasons = error.reasons.length > 0 ? error.reasons : [{ code: error.code, params: error.params }]
    const findings = reasons.map((reason) =>
      reason.code === 'unknownTeacher'
        ? findingOf({ ...reason, params: { sourcedId: teacherSourcedId } }, columns, `teacher:${teacherSourcedId}`)
        : findingOf(reason, columns),
    )
    settle(line, 'rejected', ...findings)
  }
}
