import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import iconv from 'iconv-lite'
import t from 'tap'
import { ZipFile } from 'yazl'
import { encodeXlsx } from '../../src/integration/formats/encode-xlsx.js'
import { oneRosterHeaders, type OneRosterFile } from '../../src/integration/formats/one-roster-records.js'
import { readTable } from '../../src/integration/formats/read-table.js'
import { rosterColumns } from '../../src/integration/formats/roster-columns.js'
import { client, hire, must, openDistrict, openSchool, type School } from '../support/fixtures.js'
import { startService, type Any, type Caller } from '../support/service.js'

const CSV = 'text/csv'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ZIP = 'application/zip'

const service = await startService({ withWorker: true })
t.teardown(() => service.close())
const district = await openDistrict(service, 'imports', ['A', 'B'])
const { A, B } = district.schools as { A: School; B: School }
const { institute } = district
const integration = await client(service, institute, { role: 'integration' })

type Imported = { operation: Any; import: Any; rows: Any[]; totals: Any }

async function send(by: Caller, query: string, payload: Buffer | string, contentType = CSV): Promise<Imported> {
  const answer = await by.upload(`/v1/imports?${query}`, payload, contentType)
  const { id } = must(answer, 202)
  t.equal(answer.headers.location, `/v1/operations/${id}`, 'an import is an operation')
  const operation = await service.finished(by, id)
  const found = must(await by.get(`/v1/imports/${id}`), 200)
  const rows: Any[] = []
  for (let cursor = ''; ;) {
    const page = must(await by.get(`/v1/imports/${id}/rows?limit=200${cursor}`), 200)
    rows.push(...page.data)
    if (!page.nextCursor) break
    cursor = `&cursor=${page.nextCursor}`
  }
  return { operation, import: found, rows, totals: found.totals }
}

const outcomes = ({ rows }: Imported) => rows.map(({ outcome }) => outcome)
const sheet = (...rows: string[]) => `${rows.join('\r\n')}\r\n`

const rosterHeader =
  '学校标识码,学校,教师工号,姓名,班级,任职起始日期,任职结束日期,专业称号,此前班主任年限,身份证号,出生日期'
const rosterRow = (school: string, teacher: string, name: string, more = ',,') =>
  `${school},,${teacher},${name},一（1）班,2024年9月1日,${more},310107199001011232,1990-01-01`

const dutiesOf = async (teacherSourcedId: string) => {
  const [teacher] = must(await institute.get(`/v1/teachers?sourcedId=${teacherSourcedId}`), 200).data
  if (!teacher) return { teacher: null, duties: [] }
  return {
    teacher,
    duties: must(await institute.get(`/v1/homeroom-duties?teacherId=${teacher.id}`), 200).data as Any[],
  }
}

t.test('a roster sheet makes teachers and duties; the same file again changes nothing', async (t) => {
  const file = sheet(
    rosterHeader,
    rosterRow('S-A', 'R1', '示例甲', ',区级骨干,３'),
    rosterRow('S-A', 'R2', '=1+1'),
    rosterRow('S-A', 'R3', '+86'),
  )
  const first = await send(A.administrator, 'kind=roster&fileName=名册.csv', file)
  t.match(first.operation, { status: 'succeeded', kind: 'import', progress: { done: 3, total: 3 } })
  t.match(first.operation.result, { rows: 3, created: 3, rejected: 0 })
  t.match(first.import, { kind: 'roster', dryRun: false, status: 'succeeded' })
  t.equal(first.import.file.sha256, createHash('sha256').update(file).digest('hex'))
  t.match(first.totals, { rows: 3, created: 3, teachers: 3, hours: '0', ignoredColumns: ['出生日期'], causes: [] })
  t.match(first.rows[0], { number: 1, file: '名册.csv', rowNumber: 2, outcome: 'created', column: null, code: null })

  const { teacher, duties } = await dutiesOf('R1')
  t.match(teacher, { name: '示例甲', professionalTitle: 'district', earlierServiceYears: 3, version: 1 })
  t.match(duties, [{ schoolId: A.id, className: '一（1）班', from: '2024-09-01', to: null, version: 1 }])
  t.equal((await dutiesOf('R2')).teacher.name, '=1+1', 'what looks like a formula is a name')
  t.equal((await dutiesOf('R3')).teacher.name, '+86')

  const second = await send(A.administrator, 'kind=roster', file)
  t.same(outcomes(second), ['unchanged', 'unchanged', 'unchanged'], 'every row reports unchanged')
  t.match(await dutiesOf('R1'), { teacher: { version: 1 }, duties: [{ version: 1 }] })

  const third = await send(
    A.administrator,
    'kind=roster',
    sheet(rosterHeader, rosterRow('S-A', 'R1', '示例甲', '2025-06-30,,')),
  )
  t.same(outcomes(third), ['updated'], 'a duty now ends; blank cells leave the title as it is')
  t.match(await dutiesOf('R1'), {
    teacher: { professionalTitle: 'district' },
    duties: [{ to: '2025-06-30', version: 2 }],
  })
})

t.test('a dry run reports what an import would, and has no effect', async (t) => {
  const file = sheet(rosterHeader, rosterRow('S-A', 'D1', '示例试'), rosterRow('S-X', 'D2', '示例试二'))
  const dry = await send(A.administrator, 'kind=roster&dryRun=true', file)
  t.same(outcomes(dry), ['created', 'rejected'])
  t.match(dry.import, { dryRun: true, status: 'succeeded' })
  t.equal((await dutiesOf('D1')).teacher, null)
  const real = await send(A.administrator, 'kind=roster&dryRun=false', file)
  t.same(real.rows, dry.rows)
  t.same(real.totals, dry.totals)
  t.ok((await dutiesOf('D1')).teacher)
})

