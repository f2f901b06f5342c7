import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import t from 'tap'
import type { Actor } from '../../src/access/schema.js'
import { standardProfile } from '../../src/integration/exports/columns.js'
import { runExport } from '../../src/integration/exports/run-export.js'
import { chooseRuns } from '../../src/integration/exports/rules/choose-runs.js'
import { sealsAgree } from '../../src/integration/exports/rules/seals-agree.js'
import type { ExportRequest } from '../../src/integration/exports/schema.js'
import { formatCredits, formatHours, parseHours, type Credits, type Hours } from '../../src/lib/quantity.js'
import { OperationCancelled } from '../../src/operations/tasks.js'
import { asOwner } from '../support/database.js'
import {
  attend,
  client,
  confirm,
  earn,
  hire,
  holdSession,
  must,
  openDistrict,
  sealRun,
  sealSemester,
  statementsOf,
} from '../support/fixtures.js'
import { startService, type Any, type Caller } from '../support/service.js'

const service = await startService({ withWorker: true })
t.teardown(() => service.close())

const district = await openDistrict(service, 'putuo', ['jia', 'yi'])
const jia = district.schools.jia!
const yi = district.schools.yi!
const { institute } = district
const first = { academicYear: '2024-2025', semester: 1 } as const

const formula = '=HYPERLINK("http://x.invalid","点")'
const rareName = '𠮷野㐂子'
const oddName = '示例,"引号"\\反斜\t杠'
const [teacherA, teacherB, teacherC, teacherD] = [
  await hire(district, 'T-1', jia, { name: '示例甲一' }),
  await hire(district, 'T-2', jia, { name: formula }),
  await hire(district, 'T-3', yi, { name: rareName }),
  await hire(district, 'T-4', yi, { name: oddName }),
]
const corrected = await earn(service, jia, teacherA, { form: 'lecture', hours: '12.5', date: '2024-09-20' })
const reversible = await earn(service, jia, teacherB, { form: 'lecture', hours: '20', date: '2024-10-11' })
await earn(service, yi, teacherC, { form: 'observation', hours: '30', date: '2024-10-18' })
const { session } = await holdSession(yi, {
  date: '2024-11-15',
  segments: [
    { form: 'lecture', hours: '2' },
    { form: 'caseAnalysis', hours: '1' },
  ],
})
await attend(yi, session, teacherD)
service.setTime('2024-11-16T08:00:00+08:00')
await confirm(yi, session)
const runOfJia = await sealSemester(service, jia, 1)
const runOfYi = await sealSemester(service, yi, 1)

