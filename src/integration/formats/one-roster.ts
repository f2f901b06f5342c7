import { inTurns } from '../../lib/give-way.js'
import { FileFault, fileFault, type FileProblem, type RowReading } from './file-fault.js'
import {
  oneRosterFields,
  oneRosterHeaders,
  oneRosterRecords,
  staffRoles,
  type OneRosterField,
  type OneRosterFile,
  type OneRosterRecords,
} from './one-roster-records.js'
import { readCsv } from './read-csv.js'
import { readRow, TABLE_LIMITS, type TableRow } from './read-table.js'
import { openZip, type ZipArchive, type ZipLimits } from './zip-archive.js'

export const ONE_ROSTER_LIMITS: ZipLimits = { entries: 100, totalBytes: 300 * 1024 * 1024, ratio: 200 }

const MANIFEST = 'manifest.csv'
const files = Object.keys(oneRosterHeaders) as OneRosterFile[]
/** Extension columns stand after the specified ones. */
const EXTENSION_COLUMN = /^(ext[:.]|metadata\.)/
const staff: ReadonlySet<string> = new Set(staffRoles)
const pupilRoles: ReadonlySet<string> = new Set(['student', 'guardian', 'parent', 'relative'])

/** Rows of people who are no staff (pupils above all): counted as they pass, then forgotten. */
export type DroppedRows = { users: number; roles: number; enrollments: number }

export type OneRosterArchive = {
  sourceSystem: { name: string | null; code: string | null }
  /** The files that the archive holds of those that this service reads. */
  files: ReadonlySet<OneRosterFile>
  /** All other files in the archive, unread. */
  ignoredFiles: readonly string[]
  /** Grows while users, roles and enrollments are read. */
  dropped: Readonly<DroppedRows>
  /**
   * The records of one file, streamed; nothing if the archive lacks the file. Dates stand as in the file, where the
   * specification calls an end date exclusive.
   */
  rows: <File extends OneRosterFile>(file: File) => AsyncGenerator<RowReading<OneRosterRecords[File]>>
}

/**
 * Opens a OneRoster 1.2 CSV zip in bulk mode: limits, manifest and every header are checked before any row is handed out.
 * Throws a FileFault with every problem found: `brokenZip`, `zipTooLarge`, `missingManifest`, `invalidManifest`,
 * `oneRosterVersionUnsupported`, `deltaUnsupported`, `missingFile`, `wrongHeader`; while rows are read also
 * `brokenCsv` and `undecodableText`.
 */
export async function openOneRoster(
  bytes: Uint8Array,
  limits: ZipLimits = ONE_ROSTER_LIMITS,
): Promise<OneRosterArchive> {
  const archive = await openZip(bytes, limits)
  const properties = await readManifest(archive)
  const present = checkManifest(properties, archive)
  await checkHeaders(archive, present)
  const dropped: DroppedRows = { users: 0, roles: 0, enrollments: 0 }
  const staffSourcedIds = await readStaff(archive, present)
  const known = new Set([MANIFEST, ...files.map(fileName)])
  return {
    sourceSystem: {
      name: properties.get('source.systemName') || null,
      code: properties.get('source.systemCode') || null,
    },
    files: present,
    ignoredFiles: [...archive.entries.keys()].filter((name) => !known.has(name)),
    dropped,
    rows: (file) => readRecords(archive, present, file, staffSourcedIds, dropped),
  }
}

const fileName = (file: OneRosterFile) => `${file}.csv`

async function readManifest(archive: ZipArchive): Promise<Map<string, string>> {
  if (!archive.entries.has(MANIFEST)) throw fileFault('missingManifest')
  const properties = new Map<string, string>()
  let rowNumber = 0
  for await (const record of readEntry(archive, MANIFEST)) {
    rowNumber += 1
    const [name = '', value = ''] = record.map((cell) => cell.trim())
    if (rowNumber === 1) {
      if (name !== 'propertyName' || value !== 'value') throw fileFault('wrongHeader', { file: MANIFEST, position: 1 })
    } else if (properties.has(name)) {
      throw fileFault('invalidManifest', { property: name.slice(0, 100), reason: 'duplicate' })
    } else if (name !== '') {
      properties.set(name, value)
    }
    if (properties.size > 1000) throw fileFault('invalidManifest', { property: '', reason: 'tooMany' })
  }
  return properties
}

