import t from 'tap'
import { attend, confirm, hire, holdSession, must, openDistrict, type District } from '../support/fixtures.js'
import { startService, type Any, type Service } from '../support/service.js'

/** What a school may still see and do of a teacher who has left it: nothing of what came after. */
let service: Service
let d: District

t.before(async () => {
  service = await startService({ withWorker: true })
  d = await openDistrict(service, 'former', ['A', 'B'])
})
t.teardown(() => service.close())

t.test('a school that a teacher has left neither changes the teacher nor takes the teacher back', async (t) => {
  const [a, b] = [d.schools.A!, d.schools.B!]
  await hire(d, 'T1', a, { to: '2024-11-09' })
  await hire(d, 'T1', b, { from: '2024-11-10' })
  service.setTime('2024-11-20T08:00:00+08:00')
  const rename = a.administrator.put('/v1/teachers/by-sourced-id/T1', { name: '示例改名' }, { ifMatch: '*' })
  t.match(await rename, { status: 404 })
  const duty = { teacherSourcedId: 'T1', schoolSourcedId: 'S-A', className: '二（1）班', from: '2024-11-20' }
  t.match(await a.administrator.put('/v1/homeroom-duties/by-sourced-id/back', duty), {
    status: 422,
    body: { code: 'unknownTeacher' },
  })
  const sheet = '学校标识码,教师工号,姓名,班级,任职起始日期\nS-A,T1,示例教师T1,二（1）班,2024-11-20\n'
  const { id } = must(await a.administrator.upload('/v1/imports?kind=roster&fileName=r.csv', sheet, 'text/csv'), 202)
  await service.finished(a.administrator, id)
  t.match(must(await a.administrator.get(`/v1/imports/${id}/rows`), 200).data, [
    { outcome: 'rejected', code: 'teacherElsewhere' },
  ])
})

t.test('a school hands no duty on to another teacher: whoever held it would be anybody’s', async (t) => {
  const a = d.schools.A!
  await hire(d, 'T8', a)
  await hire(d, 'T9', a)
  const duty = must(await a.administrator.get('/v1/homeroom-duties?limit=200'), 200).data.find(({ sourcedId }: Any) =>
    sourcedId.startsWith('D-T9'),
  )
  const change = { teacherSourcedId: 'T8', schoolSourcedId: 'S-A', className: duty.className, from: duty.from }
  t.match(await a.administrator.put(`/v1/homeroom-duties/by-sourced-id/${duty.sourcedId}`, change, { ifMatch: '*' }), {
    status: 404,
  })
})

t.test('of leave and attendance after the last day the former school hears nothing', async (t) => {
  const [a, b] = [d.schools.A!, d.schools.B!]
  const teacher = await hire(d, 'T2', a, { to: '2024-11-09' })
  await hire(d, 'T2', b, { from: '2024-11-10' })
  must(
    await b.administrator.post('/v1/leaves', {
      teacherId: teacher.id,
      kind: 'sick',
      from: '2024-12-10',
      to: '2024-12-20',
    }),
    201,
  )
  const { session } = await holdSession(b, { date: '2024-12-03', segments: [{ form: 'lecture', hours: '2' }] })
  await attend(b, session, teacher)
  for (const [caller, count] of [
    [a.administrator, 0],
    [b.administrator, 1],
  ] as const) {
    t.equal(must(await caller.get(`/v1/leaves?teacherId=${teacher.id}`), 200).data.length, count)
    t.equal(must(await caller.get(`/v1/attendance?teacherId=${teacher.id}`), 200).data.length, count)
  }
})

t.test('outside hours are recognised for a day on which the duty at the school is held, not before it', async (t) => {
  const [a, b] = [d.schools.A!, d.schools.B!]
  const teacher = await hire(d, 'T3', a, { to: '2024-11-09' })
  await hire(d, 'T3', b, { from: '2024-11-10' })
  service.setTime('2024-12-20T08:00:00+08:00')
  const outside = {
    teacherId: teacher.id,
    title: '示例培训',
    date: '2024-10-01',
    category: 'lecture',
    hours: '10',
    issuer: '示例机构',
    evidence: '1',
  }
  t.match(await b.administrator.post('/v1/outside-hours', outside), { status: 422, body: { code: 'noDutyOnDate' } })
  t.match(await b.administrator.post('/v1/outside-hours', { ...outside, date: '2024-11-10' }), {
    status: 201,
    body: { schoolId: b.id },
  })
})

t.test(
  'a host decides no overlap at the cost of hours that it cannot see: the teacher’s own school does',
  async (t) => {
    const [x, y] = [d.schools.A!, d.schools.B!]
    const teacher = await hire(d, 'T4', y)
    const at = {
      date: '2024-10-08',
      startsAt: '2024-10-08T14:00:00+08:00',
      segments: [{ form: 'lecture', hours: '2' }],
    }
    const own = await holdSession(y, at)
    const joint = await holdSession(x, { ...at, schoolIds: [y.id] })
    await attend(y, own.session, teacher)
    await attend(x, joint.session, teacher)
    service.setTime('2024-10-09T08:00:00+08:00')
    await confirm(y, own.session)
    const [held] = (await confirm(x, joint.session)).entries
    t.equal(held.kind, 'held')
    const resolve = { decision: 'count', reason: '参加了联合活动' }
    t.match(await x.administrator.post(`/v1/hour-entries/${held.id}/resolve`, resolve), {
      status: 403,
      body: { code: 'overlapElsewhere' },
    })
    t.match(await y.administrator.post(`/v1/hour-entries/${held.id}/resolve`, resolve), { status: 201 })
  },
)

t.test('an id has one spelling: another is refused rather than answered as something else', async (t) => {
  const a = d.schools.A!
  const shouted = a.id.toUpperCase()
  t.match(await a.administrator.get(`/v1/schools/${shouted}/progress?academicYear=2024-2025`), { status: 422 })
  t.match(await a.administrator.get(`/v1/schools/urn:uuid:${a.id}`), { status: 422 })
})

t.test('an edition whose figures would not stay exact is refused before it can freeze', async (t) => {
  const { data } = must(await d.institute.get('/v1/policy-editions'), 200)
  const huge = { value: '500000', clause: 'district' }
  const document = {
    ...data[0].document,
    code: 'huge',
    credit: { ...data[0].document.credit, lecture: { hoursPerCredit: huge }, increment: huge },
  }
  const preview = await d.institute.post('/v1/credit-runs/preview', {
    schoolId: d.schools.A!.id,
    academicYear: '2024-2025',
    semester: 1,
    policyEdition: document,
  })
  t.match(preview, { status: 422 })
  t.match(preview.body.errors.map(({ code }: Any) => code).sort(), ['editionOutOfBounds', 'editionOutOfBounds'])
})
