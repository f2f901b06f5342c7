import { buffer } from 'node:stream/consumers'
import { stringify } from 'csv-stringify/sync'
import yazl from 'yazl'
import { addDays } from '../lib/calendar.js'
import { oneRosterHeaders, type OneRosterFile } from '../integration/formats/one-roster-records.js'
import type { SampleTeacher } from './roster.js'
import { sampleGroups, sampleSchools } from './schools.js'
import { ACADEMIC_YEAR } from './timetable.js'

const DISTRICT = 'SAMPLE-DISTRICT'
/** The specification has no kinds of schools, but lets columns be added. */
const SCHOOL_KIND = 'ext:kind'
const SEMESTERS = [`${ACADEMIC_YEAR}-1`, `${ACADEMIC_YEAR}-2`]

/** All data files of the specification; those that are not written are `absent`. */
const specifiedFiles = [
  ...['academicSessions', 'categories', 'classes', 'classResources', 'courses', 'courseResources', 'demographics'],
  ...[
    'enrollments',
    'lineItems',
    'lineItemLearningObjectiveIds',
    'lineItemScoreScales',
    'orgs',
    'resources',
    'results',
  ],
  ...[
    'resultLearningObjectiveIds',
    'resultScoreScales',
    'roles',
    'scoreScales',
    'userProfiles',
    'userResources',
    'users',
  ],
]

type Row = Record<string, string>
type DutyOf = SampleTeacher['duties'][number] & { teacher: SampleTeacher; sourcedId: string }

/**
 * The district as OneRoster 1.2 CSV in bulk mode: all schools and groups, and the teachers of the schools that keep no
 * sheet of their own. A homeroom duty is a class with an enrollment; by the specification its end date is exclusive.
 */
export async function writeOneRosterArchive(teachers: readonly SampleTeacher[]): Promise<Buffer> {
  const duties = teachers.flatMap((teacher) =>
    teacher.duties.map((duty, index): DutyOf => ({ ...duty, teacher, sourcedId: `${teacher.sourcedId}-${index + 1}` })),
  )
  const rows: Record<OneRosterFile, Row[]> = {
    orgs: orgs(),
    academicSessions: academicSessions(),
    users: teachers.map((teacher) => ({
      sourcedId: teacher.sourcedId,
      enabledUser: 'true',
      username: teacher.sourcedId.toLowerCase(),
      familyName: '示例',
      givenName: teacher.name.replace(/^示例/, ''),
      primaryOrgSourcedId: teacher.duties.at(-1)!.school.sourcedId,
    })),
    roles: duties.map((duty, index) => ({
      sourcedId: `role-${duty.sourcedId}`,
      userSourcedId: duty.teacher.sourcedId,
      roleType: duties[index + 1]?.teacher === duty.teacher ? 'secondary' : 'primary',
      role: 'teacher',
      orgSourcedId: duty.school.sourcedId,
      ...datesOf(duty),
    })),
    classes: duties.map((duty) => ({
      sourcedId: `class-${duty.sourcedId}`,
      title: duty.className,
      classType: 'homeroom',
      schoolSourcedId: duty.school.sourcedId,
      termSourcedIds: SEMESTERS.join(','),
    })),
    enrollments: duties.map((duty) => ({
      sourcedId: `duty-${duty.sourcedId}`,
      classSourcedId: `class-${duty.sourcedId}`,
      schoolSourcedId: duty.school.sourcedId,
      userSourcedId: duty.teacher.sourcedId,
      role: 'teacher',
      primary: 'true',
      ...datesOf(duty),
    })),
  }
  return zip({
    'manifest.csv': csv([['propertyName', 'value'], ...manifest(Object.keys(rows))]),
    ...Object.fromEntries(
      Object.entries(rows).map(([file, records]) => [`${file}.csv`, table(file as OneRosterFile, records)]),
    ),
  })
}

function manifest(written: readonly string[]): string[][] {
  return [
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.2'],
    ...specifiedFiles.map((file) => [`file.${file}`, written.includes(file) ? 'bulk' : 'absent']),
    ['source.systemName', '示例学籍系统'],
    ['source.systemCode', 'sample'],
  ]
}

function orgs(): Row[] {
  return [
    { sourcedId: DISTRICT, name: '示例区', type: 'district', identifier: '', parentSourcedId: '' },
    ...sampleGroups.map(({ sourcedId, name }) => ({ sourcedId, name, type: 'local', parentSourcedId: DISTRICT })),
    ...sampleSchools.map(({ sourcedId, name, kind, groupSourcedId }) => ({
      sourcedId,
      name,
      type: 'school',
      identifier: sourcedId,
      parentSourcedId: groupSourcedId,
      [SCHOOL_KIND]: kind,
    })),
  ]
}

function academicSessions(): Row[] {
  const year = { title: '2024学年', type: 'schoolYear', startDate: '2024-09-01', endDate: '2025-09-01' }
  const first = { title: '2024学年第一学期', type: 'semester', startDate: '2024-09-01', endDate: '2025-02-01' }
  const second = { title: '2024学年第二学期', type: 'semester', startDate: '2025-02-01', endDate: '2025-09-01' }
  const semesters = [first, second].map((semester, index) => ({
    ...semester,
    sourcedId: SEMESTERS[index]!,
    parentSourcedId: ACADEMIC_YEAR,
  }))
  return [{ ...year, sourcedId: ACADEMIC_YEAR, parentSourcedId: '' }, ...semesters].map((session) => ({
    ...session,
    schoolYear: '2025',
  }))
}

function datesOf({ from, to }: DutyOf): Row {
  return { beginDate: from, endDate: to === null ? '' : addDays(to, 1) }
}

function table(file: OneRosterFile, records: readonly Row[]): Buffer {
  const header: readonly string[] = [...oneRosterHeaders[file], ...(file === 'orgs' ? [SCHOOL_KIND] : [])]
  return csv([header, ...records.map((record) => header.map((column) => record[column] ?? ''))])
}

function csv(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(
    stringify(
      rows.map((row) => [...row]),
      { record_delimiter: 'windows' },
    ),
  )
}

/** Stored without compression and dated alike, so that the bytes depend on the content alone. */
async function zip(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const archive = new yazl.ZipFile()
  for (const [name, content] of Object.entries(files)) {
    // Without the extra field the archive holds the local time as it stands here, wherever that is.
    archive.addBuffer(content, name, { compress: false, mtime: new Date(2024, 8, 1), forceDosTimestamp: true })
  }
  archive.end()
  return buffer(archive.outputStream)
}
