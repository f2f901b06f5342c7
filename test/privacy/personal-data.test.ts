import iconv from 'iconv-lite'
import t, { type Test } from 'tap'
import { createLogger } from '../../src/http/logger.js'
import { encodeXlsx } from '../../src/integration/formats/encode-xlsx.js'
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
  sealSemester,
} from '../support/fixtures.js'
import type { District, School } from '../support/fixtures.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/** Valid numbers that stand nowhere else: wherever they turn up, they have leaked. */
const canary = { identityNumber: '310107198811091188', phone: '13911118888' }
const imported = { identityNumber: '310107197907203354', phone: '13922227777' }
const oneRoster = '13933336666'
const canaries = [...Object.values(canary), ...Object.values(imported), oneRoster]

const lines: string[] = []
const logger = createLogger('trace', { write: (line: string) => lines.push(line) })

let service: Service
let opened = 0

t.before(async () => {
  service = await startService({ withWorker: true, logger })
})
t.teardown(() => service.close())

type TestDistrict = District & { a: School; b: School }

async function district(): Promise<TestDistrict> {
  service.setTime('2024-09-02T08:00:00+08:00')
  opened += 1
  const made = await openDistrict(service, `privacy-${opened}`, ['A', 'B'])
  return { ...made, a: made.schools.A!, b: made.schools.B! }
}

/** Every row of every table as text, and every chunk of a file as it is. */
async function dump(): Promise<string> {
  const tables = await asOwner<{ name: string }>(
    service.db,
    `
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'graphile_worker', 'drizzle') and table_type = 'BASE TABLE'`,
  )
  const parts: string[] = []
  for (const { name } of tables) {
    const rows = await asOwner<{ row: string }>(service.db, `select row_to_json(t)::text as row from ${name} as t`)
    parts.push(name, ...rows.map(({ row }) => row))
  }
  const chunks = await asOwner<{ content: Buffer }>(service.db, 'select content from file_chunks')
  return [...parts, ...chunks.map(({ content }) => content.toString('latin1'))].join('\n')
}

function holdsNone(t: Test, text: string, where: string): void {
  for (const number of canaries) t.notOk(text.includes(number), `${where}: no ${number}`)
}

async function send(by: Caller, query: string, payload: Buffer | string, type = 'text/csv'): Promise<Any> {
  const { id } = must(await by.upload(`/v1/imports?${query}`, payload, type), 202)
  const operation = await service.finished(by, id)
  const rows = must(await by.get(`/v1/imports/${id}/rows?limit=200`), 200).data as Any[]
  return { id, operation, rows, outcomes: rows.map(({ outcome }) => outcome) }
}

const rosterHeader = '学校标识码,教师工号,姓名,班级,任职起始日期'
const sheet = (...rows: string[]) => `${rows.join('\r\n')}\r\n`
const numbersOf = async (by: Caller, id: string) => {
  const { identityNumber, phone } = must(await by.get(`/v1/teachers/${id}`), 200)
  return { identityNumber, phone }
}
const none = { identityNumber: null, phone: null }

