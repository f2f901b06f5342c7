/**
 * The whole semester end against a running service, as a district's script would do it: roster files in, attendance in,
 * sessions confirmed, credits drawn up, signed off and sealed, the sealed credits exported and checked.
 *
 *     npx tsx sdk/examples/semester-end.ts http://127.0.0.1:3000 <operator key> <folder>
 *
 * The folder holds the import files and `semester-end.json`, which names the district, its schools and the files in the
 * order in which they are imported (`npm run generate:sample -- <folder>` writes one).
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createYanxiu,
  waitForOperation,
  type Arguments,
  type Operations,
  type Schemas,
  type Yanxiu,
} from '../src/index.js'

type ImportArguments = Arguments<Operations['createImport']>

/** What `semester-end.json` says. */
export type Plan = {
  district: { code: string; name: string }
  academicYear: string
  schoolGroups: { sourcedId: string; name: string }[]
  schools: { sourcedId: string; content: Schemas['SchoolContent'] }[]
  /** In the order in which they are imported; a school's own file is sent by its administrator. */
  files: {
    name: string
    kind: ImportArguments['kind']
    mediaType: ImportArguments['contentType']
    schoolSourcedId: string | null
  }[]
}

export type Row = {
  semester: number
  school: string
  teachers: number
  lectureHours: string
  practiceHours: string
  credits: string
  met: string
}
export type Summary = { rows: Row[]; exports: { file: string; rows: number; sha256: string }[]; held: number }

type School = { id: string; name: string; administrator: Yanxiu; principal: Yanxiu }

export async function runSemesterEnd(
  { baseUrl, operatorKey, folder }: { baseUrl: string; operatorKey: string; folder: string },
  say: (line: string) => void,
): Promise<Summary> {
  const plan = JSON.parse(await readFile(join(folder, 'semester-end.json'), 'utf8')) as Plan
  const as = (apiKey: string | null) => createYanxiu({ baseUrl, apiKey: apiKey ?? '', language: 'en' })
  const { academicYear } = plan

  const { key } = await as(operatorKey).createDistrict({ body: plan.district })
  const institute = as(key)
  await institute.putAcademicYear({ code: academicYear, body: {} })
  for (const { sourcedId, name } of plan.schoolGroups)
    await institute.putSchoolGroupBySourcedId({ sourcedId, body: { name } })
  const schools = new Map<string, School>()
  for (const { sourcedId, content } of plan.schools) {
    const { data } = await institute.putSchoolBySourcedId({ sourcedId, body: content })
    const clientOf = async (role: 'trainingAdministrator' | 'principal') =>
      as((await institute.createClient({ body: { name: `${role} ${sourcedId}`, role, schoolId: data.id } })).key)
    schools.set(sourcedId, {
      id: data.id,
      name: data.name,
      administrator: await clientOf('trainingAdministrator'),
      principal: await clientOf('principal'),
    })
  }
  const integration = as((await institute.createClient({ body: { name: 'integration', role: 'integration' } })).key)
  say(`${schools.size} schools`)

  const senderOf = (sourcedId: string | null) => (sourcedId ? schools.get(sourcedId)!.administrator : integration)
  const ofKinds = (...kinds: string[]) => plan.files.filter(({ kind }) => kinds.includes(kind))
  for (const file of ofKinds('oneRoster', 'roster', 'attendance'))
    await importFile(senderOf(file.schoolSourcedId), folder, file, say)
  const held = await confirmEverySession(schools, academicYear)
  say(`every session confirmed, ${held} entries held for an overlap`)
  for (const file of ofKinds('outsideHours')) await importFile(senderOf(file.schoolSourcedId), folder, file, say)

  const summary: Summary = { rows: [], exports: [], held }
  for (const semester of [1, 2] as const) {
    await waitForOperation(institute, await institute.createDistrictCreditRuns({ body: { academicYear, semester } }))
    for await (const run of institute.listCreditRuns({ academicYear, semester, kind: 'regular' })) {
      const school = [...schools.values()].find(({ id }) => id === run.schoolId)!
      await school.principal.signOffCreditRun({ id: run.id, body: { sha256: run.sha256 } })
      const sealed = await school.administrator.sealCreditRun({ id: run.id })
      const progress = await institute.getSchoolProgress({ id: school.id, academicYear })
      const { teachers, lectureHours, practiceHours, credits } = sealed.totals
      summary.rows.push({
        semester,
        school: school.name,
        teachers,
        lectureHours,
        practiceHours,
        credits,
        met: `${progress.met}/${progress.teachers}`,
      })
    }
    summary.exports.push(await exportSemester(institute, folder, academicYear, semester))
    say(`semester ${semester} sealed and exported`)
  }
  return summary
}