/** Exports and waits: the manifest, and the file as it was downloaded. */
async function exported(
  by: Caller,
  content: object,
): Promise<{ id: string; manifest: Any; file: Buffer; headers: Any; result: Any }> {
  const started = await by.post('/v1/exports', { ...first, ...content })
  const { id } = must(started, 202)
  if (started.headers.location !== `/v1/operations/${id}`) throw new Error('no location')
  const operation = await service.finished(by, id)
  if (operation.status !== 'succeeded') throw new Error(JSON.stringify(operation))
  const { manifest } = must(await by.get(`/v1/exports/${id}`), 200)
  const { rawPayload, headers } = await service.app.inject({
    url: `/v1/exports/${id}/file`,
    headers: { authorization: `Bearer ${by.key}` },
  })
  return { id, manifest, file: rawPayload, headers, result: operation.result }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const headersOf = (language: 'zh' | 'en') => standardProfile.columns.map((column) => column[language])
const csvOf = (text: string): Record<string, string>[] => parse(text, { columns: true })
const byTeacher = (rows: Record<string, string>[], sourcedId: string) =>
  rows.filter((row) => row['教师工号'] === sourcedId)

/** Control totals counted again from the statements that the API lists. */
async function totalsOf(runs: { id: string }[]): Promise<Any> {
  const statements = (await Promise.all(runs.map((run) => statementsOf(institute, run)))).flat()
  const sum = (of: (statement: Any) => string) =>
    statements.reduce((total: number, one: Any) => total + thousandths(of(one)), 0)
  const lectureCredits = sum((one) => one.lecture.award)
  const practiceCredits = sum((one) => one.practice.award)
  return {
    teachers: new Set(statements.map(({ teacherId }: Any) => teacherId)).size,
    statements: statements.length,
    lectureHours: formatHours(
      statements.reduce((total: number, one: Any) => total + parseHours(one.lecture.hours), 0) as Hours,
    ),
    practiceHours: formatHours(
      statements.reduce((total: number, one: Any) => total + parseHours(one.practice.hours), 0) as Hours,
    ),
    lectureCredits: formatCredits(lectureCredits as Credits),
    practiceCredits: formatCredits(practiceCredits as Credits),
    credits: formatCredits((lectureCredits + practiceCredits) as Credits),
  }
}

const thousandths = (text: string) => Math.round(Number(text) * 1000)

t.test(
  'the whole district as CSV: UTF-8 with a byte order mark, Chinese headers, one row for each statement',
  async (t) => {
    const { id, manifest, file, headers, result } = await exported(institute, { format: 'csv' })
    t.same([...file.subarray(0, 3)], [0xef, 0xbb, 0xbf])
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file)
    t.ok(text.endsWith('\r\n'))
    t.equal(text.split('\r\n')[0], headersOf('zh').join(','))
    const rows = csvOf(text)
    t.same(
      rows.map((row) => row['教师工号']),
      ['T-1', 'T-2', 'T-3', 'T-4'],
      'by school, then by teacher',
    )
    t.same(
      { ...rows[0], 赋分编号: undefined, 台账位置: undefined },
      {
        学年: '2024-2025',
        学期: '1',
        学校编号: 'S-jia',
        学校: '示例jia学校',
        教师工号: 'T-1',
        姓名: '示例甲一',
        赋分类型: '学期赋分',
        讲座课时: '12.5',
        实践课时: '0',
        总课时: '12.5',
        '讲座学分（本次）': '1.2',
        '实践学分（本次）': '0',
        '学分合计（本次）': '1.2',
        累计讲座学分: '1.2',
        累计实践学分: '0',
        累计学分: '1.2',
        讲座余课时: '0.5',
        实践余课时: '0',
        应修课时: '40',
        缺少课时: '27.5',
        是否达标: '否',
        政策版本: 'putuo-2024-19',
        赋分编号: undefined,
        赋分次序: '0',
        台账位置: undefined,
      },
      '12.5 lecture hours are 1.2 credits and leave 0.5 hours',
    )
    t.equal(rows[0]!['赋分编号'], runOfJia.id)
    t.equal(rows[0]!['台账位置'], '1')
    t.equal(rows[3]!['姓名'], oddName, 'quotes, commas, backslashes and tabs survive')

    t.same(manifest.totals, await totalsOf([runOfJia, runOfYi]), 'the manifest adds up to the statements')
    t.equal(manifest.rows, 4)
    t.same(manifest.policyEditions, ['putuo-2024-19'])
    t.same(manifest.runs, [
      { id: runOfJia.id, schoolSourcedId: 'S-jia', sequence: 0, sha256: runOfJia.sha256 },
      { id: runOfYi.id, schoolSourcedId: 'S-yi', sequence: 0, sha256: runOfYi.sha256 },
    ])
    t.equal(manifest.sha256, sha256(file))
    t.equal(manifest.bytes, file.length)
    t.same(result, { rows: 4, bytes: file.length, sha256: manifest.sha256 })

    t.equal(headers['content-type'], 'text/csv; charset=utf-8; header=present')
    t.equal(headers['content-length'], String(file.length))
    t.equal(headers['repr-digest'], `sha-256=:${createHash('sha256').update(file).digest('base64')}:`)
    t.match(headers['content-disposition'], 'filename="credits-2024-2025-1.csv"')
    t.match(headers['content-disposition'], `filename*=UTF-8''${encodeURIComponent('赋分-2024-2025-1.csv')}`)
    const again = await institute.get(`/v1/exports/${id}/file`, { headers: { 'if-none-match': headers.etag } })
    t.equal(again.status, 304, 'what the client has is not sent again')
  },
)

