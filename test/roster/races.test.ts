import t from 'tap'
import { transact } from '../../src/db/transact.js'
import { putHomeroomDuties } from '../../src/roster/batches/put-homeroom-duties.js'
import { client, must, openDistrict, type District, type School, type Teacher } from '../support/fixtures.js'
import { startService, type Any, type Service } from '../support/service.js'

/** What two schools say at the same moment: neither takes over what the other has just made. */
let service: Service
let d: District
let a: School
let b: School

t.before(async () => {
  service = await startService()
  d = await openDistrict(service, 'races', ['A', 'B'])
  a = d.schools.A!
  b = d.schools.B!
})
t.teardown(() => service.close())

const rounds = 20

async function teacher(sourcedId: string): Promise<Teacher> {
  const { data } = must(await d.institute.put(`/v1/teachers/by-sourced-id/${sourcedId}`, { name: '示例教师' }), 201)
  return { id: data.id, sourcedId }
}

const put = (school: School, duty: string, { sourcedId }: Teacher) =>
  school.administrator.put(`/v1/homeroom-duties/by-sourced-id/${duty}`, {
    teacherSourcedId: sourcedId,
    schoolSourcedId: school.sourcedId,
    className: '一（1）班',
    from: '2024-09-01',
  })

/** The same through a batch, as imports write it. */
function putBatch(school: School, key: string, duty: string, { id, sourcedId }: Teacher) {
  const actor = {
    districtId: d.id,
    clientId: key,
    role: 'trainingAdministrator',
    schoolId: school.id,
    teacherId: null,
    onBehalfOfTeacherId: null,
  } as const
  const item = {
    sourcedId: duty,
    teacherId: id,
    teacherSourcedId: sourcedId,
    schoolId: school.id,
    schoolSourcedId: school.sourcedId,
    className: '一（1）班',
    from: '2024-09-01',
    to: null,
  }
  return transact(service.db, actor, (tx) => putHomeroomDuties(tx, { actor, now: service.app.clock(), items: [item] }))
}

const dutiesOf = async (teacherId: string): Promise<Any[]> =>
  must(await d.institute.get(`/v1/homeroom-duties?teacherId=${teacherId}`), 200).data

t.test('a duty that two schools make under one id stays with the first', async (t) => {
  for (let round = 0; round < rounds; round += 1) {
    const [one, two] = [await teacher(`DA${round}`), await teacher(`DB${round}`)]
    const answers = await Promise.all([put(a, `D${round}`, one), put(b, `D${round}`, two)])
    t.same(answers.map(({ status }) => status).sort(), [201, 404])
    const winner = answers[0]!.status === 201 ? one : two
    t.match(await dutiesOf(winner.id), [{ sourcedId: `D${round}` }])
  }
})

t.test('a teacher without a duty whom two schools claim goes to the first', async (t) => {
  for (let round = 0; round < rounds; round += 1) {
    const claimed = await teacher(`C${round}`)
    const answers = await Promise.all([put(a, `CA${round}`, claimed), put(b, `CB${round}`, claimed)])
    t.same(answers.map(({ status }) => status).sort(), [201, 422])
    t.match(answers.find(({ status }) => status === 422)!.body, { code: 'unknownTeacher' })
    t.equal((await dutiesOf(claimed.id)).length, 1)
  }
})

t.test('batches that meet keep to the same', async (t) => {
  const made = must(await d.institute.post('/v1/clients', { name: 'x', role: 'bureau' }), 201)
  const key = made.client.id as string
  for (let round = 0; round < rounds; round += 1) {
    const [one, two] = [await teacher(`BA${round}`), await teacher(`BB${round}`)]
    const outcomes = await Promise.all([putBatch(a, key, `B${round}`, one), putBatch(b, key, `B${round}`, two)])
    t.equal(outcomes.flat().filter(({ ok }) => ok).length, 1, 'one id')
    const claimed = await teacher(`BC${round}`)
    const claims = await Promise.all([putBatch(a, key, `X${round}`, claimed), putBatch(b, key, `Y${round}`, claimed)])
    t.equal(claims.flat().filter(({ ok }) => ok).length, 1, 'one teacher')
    t.match(
      claims.flat().find(({ ok }) => !ok),
      { reason: { code: 'teacherElsewhere' } },
    )
  }
})

t.test('leaves of one teacher do not overlap, also when they are recorded at the same moment', async (t) => {
  const integration = await client(service, d.institute, { role: 'integration' })
  const leave = (teacherId: string, from: string, to: string) =>
    integration.post('/v1/leaves', { teacherId, kind: 'sick', from, to })
  const { id } = await teacher('L')
  must(await leave(id, '2024-10-01', '2024-10-31'), 201)
  for (const [from, to] of [
    ['2024-10-31', '2024-11-30'],
    ['2024-09-01', '2024-10-01'],
    ['2024-10-10', '2024-10-11'],
  ] as const)
    t.match(await leave(id, from, to), { status: 409, body: { code: 'leaveOverlaps' } })
  t.match(await leave(id, '2024-10-01', '2024-10-31'), { status: 409, body: { code: 'leaveExists' } })
  must(await leave(id, '2024-11-01', '2024-11-30'), 201)
  for (let round = 0; round < 5; round += 1) {
    const other = await teacher(`L${round}`)
    const answers = await Promise.all([
      leave(other.id, '2024-10-01', '2024-10-31'),
      leave(other.id, '2024-10-15', '2024-11-15'),
    ])
    t.same(answers.map(({ status }) => status).sort(), [201, 409])
  }
})