t.test('GB18030 and XLSX are read as UTF-8 is, with Chinese or English headers', async (t) => {
  const gb = iconv.encode(sheet(rosterHeader, rosterRow('S-A', 'G1', '示例𠮷')), 'gb18030')
  t.same(outcomes(await send(A.administrator, 'kind=roster', gb)), ['created'])
  t.equal((await dutiesOf('G1')).teacher.name, '示例𠮷')
  const rows = [
    ['teacherSourcedId', 'name', 'schoolSourcedId', 'className', 'from'],
    ['X1', '=HYPERLINK("http://example.org")', 'S-A', '二（1）班', '2024/9/1'],
  ]
  const xlsx = await buffer(encodeXlsx('名册', rows))
  t.same(outcomes(await send(A.administrator, 'kind=roster', xlsx, XLSX)), ['created'])
  t.equal((await dutiesOf('X1')).teacher.name, '=HYPERLINK("http://example.org")')
  t.same(outcomes(await send(A.administrator, 'kind=roster', xlsx, 'application/octet-stream')), ['unchanged'])
})

t.test('one missing school is one cause, however many rows it stops', async (t) => {
  const missing = Array.from({ length: 30 }, (_, at) => rosterRow('3101079999', `M${at}`, `示例${at}`))
  const { totals, rows } = await send(
    integration,
    'kind=roster',
    sheet(rosterHeader, rosterRow('S-B', 'M99', '示例'), ...missing),
  )
  t.match(totals, { rows: 31, created: 1, rejected: 30 })
  t.match(totals.causes, [{ cause: 'school:3101079999', code: 'unknownSchool', rows: 30 }])
  t.match(totals.causes[0].detail, /3101079999/)
  t.match(rows[1], {
    outcome: 'rejected',
    column: 'schoolSourcedId',
    code: 'unknownSchool',
    cause: 'school:3101079999',
  })
  const { id } = must(await integration.upload('/v1/imports?kind=roster', sheet(rosterHeader, missing[0]!), CSV), 202)
  await service.finished(integration, id)
  const chinese = await integration.get(`/v1/imports/${id}/rows?outcome=rejected`, {
    headers: { 'accept-language': 'zh-CN' },
  })
  t.match(chinese.body.data, [{ detail: '不存在学校 3101079999。' }], 'in the language asked for')
  t.same(must(await integration.get(`/v1/imports/${id}/rows?outcome=created`), 200).data, [])
})

t.test('a school is also known by its national code', async (t) => {
  const content = { name: '示例标识学校', kind: 'junior', identifier: '3101070123' }
  must(await institute.put('/v1/schools/by-sourced-id/S-code', content), 201)
  t.same(
    outcomes(
      await send(integration, 'kind=roster', sheet(rosterHeader, rosterRow('３１０１０７０１２３', 'N1', '示例'))),
    ),
    ['created'],
  )
  must(await institute.put('/v1/schools/by-sourced-id/S-code2', content), 201)
  const twice = await send(integration, 'kind=roster', sheet(rosterHeader, rosterRow('3101070123', 'N2', '示例')))
  t.match(twice.rows, [{ outcome: 'rejected', code: 'schoolAmbiguous' }], 'but not when two have the same')
})

t.test('in one file, a repeated row is a duplicate, and rows that contradict one another are refused', async (t) => {
  const { rows } = await send(
    A.administrator,
    'kind=roster',
    sheet(
      rosterHeader,
      rosterRow('S-A', 'K1', '示例'),
      rosterRow('S-A', 'K1', '示例'),
      rosterRow('S-A', 'K0', '示例'),
      rosterRow('S-A', 'K0', '示例改').replace('一（1）班', '二（2）班'),
      rosterRow('S-A', 'K2', '示例', '2024-08-01,,'),
      rosterRow('S-A', 'K 3', '', '昨天,特级,-1'),
    ),
  )
  t.match(rows, [
    { rowNumber: 2, outcome: 'created' },
    { rowNumber: 3, outcome: 'duplicate', code: 'duplicateRow', detail: /row 2/ },
    { rowNumber: 4, outcome: 'rejected', column: 'name', code: 'rowsDisagree', detail: /Row 5/ },
    { rowNumber: 5, outcome: 'rejected', column: 'name', code: 'rowsDisagree', detail: /Row 4/ },
    { rowNumber: 6, outcome: 'rejected', column: 'to', code: 'endsBeforeStart' },
    { rowNumber: 7, outcome: 'rejected', column: 'name', code: 'missingValue' },
    { rowNumber: 7, column: 'teacherSourcedId', code: 'invalidIdentifier' },
    { rowNumber: 7, column: 'to', code: 'invalidDate' },
    { rowNumber: 7, column: 'professionalTitle', code: 'unknownValue' },
    { rowNumber: 7, column: 'earlierServiceYears', code: 'invalidInteger' },
  ])
})

t.test('a school imports for itself only', async (t) => {
  await hire(district, 'OWN-B', B)
  const { rows, import: found } = await send(
    A.administrator,
    'kind=roster',
    sheet(
      rosterHeader,
      rosterRow('S-B', 'Z1', '示例'),
      rosterRow('S-A', 'OWN-B', '示例'),
      rosterRow('S-A', 'Z2', '示例'),
    ),
  )
  t.match(rows, [
    { outcome: 'rejected', code: 'unknownSchool', cause: 'school:S-B' },
    { outcome: 'rejected', code: 'teacherElsewhere', cause: 'teacher:OWN-B' },
    { outcome: 'created' },
  ])
  t.equal((await B.administrator.get(`/v1/imports/${found.id}`)).status, 404, 'and another school does not see it')
  t.equal((await B.administrator.get(`/v1/imports/${found.id}/rows`)).status, 404)
  const other = await openDistrict(service, 'elsewhere', [])
  t.equal((await other.institute.get(`/v1/imports/${found.id}`)).status, 404, 'nor does another district')
  const refused = await institute.upload('/v1/imports?kind=attendance', attendance(), CSV)
  t.match(refused, { status: 403, body: { code: 'notPermitted' } }, 'the institute records no attendance')
  t.equal((await A.principal.upload('/v1/imports?kind=roster', 'x', CSV)).status, 403)
})

