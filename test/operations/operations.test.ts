import t from 'tap'
import { query } from '../../src/db/database.js'
import { holdConnection } from '../../src/db/hold.js'
import { forgetOldKeys } from '../../src/db/idempotency.js'
import { startWorker, type Task } from '../../src/operations/tasks.js'
import { requeueAbandoned, takeOperation } from '../../src/operations/write.js'
import { asOwner } from '../support/database.js'
import { earn, hire, must, openDistrict } from '../support/fixtures.js'
import { startService, type Any, type Service } from '../support/service.js'

let service: Service

t.before(async () => {
  service = await startService({ withWorker: true })
})
t.teardown(() => service.close())

t.test(
  'a district-wide run is long work: one draft for each school, again without a change, and what is sealed left alone',
  async (t) => {
    const d = await openDistrict(service, 'operations', ['A', 'B', 'C'])
    const teacher = await hire(d, 'T1', d.schools.A!)
    await hire(d, 'T2', d.schools.B!)
    await earn(service, d.schools.A!, teacher, { form: 'lecture', hours: '12', date: '2024-10-08' })
    service.setTime('2025-02-10T09:00:00+08:00')
    const start = () => d.institute.post('/v1/credit-runs/district', { academicYear: '2024-2025', semester: 1 })
    const started = await start()
    t.match(started, { status: 202, body: { kind: 'districtCreditRuns' } })
    t.equal(started.headers.location, `/v1/operations/${started.body.id}`)
    t.match(await service.finished(d.institute, started.body.id), {
      status: 'succeeded',
      progress: { done: 2, total: 2 },
      result: { schools: 2, created: 2, recomputed: 0, leftAlone: 0 },
    })
    const runs = must(await d.institute.get('/v1/credit-runs'), 200).data
    t.match(
      runs.map(({ totals }: Any) => totals.lectureCredits).sort(),
      ['0', '1.2'],
      'a school without homeroom teachers has no run',
    )

    const run = runs.find(({ schoolId }: Any) => schoolId === d.schools.A!.id)
    must(await d.schools.A!.principal.post(`/v1/credit-runs/${run.id}/sign-off`, { sha256: run.sha256 }), 200)
    const again = await service.finished(d.institute, must(await start(), 202).id)
    t.match(again.result, { created: 0, recomputed: 1, leftAlone: 1 })
    t.match(must(await d.institute.get(`/v1/credit-runs/${run.id}`), 200), { status: 'signedOff', sha256: run.sha256 })
  },
)

t.test('an operation is seen by its district only, and cannot be cancelled once it has ended', async (t) => {
  const d = await openDistrict(service, 'ended', ['A'])
  const other = await openDistrict(service, 'elsewhere', [])
  const { id } = must(
    await d.institute.post('/v1/credit-runs/district', { academicYear: '2024-2025', semester: 1 }),
    202,
  )
  await service.finished(d.institute, id)
  t.match(
    await d.schools.A!.administrator.get(`/v1/operations/${id}`),
    { status: 404 },
    "the district's work is not the school's",
  )
  t.match(await other.institute.get(`/v1/operations/${id}`), { status: 404 })

  const integration = must(await d.institute.post('/v1/clients', { name: 'i', role: 'integration' }), 201)
  t.match(await service.as(integration.key).post(`/v1/operations/${id}/cancel`), {
    status: 409,
    body: { code: 'operationEnded' },
  })
})

t.test('the answer to an idempotency key is forgotten after its days, not before', async (t) => {
  const d = await openDistrict(service, 'forgetting', [])
  const make = () => d.institute.post('/v1/clients', { name: 'auditor', role: 'auditor' }, { idempotencyKey: 'once' })
  const first = must(await make(), 201)
  await query(service.db, { districtId: d.id }, (tx) => forgetOldKeys(tx, new Date(Date.now() - 60_000)))
  t.equal(must(await make(), 201).client.id, first.client.id, 'still remembered')
  await query(service.db, { districtId: d.id }, (tx) => forgetOldKeys(tx, new Date(Date.now() + 60_000)))
  t.not(must(await make(), 201).client.id, first.client.id)
})

t.test('what a killed process was at is queued again, and what somebody is still at is not', async (t) => {
  const idle = await startService({ withWorker: false })
  t.teardown(() => idle.close())
  const d = await openDistrict(idle, 'killed', [])
  const begin = async () =>
    must(await d.institute.post('/v1/credit-runs/district', { academicYear: '2024-2025', semester: 1 }), 202).id
  const [abandoned, alive] = [await begin(), await begin()]
  await asOwner(idle.db, "update operations set status = 'running', created_at = now() - interval '1 minute'")
  // As the queue looks after its worker was killed: the jobs are locked, and nobody will unlock them for hours.
  await asOwner(
    idle.db,
    "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'killed', attempts = 1",
  )
  await holdConnection(idle.db, { districtId: d.id }, async (tx) => {
    t.equal(await takeOperation(tx, alive), true)
    t.equal(await query(idle.db, { districtId: d.id }, requeueAbandoned), 1)
  })
  const rows = await asOwner(
    idle.db,
    'select key from graphile_worker._private_jobs where locked_at is null and key is not null',
  )
  t.same(rows, [{ key: abandoned }])
})

t.test('work that fails each time is given up, an outage is not counted, and the queue keeps no values', async (t) => {
  const idle = await startService({ withWorker: false })
  t.teardown(() => idle.close())
  const d = await openDistrict(idle, 'failing', [])
  const begin = async () =>
    must(await d.institute.post('/v1/credit-runs/district', { academicYear: '2024-2025', semester: 1 }), 202).id
  const [failing, away, cancelled] = [await begin(), await begin(), await begin()]
  await asOwner(idle.db, `update operations set status = 'running', cancel_requested = true where id = '${cancelled}'`)
  let fail: (operationId: string) => Error | null = (id) =>
    id === away ? Object.assign(new Error('gone'), { code: 'ECONNRESET' }) : new Error("params: '示例教师'")
  const ran: string[] = []
  const task: Task = async ({ operationId }) => {
    ran.push(operationId)
    const failure = fail(operationId)
    if (failure) throw failure
    return {}
  }
  const tasks = { import: task, export: task, districtCreditRuns: task }
  const worker = await startWorker({ db: idle.db, tasks, clock: () => new Date(), onFailure: () => {} })
  t.teardown(() => worker.stop())
  const retry = () =>
    asOwner(
      idle.db,
      'update graphile_worker._private_jobs set run_at = now() where key is not null and locked_at is null',
    )
  for (let round = 0; round < 100 && ran.filter((id) => id === away).length < 5; round += 1) {
    await retry()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const get = async (id: string) => must(await d.institute.get(`/v1/operations/${id}`), 200)
  t.match(await get(failing), { status: 'failed', error: { code: 'operationFailed' } })
  t.equal(ran.filter((id) => id === failing).length, 3)
  t.match(await get(away), { status: 'running' })
  t.match(await get(cancelled), { status: 'cancelled' })
  t.notOk(ran.includes(cancelled), 'what was cancelled meanwhile is not begun')
  const kept = await asOwner<Any>(
    idle.db,
    'select last_error from graphile_worker._private_jobs where last_error is not null',
  )
  t.same(kept, [{ last_error: 'Error ECONNRESET' }])
  fail = () => null
  await retry()
  t.match(await idle.finished(d.institute, away), { status: 'succeeded' })
})