t.test('numbers are read as they are meant, stay when left out, and go when taken away', async (t) => {
  const { institute } = await district()
  const put = (body: object, ifMatch?: string) =>
    institute.put('/v1/teachers/by-sourced-id/T1', { name: '示例甲', ...body }, ifMatch ? { ifMatch } : {})
  const { data } = must(await put({ identityNumber: ' 110105 19491231 002x', phone: '+86 139-1111-8888' }), 201)
  t.match(data, { identityNumber: '11010519491231002X', phone: '13911118888', erasedAt: null, version: 1 })
  t.match((await put({})).body, { outcome: 'unchanged', data: { phone: '13911118888' } }, 'left out, they stay')
  const same = await put({ identityNumber: '11010519491231002X', phone: '13911118888' })
  t.match(same.body, { outcome: 'unchanged', data: { version: 1 } }, 'sealed anew they would differ, but do not')
  t.match((await put({ phone: '021-62345678' })).body, { code: 'preconditionRequired' }, 'another one is a change')
  t.match((await put({ phone: '021-62345678' }, '"1"')).body, { outcome: 'updated', data: { version: 2 } })
  t.match((await put({ phone: null }, '"2"')).body, {
    data: { identityNumber: '11010519491231002X', phone: null, version: 3 },
  })
  t.match((await put({ identityNumber: '' }, '"3"')).body, { data: { ...none, version: 4 } })
  const wrong = await put({ identityNumber: '110105194912310021', phone: '12345' })
  t.match(wrong, { status: 422, body: { code: 'rulesRefused' } })
  t.match(wrong.body.errors, [
    { code: 'invalidIdentityNumber', pointer: '/identityNumber' },
    { code: 'invalidPhone', pointer: '/phone' },
  ])
  t.notMatch(JSON.stringify(wrong.body), /110105194912310021|12345/, 'what was given is not repeated')
})

t.test('who reads the numbers in clear, and who reads them masked', async (t) => {
  const d = await district()
  const teacher = await hire(d, 'T1', d.a)
  const other = await hire(d, 'T2', d.a)
  must(await d.institute.put('/v1/teachers/by-sourced-id/T1', { name: '示例教师T1', ...canary }, { ifMatch: '*' }), 200)
  const masked = { identityNumber: '310***********1188', phone: '139****8888' }
  const readers: [string, Caller, object][] = [
    ['institute', d.institute, canary],
    ['own training administrator', d.a.administrator, canary],
    ['integration of the district', await client(service, d.institute, { role: 'integration' }), canary],
    [
      'integration of the school',
      await client(service, d.institute, { role: 'integration', schoolId: d.a.id }),
      canary,
    ],
    ['the teacher', await client(service, d.institute, { role: 'teacher', teacherId: teacher.id }), canary],
    [
      'a team leader of herself',
      await client(service, d.institute, { role: 'teamLeader', teacherId: teacher.id }),
      canary,
    ],
    ['principal', d.a.principal, masked],
    ['bureau', await client(service, d.institute, { role: 'bureau' }), masked],
    ['auditor', await client(service, d.institute, { role: 'auditor' }), masked],
  ]
  for (const [who, caller, numbers] of readers) {
    t.same(await numbersOf(caller, teacher.id), numbers, who)
    const listed = must(await caller.get('/v1/teachers?sourcedId=T1'), 200).data
    t.match(listed, [masked], `${who}: masked in a list`)
  }
  t.same(await numbersOf(d.institute, other.id), none, 'null where there are none')
  const colleague = await client(service, d.institute, { role: 'teacher', teacherId: other.id })
  t.equal((await colleague.get(`/v1/teachers/${teacher.id}`)).status, 404)

  must(
    await d.institute.put(
      '/v1/homeroom-duties/by-sourced-id/D-T1-S-A-2024-09-01',
      { teacherSourcedId: 'T1', schoolSourcedId: 'S-A', className: '一（1）班', from: '2024-09-01', to: '2024-11-09' },
      { ifMatch: '*' },
    ),
    200,
  )
  await hire(d, 'T1', d.b, { from: '2024-11-10' })
  service.setTime('2024-11-10T08:00:00+08:00')
  t.same(await numbersOf(d.a.administrator, teacher.id), masked, 'a school that the teacher has left')
  t.same(await numbersOf(d.b.administrator, teacher.id), canary, 'the school where she is now')
})

