import t from 'tap'
import { client, hire, must, openDistrict, type School } from '../support/fixtures.js'
import { rosterSheet, sendImport, toldOf } from '../support/import-files.js'
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