t.test('a file that cannot be read fails with a named error and changes nothing', async (t) => {
  const fails = async (query: string, payload: Buffer | string, type: string, code: string) => {
    const result = await send(integration, query, payload, type)
    t.match(result.operation, { status: 'failed', error: { code } }, code)
    t.match(result.import, { status: 'failed', totals: null })
    return result
  }
  const headerless = await fails('kind=roster', sheet('甲,乙', '1,2'), CSV, 'fileRefused')
  t.match(headerless.rows[0], { rowNumber: 1, outcome: 'rejected', code: 'missingColumn', column: 'schoolSourcedId' })
  t.equal(headerless.rows.length, 5, 'every missing column is named')
  const nul = await fails('kind=roster', sheet(rosterHeader, rosterRow('S-A', 'U0', '示例\0')), CSV, 'invalidText')
  t.match(nul.rows, [{ rowNumber: 2, code: 'invalidText' }], 'U+0000')
  const late = `${sheet(rosterHeader, rosterRow('S-A', 'U1', '示例'))}S-A,"never closed`
  await fails('kind=roster', late, CSV, 'brokenCsv')
  t.equal((await dutiesOf('U1')).teacher, null, 'rows before the fault have no effect')
  await fails('kind=oneRoster', 'not a zip', ZIP, 'brokenZip')
  await fails('kind=oneRoster', (await archive({})).subarray(0, 300), ZIP, 'brokenZip')
  await fails('kind=attendance', Buffer.from([0xff, 0xfe, 0x41, 0x00]), CSV, 'invalidText')
  await fails('kind=outsideHours', Buffer.from([0xff, 0xff, 0x41]), CSV, 'undecodableText')
  await fails('kind=roster', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), XLSX, 'unsupportedFile')
  await fails('kind=roster', Buffer.from('PK not really'), XLSX, 'brokenZip')
})

t.test('a file of exactly 32 MiB is taken, one byte more is not', async (t) => {
  const bytes = Buffer.alloc(32 * 1024 * 1024, 'x')
  const { operation, import: found } = await send(integration, 'kind=roster', bytes)
  t.match(operation, { status: 'failed', error: { code: 'brokenCsv' } }, 'and read as it is')
  t.equal(found.file.bytes, bytes.length)
  const more = await integration.upload('/v1/imports?kind=roster', Buffer.concat([bytes, Buffer.from('x')]), CSV)
  t.match(more, { status: 413, body: { code: 'payloadTooLarge' } })
})

t.test('what is no import is refused at the door', async (t) => {
  const refused = async (url: string, payload: Buffer | string, type: string, status: number, code: string) =>
    t.match(await integration.upload(url, payload, type), { status, body: { code } }, code)
  await refused('/v1/imports?kind=roster', Buffer.alloc(50 * 1024 * 1024, 'x'), CSV, 413, 'payloadTooLarge')
  await refused('/v1/imports?kind=roster', '', CSV, 422, 'emptyFile')
  await refused('/v1/imports?kind=pupils', 'x', CSV, 422, 'validationFailed')
  await refused('/v1/imports', 'x', CSV, 422, 'validationFailed')
  await refused('/v1/imports?kind=roster&dryRun=perhaps', 'x', CSV, 422, 'validationFailed')
  await refused('/v1/imports?kind=roster', '{}', 'application/json', 415, 'unsupportedMediaType')
  await refused('/v1/imports?kind=roster', 'x', 'text/plain', 415, 'unsupportedMediaType')
  t.match(await integration.get('/v1/imports/0192f5c4-0000-7000-8000-000000000000'), {
    status: 404,
    body: { code: 'notFound' },
  })
})

t.test('the same upload with the same Idempotency-Key is one import', async (t) => {
  const file = sheet(rosterHeader, rosterRow('S-A', 'I1', '示例'))
  const once = await integration.upload('/v1/imports?kind=roster', file, CSV, { idempotencyKey: 'once' })
  const again = await integration.upload('/v1/imports?kind=roster', file, CSV, { idempotencyKey: 'once' })
  t.same(again.body.id, once.body.id)
  t.equal(again.headers['idempotent-replayed'], 'true')
  const other = await integration.upload('/v1/imports?kind=roster', `${file} `, CSV, { idempotencyKey: 'once' })
  t.match(other, { status: 422, body: { code: 'idempotencyKeyReused' } })
  await service.finished(integration, once.body.id)
})

type Cells = Record<string, string>
const table = (file: OneRosterFile, rows: readonly Cells[], extra: readonly string[] = []) =>
  [
    [...oneRosterHeaders[file], ...extra],
    ...rows.map((row) => [...oneRosterHeaders[file], ...extra].map((name) => row[name] ?? '')),
  ]
    .map((cells) => cells.join(','))
    .join('\r\n')

const teacherFiles = (id: string, dates: Cells = { beginDate: '2024-09-01' }) => ({
  users: [{ sourcedId: id, enabledUser: 'true', username: id, familyName: '示例', givenName: id }],
  roles: [{ sourcedId: `r-${id}`, userSourcedId: id, roleType: 'primary', role: 'teacher', orgSourcedId: 'OR-1' }],
  classes: [
    {
      sourcedId: `c-${id}`,
      title: '三（1）班',
      classType: 'homeroom',
      schoolSourcedId: 'OR-1',
      termSourcedIds: 'sem-1',
    },
  ],
  enrollments: [
    {
      sourcedId: `e-${id}`,
      classSourcedId: `c-${id}`,
      schoolSourcedId: 'OR-1',
      userSourcedId: id,
      role: 'teacher',
      primary: 'true',
      ...dates,
    },
  ],
})