t.test('imports: columns that are not there leave the numbers, blank cells too, 无 takes them away', async (t) => {
  const d = await district()
  const row = (numbers: string) => `S-A,R1,示例甲,一（1）班,2024-09-01${numbers}`
  const full = sheet(`${rosterHeader},身份证号,手机号`, row(`,${imported.identityNumber},${imported.phone}`))
  const by = d.a.administrator
  t.same((await send(by, 'kind=roster', iconv.encode(full, 'gb18030'))).outcomes, ['created'])
  const [{ id }] = must(await by.get('/v1/teachers?sourcedId=R1'), 200).data
  t.same(await numbersOf(by, id), imported)
  t.same((await send(by, 'kind=roster', full)).outcomes, ['unchanged'], 'the same file again')
  t.same((await send(by, 'kind=roster', sheet(rosterHeader, row('')))).outcomes, ['unchanged'])
  t.same((await send(by, 'kind=roster', sheet(`${rosterHeader},身份证号,手机号`, row(',,')))).outcomes, ['unchanged'])
  t.same(await numbersOf(by, id), imported)
  const workbook: Buffer[] = []
  const rows = [`${rosterHeader},identityNumber`.split(','), row(',无').split(',')]
  for await (const chunk of encodeXlsx('名册', rows)) workbook.push(chunk)
  const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  t.same((await send(by, 'kind=roster', Buffer.concat(workbook), xlsx)).outcomes, ['updated'])
  t.same(await numbersOf(by, id), { identityNumber: null, phone: imported.phone })

  const twice = await send(
    by,
    'kind=roster',
    sheet(
      `${rosterHeader},身份证号`,
      `S-A,R2,示例乙,一（2）班,2024-09-01,${imported.identityNumber}`,
      `S-A,R2,示例乙,一（3）班,2024-09-01,${canary.identityNumber}`,
      `S-A,R3,示例丙,一（4）班,2024-09-01,${imported.identityNumber.slice(0, 17)}0`,
    ),
  )
  t.same(twice.outcomes, ['rejected', 'rejected', 'rejected'])
  t.match(twice.rows, [
    { code: 'rowsDisagree', column: 'identityNumber' },
    { code: 'rowsDisagree', column: 'identityNumber' },
    { code: 'invalidIdentityNumber', column: 'identityNumber' },
  ])
  const files = await asOwner(service.db, `select count(*)::int as chunks from file_chunks where district_id = $1`, [
    d.id,
  ])
  t.same(files, [{ chunks: 0 }], 'nothing is left of the files once their imports have ended')
  t.match(must(await by.get(`/v1/imports/${twice.id}`), 200), { file: { bytes: Number }, totals: { rows: 3 } })
})

t.test('a file that waits for its import is sealed, and is read all the same', async (t) => {
  const idle = await startService()
  t.teardown(() => idle.close())
  const { institute } = await openDistrict(idle, 'idle', ['A'])
  const file = sheet(`${rosterHeader},手机号`, `S-A,R1,示例甲,一（1）班,2024-09-01,${imported.phone}`)
  must(await institute.upload('/v1/imports?kind=roster', file, 'text/csv'), 202)
  const rows = await asOwner<{ content: Buffer }>(idle.db, 'select content from file_chunks')
  t.equal(rows.length, 1)
  t.notOk(rows[0]!.content.includes(imported.phone))
  t.notOk(rows[0]!.content.includes('R1'))
})

/** Registers for an online session, tries a wrong code there, and is told of by its platform. */
async function train(school: School, teacher: { id: string }, self: Caller): Promise<void> {
  const at = { date: '2024-10-07', segments: [{ form: 'lecture', hours: '1' }], delivery: 'online' as const }
  const { activity, session } = await holdSession(school, at)
  must(await self.post(`/v1/activities/${activity.id}/registrations`, {}), 201)
  service.setTime(session.startsAt)
  must(await school.administrator.post(`/v1/sessions/${session.id}/check-in-code`, {}), 200)
  t.equal((await self.post(`/v1/sessions/${session.id}/check-in`, { code: 'ZZZZZZ' })).status, 422)
  const told = { posts: 4, replies: 0, pollAnswers: 1, minutesOnline: 30 }
  must(
    await school.administrator.post(`/v1/sessions/${session.id}/interactions`, {
      items: [{ teacherId: teacher.id, ...told }],
    }),
    200,
  )
}

