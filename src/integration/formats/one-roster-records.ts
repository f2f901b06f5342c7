import { isIsoDate, type IsoDate } from '../../lib/calendar.js'
import type { SchoolKind } from '../../roster/schema.js'
import {
  readChoice,
  readIdentifier,
  readIdentityNumberCell,
  readInteger,
  readPhoneCell,
  readText,
  rowReader,
  type CellReading,
  type Choice,
} from './cell-values.js'
import type { Column } from './columns.js'
import type { RowReading } from './file-fault.js'
import type { TableRow } from './read-table.js'

/** OneRoster 1.2 CSV, the files that this service reads, each with its columns in the order of the specification. */
export const oneRosterHeaders = {
  orgs: ['sourcedId', 'status', 'dateLastModified', 'name', 'type', 'identifier', 'parentSourcedId'],
  academicSessions: [
    ...['sourcedId', 'status', 'dateLastModified', 'title', 'type', 'startDate', 'endDate', 'parentSourcedId'],
    'schoolYear',
  ],
  users: [
    ...['sourcedId', 'status', 'dateLastModified', 'enabledUser', 'username', 'userIds', 'givenName', 'familyName'],
    ...['middleName', 'identifier', 'email', 'sms', 'phone', 'agentSourcedIds', 'grades', 'password'],
    ...['userMasterIdentifier', 'preferredGivenName', 'preferredMiddleName', 'preferredFamilyName'],
    ...['primaryOrgSourcedId', 'pronouns'],
  ],
  roles: [
    ...['sourcedId', 'status', 'dateLastModified', 'userSourcedId', 'roleType', 'role', 'beginDate', 'endDate'],
    ...['orgSourcedId', 'userProfileSourcedId'],
  ],
  classes: [
    ...['sourcedId', 'status', 'dateLastModified', 'title', 'grades', 'courseSourcedId', 'classCode', 'classType'],
    ...['location', 'schoolSourcedId', 'termSourcedIds', 'subjects', 'subjectCodes', 'periods'],
  ],
  enrollments: [
    ...['sourcedId', 'status', 'dateLastModified', 'classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role'],
    ...['primary', 'beginDate', 'endDate'],
  ],
} as const satisfies Record<string, readonly string[]>

export type OneRosterFile = keyof typeof oneRosterHeaders

const orgTypes = ['department', 'school', 'district', 'local', 'state', 'national'] as const
const sessionTypes = ['gradingPeriod', 'semester', 'schoolYear', 'term'] as const
const classTypes = ['homeroom', 'scheduled'] as const
const roleTypes = ['primary', 'secondary'] as const

/** The roles of people who work at a school or above it. Pupils and their families have all others. */
export const staffRoles = [
  ...(['aide', 'counselor', 'districtAdministrator', 'principal', 'proctor', 'siteAdministrator'] as const),
  ...(['systemAdministrator', 'teacher'] as const),
] as const
const schoolKinds: readonly Choice<SchoolKind>[] = [
  { code: 'primary', names: ['小学'] },
  { code: 'junior', names: ['初中', '初级中学'] },
  { code: 'senior', names: ['高中', '高级中学'] },
  { code: 'nineYear', names: ['九年一贯制', '九年一贯制学校'] },
  { code: 'vocational', names: ['中职', '中等职业学校'] },
]
const enrollmentRoles = ['administrator', 'aide', 'proctor', 'teacher'] as const