function checkManifest(properties: ReadonlyMap<string, string>, archive: ZipArchive): Set<OneRosterFile> {
  const problems: FileProblem[] = []
  const version = properties.get('oneroster.version') ?? ''
  if (version !== '1.2')
    problems.push({ code: 'oneRosterVersionUnsupported', params: { version: version.slice(0, 20) } })
  if (properties.get('manifest.version') !== '1.0') {
    problems.push({ code: 'invalidManifest', params: { property: 'manifest.version', reason: 'value' } })
  }
  const present = new Set<OneRosterFile>()
  for (const file of files) {
    const property = `file.${file}`
    const mode = properties.get(property)
    if (mode === 'bulk') {
      present.add(file)
      if (!archive.entries.has(fileName(file))) problems.push({ code: 'missingFile', params: { file: fileName(file) } })
    } else if (mode === 'delta') {
      problems.push({ code: 'deltaUnsupported', params: { file: fileName(file) } })
    } else if (mode !== 'absent') {
      const reason = mode === undefined ? 'missing' : 'value'
      problems.push({ code: 'invalidManifest', params: { property, reason } })
    } else if (archive.entries.has(fileName(file))) {
      problems.push({ code: 'invalidManifest', params: { property, reason: 'notAbsent' } })
    }
  }
  // Without the roles nobody could tell teachers from pupils.
  if (present.has('users') && !present.has('roles'))
    problems.push({ code: 'missingFile', params: { file: 'roles.csv' } })
  if (problems.length > 0) throw new FileFault(problems)
  return present
}

async function checkHeaders(archive: ZipArchive, present: ReadonlySet<OneRosterFile>): Promise<void> {
  const problems: FileProblem[] = []
  for (const file of present) {
    const expected = oneRosterHeaders[file]
    let header: string[] = []
    for await (const record of readEntry(archive, fileName(file))) {
      header = record
      break
    }
    const wrong = expected.findIndex((name, index) => header[index]?.trim() !== name)
    const extra = header.findIndex((name, index) => index >= expected.length && !EXTENSION_COLUMN.test(name.trim()))
    const position = wrong >= 0 ? wrong : extra
    if (position >= 0) {
      const params = { file: fileName(file), position: position + 1, expected: expected[position] ?? '' }
      problems.push({ code: 'wrongHeader', params })
    }
  }
  if (problems.length > 0) throw new FileFault(problems)
}

/** Who has a staff role: the users to be read. A pupil's row is known by having none. */
async function readStaff(archive: ZipArchive, present: ReadonlySet<OneRosterFile>): Promise<ReadonlySet<string>> {
  const sourcedIds = new Set<string>()
  if (!present.has('roles')) return sourcedIds
  for await (const row of readCells(archive, 'roles')) {
    if (staff.has(row.cells.role)) sourcedIds.add(row.cells.userSourcedId)
  }
  return sourcedIds
}

async function* readRecords<File extends OneRosterFile>(
  archive: ZipArchive,
  present: ReadonlySet<OneRosterFile>,
  file: File,
  staffSourcedIds: ReadonlySet<string>,
  dropped: DroppedRows,
): AsyncGenerator<RowReading<OneRosterRecords[File]>> {
  if (!present.has(file)) return
  const parse = oneRosterRecords[file]
  for await (const row of readCells(archive, file)) {
    const droppedFrom = droppedBecauseNoStaff(file, row.cells, staffSourcedIds)
    if (droppedFrom) dropped[droppedFrom] += 1
    else yield parse(row)
  }
}

function droppedBecauseNoStaff(
  file: OneRosterFile,
  cells: Readonly<Partial<Record<string, string>>>,
  staffSourcedIds: ReadonlySet<string>,
): keyof DroppedRows | null {
  if (file === 'users') return staffSourcedIds.has(cells['sourcedId'] ?? '') ? null : 'users'
  if (file === 'roles' || file === 'enrollments') return pupilRoles.has(cells['role'] ?? '') ? file : null
  return null
}

async function* readCells<File extends OneRosterFile>(
  archive: ZipArchive,
  file: File,
): AsyncGenerator<TableRow<OneRosterField<File>>> {
  const columns = oneRosterFields[file]
  let positions = new Map<OneRosterField<OneRosterFile>, number>()
  let rowNumber = 0
  let width = 0
  for await (const values of inTurns(readEntry(archive, fileName(file)))) {
    rowNumber += 1
    if (rowNumber === 1) {
      width = values.length
      positions = new Map(columns.map(({ key }) => [key, positionOf(file, key, values)]))
    } else if (values.some((value) => value !== '')) {
      yield readRow({ rowNumber, values }, columns, positions, width, TABLE_LIMITS.cellLength)
    }
  }
}

/** Where a column stands: as the specification says, or for one that it does not know, as an extension column. */
function positionOf(file: OneRosterFile, key: string, header: readonly string[]): number {
  const specified: readonly string[] = oneRosterHeaders[file]
  const position = specified.indexOf(key)
  if (position >= 0) return position
  return header.findIndex((name) => name.trim().replace(EXTENSION_COLUMN, '') === key)
}

async function* readEntry(archive: ZipArchive, name: string): AsyncGenerator<string[]> {
  const entry = archive.entries.get(name)
  if (!entry) throw fileFault('missingFile', { file: name })
  yield* readCsv(utf8Only(await archive.open(entry), name), 'brokenZip')
}

/** The specification knows no other encoding; bytes that are not UTF-8 must not become question marks. */
async function* utf8Only(stream: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array) => {
    try {
      return Buffer.from(chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode())
    } catch (error) {
      throw fileFault('undecodableText', { file }, error)
    }
  }
  for await (const chunk of stream) yield decode(chunk)
  yield decode()
}