/** Words about a teacher's needs, by the teacher and by others; in a named survey and in an anonymous one. */
async function speakOfNeeds(d: TestDistrict, teacherId: string, self: Caller, words: string): Promise<void> {
  const academicYear = '2024-2025'
  const date = '2024-10-08'
  const question = { kind: 'text', text: '需求', maximumLength: 100 }
  for (const anonymous of [false, true]) {
    const survey = { level: 'school', academicYear, title: '需求调研', anonymous, questions: [question] }
    const { id } = must(await d.a.principal.post('/v1/surveys', survey), 201)
    must(await d.a.principal.post(`/v1/surveys/${id}/open`, {}), 200)
    must(await self.post(`/v1/surveys/${id}/answers`, { answers: [{ question: 1, text: words }] }), 200)
  }
  const modules = [{ module: 'communication', need: 5, note: words }]
  const interview = must(
    await d.a.principal.post('/v1/interviews', { teacherId, date, interviewer: words, summary: words, modules }),
    201,
  )
  const scores = [{ module: 'communication', score: 2, note: words }]
  const assessment = { teacherId, kind: 'self', academicYear, date, scores }
  const { id } = must(await self.post('/v1/competence-assessments', assessment), 200)
  must(await d.a.principal.post(`/v1/interviews/${interview.id}/withdraw`, { reason: words }), 200)
  must(await self.post(`/v1/competence-assessments/${id}/withdraw`, { reason: words }), 200)
}

t.test('what a person is told is everything, and only to those who may hear it', async (t) => {
  const d = await district()
  const teacher = await hire(d, 'T1', d.a, { to: '2025-06-30' })
  const body = { name: '示例教师T1', ...canary }
  must(await d.institute.put('/v1/teachers/by-sourced-id/T1', body, { ifMatch: '*' }), 200)
  const self = await client(service, d.institute, { role: 'teacher', teacherId: teacher.id, name: '示例客户端' })
  must(
    await d.a.administrator.post('/v1/leaves', {
      teacherId: teacher.id,
      kind: 'sick',
      from: '2024-12-02',
      to: '2024-12-03',
    }),
    201,
  )
  const adjustment = { hoursRequired: '30', reason: '调整' }
  must(await d.institute.put(`/v1/teachers/${teacher.id}/obligation-adjustments/2024-2025`, adjustment), 200)
  await train(d.a, teacher, self)
  await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  await speakOfNeeds(d, teacher.id, self, '多做演练')
  await sealSemester(service, d.a, 1)
  const url = `/v1/teachers/${teacher.id}/personal-data`
  for (const [who, caller] of [
    ['institute', d.institute],
    ['own training administrator', d.a.administrator],
    ['the teacher', self],
  ] as const) {
    const answer = await caller.get(url)
    t.equal(answer.headers['cache-control'], 'no-store')
    t.match(
      must(answer, 200),
      {
        identity: { id: teacher.id, sourcedId: 'T1', ...canary },
        homeroomDuties: [{ schoolId: d.a.id, to: '2025-06-30' }],
        leaves: [{ kind: 'sick' }],
        obligationAdjustments: [{ hoursRequired: '30', reason: '调整' }],
        attendance: [{ status: 'present' }],
        registrations: [{ status: 'registered' }],
        checkInTries: [{ refused: 1 }],
        interactions: [{ posts: 4, minutesOnline: 30 }],
        hourEntries: [{ hours: '10' }],
        creditStatements: [{ award: '1' }],
        surveyAnswers: [{ anonymous: false, answers: [{ text: '多做演练' }] }],
        interviews: [{ summary: '多做演练', withdrawnAt: String, withdrawalReason: '多做演练' }],
        competenceAssessments: [{ kind: 'self', scores: [{ note: '多做演练' }] }],
        clients: [{ role: 'teacher', name: '示例客户端' }],
      },
      who,
    )
  }
  t.equal((await d.b.administrator.get(url)).status, 404, 'another school')
  t.equal((await d.a.principal.get(url)).status, 403)
  service.setTime('2025-09-01T08:00:00+08:00')
  t.equal((await d.a.administrator.get(url)).status, 404, 'a school whose duty has ended')
  const stranger = await district()
  t.equal((await stranger.institute.get(url)).status, 404, 'another district')
})