const standard: Record<OneRosterFile, Cells[]> = {
  orgs: [
    { sourcedId: 'OR-D', name: '示例区', type: 'district' },
    { sourcedId: 'OR-G', name: '示例集团', type: 'local', parentSourcedId: 'OR-D' },
    {
      sourcedId: 'OR-1',
      name: '示例一中',
      type: 'school',
      parentSourcedId: 'OR-G',
      identifier: '3101070777',
      'ext:kind': '初中',
    },
    { sourcedId: 'OR-2', name: '示例二中', type: 'school', parentSourcedId: 'OR-D' },
  ],
  academicSessions: [
    {
      sourcedId: 'y',
      title: '2024学年',
      type: 'schoolYear',
      startDate: '2024-09-01',
      endDate: '2025-09-01',
      schoolYear: '2025',
    },
    {
      sourcedId: 'sem-1',
      title: '第一学期',
      type: 'semester',
      startDate: '2024-09-01',
      endDate: '2025-02-01',
      schoolYear: '2025',
      parentSourcedId: 'y',
    },
    {
      sourcedId: 'old',
      title: '2019学年',
      type: 'schoolYear',
      startDate: '2019-09-01',
      endDate: '2020-09-01',
      schoolYear: '2020',
    },
  ],
  ...teacherFiles('OT1'),
}

async function archive(changes: Partial<Record<OneRosterFile, Cells[]>>): Promise<Buffer> {
  const zip = new ZipFile()
  const content = { ...standard, ...changes }
  const files = Object.keys(content) as OneRosterFile[]
  const manifest = [
    ['propertyName', 'value'],
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.2'],
    ...files.map((file) => [`file.${file}`, 'bulk']),
  ]
  zip.addBuffer(Buffer.from(manifest.map((row) => row.join(',')).join('\n')), 'manifest.csv')
  for (const file of files)
    zip.addBuffer(Buffer.from(table(file, content[file], file === 'orgs' ? ['ext:kind'] : [])), `${file}.csv`)
  zip.addBuffer(Buffer.from('sourcedId\np1\n'), 'demographics.csv')
  zip.end()
  return buffer(zip.outputStream)
}

t.test('a OneRoster archive makes schools, groups, teachers and duties, and keeps no pupil', async (t) => {
  const both = (file: 'users' | 'roles' | 'classes' | 'enrollments') => [
    ...teacherFiles('OT1')[file],
    ...teacherFiles('OT2', {})[file],
  ]
  const file = await archive({
    users: [
      ...both('users'),
      { sourcedId: 'PUPIL', enabledUser: 'true', familyName: '某', givenName: '生' },
      { sourcedId: 'HEAD', enabledUser: 'true', familyName: '示例', givenName: '校长' },
    ],
    roles: [
      ...both('roles'),
      { sourcedId: 'rp', userSourcedId: 'PUPIL', roleType: 'primary', role: 'student', orgSourcedId: 'OR-1' },
      { sourcedId: 'rh', userSourcedId: 'HEAD', roleType: 'primary', role: 'principal', orgSourcedId: 'OR-1' },
    ],
    classes: both('classes'),
    enrollments: [
      ...both('enrollments'),
      { sourcedId: 'ep', classSourcedId: 'c-OT1', schoolSourcedId: 'OR-1', userSourcedId: 'PUPIL', role: 'student' },
    ],
  })
  const first = await send(integration, 'kind=oneRoster', file, ZIP)
  t.equal(first.operation.status, 'succeeded')
  const of = (name: string) => first.rows.filter((row) => row.file === `${name}.csv`)
  t.match(
    of('orgs'),
    [
      { outcome: 'ignored' },
      { outcome: 'created' },
      { outcome: 'created' },
      { outcome: 'rejected', code: 'schoolKindUnknown', cause: 'school:OR-2' },
    ],
    'a school needs a kind: from the extension column, or known before',
  )
  t.match(
    of('academicSessions').map((row) => [row.outcome, row.code]),
    [
      ['unchanged', null],
      ['unchanged', null],
      ['ignored', 'unknownAcademicYear'],
    ],
    'the calendar is the institute’s own',
  )
  t.match(
    of('users'),
    [{ outcome: 'created' }, { outcome: 'created' }, { outcome: 'ignored' }],
    'teachers alone become teachers',
  )
  t.match(of('enrollments'), [{ outcome: 'created' }, { outcome: 'created' }])
  t.match(first.totals, { ignored: 4 + 3, teachers: 2, ignoredFiles: ['demographics.csv'] }, 'pupils are counted')
  t.equal(first.totals.rows, first.rows.length + 3)
  t.notMatch(JSON.stringify(first.rows), /PUPIL|某生/, 'and never stored')

  const [group] = must(await institute.get('/v1/school-groups?sourcedId=OR-G'), 200).data
  const [school] = must(await institute.get('/v1/schools?sourcedId=OR-1'), 200).data
  t.match(school, { name: '示例一中', kind: 'junior', identifier: '3101070777', schoolGroupId: group.id })
  t.match(await dutiesOf('OT1'), {
    teacher: { name: '示例OT1' },
    duties: [{ sourcedId: 'e-OT1', schoolId: school.id, className: '三（1）班', from: '2024-09-01', to: null }],
  })
  t.match(
    (await dutiesOf('OT2')).duties,
    [{ from: '2024-09-01', to: '2025-01-31' }],
    'without dates those of the term hold, its end exclusive',
  )

  const second = await send(integration, 'kind=oneRoster', file, ZIP)
  t.match(second.totals, { created: 0, updated: 0, rejected: 1 }, 'the same file changes nothing')
  must(await institute.put('/v1/schools/by-sourced-id/OR-2', { name: '示例二中', kind: 'senior' }), 201)
  t.match((await send(integration, 'kind=oneRoster', file, ZIP)).totals, { created: 0, updated: 0, rejected: 0 })
  const smaller = await send(integration, 'kind=oneRoster', await archive({ enrollments: [] }), ZIP)
  t.match(smaller.totals, { updated: 0 })
  t.equal((await dutiesOf('OT1')).duties.length, 1, 'nothing is removed by leaving it out')
})