t.test('as CSV in GB18030, for systems that know nothing else: rare characters too', async (t) => {
  const { file, headers, manifest } = await exported(institute, { format: 'csv', encoding: 'gb18030' })
  t.not(file.toString('utf8').includes('学年'), true)
  const rows = csvOf(new TextDecoder('gb18030', { fatal: true }).decode(file))
  t.equal(byTeacher(rows, 'T-3')[0]!['姓名'], rareName)
  t.equal(byTeacher(rows, 'T-3')[0]!['实践学分（本次）'], '1.5', '30 practice hours are 1.5 credits')
  t.match(headers['content-type'], 'charset=gb18030')
  t.equal(manifest.sha256, sha256(file))
})

t.test('a name that a spreadsheet would run stays text', async (t) => {
  const csv = csvOf((await exported(institute, { format: 'csv' })).file.toString())
  t.equal(byTeacher(csv, 'T-2')[0]!['姓名'], `'${formula}`)
  const { file } = await exported(institute, { format: 'xlsx' })
  const sheet = (await readXlsx(file)).sheets[0]!
  t.equal(sheet.rows[2]![5], formula)
  t.equal(
    [...(sheet.cells?.values() ?? [])].some((cell) => 'formula' in cell && cell.formula),
    false,
  )
})

t.test('as XLSX: the same cells as the CSV, hours, credits and semesters as numbers', async (t) => {
  const csv: string[][] = parse((await exported(institute, { format: 'csv' })).file.toString(), { bom: true })
  const { file, manifest, headers } = await exported(institute, { format: 'xlsx' })
  t.equal(headers['content-type'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  t.equal(manifest.sha256, sha256(file))
  const { name, rows } = (await readXlsx(file)).sheets[0]!
  t.equal(name, '赋分')
  t.same(
    rows,
    csv.map((row, line) =>
      row.map((cell, at) => {
        if (line > 0 && ['decimal', 'integer'].includes(standardProfile.columns[at]!.type ?? '')) return Number(cell)
        return cell.startsWith("'=") ? cell.slice(1) : cell
      }),
    ),
  )
})

t.test('as NDJSON: English names and codes whatever the language, values as the API gives them', async (t) => {
  const { file, headers, manifest } = await exported(institute, { format: 'ndjson' })
  const lines = file
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  t.equal(lines.length, 4)
  t.same(
    Object.keys(lines[0]!),
    standardProfile.columns.map(({ key }) => key),
  )
  t.match(lines[3], {
    teacherName: oddName,
    kind: 'regular',
    lectureAward: '0.2',
    practiceAward: '0',
    practiceRemainder: '1',
    semester: 1,
    annualMinimumMet: false,
  })
  t.equal(headers['content-type'], 'application/x-ndjson')
  t.equal(manifest.file, '赋分-2024-2025-1.ndjson')
})

t.test('headers in English when they are asked for', async (t) => {
  const { file, manifest } = await exported(institute, { format: 'csv', language: 'en', schoolId: jia.id })
  const [header, row] = parse(file.toString(), { bom: true }) as string[][]
  t.same(header, headersOf('en'))
  t.equal(row![6], 'regular')
  t.equal(manifest.file, 'credits-2024-2025-1-S-jia.csv')
  t.same(
    manifest.runs.map(({ id }: Any) => id),
    [runOfJia.id],
    'of the one school',
  )
})

t.test('the same runs give the same bytes, also after names have changed', async (t) => {
  const formats = [{ format: 'csv' }, { format: 'csv', encoding: 'gb18030' }, { format: 'xlsx' }, { format: 'ndjson' }]
  const before = []
  for (const content of formats)
    before.push(await exported(institute, { ...content, runIds: [runOfYi.id, runOfJia.id] }))
  service.setTime('2025-03-01T08:00:00+08:00')
  const { headers } = await institute.get(`/v1/teachers/${teacherA.id}`)
  must(
    await institute.put('/v1/teachers/by-sourced-id/T-1', { name: '示例改名' }, { ifMatch: String(headers.etag) }),
    200,
  )
  for (const [index, content] of formats.entries()) {
    const after = await exported(institute, { ...content, runIds: [runOfJia.id, runOfYi.id] })
    t.equal(after.manifest.sha256, before[index]!.manifest.sha256, JSON.stringify(content))
    t.ok(after.file.equals(before[index]!.file))
    t.not(after.id, before[index]!.id)
  }
})

t.test("a school's client exports its own school, whatever it leaves out", async (t) => {
  const { id, manifest, file } = await exported(jia.administrator, { format: 'csv' })
  t.same(
    manifest.runs.map((run: Any) => run.id),
    [runOfJia.id],
  )
  t.same(
    csvOf(file.toString()).map((row) => row['学校编号']),
    ['S-jia', 'S-jia'],
  )

  const other = await jia.administrator.post('/v1/exports', { ...first, format: 'csv', schoolId: yi.id })
  t.match([other.status, other.body.code], [422, 'unknownSchool'])
  const named = await jia.administrator.post('/v1/exports', { ...first, format: 'csv', runIds: [runOfYi.id] })
  t.match([named.status, named.body.code], [422, 'creditRunNotFound'])
  t.match(named.body.errors, [{ pointer: '/runIds/0', code: 'creditRunNotFound' }])

  const districtWide = await exported(institute, { format: 'csv' })
  for (const path of [`/v1/exports/${districtWide.id}`, `/v1/exports/${districtWide.id}/file`]) {
    t.equal((await jia.administrator.get(path)).status, 404, "the district's export does not exist for a school")
  }
  t.equal((await yi.administrator.get(`/v1/exports/${id}/file`)).status, 404, "nor does another school's")
  t.equal((await institute.get(`/v1/exports/${id}/file`)).status, 200, 'the institute sees both')
})

t.test('another district sees nothing of it', async (t) => {
  const { id } = await exported(institute, { format: 'csv' })
  const foreign = await openDistrict(service, 'elsewhere', [])
  t.equal((await foreign.institute.get(`/v1/exports/${id}`)).status, 404)
  t.equal((await foreign.institute.get(`/v1/exports/${id}/file`)).status, 404)
  const named = await foreign.institute.post('/v1/exports', { ...first, format: 'csv', runIds: [runOfJia.id] })
  t.match([named.status, named.body.code], [422, 'creditRunNotFound'])
})

t.test('roles: the auditor reads the manifest and not the file, the principal neither', async (t) => {
  const { id } = await exported(institute, { format: 'csv' })
  const auditor = await client(service, institute, { role: 'auditor' })
  t.equal((await auditor.get(`/v1/exports/${id}`)).status, 200)
  t.equal((await auditor.get(`/v1/exports/${id}/file`)).status, 403)
  t.equal((await jia.principal.post('/v1/exports', { ...first, format: 'csv' })).status, 403)
})

t.test('only what is sealed is exported', async (t) => {
  const none = await institute.post('/v1/exports', { ...first, semester: 2, format: 'csv' })
  t.match([none.status, none.body.code], [409, 'nothingSealed'])
  service.setTime('2025-09-05T09:00:00+08:00')
  const draft = must(
    await jia.administrator.post('/v1/credit-runs', { schoolId: jia.id, academicYear: '2024-2025', semester: 2 }),
    201,
  )
  const still = await institute.post('/v1/exports', { ...first, semester: 2, format: 'csv' })
  t.match([still.status, still.body.code], [409, 'nothingSealed'], 'a draft is passed over')

  const absent = '01900000-0000-7000-8000-000000000000'
  const refused = await institute.post('/v1/exports', {
    ...first,
    semester: 2,
    format: 'csv',
    runIds: [draft.id, absent, runOfJia.id],
  })
  t.match([refused.status, refused.body.code], [422, 'rulesRefused'])
  t.same(
    refused.body.errors.map(({ pointer, code }: Any) => [pointer, code]),
    [
      ['/runIds/0', 'creditRunNotSealed'],
      ['/runIds/1', 'creditRunNotFound'],
      ['/runIds/2', 'creditRunNotFound'],
    ],
    'every run that cannot be exported is named, one of another semester too',
  )
  await jia.principal.post(`/v1/credit-runs/${draft.id}/sign-off`, { sha256: draft.sha256 })
  const signed = await institute.post('/v1/exports', { ...first, semester: 2, format: 'csv', runIds: [draft.id] })
  t.match([signed.status, signed.body.code], [422, 'creditRunNotSealed'], 'a signature is no seal')
})

t.test('options that do not apply are refused, not passed over', async (t) => {
  const post = async (content: object) => (await institute.post('/v1/exports', { ...first, ...content })).body
  t.match(await post({ format: 'xlsx', encoding: 'gb18030' }), {
    code: 'exportOptionNotAllowed',
    errors: [{ pointer: '/encoding' }],
  })
  t.match(await post({ format: 'ndjson', language: 'en' }), {
    code: 'exportOptionNotAllowed',
    errors: [{ pointer: '/language' }],
  })
  t.match(await post({ format: 'csv', schoolId: jia.id, runIds: [runOfJia.id] }), { code: 'schoolOrRuns' })
  t.match(await post({ format: 'pdf' }), { code: 'validationFailed' })
  t.match(await post({ format: 'csv', encoding: 'latin1' }), { code: 'validationFailed' })
  t.match(await post({ format: 'csv', runIds: [] }), { code: 'validationFailed' })
  t.match(await post({ format: 'csv', runIds: ["'; drop table credit_runs; --"] }), { code: 'validationFailed' })
})

t.test('an amendment is a row of its own, credits taken back are negative numbers and not formulas', async (t) => {
  must(await jia.administrator.post(`/v1/hour-entries/${reversible.id}/reverse`, { reason: '误录' }), 201)
  const { data } = must(
    await jia.administrator.post('/v1/credit-runs/amend', {
      schoolId: jia.id,
      academicYear: '2024-2025',
      reason: '误录',
    }),
    200,
  )
  const amendment = await sealRun(jia, data[0])
  const { manifest, file } = await exported(institute, { format: 'csv' })
  const rows = byTeacher(csvOf(file.toString()), 'T-2')
  t.same(
    rows.map((row) => [
      row['赋分类型'],
      row['讲座学分（本次）'],
      row['累计讲座学分'],
      row['讲座课时'],
      row['赋分次序'],
    ]),
    [
      ['学期赋分', '2', '2', '20', '0'],
      ['更正赋分', '-2', '0', '0', '1'],
    ],
  )
  t.same(manifest.totals, await totalsOf([runOfJia, amendment, runOfYi]))
  t.equal(manifest.totals.teachers, 4, 'a teacher with two statements is one teacher')
  t.equal(manifest.rows, 5)
  t.same(
    manifest.runs.map(({ schoolSourcedId, sequence }: Any) => [schoolSourcedId, sequence]),
    [
      ['S-jia', 0],
      ['S-jia', 1],
      ['S-yi', 0],
    ],
  )
})

t.test('an amendment of both semesters stands in both files, in each with its lines of that semester', async (t) => {
  service.setTime('2025-06-01T09:00:00+08:00')
  await earn(service, jia, teacherA, { form: 'lecture', hours: '7.5', date: '2025-03-12' })
  service.setTime('2025-09-05T09:00:00+08:00')
  const [open] = must(await jia.administrator.get('/v1/credit-runs?semester=2&status=draft'), 200).data
  const draft = open ?? must(await jia.administrator.get('/v1/credit-runs?semester=2&status=signedOff'), 200).data[0]
  const second = await sealRun(jia, must(await jia.administrator.post(`/v1/credit-runs/${draft.id}/recompute`), 200))
  must(await jia.administrator.post(`/v1/hour-entries/${corrected.id}/reverse`, { reason: '误录' }), 201)
  const { data } = must(
    await jia.administrator.post('/v1/credit-runs/amend', {
      schoolId: jia.id,
      academicYear: '2024-2025',
      reason: '误录',
    }),
    200,
  )
  const amendment = await sealRun(jia, data[0])
  t.equal(amendment.semester, 1, 'it is drawn up for the earliest semester that differs')

  const linesOf = async (semester: 1 | 2, choice: object) => {
    const { manifest, file } = await exported(institute, { semester, format: 'csv', schoolId: jia.id, ...choice })
    const rows = byTeacher(csvOf(file.toString()), 'T-1')
    t.equal(manifest.rows, csvOf(file.toString()).length)
    t.ok(manifest.runs.some(({ id }: Any) => id === amendment.id))
    return { lines: rows.map((row) => [row['学期'], row['赋分类型'], row['讲座学分（本次）']]), manifest }
  }
  const first = await linesOf(1, {})
  t.same(first.lines, [
    ['1', '学期赋分', '1.2'],
    ['1', '更正赋分', '-1.2'],
  ])
  const both = await linesOf(2, {})
  t.same(both.lines, [
    ['2', '更正赋分', '-0.1'],
    ['2', '学期赋分', '0.8'],
  ])
  t.same(
    both.manifest.runs.map(({ id }: Any) => id),
    [amendment.id, second.id],
  )
  t.equal(both.manifest.totals.lectureCredits, '0.7', 'the totals are of the lines in the file')
  const named = await linesOf(2, { runIds: [amendment.id], schoolId: undefined })
  t.same(named.lines, [['2', '更正赋分', '-0.1']])
})

t.test('without a worker', async (t) => {
  const idle = await startService()
  t.teardown(() => idle.close())
  const small = await openDistrict(idle, 'small', ['bing'])
  const bing = small.schools.bing!
  const teachers = [await hire(small, 'T-1', bing), await hire(small, 'T-2', bing)]
  await earn(idle, bing, teachers[0]!, { form: 'lecture', hours: '10', date: '2024-09-20' })
  const run = await sealSemester(idle, bing, 1)
  const order = async () =>
    must(await small.institute.post('/v1/exports', { ...first, format: 'csv' }), 202).id as string
  const rows = await asOwner<{ id: string }>(idle.db, `select id from clients where role = 'institute'`)
  const actor: Actor = {
    districtId: small.id,
    clientId: rows[0]!.id,
    role: 'institute',
    schoolId: null,
    teacherId: null,
    onBehalfOfTeacherId: null,
  }
  const work = (operationId: string, progress: () => Promise<void> = async () => {}) =>
    runExport({
      db: idle.db,
      districtId: small.id,
      operationId,
      actor,
      input: { runIds: [run.id] },
      now: () => new Date(),
      progress,
    })
  const filesStored = async () => {
    const rows = await asOwner<{ files: number; chunks: number }>(
      idle.db,
      'select (select count(*)::int from files) as files, (select count(*)::int from file_chunks) as chunks',
    )
    return rows[0]!
  }

  await t.test('a file that is not written yet, or never will be, or never was', async (t) => {
    const id = await order()
    const { body } = await small.institute.get(`/v1/exports/${id}`)
    t.match(body, { id, status: 'queued', manifest: null, request: { ...first, format: 'csv' } })
    const early = await small.institute.get(`/v1/exports/${id}/file`)
    t.match([early.status, early.body.code], [409, 'exportNotWritten'])
    const integration = await client(idle, small.institute, { role: 'integration' })
    must(await integration.post(`/v1/operations/${id}/cancel`), 200)
    t.match((await small.institute.get(`/v1/exports/${id}`)).body.status, 'cancelled')
    t.equal((await small.institute.get(`/v1/exports/${id}/file`)).status, 409)
    const absent = await small.institute.get('/v1/exports/01900000-0000-7000-8000-000000000000/file')
    t.match([absent.status, absent.body.code], [404, 'notFound'])
  })

  await t.test('a repeated request with one idempotency key is one export', async (t) => {
    const post = () =>
      small.institute.post('/v1/exports', { ...first, format: 'csv' }, { idempotencyKey: 'one-export' })
    const [once, twice] = [await post(), await post()]
    t.equal(once.body.id, twice.body.id)
    t.equal(twice.headers['idempotent-replayed'], 'true')
  })

  await t.test(
    'a job that is cancelled midway, or dies, leaves no file; taken up again it writes one, once',
    async (t) => {
      const id = await order()
      const before = await filesStored()
      const stop = (error: Error, after: number) => {
        let calls = 0
        return async () => {
          calls += 1
          if (calls > after) throw error
        }
      }
      await work(id, stop(new OperationCancelled(), 0)).then(
        () => t.fail('it went on'),
        (error: unknown) => t.ok(error instanceof OperationCancelled),
      )
      await t.rejects(work(id, stop(new Error('the process dies'), 1)), { message: 'the process dies' })
      t.same(await filesStored(), before)
      const result = await work(id)
      t.same(await work(id), result, 'done again, it changes nothing')
      t.same(await filesStored(), { files: before.files + 1, chunks: before.chunks + 1 })
      const { manifest } = must(await small.institute.get(`/v1/exports/${id}`), 200)
      t.match(manifest, { ...result, rows: 2, totals: { teachers: 2, lectureHours: '10', credits: '1' } })
      const { raw } = await small.institute.get(`/v1/exports/${id}/file`)
      t.equal(sha256(raw.rawPayload), manifest.sha256)
    },
  )

  await t.test('two workers on one job write one file', async (t) => {
    const id = await order()
    const before = await filesStored()
    const [one, other] = await Promise.all([work(id), work(id)])
    t.same(one, other)
    t.equal((await filesStored()).files, before.files + 1)
  })

  await t.test('a statement that was changed behind the seal stops the export', async (t) => {
    const id = await order()
    const change = (by: number) =>
      asOwner(
        idle.db,
        `
        alter table credit_statements disable trigger user;
        update credit_statements set lecture_award = lecture_award + ${by} where teacher_id = '${teachers[0]!.id}';
        alter table credit_statements enable trigger user`,
      )
    await change(100)
    await t.rejects(work(id), { code: 'controlTotalsDisagree' })
    await change(-100)
    await t.resolves(work(id))
  })
})

t.test('rules', async (t) => {
  const csv: ExportRequest = { ...first, format: 'csv' }
  const runs = [
    { id: 'a', status: 'sealed' as const },
    { id: 'b', status: 'draft' as const },
    { id: 'c', status: 'signedOff' as const },
  ]
  t.same(chooseRuns(csv, runs), { ok: true, runIds: ['a'] }, 'without names, what is sealed')
  t.same(chooseRuns({ ...csv, runIds: ['a'] }, runs), { ok: true, runIds: ['a'] })
  t.match(chooseRuns({ ...csv, runIds: ['a', 'c'] }, runs), {
    ok: false,
    reasons: [{ code: 'creditRunNotSealed', pointer: '/runIds/1' }],
  })
  t.match(chooseRuns({ ...csv, format: 'xlsx', encoding: 'utf-8' }, []), {
    ok: false,
    reasons: [{ code: 'exportOptionNotAllowed' }],
  })

  const figures = {
    statements: 2,
    lectureHours: 1000 as Hours,
    practiceHours: 50 as Hours,
    lectureCredits: -100 as Credits,
    practiceCredits: 0 as Credits,
  }
  t.equal(sealsAgree([figures], figures), true)
  t.equal(sealsAgree([figures, figures], figures), false)
  t.equal(
    sealsAgree([], {
      ...figures,
      statements: 0,
      lectureHours: 0 as Hours,
      practiceHours: 0 as Hours,
      lectureCredits: 0 as Credits,
    }),
    true,
  )
  for (const figure of Object.keys(figures) as (keyof typeof figures)[])
    t.equal(sealsAgree([figures], { ...figures, [figure]: figures[figure] + 1 }), false, `${figure} off by one`)
})