t.test('erasing: refused while the name is needed, then complete, and once', async (t) => {
  const d = await district()
  const name = '示例独名'
  const teacher = await hire(d, 'T1', d.a, { to: '2025-01-31', name })
  const colleague = await hire(d, 'T2', d.a)
  must(await d.institute.put('/v1/teachers/by-sourced-id/T1', { name, ...canary }, { ifMatch: '*' }), 200)
  const own = must(
    await d.institute.post(
      '/v1/clients',
      { name: `${name}的应用`, role: 'teacher', teacherId: teacher.id },
      { idempotencyKey: 'own' },
    ),
    201,
  )
  const sick = { teacherId: teacher.id, kind: 'sick', from: '2024-12-02', to: '2024-12-03' }
  must(await d.a.administrator.post('/v1/leaves', sick), 201)
  const { session } = await holdSession(d.a, { date: '2024-10-08', segments: [{ form: 'lecture', hours: '10' }] })
  await attend(d.a, session, teacher)
  await attend(d.a, session, colleague)
  service.setTime('2024-10-09T08:00:00+08:00')
  await confirm(d.a, session)
  const tier = { tier: 2, reason: `${name}身体原因`, from: '2024-10-01', to: '2025-01-31' }
  const override = must(await d.a.administrator.post(`/v1/teachers/${teacher.id}/tier-overrides`, tier), 201)
  must(await d.a.administrator.post(`/v1/tier-overrides/${override.id}/end`, { reason: `${name}已康复` }), 200)
  await speakOfNeeds(d, teacher.id, service.as(own.key), `${name}想学沟通`)
  const countSealed = async () =>
    (await asOwner(service.db, 'select 1 from sealed_answers where district_id = $1', [d.id])).length
  t.equal(await countSealed(), 1)

  const url = `/v1/teachers/${teacher.id}/erase-personal-data`
  const erase = (by = d.institute) => by.post(url, { reason: '本人申请' })
  t.match(await erase(), { status: 409, body: { code: 'erasureNotYet', errors: [{ code: 'teacherOnDuty' }] } })
  service.setTime('2025-02-10T09:00:00+08:00')
  const draft = must(
    await d.a.administrator.post('/v1/credit-runs', { schoolId: d.a.id, academicYear: '2024-2025', semester: 1 }),
    201,
  )
  t.match(await erase(), { status: 409, body: { code: 'erasureNotYet', errors: [{ code: 'teacherInDraft' }] } })
  must(await d.a.principal.post(`/v1/credit-runs/${draft.id}/sign-off`, { sha256: draft.sha256 }), 200)
  const sealed = must(await d.a.administrator.post(`/v1/credit-runs/${draft.id}/seal`), 200)
  const exported = must(
    await d.institute.post('/v1/exports', { academicYear: '2024-2025', semester: 1, format: 'csv' }),
    202,
  )
  await service.finished(d.institute, exported.id)
  must(await d.institute.get(`/v1/exports/${exported.id}/file`), 200)
  for (const caller of [d.a.administrator, d.a.principal]) t.equal((await erase(caller)).status, 403)

  const before = await dump()
  t.ok(before.includes(name), 'the name stood in the database')
  const erasure = must(await erase(), 200)
  const pseudonym = `已注销-${teacher.id.slice(-8)}`
  t.match(erasure, {
    teacherId: teacher.id,
    pseudonym,
    erased: {
      ...{
        identityNumber: 1,
        phone: 1,
        namesInStatements: 1,
        kindsOfLeave: 1,
        reasonsOfAdjustments: 0,
        reasonsOfTiers: 1,
      },
      ...{ clients: 1, storedAnswers: 1, exportFiles: 1, wordsAboutNeeds: 3 },
    },
    importsWaiting: 0,
  })
  t.match(Object.fromEntries(erasure.kept.map(({ record, count }: Any) => [record, count])), {
    ...{ staffNumber: 1, homeroomDuties: 1, leaves: 1, attendance: 1, hourEntries: 1, creditStatements: 1 },
    ...{ surveyAnswers: 1, interviews: 1, competenceAssessments: 1 },
  })
  t.equal(await countSealed(), 0, 'an anonymous answer that nobody has opened goes whole')
  const after = await dump()
  t.same(
    after.split('\n').filter((l) => l.includes(name)),
    [],
    'the name stands nowhere any more',
  )
  holdsNone(t, after, 'the database')

  t.match(must(await d.institute.get(`/v1/teachers/${teacher.id}`), 200), {
    name: pseudonym,
    sourcedId: 'T1',
    ...none,
    erasedAt: String,
  })
  t.equal((await service.as(own.key).get('/v1/semesters')).status, 401, 'the client has ended')
  const [statement] = must(await d.institute.get(`/v1/credit-statements?teacherId=${teacher.id}`), 200).data
  t.match(statement, { teacherName: pseudonym, award: '1', hoursCounted: '10' }, 'credits and hours stay')
  const explained = must(await d.institute.get(`/v1/credit-statements/${statement.id}/explanation`), 200)
  t.equal(explained.recomputed.matches, true, 'the ledger still gives what was sealed')
  t.equal(must(await d.institute.get(`/v1/credit-runs/${sealed.id}`), 200).sha256, sealed.sha256)
  t.match(await d.institute.get(`/v1/exports/${exported.id}/file`), { status: 410, body: { code: 'fileRemoved' } })
  t.match(must(await d.institute.get(`/v1/exports/${exported.id}`), 200), {
    fileRemovedAt: String,
    manifest: { rows: 2 },
  })
  const again = must(
    await d.institute.post('/v1/exports', { academicYear: '2024-2025', semester: 1, format: 'csv', language: 'en' }),
    202,
  )
  await service.finished(d.institute, again.id)
  t.match((await d.institute.get(`/v1/exports/${again.id}/file`)).raw.body, pseudonym, 'a new file has the pseudonym')

  t.same(must(await erase(), 200), erasure, 'erasing again changes nothing and tells the same')
  const put = await d.institute.put('/v1/teachers/by-sourced-id/T1', { name }, { ifMatch: '*' })
  t.match(put, { status: 409, body: { code: 'teacherErased' } })
  const duty = { teacherSourcedId: 'T1', schoolSourcedId: 'S-A', className: '一（9）班', from: '2025-09-01' }
  t.match(await d.institute.put('/v1/homeroom-duties/by-sourced-id/D9', duty), { body: { code: 'teacherErased' } })
  const adjusted = await d.institute.put(
    `/v1/teachers/${teacher.id}/obligation-adjustments/2024-2025`,
    { hoursRequired: '30', reason: '示例' },
    { ifMatch: '*' },
  )
  t.match(adjusted, { status: 409, body: { code: 'teacherErased' } })
  const listed = await send(d.institute, 'kind=roster', sheet(rosterHeader, `S-A,T1,${name},一（1）班,2025-09-01`))
  t.match(listed.rows, [{ outcome: 'rejected', code: 'teacherErased' }])
  t.notOk((await dump()).includes(name), 'and what was refused has left nothing')
})