t.test('a OneRoster file that names no end leaves a duty closed that was closed by hand', async (t) => {
  const [own, lent] = [teacherFiles('OT5'), teacherFiles('OT6', {})]
  const both = (file: keyof typeof own) => [...own[file], ...lent[file]]
  const bulk = (enrollments: Cells[]) =>
    archive({ users: both('users'), roles: both('roles'), classes: both('classes'), enrollments })
  const enrollmentsOf = ({ rows }: Imported) =>
    outcomes({ rows: rows.filter((row) => row.file === 'enrollments.csv') } as Imported)
  const file = await bulk(both('enrollments'))
  t.same(enrollmentsOf(await send(integration, 'kind=oneRoster', file, ZIP)), ['created', 'created'])
  for (const id of ['OT5', 'OT6']) {
    const content = { teacherSourcedId: id, schoolSourcedId: 'OR-1', className: '三（1）班', from: '2024-09-01' }
    const put = `/v1/homeroom-duties/by-sourced-id/e-${id}`
    must(await institute.put(put, { ...content, to: '2024-11-30' }, { ifMatch: '"1"' }), 200)
  }
  t.same(enrollmentsOf(await send(integration, 'kind=oneRoster', file, ZIP)), ['unchanged', 'unchanged'])
  t.match((await dutiesOf('OT5')).duties, [{ to: '2024-11-30', version: 2 }], 'an enrollment that only begins')
  t.match((await dutiesOf('OT6')).duties, [{ to: '2024-11-30' }], 'and one whose dates are those of its term')
  const named = await bulk([...own.enrollments.map((row) => ({ ...row, endDate: '2025-01-01' })), ...lent.enrollments])
  t.same(enrollmentsOf(await send(integration, 'kind=oneRoster', named, ZIP)), ['updated', 'unchanged'])
  t.match((await dutiesOf('OT5')).duties, [{ to: '2024-12-31' }], 'an end that the file names takes effect')
})

t.test('OneRoster rows that disagree are rejected, and none of them takes effect', async (t) => {
  const files = teacherFiles('OT7')
  const [user] = files.users
  const { rows } = await send(
    integration,
    'kind=oneRoster',
    await archive({ ...files, users: [user!, { ...user!, givenName: '另名' }, { ...user!, email: 'x@example.org' }] }),
    ZIP,
  )
  t.match(
    rows.filter(({ file }) => file === 'users.csv').map(({ outcome, code, detail }) => [outcome, code, detail]),
    [
      ['rejected', 'rowsDisagree', /Row 3/],
      ['rejected', 'rowsDisagree', /Row 2/],
      ['rejected', 'rowsDisagree', /Row 3/],
    ],
  )
  t.equal((await dutiesOf('OT7')).teacher, null)
  const same = await archive({ ...files, users: [user!, { ...user!, email: 'x@example.org' }] })
  t.match(
    (await send(integration, 'kind=oneRoster', same, ZIP)).rows.filter(({ file }) => file === 'users.csv'),
    [{ outcome: 'created' }, { outcome: 'duplicate' }],
    'what is never read does not count',
  )
})

t.test('OneRoster rows that refer to nothing are told by their root cause', async (t) => {
  const files = teacherFiles('OT3')
  const lost = (id: string, change: Cells) => ({ ...files.enrollments[0]!, sourcedId: id, ...change })
  const { rows, totals } = await send(
    integration,
    'kind=oneRoster',
    await archive({
      orgs: [
        ...standard.orgs,
        { sourcedId: 'OR-9', name: '示例九', type: 'school', parentSourcedId: 'OR-404', 'ext:kind': '小学' },
      ],
      ...files,
      classes: [
        ...files.classes,
        { ...files.classes[0]!, sourcedId: 'c-lost', schoolSourcedId: 'OR-9' },
        { ...files.classes[0]!, sourcedId: 'c-maths', classType: 'scheduled' },
        { ...files.classes[0]!, sourcedId: 'c-noterm', termSourcedIds: '' },
      ],
      enrollments: [
        lost('e1', { classSourcedId: 'c-lost', schoolSourcedId: 'OR-9' }),
        lost('e2', { classSourcedId: 'c-404' }),
        lost('e3', { userSourcedId: 'U-404' }),
        lost('e4', { classSourcedId: 'c-maths' }),
        lost('e5', { role: 'aide' }),
        lost('e6', { schoolSourcedId: 'OR-2' }),
        lost('e7', { beginDate: '', classSourcedId: 'c-noterm' }),
        lost('e8', { endDate: '2024-08-01' }),
        lost('e9', {}),
        lost('e9', {}),
      ],
    }),
    ZIP,
  )
  t.match(
    rows
      .filter(({ file }) => file === 'enrollments.csv')
      .map(({ outcome, code, column, cause }) => [outcome, code, column, cause]),
    [
      ['rejected', 'unknownSchool', 'classSourcedId', 'school:OR-9'],
      ['rejected', 'unknownClass', 'classSourcedId', 'class:c-404'],
      ['rejected', 'unknownTeacher', 'userSourcedId', 'teacher:U-404'],
      ['ignored', null, null, null],
      ['ignored', null, null, null],
      ['rejected', 'classElsewhere', 'schoolSourcedId', null],
      ['rejected', 'missingValue', 'beginDate', null],
      ['rejected', 'endsBeforeStart', 'endDate', null],
      ['created', null, null, null],
      ['duplicate', 'duplicateRow', null, null],
    ],
  )
  t.match(totals.causes[0], { cause: 'school:OR-9', rows: 2 })
})

t.test(
  'a school’s client brings its own teachers in a OneRoster file, and leaves schools to the district',
  async (t) => {
    const [school] = must(await institute.get('/v1/schools?sourcedId=OR-1'), 200).data
    const administrator = await client(service, institute, { role: 'trainingAdministrator', schoolId: school.id })
    const renamed = standard.orgs.map((org) => ({ ...org, name: '改名' }))
    const own = await send(
      administrator,
      'kind=oneRoster',
      await archive({ orgs: renamed, ...teacherFiles('OT4') }),
      ZIP,
    )
    t.match(
      own.rows.filter(({ file }) => file === 'orgs.csv').map(({ outcome }) => outcome),
      ['ignored', 'ignored', 'ignored', 'ignored'],
    )
    t.match(
      own.rows.find(({ file }) => file === 'enrollments.csv'),
      { outcome: 'created' },
    )
    t.equal(must(await institute.get('/v1/schools?sourcedId=OR-1'), 200).data[0].name, '示例一中')
    const foreign = await send(A.administrator, 'kind=oneRoster', await archive(teacherFiles('OT4')), ZIP)
    t.match(
      foreign.rows.find(({ file }) => file === 'users.csv'),
      { outcome: 'rejected', code: 'teacherElsewhere' },
    )
    t.match(
      foreign.rows.find(({ file }) => file === 'enrollments.csv'),
      { outcome: 'rejected', cause: 'school:OR-1' },
    )
  },
)

