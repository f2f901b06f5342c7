import t from 'tap'
import { client, hire, must, openDistrict, type School } from '../support/fixtures.js'
import {
  attendanceSheet,
  outsideHoursSheet,
  rosterSheet,
  sendImport,
  toldOf,
  type Row,
} from '../support/import-files.js'
import { startService, type Any, type Caller } from '../support/service.js'

const service = await startService({ withWorker: true })
t.teardown(() => service.close())
const district = await openDistrict(service, 'by-hand', ['A', 'B'])
const { A, B } = district.schools as { A: School; B: School }
const { institute } = district
const integration = await client(service, institute, { role: 'integration' })

const send = (by: Caller, query: string, file: string) => sendImport(service, by, query, file)
const listed = async (path: string) => must(await institute.get(path), 200).data as Any[]
const teacherId = async (sourcedId: string): Promise<string> =>
  (await listed(`/v1/teachers?sourcedId=${sourcedId}`))[0].id

t.test('the same roster does not undo a transfer made by hand', async (t) => {
  const file = rosterSheet({ 学校标识码: 'S-A', 教师工号: 'MOVED' })
  t.same(toldOf(await send(integration, 'kind=roster', file)), [['created', null, null]])
  const id = await teacherId('MOVED')
  const [duty] = await listed(`/v1/homeroom-duties?teacherId=${id}`)
  const content = { teacherSourcedId: 'MOVED', schoolSourcedId: 'S-A', className: duty.className, from: duty.from }
  const put = `/v1/homeroom-duties/by-sourced-id/${duty.sourcedId}`
  must(await institute.put(put, { ...content, to: '2024-10-31' }, { ifMatch: '"1"' }), 200)
  await hire(district, 'MOVED', B, { from: '2024-11-01', name: '示例' })
  service.setTime('2024-11-20T08:00:00+08:00')
  must(
    await B.administrator.post('/v1/outside-hours', {
      ...{ teacherId: id, title: '在新学校的培训', date: '2024-11-10', category: 'lecture', hours: '4' },
      ...{ issuer: '示例机构', evidence: '证-1' },
    }),
    201,
  )

  t.same(toldOf(await send(integration, 'kind=roster', file)), [['unchanged', null, null]])
  t.match(await listed(`/v1/homeroom-duties?teacherId=${id}&schoolId=${A.id}`), [{ to: '2024-10-31', version: 2 }])
  const seen = must(await A.administrator.get(`/v1/hour-entries?teacherId=${id}`), 200).data
  t.same(seen, [], 'the old school sees nothing of what was earned elsewhere')
  const ending = rosterSheet({ 学校标识码: 'S-A', 教师工号: 'MOVED', 任职结束日期: '2024-10-25' })
  t.same(toldOf(await send(integration, 'kind=roster', ending)), [['updated', null, null]])
  t.match(await listed(`/v1/homeroom-duties?teacherId=${id}&schoolId=${A.id}`), [{ to: '2024-10-25' }])
})

const recognize = (by: Caller, teacherId: string, content: object) =>
  by.post('/v1/outside-hours', {
    ...{ teacherId, title: '示例市级培训', date: '2024-10-12', category: 'lecture', hours: '4' },
    ...{ issuer: '示例机构', evidence: '证-1' },
    ...content,
  })

t.test('outside hours tell a school nothing of another school’s teachers', async (t) => {
  service.setTime('2025-03-20T08:00:00+08:00')
  const other = await hire(district, 'OTHER', B)
  const entry = must(await recognize(B.administrator, other.id, {}), 201)
  const told = async (...rows: Row[]) =>
    toldOf(await send(A.administrator, 'kind=outsideHours', outsideHoursSheet(...rows)))
  const unknown = [['rejected', 'unknownTeacher', 'teacherSourcedId']]
  t.same(await told({ 教师工号: 'OTHER' }), unknown, 'not that hours were recognised with the very same evidence')
  t.same(await told({ 教师工号: 'OTHER', 课时: '6' }), unknown, 'nor otherwise')
  must(await B.administrator.post(`/v1/hour-entries/${entry.id}/reverse`, { reason: '重复' }), 201)
  t.same(await told({ 教师工号: 'OTHER' }), unknown, 'nor that they were reversed')
  t.same(await told({ 教师工号: 'NOBODY' }), unknown, 'just as for somebody who does not exist')

  const left = await hire(district, 'LEFT', A, { to: '2024-12-31' })
  await hire(district, 'LEFT', B, { from: '2025-01-01' })
  must(await recognize(B.administrator, left.id, { date: '2025-02-20' }), 201)
  must(await recognize(A.administrator, left.id, { date: '2024-11-20' }), 201)
  t.same(
    await told({ 教师工号: 'LEFT', 日期: '2025-02-20' }, { 教师工号: 'LEFT', 日期: '2024-11-20' }),
    [
      ['rejected', 'noDutyOnDate', 'date'],
      ['unchanged', null, null],
    ],
    'a former school is told of her own time there only',
  )
})

