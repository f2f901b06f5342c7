import t from 'tap'
import { client, hire, must, openDistrict, type School } from '../support/fixtures.js'
import {
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