async function importFile(
  by: Yanxiu,
  folder: string,
  { name, kind, mediaType }: Plan['files'][number],
  say: (line: string) => void,
): Promise<void> {
  const body = await readFile(join(folder, name))
  const started = await by.createImport({ kind, fileName: name, body, contentType: mediaType })
  await waitForOperation(by, started.id)
  const { totals } = await by.getImport({ id: started.id })
  if (!totals || totals.rejected > 0) throw new Error(`${name}: ${totals?.rejected} rows rejected`)
  say(`${name}: ${totals.rows} rows, ${totals.created} created`)
}

/** Each school confirms what it hosted; what overlaps something that counts already is held for the administrator. */
async function confirmEverySession(schools: ReadonlyMap<string, School>, academicYear: string): Promise<number> {
  let held = 0
  for (const { id, administrator } of schools.values()) {
    for await (const activity of administrator.listActivities({ hostSchoolId: id, academicYear })) {
      for (const session of activity.sessions) held += (await administrator.confirmAttendance({ id: session.id })).held
    }
  }
  return held
}

/** Exports the sealed runs of the district, downloads the file and holds it against its manifest. */
async function exportSemester(
  by: Yanxiu,
  folder: string,
  academicYear: string,
  semester: 1 | 2,
): Promise<Summary['exports'][number]> {
  const { id } = await by.createExport({ body: { academicYear, semester, format: 'csv', encoding: 'utf-8' } })
  await waitForOperation(by, id)
  const { manifest } = await by.getExport({ id })
  if (!manifest) throw new Error('an export that succeeded has a manifest')
  const download = await by.downloadExport({ id })
  const bytes = Buffer.from(await new Response(download.stream).arrayBuffer())
  const lines = bytes.toString('utf8').trimEnd().split('\r\n').length - 1
  if (download.sha256 !== manifest.sha256 || lines !== manifest.rows)
    throw new Error('the file is not what its manifest says')
  const file = join(folder, manifest.file)
  await writeFile(file, bytes)
  return { file: manifest.file, rows: manifest.rows, sha256: manifest.sha256 }
}

/** The summary as a table for a terminal. */
export function formatSummary({ rows, exports: files, held }: Summary): string {
  const header: Row = {
    semester: 0,
    school: 'school',
    teachers: 0,
    lectureHours: 'lecture h',
    practiceHours: 'practice h',
    credits: 'credits',
    met: 'year met',
  }
  const cells = (row: Row) =>
    [row.semester || 'sem', row.teachers || 'teachers', row.lectureHours, row.practiceHours, row.credits, row.met].map(
      (cell) => String(cell).padStart(10),
    )
  const lines = [header, ...rows].map((row) => `${cells(row).join('  ')}  ${row.school}`)
  const exported = files.map(({ file, rows: count, sha256 }) => `${file}: ${count} rows, sha256 ${sha256}`)
  return [...lines, '', ...exported, `${held} hour entries are held for an overlap`].join('\n')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [baseUrl, operatorKey, folder] = process.argv.slice(2)
  if (!baseUrl || !operatorKey || !folder) {
    console.error('usage: semester-end <base URL> <operator key> <folder>')
    process.exit(2)
  }
  console.log(formatSummary(await runSemesterEnd({ baseUrl, operatorKey, folder }, console.log)))
}