const attendanceHeader =
  '教师工号,主办学校标识码,参与学校标识码,活动编号,培训名称,日期,开始时间,结束时间,形式,类别,模块,课时,出勤,参加分钟,角色,线上'
const attendance = (...rows: Partial<Record<string, string>>[]) => {
  const usual = {
    培训名称: '示例案例会',
    日期: '2024-10-15',
    开始时间: '14:00',
    结束时间: '16:15',
    形式: '案例分析',
    课时: '2',
  }
  const names = attendanceHeader.split(',')
  return sheet(
    attendanceHeader,
    ...rows.map((row) => names.map((name) => ({ ...usual, ...row })[name as '日期'] ?? '').join(',')),
  )
}

t.test(
  'an attendance sheet makes activities, sessions with their segments, and attendance to be confirmed',
  async (t) => {
    await hire(district, 'W1', A)
    await hire(district, 'W2', A)
    await hire(district, 'W3', B)
    const file = attendance(
      { 教师工号: 'W1', 主办学校标识码: 'S-A', 形式: '专题讲座', 课时: '1' },
      { 教师工号: 'W1', 主办学校标识码: 'S-A' },
      { 教师工号: 'W2', 主办学校标识码: 'S-A', 出勤: '部分', 参加分钟: '60' },
      { 教师工号: 'W3', 主办学校标识码: 'S-A', 参与学校标识码: 'S-B', 形式: '专题讲座', 课时: '1', 角色: '主讲' },
      { 教师工号: 'W3', 主办学校标识码: 'S-A' },
      {
        教师工号: 'W1',
        主办学校标识码: 'S-A',
        活动编号: 'ACT-1',
        日期: '2024-10-20',
        开始时间: '8:00',
        结束时间: '09:30',
        线上: '是',
      },
    )
    const alone = await send(A.administrator, 'kind=attendance&dryRun=true', file)
    t.match(alone.rows[3], { code: 'unknownSchool', column: 'jointSchoolSourcedIds' }, 'a school names itself')
    t.match(alone.rows[4], { code: 'unknownTeacher' }, 'and its own teachers')
    const first = await send(integration, 'kind=attendance', file)
    t.same(outcomes(first), Array(6).fill('created'), 'the district says which schools train together')
    t.match(
      first.totals,
      { rows: 6, created: 6, teachers: 3, hours: '10' },
      'the control total of hours is the sheet’s own',
    )
    const activities = must(await institute.get(`/v1/activities?hostSchoolId=${A.id}`), 200).data
    t.equal(activities.length, 2)
    const [online, joint] = activities.toSorted((a: Any, b: Any) => (a.sourcedId < b.sourcedId ? -1 : 1))
    t.match(online, { sourcedId: 'ACT-1', academicYear: '2024-2025', sessions: [{ delivery: 'online' }] })
    t.match(joint, {
      title: '示例案例会',
      schoolIds: [B.id],
      sessions: [{ status: 'scheduled', startsAt: '2024-10-15T14:00:00+08:00' }],
    })
    t.match(
      joint.sessions[0].segments,
      [
        { number: 1, form: 'lecture', category: 'lecture', hours: '1' },
        { number: 2, form: 'caseAnalysis', category: 'practice', hours: '2' },
      ],
      'segments in the order of the file',
    )
    const recorded = must(await institute.get(`/v1/attendance?sessionId=${joint.sessions[0].id}`), 200).data
    t.same(
      recorded
        .map(({ role, status, minutesAttended, segmentNumbers, confirmedAt }: Any) => [
          role,
          status,
          minutesAttended,
          segmentNumbers,
          confirmedAt,
        ])
        .sort(),
      [
        ['participant', 'partial', 60, [2], null],
        ['participant', 'present', null, null, null],
        ['participant', 'present', null, [2], null],
        ['presenter', 'present', null, [1], null],
      ],
    )

    const second = await send(integration, 'kind=attendance', file)
    t.same(outcomes(second), Array(6).fill('unchanged'), 'the same file twice changes nothing')
    t.match(must(await institute.get(`/v1/activities/${joint.id}`), 200), { version: joint.version })

    const changed = attendance({ 教师工号: 'W2', 出勤: '缺席' }, { 教师工号: 'W1', 日期: '2024-10-22' })
    t.same(
      outcomes(await send(A.administrator, 'kind=attendance', changed)),
      ['updated', 'created'],
      'a further session of a known activity',
    )
    t.equal(must(await institute.get(`/v1/activities/${joint.id}`), 200).sessions.length, 2)

    service.setTime('2024-10-15T18:00:00+08:00')
    must(await A.administrator.post(`/v1/sessions/${joint.sessions[0].id}/confirm`), 200)
    await hire(district, 'W4', A)
    const late = attendance(
      { 教师工号: 'W2' },
      { 教师工号: 'W4' },
      { 教师工号: 'W2', 出勤: '缺席', 日期: '2024-10-22' },
    )
    const after = await send(A.administrator, 'kind=attendance', late)
    t.match(
      after.rows,
      [
        { rowNumber: 2, outcome: 'held', code: 'sessionClosed' },
        { rowNumber: 3, outcome: 'held', code: 'sessionClosed' },
        { rowNumber: 4, outcome: 'created' },
      ],
      'what was confirmed by hand is not overwritten',
    )
    t.match(
      must(await institute.get(`/v1/attendance?sessionId=${joint.sessions[0].id}&role=participant`), 200).data.find(
        (row: Any) => row.status === 'absent',
      ),
      { confirmedAt: String },
    )
    const confirmed = await send(integration, 'kind=attendance', file)
    t.same(outcomes(confirmed), ['unchanged', 'unchanged', 'held', 'unchanged', 'unchanged', 'unchanged'])
  },
)

