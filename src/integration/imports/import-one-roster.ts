import type { Tx } from '../../db/database.js'
import type { ErrorCode } from '../../errors.js'
import { academicYearCode, addDays } from '../../lib/calendar.js'
import { hours } from '../../lib/quantity.js'
import { putHomeroomDuties } from '../../roster/batches/put-homeroom-duties.js'
import type { ItemOutcome } from '../../roster/batches/put-schools.js'
import { putTeachers } from '../../roster/batches/put-teachers.js'
import { findTeacherIds } from '../../roster/read.js'
import { findSchoolIds } from '../../roster/schools/read.js'
import { listAcademicYears } from '../../roster/calendar/read.js'
import { openOneRoster, type OneRosterArchive } from '../formats/one-roster.js'
import type { OneRosterFile, OneRosterRecords } from '../formats/one-roster-records.js'
import { importOrgs } from './import-one-roster-orgs.js'
import { inBatches, type Importer, type ImportWork } from './in-batches.js'
import {
  findingOf,
  isOpen,
  isTaken,
  reject,
  resultsOf,
  settle,
  settleDisagreements,
  settleDuplicates,
  sortReadings,
  type Line,
  type RowResult,
} from './report.js'

type Lines<File extends OneRosterFile> = Line<OneRosterRecords[File]>[]

/** What the rows of enrollments refer to. */
type References = {
  terms: Lines<'academicSessions'>
  classes: ReadonlyMap<string, Line<OneRosterRecords['classes']>>
  schoolIds: ReadonlyMap<string, string>
  teacherIds: ReadonlyMap<string, string>
}

/**
 * OneRoster 1.2 CSV in bulk mode. Organisations of type `school` are schools, those of type `local` school groups; users
 * with a role of `teacher` are teachers; a homeroom duty is an enrollment of role `teacher`, primary, in a class of type
 * `homeroom`. External ids are kept. Rows that only serve others (roles, classes, academic sessions) count as unchanged.
 * What the file leaves out stays as it is: an import never removes anything.
 */
export const importOneRoster: Importer = async (tx, work) => {
  const archive = await openOneRoster(work.bytes)
  const orgs = await take(archive, 'orgs')
  const terms = await take(archive, 'academicSessions')
  const roles = await take(archive, 'roles')
  const users = await take(archive, 'users')
  const classes = await take(archive, 'classes')
  const enrollments = await take(archive, 'enrollments')

  const total = users.lines.length + enrollments.lines.length
  await work.progress(0, total)
  await importOrgs(tx, work, orgs.lines)
  await settleTerms(tx, work, terms.lines)
  await importTeachers(tx, partOf(work, 0, total), roles.lines, users.lines)
  const schoolIds = await findSchools(tx, work, classes.lines)
  settleClasses(classes.lines, schoolIds)
  const teacherIds = await findTeacherIds(
    tx,
    work.actor.districtId,
    enrollments.lines.map(({ value }) => value.userSourcedId),
  )
  const byId = new Map(classes.lines.toReversed().map((line) => [line.value.sourcedId, line]))
  await importDuties(tx, partOf(work, users.lines.length, total), enrollments.lines, {
    terms: terms.lines,
    classes: byId,
    schoolIds,
    teacherIds,
  })

  const { dropped } = archive
  return {
    results: [orgs, terms, users, roles, classes, enrollments].flatMap((file) => file.results()),
    dropped: dropped.users + dropped.roles + dropped.enrollments,
    ignoredColumns: [],
    ignoredFiles: archive.ignoredFiles,
    teachers: new Set(users.lines.filter(isTaken).map(({ value }) => value.sourcedId)),
    hours: hours(0),
  }
}

async function take<File extends OneRosterFile>(
  archive: OneRosterArchive,
  file: File,
): Promise<{ lines: Lines<File>; results: () => RowResult[] }> {
  const readings = []
  for await (const reading of archive.rows(file)) readings.push(reading)
  const { lines, unreadable } = sortReadings(`${file}.csv`, readings)
  const nameOf = ({ sourcedId }: OneRosterRecords[File]) => sourcedId
  settleDisagreements(lines, nameOf, [{ column: null, textOf: (value) => JSON.stringify(value) }])
  settleDuplicates(lines, nameOf)
  return {
    lines,
    results: () => [...unreadable, ...resultsOf(lines)].sort((a, b) => a.rowNumber - b.rowNumber),
  }
}

/** One of several parts of the work, with the progress of them all. */
function partOf(work: ImportWork, before: number, total: number): ImportWork {
  return { ...work, progress: (done) => work.progress(before + done, total) }
}

/** The institute keeps the calendar: the file's sessions only lend their dates to enrollments without any. */
async function settleTerms(tx: Tx, { actor }: ImportWork, lines: Lines<'academicSessions'>): Promise<void> {
  const { data: years } = await listAcademicYears(tx, actor.districtId, { limit: 200 })
  const known = new Set(years.map(({ code }) => code))
  for (const line of lines.filter(isOpen)) {
    const academicYear = academicYearCode(line.value.schoolYear - 1)
    if (known.has(academicYear)) settle(line, 'unchanged')
    else {
      const cause = `academicYear:${academicYear}`
      settle(line, 'ignored', { code: 'unknownAcademicYear', column: 'schoolYear', params: { academicYear }, cause })
    }
  }
}