t.test('many certificates of one teacher stand in her ledger in the order of the file', async (t) => {
  const { id } = await hire(district, 'MANY', A)
  const rows = Array.from({ length: 30 }, (_, at) => ({
    教师工号: 'MANY',
    培训名称: `示例培训${at}`,
    证明编号: `证-${at}`,
  }))
  const first = await send(A.administrator, 'kind=outsideHours', outsideHoursSheet(...rows))
  t.match(first.totals, { created: 30, hours: '120' })
  const entries = must(await institute.get(`/v1/hour-entries?teacherId=${id}&limit=200`), 200).data
  t.same(
    entries.map(({ number, title }: Any) => [number, title]),
    rows.map(({ 培训名称: title }, at) => [at + 1, title]),
  )
  must(await A.administrator.post(`/v1/hour-entries/${entries[3].id}/reverse`, { reason: '误录' }), 201)
  must(await recognize(A.administrator, id, { title: '示例培训3', evidence: '证-3', hours: '2' }), 201)
  const again = await send(A.administrator, 'kind=outsideHours', outsideHoursSheet(...rows))
  t.match(again.totals, { unchanged: 29, held: 1 })
  t.match(again.rows[3], { outcome: 'held', code: 'outsideHoursExist' }, 'what was recognised again by hand stands')
})

const correct = (session: Any, teacher: string, content: object) =>
  A.administrator.post(`/v1/sessions/${session.id}/attendance`, { teacherId: teacher, ...content })
const sessionOf = async (sourcedId: string) => (await listed(`/v1/activities?sourcedId=${sourcedId}`))[0].sessions[0]
const recordsOf = (session: Any) => listed(`/v1/attendance?sessionId=${session.id}&limit=200`)

t.test('the same attendance file does not overwrite a correction made by hand', async (t) => {
  service.setTime('2024-10-14T08:00:00+08:00')
  const teachers = [await hire(district, 'H1', A), await hire(district, 'H2', A), await hire(district, 'H3', A)]
  const [first, second, third] = teachers as [Any, Any, Any]
  const rows = ['H1', 'H2', 'H3'].map((教师工号) => ({ 教师工号, 活动编号: 'HAND' }))
  const told = async (...given: Row[]) =>
    toldOf(await send(A.administrator, 'kind=attendance', attendanceSheet(...given)))
  t.same(await told(...rows), Array(3).fill(['created', null, null]))
  const session = await sessionOf('HAND')
  must(await correct(session, first.id, { status: 'absent' }), 200)
  t.match(must(await correct(session, second.id, { status: 'present' }), 200), { version: 2 }, 'said again by hand')

  const held = ['held', 'attendanceRecordedByHand', 'teacherSourcedId']
  t.same(await told(...rows), [held, ['unchanged', null, null], ['unchanged', null, null]])
  t.match(
    (await recordsOf(session)).find(({ teacherId }) => teacherId === first.id),
    { status: 'absent', version: 2 },
  )
  const absent = rows.map((row) => ({ ...row, 出勤: '缺席' }))
  t.same(
    await told(...absent),
    [['unchanged', null, null], held, ['updated', null, null]],
    'an import changes what an import wrote, and nothing that was said by hand',
  )
  t.same(await told({ ...rows[2]! }), [['updated', null, null]])

  service.setTime('2024-10-15T18:00:00+08:00')
  const { entries } = must(await A.administrator.post(`/v1/sessions/${session.id}/confirm`), 200)
  t.same(await told(...rows.slice(1)), Array(2).fill(['unchanged', null, null]))
  const entry = entries.find(({ teacherId }: Any) => teacherId === third.id)
  must(await A.administrator.post(`/v1/hour-entries/${entry.id}/reverse`, { reason: '误记' }), 201)
  t.same(
    await told(...rows.slice(1)),
    [
      ['unchanged', null, null],
      ['held', 'attendanceReversed', 'teacherSourcedId'],
    ],
    'hours that were reversed by hand are not taken for unchanged',
  )
  must(await correct(session, third.id, { status: 'present', lateReason: '补记' }), 200)
  must(await A.administrator.post(`/v1/sessions/${session.id}/confirm`), 200)
  t.match(await told(rows[2]!), [['held']], 'nor is what was recorded late, with its reason')
  must(await correct(session, second.id, { status: 'present' }), 200)
  t.match(
    (await recordsOf(session)).find(({ teacherId }) => teacherId === second.id),
    { confirmedAt: String },
    'saying by hand what is confirmed leaves it confirmed',
  )
})

t.test('what an import wrote stays confirmed when it is said again by hand', async (t) => {
  service.setTime('2024-10-14T08:00:00+08:00')
  const teacher = await hire(district, 'H4', A)
  const file = attendanceSheet({ 教师工号: 'H4', 活动编号: 'HAND-2' })
  t.same(toldOf(await send(A.administrator, 'kind=attendance', file)), [['created', null, null]])
  const session = await sessionOf('HAND-2')
  service.setTime('2024-10-15T18:00:00+08:00')
  must(await A.administrator.post(`/v1/sessions/${session.id}/confirm`), 200)
  t.match(must(await correct(session, teacher.id, { status: 'present' }), 200), { confirmedAt: String })
  t.same(toldOf(await send(A.administrator, 'kind=attendance', file)), [['unchanged', null, null]])
})