t.test('attendance rows meet the rules of sessions, and one bad session is one cause', async (t) => {
  service.setTime('2024-09-02T08:00:00+08:00')
  const on = (row: Partial<Record<string, string>>) => ({ 教师工号: 'W1', ...row })
  const { rows, totals } = await send(
    A.administrator,
    'kind=attendance',
    attendance(
      on({ 培训名称: '甲', 课时: '20' }),
      on({ 培训名称: '乙', 课时: '0.3' }),
      on({ 培训名称: '丙', 类别: '讲座' }),
      on({ 培训名称: '丁', 结束时间: '13:00' }),
      { ...on({ 培训名称: '丁', 结束时间: '13:00' }), 教师工号: 'W2' },
      on({ 培训名称: '戊', 日期: '2031-01-01' }),
      on({ 培训名称: '己', 形式: '卡拉OK' }),
      on({ 培训名称: '庚', 教师工号: 'NOBODY' }),
      on({ 培训名称: '辛', 主办学校标识码: 'S-B' }),
      on({ 培训名称: '壬', 课时: '-2' }),
      on({ 培训名称: '癸', 课时: '2', 形式: '专题讲座' }),
      on({ 培训名称: '癸', 课时: '2' }),
      on({ 培训名称: '子' }),
      on({ 培训名称: '子' }),
      on({ 培训名称: '卯' }),
      on({ 培训名称: '卯', 教师工号: 'W2', 课时: '1' }),
      on({ 培训名称: '辰' }),
      on({ 培训名称: '辰', 教师工号: 'W2', 结束时间: '17:00' }),
      on({ 培训名称: '丑', 出勤: '部分' }),
      on({ 培训名称: '寅' }),
      on({ 培训名称: '寅', 角色: '主讲' }),
    ),
  )
  const told = rows.map(({ rowNumber, outcome, code, column, cause }) => [
    rowNumber,
    outcome,
    code,
    column,
    cause !== null,
  ])
  t.same(told, [
    [2, 'rejected', 'hoursAboveClockTime', 'hours', false],
    [3, 'rejected', 'hoursOffStep', 'hours', false],
    [4, 'rejected', 'categoryNotAllowed', 'category', false],
    [5, 'rejected', 'sessionEndsBeforeStart', 'endTime', true],
    [6, 'rejected', 'sessionEndsBeforeStart', 'endTime', true],
    [7, 'rejected', 'dateOutsideCalendar', 'date', false],
    [8, 'rejected', 'unknownValue', 'form', false],
    [9, 'rejected', 'unknownTeacher', 'teacherSourcedId', true],
    [10, 'rejected', 'unknownSchool', 'hostSchoolSourcedId', true],
    [11, 'rejected', 'invalidHours', 'hours', false],
    [12, 'rejected', 'hoursAboveClockTime', 'hours', true],
    [13, 'rejected', 'hoursAboveClockTime', 'hours', true],
    [14, 'created', null, null, false],
    [15, 'duplicate', 'duplicateRow', null, false],
    [16, 'rejected', 'rowsDisagree', 'hours', false],
    [17, 'rejected', 'rowsDisagree', 'hours', false],
    [18, 'rejected', 'rowsDisagree', 'endTime', false],
    [19, 'rejected', 'rowsDisagree', 'endTime', false],
    [20, 'rejected', 'minutesRequired', 'minutesAttended', false],
    [21, 'rejected', 'segmentInBothRoles', 'role', false],
    [22, 'created', null, null, false],
  ])
  t.match(
    totals.causes.map(({ code, rows }: Any) => [code, rows]),
    [
      ['sessionEndsBeforeStart', 2],
      ['hoursAboveClockTime', 2],
      ['unknownTeacher', 1],
      ['unknownSchool', 1],
    ],
  )
  const titles = must(await institute.get(`/v1/activities?hostSchoolId=${A.id}&limit=200`), 200).data.map(
    ({ title }: Any) => title,
  )
  t.notOk(titles.includes('癸'), 'a session whose rows are all refused is not made')
  t.notOk(titles.includes('庚'))

  const known = attendance(on({ 培训名称: '子', 结束时间: '18:00' }))
  const differs = await send(A.administrator, 'kind=attendance', known)
  t.match(differs.rows, [{ code: 'sessionDiffers', column: 'endTime' }])
  const more = await send(
    A.administrator,
    'kind=attendance',
    attendance(on({ 培训名称: '子', 形式: '实践演练', 课时: '1' })),
  )
  t.match(
    more.rows,
    [{ outcome: 'rejected', code: 'sessionDiffers', column: 'hours' }],
    'an import leaves a known session as it is',
  )
})

t.test('a district’s client names the host; an activity keeps its own', async (t) => {
  const row = { 教师工号: 'W3', 活动编号: 'ACT-B' }
  t.match((await send(integration, 'kind=attendance', attendance(row))).rows, [
    { code: 'missingValue', column: 'hostSchoolSourcedId' },
  ])
  t.same(outcomes(await send(integration, 'kind=attendance', attendance({ ...row, 主办学校标识码: 'S-B' }))), [
    'created',
  ])
  t.same(
    outcomes(await send(integration, 'kind=attendance', attendance(row))),
    ['unchanged'],
    'once known, the host need not be named',
  )
  t.match((await send(integration, 'kind=attendance', attendance({ ...row, 主办学校标识码: 'S-A' }))).rows, [
    { code: 'activityDiffers' },
  ])
  t.match((await send(A.administrator, 'kind=attendance', attendance(row))).rows, [
    { code: 'notTheHost', cause: 'activity:ACT-B' },
  ])
  const stranger = attendance({ ...row, 教师工号: 'W1', 主办学校标识码: 'S-B' })
  t.match(
    (await send(integration, 'kind=attendance', stranger)).rows,
    [{ code: 'teacherNotEligible', column: 'teacherSourcedId' }],
    'nor its schools',
  )
})