t.test(
  'the database itself lets nobody else’s name in a sealed statement change, and nothing but the name',
  async (t) => {
    const d = await district()
    const teacher = await hire(d, 'T1', d.a)
    await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
    await sealSemester(service, d.a, 1)
    const change = (set: string) =>
      asOwner(service.db, `update credit_statements set ${set} where district_id = $1 and teacher_id = $2`, [
        d.id,
        teacher.id,
      ])
    await t.rejects(change(`teacher_name = '改名'`), { code: '23000' })
    await asOwner(service.db, `update teachers set erased_at = now(), name = '已注销-x' where district_id = $1`, [d.id])
    await t.rejects(change(`teacher_name = '改名'`), { code: '23000' }, 'only to the pseudonym')
    await t.rejects(change(`teacher_name = '已注销-x', lecture_award = 0`), { code: '23000' })
    await t.rejects(
      asOwner(service.db, 'delete from credit_statements where district_id = $1', [d.id]),
      { code: '23000' },
      'nor be taken away',
    )
    await t.resolves(change(`teacher_name = '已注销-x'`))
  },
)

t.test('canaries: numbers that were put, imported and sent in mistaken requests have leaked nowhere', async (t) => {
  const d = await district()
  const by = d.institute
  must(await by.put('/v1/teachers/by-sourced-id/C1', { name: '示例', ...canary }), 201)
  await send(
    by,
    'kind=roster',
    sheet(`${rosterHeader},身份证号,手机号`, `S-A,C2,示例,班,2024-09-01,${imported.identityNumber},${imported.phone}`),
  )
  const { identityNumber, phone } = canary
  const answers = [
    await by.put('/v1/teachers/by-sourced-id/C1', { name: '示例', identityNumber: Number(phone) }),
    await by.put('/v1/teachers/by-sourced-id/C1', { name: '示例', identityNumber: phone, phone: identityNumber }),
    await by.put('/v1/teachers/by-sourced-id/C1', { name: '', phone }),
    await by.put('/v1/teachers/by-sourced-id/C1', { name: `${phone}\u0000`, phone }),
    await by.post('/v1/leaves', { teacherId: identityNumber, kind: phone, from: phone, to: phone }),
    await by.post('/v1/clients', { name: phone, role: phone }, { idempotencyKey: 'mistaken' }),
    await by.get(`/v1/teachers?onDutyOn=${identityNumber}`),
    await by.get(`/v1/teachers?cursor=${phone}`),
  ]
  const broken = await service.app.inject({
    method: 'PUT',
    url: '/v1/teachers/by-sourced-id/C1',
    headers: { authorization: `Bearer ${by.key}`, 'content-type': 'application/json' },
    payload: `{"name": "示例", "phone": "${phone}", ${identityNumber}`,
  })
  for (const { status, body } of answers) {
    t.ok(status >= 400 && status < 500, `refused: ${status}`)
    holdsNone(t, JSON.stringify(body), 'an answer')
  }
  t.equal(broken.statusCode, 400)
  holdsNone(t, broken.body, 'an answer to what is no JSON')
  const moved = await send(
    by,
    'kind=roster',
    sheet(
      `${rosterHeader},身份证号,${phone}`,
      `${identityNumber} ,C3,${'长'.repeat(200)},班,${phone},${phone},`,
      `${identityNumber},C4,示例,班,2024-09-01,,`,
    ),
  )
  t.match(moved.outcomes, ['rejected', 'rejected', 'rejected', 'rejected'])
  t.match(moved.rows.at(-1), { code: 'unknownSchool', cause: 'school:[redacted]' })
  await by.get(`/v1/teachers/${identityNumber}`)
  await service.app.inject({ url: `/v1/${phone}/${identityNumber}` })
  service.app.log.error(new Error(`Key (phone)=(${phone}) already exists`), 'a made-up failure')
  service.app.log.info({ identityNumber, teacher: canary }, 'a careless line')

  const log = lines.join('')
  t.ok(log.includes('/v1/teachers/by-sourced-id/C1'), 'the log was written')
  t.ok(log.includes('[redacted]'))
  for (const line of lines) t.ok(JSON.parse(line), 'and is JSON still')
  holdsNone(t, log, 'the log')
  const text = await dump()
  t.ok(text.includes('C1') && text.includes('C2'), 'the dump is one')
  holdsNone(t, text, 'the database')
})