export type OneRosterRecords = {
  orgs: {
    sourcedId: string
    name: string
    type: (typeof orgTypes)[number]
    identifier: string | null
    parentSourcedId: string | null
    /** OneRoster knows no kinds of schools: the extension column `ext:kind` or `metadata.kind` tells. */
    kind: SchoolKind | null
  }
  academicSessions: {
    sourcedId: string
    title: string
    type: (typeof sessionTypes)[number]
    startDate: IsoDate
    endDate: IsoDate
    parentSourcedId: string | null
    /** The calendar year in which the school year ends. */
    schoolYear: number
  }
  users: {
    sourcedId: string
    enabledUser: boolean
    name: string
    primaryOrgSourcedId: string | null
    /** OneRoster knows no identity numbers: the extension column `ext:identityNumber` or `metadata.identityNumber` tells. */
    identityNumber: string | null | undefined
    /** The mobile (`sms`) if there is one, else `phone`; undefined where neither can be read. */
    phone: string | null | undefined
  }
  roles: {
    sourcedId: string
    userSourcedId: string
    roleType: (typeof roleTypes)[number]
    role: (typeof staffRoles)[number]
    beginDate: IsoDate | null
    endDate: IsoDate | null
    orgSourcedId: string
  }
  classes: {
    sourcedId: string
    title: string
    classType: (typeof classTypes)[number]
    schoolSourcedId: string
    termSourcedIds: readonly string[]
  }
  enrollments: {
    sourcedId: string
    classSourcedId: string
    schoolSourcedId: string
    userSourcedId: string
    role: (typeof enrollmentRoles)[number]
    primary: boolean
    beginDate: IsoDate | null
    endDate: IsoDate | null
  }
}

/** The columns that are read of each file; what the others hold (addresses, passwords) is never looked at. */
export const oneRosterFields = {
  orgs: fields(['sourcedId', 'name', 'type'], ['status', 'identifier', 'parentSourcedId', 'kind']),
  academicSessions: fields(
    ['sourcedId', 'title', 'type', 'startDate', 'endDate', 'schoolYear'],
    ['status', 'parentSourcedId'],
  ),
  users: fields(
    ['sourcedId', 'enabledUser', 'givenName', 'familyName'],
    ['status', 'primaryOrgSourcedId', 'sms', 'phone', 'identityNumber'],
  ),
  roles: fields(['sourcedId', 'userSourcedId', 'roleType', 'role', 'orgSourcedId'], ['status', 'beginDate', 'endDate']),
  classes: fields(['sourcedId', 'title', 'classType', 'schoolSourcedId'], ['status', 'termSourcedIds']),
  enrollments: fields(
    ['sourcedId', 'classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role'],
    ['status', 'primary', 'beginDate', 'endDate'],
  ),
}

function fields<Required extends string, Optional extends string>(
  required: readonly Required[],
  optional: readonly Optional[],
): readonly Column<Required | Optional>[] {
  return [
    ...required.map((key) => ({ key, header: key, required: true, folded: false })),
    ...optional.map((key) => ({ key, header: key, required: false, folded: false })),
  ]
}

export type OneRosterField<File extends OneRosterFile> = (typeof oneRosterFields)[File][number]['key']

type Parsers = {
  [File in OneRosterFile]: (row: TableRow<OneRosterField<File>>) => RowReading<OneRosterRecords[File]>
}

