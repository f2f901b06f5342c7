import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { transact } from '../../src/db/transact.js'
import { readRosterRow, rosterColumns } from '../../src/integration/formats/roster-columns.js'
import { holdSessionsAt } from '../../src/integration/imports/read.js'
import { readSheet } from '../../src/integration/imports/read-sheet.js'
import { client, hire, must, openDistrict, openSchool, type School } from '../support/fixtures.js'
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

t.test('a session that replaces a cancelled one at the same hour is the one that a file is about', async (t) => {
  service.setTime('2024-10-14T08:00:00+08:00')
  await hire(district, 'C1', A)
  const file = attendanceSheet({ 教师工号: 'C1', 活动编号: 'AGAIN' })
  t.same(toldOf(await send(A.administrator, 'kind=attendance', file)), [['created', null, null]])
  const { id: activityId, sessions } = (await listed('/v1/activities?sourcedId=AGAIN'))[0]
  const { startsAt, endsAt, segments } = sessions[0]
  must(await A.administrator.post(`/v1/sessions/${sessions[0].id}/cancel`, { reason: '改期' }), 200)
  t.match(toldOf(await send(A.administrator, 'kind=attendance', file)), [['held', 'sessionClosed']])
  const [{ form, category, hours }] = segments
  const added = await A.administrator.post(`/v1/activities/${activityId}/sessions`, {
    ...{ startsAt, endsAt, segments: [{ form, category, hours }] },
  })
  const replacing = must(added, 201)
  t.same(toldOf(await send(A.administrator, 'kind=attendance', file)), [['created', null, null]])
  t.match(await recordsOf(replacing), [{ status: 'present' }])
})

t.test('an attendance file tells a school nothing of who else works in the district', async (t) => {
  await hire(district, 'J-B', B)
  const C = await openSchool(service, institute, 'C')
  await hire(district, 'J-C', C)
  const unknown = ['rejected', 'unknownTeacher', 'teacherSourcedId']
  const told = async (...rows: Row[]) =>
    toldOf(await send(A.administrator, 'kind=attendance', attendanceSheet(...rows)))
  t.same(
    await told({ 教师工号: 'J-B' }, { 教师工号: 'NOBODY' }),
    [unknown, unknown],
    'another school’s teacher is answered like nobody',
  )
  t.match(
    await told({ 教师工号: 'J-B', 参与学校标识码: 'S-B' }),
    [['rejected', 'unknownSchool', 'jointSchoolSourcedIds']],
    'nor can the file itself name the school',
  )
  must(
    await A.administrator.post('/v1/activities', {
      ...{ sourcedId: 'JOINT', title: '示例联合', hostSchoolId: A.id, academicYear: '2024-2025', schoolIds: [B.id] },
      sessions: [
        {
          ...{ startsAt: '2024-10-15T14:00:00+08:00', endsAt: '2024-10-15T16:15:00+08:00' },
          segments: [{ form: 'caseAnalysis', hours: '2' }],
        },
      ],
    }),
    201,
  )
  t.same(
    await told({ 教师工号: 'J-B', 活动编号: 'JOINT' }, { 教师工号: 'J-C', 活动编号: 'JOINT' }),
    [['created', null, null], unknown],
    'the host of a joint activity names the teachers of the schools that take part in it',
  )
  const joint = { 主办学校标识码: 'S-A', 参与学校标识码: 'S-B；S-C', 活动编号: 'JOINT-2' }
  const byDistrict = await send(
    integration,
    'kind=attendance',
    attendanceSheet({ ...joint, 教师工号: 'J-B' }, { ...joint, 教师工号: 'J-C' }),
  )
  t.same(toldOf(byDistrict), Array(2).fill(['created', null, null]), 'the district’s file says who trains together')
  t.same((await listed('/v1/activities?sourcedId=JOINT-2'))[0].schoolIds.sort(), [B.id, C.id].sort())
})

t.test('an activity of a file has at most 1,000 sessions', async (t) => {
  const rows = Array.from({ length: 1002 }, (_, at) => {
    const day = new Date(Date.UTC(2024, 8, 10) + Math.floor(at / 4) * 86_400_000).toISOString().slice(0, 10)
    const hour = 8 + 3 * (at % 4)
    const times = { 日期: day, 开始时间: `${hour}:00`, 结束时间: `${hour + 2}:00` }
    return { 教师工号: 'C1', 活动编号: 'LONG', ...times }
  })
  const { totals } = await send(A.administrator, 'kind=attendance', attendanceSheet(...rows))
  t.match(totals, { created: 1000, rejected: 2 })
  t.match(totals.causes, [{ cause: 'activity:LONG', code: 'tooManySessions', rows: 2 }])
  const { id, sessions } = (await listed('/v1/activities?sourcedId=LONG'))[0]
  const { startsAt, endsAt } = sessions[0]
  const more = { startsAt, endsAt, segments: [{ form: 'caseAnalysis', hours: '1' }] }
  t.match(await A.administrator.post(`/v1/activities/${id}/sessions`, more), {
    status: 422,
    body: { code: 'tooManySessions' },
  })
})

t.test('a session cannot change between the reading of a file and its effect', async (t) => {
  const { hostSchoolId, sessions } = (await listed('/v1/activities?sourcedId=LONG'))[0]
  const [session] = sessions
  t.equal(hostSchoolId, A.id)
  let changed: Promise<Any> | undefined
  const scope = { districtId: district.id, schoolId: null, teacherId: null }
  const start = { activityId: session.activityId, startsAt: session.startsAt }
  const clientId = '0192f5c4-0000-7000-8000-000000000000'
  await transact(service.db, { districtId: district.id, clientId }, async (tx) => {
    const [held] = await holdSessionsAt(tx, scope, [start])
    t.match(held, { id: session.id, segments: session.segments })
    const change = A.administrator.patch(`/v1/sessions/${session.id}`, { location: '别处' }, { ifMatch: '"1"' })
    const first = await Promise.race([change.then(() => 'changed'), delay(300).then(() => 'waits')])
    t.equal(first, 'waits', 'a change waits until the import is done')
    changed = change
  })
  t.equal((await changed!).status, 200)
})

t.test('a long sheet leaves turns to whatever else waits in the process', async (t) => {
  let turns = 0
  let reading = true
  const others = () => {
    turns += 1
    if (reading) setImmediate(others)
  }
  setImmediate(others)
  const rows = Array.from({ length: 20_000 }, (_, at) => ({ 教师工号: `T${at}`, 学校标识码: 'S-A' }))
  const { readings } = await readSheet(Buffer.from(rosterSheet(...rows)), rosterColumns, readRosterRow)
  reading = false
  t.equal(readings.length, 20_000)
  t.ok(turns >= 40, `${turns} turns`)
})