t.test('outside hours are entered once; what was decided by hand is held', async (t) => {
  service.setTime('2024-10-20T08:00:00+08:00')
  const header = '教师工号,姓名,培训名称,日期,类别,课时,颁发单位,证明编号'
  const row = (teacher: string, hours = '4', evidence = '证-1') =>
    `${teacher},,示例市级培训,2024-10-12,讲座,${hours},示例机构,${evidence}`
  const file = sheet(header, row('W1'), row('W1'), row('W2', '1.25'), row('W404'), row('W4', '3'), row('W4', '2'))
  const first = await send(A.administrator, 'kind=outsideHours', file)
  t.match(
    first.rows.map(({ outcome, code, column }) => [outcome, code, column]),
    [
      ['created', null, null],
      ['duplicate', 'duplicateRow', null],
      ['rejected', 'hoursOffStep', 'hours'],
      ['rejected', 'unknownTeacher', 'teacherSourcedId'],
      ['rejected', 'rowsDisagree', 'hours'],
      ['rejected', 'rowsDisagree', 'hours'],
    ],
  )
  t.match(first.totals, { teachers: 1, hours: '4' })
  const { teacher } = await dutiesOf('W1')
  const entriesOf = async () =>
    must(await institute.get(`/v1/hour-entries?teacherId=${teacher.id}&limit=200`), 200).data.filter(
      ({ source }: Any) => source === 'outside',
    )
  t.match(await entriesOf(), [{ hours: '4', category: 'lecture', evidence: '证-1', schoolId: A.id }])

  t.match((await send(A.administrator, 'kind=outsideHours', sheet(header, row('W1')))).rows, [{ outcome: 'unchanged' }])
  t.match((await send(A.administrator, 'kind=outsideHours', sheet(header, row('W1', '6')))).rows, [
    { outcome: 'held', code: 'outsideHoursExist' },
  ])
  const [entry] = await entriesOf()
  must(await A.administrator.post(`/v1/hour-entries/${entry.id}/reverse`, { reason: '重复' }), 201)
  t.match((await send(A.administrator, 'kind=outsideHours', sheet(header, row('W1')))).rows, [
    { outcome: 'held', code: 'outsideHoursReversed' },
  ])
  t.equal((await entriesOf()).length, 2, 'the ledger is left as it is')
  t.match(
    (await send(B.administrator, 'kind=outsideHours', sheet(header, row('W2')))).rows,
    [{ code: 'unknownTeacher' }],
    'of its own teachers only',
  )
})

t.test('an import of many batches tells how far it is and can be cancelled without effect', async (t) => {
  const rows = Array.from({ length: 12_000 }, (_, at) => rosterRow('S-B', `BULK${at}`, `示例${at}`))
  const { id } = must(await integration.upload('/v1/imports?kind=roster', sheet(rosterHeader, ...rows), CSV), 202)
  must(await integration.post(`/v1/operations/${id}/cancel`), 200)
  t.equal((await service.finished(integration, id)).status, 'cancelled')
  t.equal((await dutiesOf('BULK0')).teacher, null)
  const whole = await send(integration, 'kind=roster&dryRun=true', sheet(rosterHeader, ...rows))
  t.match(whole.totals, { rows: 12_000, created: 12_000 })
  t.same(whole.operation.progress, { done: 12_000, total: 12_000 })
  t.equal((await dutiesOf('BULK0')).teacher, null)
})

t.test('two imports of the same file at the same moment leave one of each thing', async (t) => {
  const school = await openSchool(service, institute, 'twin')
  await hire(district, 'TW', school)
  const file = attendance({ 教师工号: 'TW', 培训名称: '同时' })
  const both = await Promise.all([
    send(school.administrator, 'kind=attendance', file),
    send(school.administrator, 'kind=attendance', file),
  ])
  t.same(both.flatMap(outcomes).sort(), ['created', 'unchanged'])
  t.equal(must(await institute.get(`/v1/activities?hostSchoolId=${school.id}`), 200).data.length, 1)
})

t.test('a template is a named file with a digest, and can be read back', async (t) => {
  for (const format of ['csv', 'xlsx']) {
    for (const language of ['zh', 'en']) {
      const { status, headers, raw } = await A.principal.get(
        `/v1/import-templates/roster?format=${format}&language=${language}`,
      )
      t.equal(status, 200)
      const bytes = raw.rawPayload
      const digest = createHash('sha256').update(bytes).digest('base64')
      t.equal(headers['repr-digest'], `sha-256=:${digest}:`)
      t.equal(Number(headers['content-length']), bytes.length)
      t.match(headers['content-type'], format === 'csv' ? /^text\/csv/ : XLSX)
      t.match(
        headers['content-disposition'],
        language === 'zh' ? `filename*=UTF-8''%E5%90%8D%E5%86%8C.${format}` : `filename="roster.${format}"`,
      )
      const known = await readTable(bytes, rosterColumns)
      t.equal(Object.keys(known.headers).length, rosterColumns.length)
      const again = await A.principal.get(`/v1/import-templates/roster?format=${format}&language=${language}`, {
        headers: { 'if-none-match': String(headers.etag) },
      })
      t.equal(again.status, 304)
    }
  }
  t.equal((await A.principal.get('/v1/import-templates/oneRoster')).status, 422)
  const document = service.app.swagger() as Any
  const answer = document.paths['/v1/import-templates/{kind}'].get.responses['200']
  t.same(Object.keys(answer.content), [CSV, XLSX], 'no JSON among its answers')
  t.ok(answer.headers['Repr-Digest'])
  const upload = document.paths['/v1/imports'].post
  t.same(Object.keys(upload.requestBody.content), [ZIP, CSV, XLSX, 'application/octet-stream'])
})