/** How each file's rows become records: enumerations, dates and identifiers checked. */
export const oneRosterRecords: Parsers = {
  orgs: (row) => {
    const { take, finish } = bulkReader(row)
    return finish({
      sourcedId: take('sourcedId', readIdentifier) ?? '',
      name: take('name', line) ?? '',
      type: take('type', oneOf(orgTypes)) ?? 'school',
      identifier: take('identifier', line),
      parentSourcedId: take('parentSourcedId', readIdentifier),
      kind: take('kind', (text) => readChoice(text, schoolKinds)),
    })
  },
  academicSessions: (row) => {
    const { take, finish } = bulkReader(row)
    return finish({
      sourcedId: take('sourcedId', readIdentifier) ?? '',
      title: take('title', line) ?? '',
      type: take('type', oneOf(sessionTypes)) ?? 'term',
      startDate: take('startDate', isoDate) ?? '',
      endDate: take('endDate', isoDate) ?? '',
      parentSourcedId: take('parentSourcedId', readIdentifier),
      schoolYear: take('schoolYear', (text) => readInteger(text, 2099)) ?? 0,
    })
  },
  users: (row) => {
    const { take, takeGiven, finish } = bulkReader(row)
    const givenName = take('givenName', line) ?? ''
    const familyName = take('familyName', line) ?? ''
    const sms = takeGiven('sms', foreignPhone)
    const phone = takeGiven('phone', foreignPhone)
    return finish({
      sourcedId: take('sourcedId', readIdentifier) ?? '',
      enabledUser: take('enabledUser', trueOrFalse) ?? false,
      name: fullName(familyName, givenName),
      primaryOrgSourcedId: take('primaryOrgSourcedId', readIdentifier),
      identityNumber: takeGiven('identityNumber', readIdentityNumberCell),
      phone: sms === undefined ? phone : sms,
    })
  },
  roles: (row) => {
    const { take, finish } = bulkReader(row)
    return finish({
      sourcedId: take('sourcedId', readIdentifier) ?? '',
      userSourcedId: take('userSourcedId', readIdentifier) ?? '',
      roleType: take('roleType', oneOf(roleTypes)) ?? 'primary',
      role: take('role', oneOf(staffRoles)) ?? 'teacher',
      beginDate: take('beginDate', isoDate),
      endDate: take('endDate', isoDate),
      orgSourcedId: take('orgSourcedId', readIdentifier) ?? '',
    })
  },
  classes: (row) => {
    const { take, finish } = bulkReader(row)
    return finish({
      sourcedId: take('sourcedId', readIdentifier) ?? '',
      title: take('title', line) ?? '',
      classType: take('classType', oneOf(classTypes)) ?? 'scheduled',
      schoolSourcedId: take('schoolSourcedId', readIdentifier) ?? '',
      termSourcedIds: take('termSourcedIds', identifiers) ?? [],
    })
  },
  enrollments: (row) => {
    const { take, finish } = bulkReader(row)
    return finish({
      sourcedId: take('sourcedId', readIdentifier) ?? '',
      classSourcedId: take('classSourcedId', readIdentifier) ?? '',
      schoolSourcedId: take('schoolSourcedId', readIdentifier) ?? '',
      userSourcedId: take('userSourcedId', readIdentifier) ?? '',
      role: take('role', oneOf(enrollmentRoles)) ?? 'teacher',
      primary: take('primary', trueOrFalse) ?? false,
      beginDate: take('beginDate', isoDate),
      endDate: take('endDate', isoDate),
    })
  },
}

/** Bulk files list what there is: a row marked as deleted has no place in them. */
function bulkReader<Key extends string>(row: TableRow<Key | 'status'>) {
  const deleted = row.cells.status === 'tobedeleted'
  const problem = { code: 'deletedInBulk', column: 'status', params: {} } as const
  return rowReader(deleted ? { ...row, problems: [...row.problems, problem] } : row)
}

/** The specification knows no form of phones: one that is none here is not taken, and no fault of the row. */
function foreignPhone(text: string): CellReading<string | null | undefined> {
  const reading = readPhoneCell(text)
  return reading.ok ? reading : { ok: true, value: undefined }
}

const line = (text: string) => readText(text, 200)

function oneOf<Code extends string>(codes: readonly Code[]) {
  return (text: string): CellReading<Code> =>
    readChoice(
      text,
      codes.map((code) => ({ code, names: [] })),
    )
}

function isoDate(text: string): CellReading<IsoDate> {
  return isIsoDate(text) ? { ok: true, value: text } : { ok: false, code: 'invalidDate', params: {} }
}

function trueOrFalse(text: string): CellReading<boolean> {
  if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' }
  return { ok: false, code: 'invalidYesNo', params: {} }
}

function identifiers(text: string): CellReading<string[]> {
  const value: string[] = []
  for (const part of text.split(',')) {
    const reading = readIdentifier(part.trim())
    if (!reading.ok) return reading
    value.push(reading.value)
  }
  return { ok: true, value }
}

/** Chinese names put the family name first, without a space. */
function fullName(familyName: string, givenName: string): string {
  const isChinese = /\p{Script=Han}/u.test(familyName + givenName)
  return isChinese ? familyName + givenName : `${givenName} ${familyName}`.trim()
}