async function importTeachers(tx: Tx, work: ImportWork, roles: Lines<'roles'>, users: Lines<'users'>): Promise<void> {
  for (const line of roles.filter(isOpen)) settle(line, line.value.role === 'teacher' ? 'unchanged' : 'ignored')
  const teachers = new Set(roles.filter(isTaken).map(({ value }) => value.userSourcedId))
  for (const line of users.filter(isOpen)) if (!teachers.has(line.value.sourcedId)) settle(line, 'ignored')
  await inBatches(users.filter(isOpen), work, async (batch) => {
    const items = batch.map(({ value: { sourcedId, name, identityNumber, phone } }) => ({
      sourcedId,
      name,
      identityNumber,
      phone,
      professionalTitle: null,
      earlierServiceYears: null,
    }))
    const outcomes = await putTeachers(tx, { actor: work.actor, now: work.now, items })
    settleAll(batch, outcomes, ({ sourcedId }) => `teacher:${sourcedId}`)
  })
}

async function findSchools(tx: Tx, { actor }: ImportWork, classes: Lines<'classes'>): Promise<Map<string, string>> {
  const sourcedIds = classes.map(({ value }) => value.schoolSourcedId)
  const found = await findSchoolIds(tx, actor.districtId, sourcedIds)
  return new Map([...found].filter(([, id]) => !actor.schoolId || id === actor.schoolId))
}

function settleClasses(classes: Lines<'classes'>, schoolIds: ReadonlyMap<string, string>): void {
  for (const line of classes.filter(isOpen)) {
    const { classType, schoolSourcedId: sourcedId } = line.value
    if (classType !== 'homeroom') settle(line, 'ignored')
    else if (schoolIds.has(sourcedId)) settle(line, 'unchanged')
    else reject(line, 'unknownSchool', 'schoolSourcedId', { sourcedId }, `school:${sourcedId}`)
  }
}

async function importDuties(
  tx: Tx,
  work: ImportWork,
  lines: Lines<'enrollments'>,
  references: References,
): Promise<void> {
  const said = references.terms.filter(({ outcome }) => outcome !== 'rejected')
  const terms = new Map(said.map(({ value }) => [value.sourcedId, value]))
  for (const line of lines.filter(isOpen)) checkEnrollment(line, references)
  await inBatches(lines.filter(isOpen), work, async (batch) => {
    const dated = batch.flatMap((line) => {
      const { value } = line
      const { title, termSourcedIds } = references.classes.get(value.classSourcedId)!.value
      const dates = datesOf(
        value,
        termSourcedIds.flatMap((id) => terms.get(id) ?? []),
      )
      if (!dates) {
        reject(line, 'missingValue', 'beginDate')
        return []
      }
      const { sourcedId, userSourcedId, schoolSourcedId } = value
      const teacherId = references.teacherIds.get(userSourcedId)!
      const schoolId = references.schoolIds.get(schoolSourcedId)!
      const names = { teacherSourcedId: userSourcedId, schoolSourcedId }
      return [{ line, item: { sourcedId, teacherId, schoolId, ...names, className: title, ...dates } }]
    })
    const items = dated.map(({ item }) => item)
    const outcomes = await putHomeroomDuties(tx, { actor: work.actor, now: work.now, items })
    settleAll(
      dated.map(({ line }) => line),
      outcomes,
      ({ userSourcedId }) => `teacher:${userSourcedId}`,
    )
  })
}

/** Whether a row is about a homeroom duty, and whether all that it refers to is there. */
function checkEnrollment(line: Line<OneRosterRecords['enrollments']>, references: References): void {
  const { role, primary, classSourcedId, schoolSourcedId, userSourcedId } = line.value
  if (role !== 'teacher' || !primary) return settle(line, 'ignored')
  const taught = references.classes.get(classSourcedId)
  if (!taught)
    return reject(line, 'unknownClass', 'classSourcedId', { sourcedId: classSourcedId }, `class:${classSourcedId}`)
  if (taught.value.classType !== 'homeroom') return settle(line, 'ignored')
  if (taught.outcome === 'rejected')
    return settle(line, 'rejected', ...taught.findings.map((finding) => ({ ...finding, column: 'classSourcedId' })))
  if (taught.value.schoolSourcedId !== schoolSourcedId)
    return reject(line, 'classElsewhere', 'schoolSourcedId', { sourcedId: classSourcedId })
  if (!references.teacherIds.has(userSourcedId))
    reject(line, 'unknownTeacher', 'userSourcedId', { sourcedId: userSourcedId }, `teacher:${userSourcedId}`)
}

/**
 * First and last day of a duty: the enrollment's own dates, else those of the class's terms. An enrollment that only
 * begins goes on. The end that terms lend is that of a new duty only: the file says nothing of this one's, and a duty that
 * was closed by hand stays closed. OneRoster's end dates are exclusive.
 */
function datesOf(
  { beginDate, endDate }: OneRosterRecords['enrollments'],
  terms: readonly OneRosterRecords['academicSessions'][],
): { from: string; to: string | null; toWhenNew: string | null } | null {
  const from = beginDate ?? terms.map(({ startDate }) => startDate).sort()[0]
  if (!from) return null
  const lent = beginDate
    ? undefined
    : terms
        .map((term) => term.endDate)
        .toSorted()
        .at(-1)
  return { from, to: endDate ? addDays(endDate, -1) : null, toWhenNew: lent ? addDays(lent, -1) : null }
}

const perTeacher: readonly ErrorCode[] = ['teacherElsewhere', 'teacherErased']
const dutyColumns = { '/to': 'endDate', '/schoolSourcedId': 'schoolSourcedId', '/teacherSourcedId': 'userSourcedId' }

function settleAll<T>(
  lines: readonly Line<T>[],
  outcomes: readonly ItemOutcome[],
  causeOf: (value: T) => string,
): void {
  for (const [at, line] of lines.entries()) {
    const outcome = outcomes[at]!
    if (outcome.ok) settle(line, outcome.outcome)
    else {
      const cause = perTeacher.includes(outcome.reason.code) ? causeOf(line.value) : null
      settle(line, 'rejected', findingOf(outcome.reason, dutyColumns, cause))
    }
  }
}
