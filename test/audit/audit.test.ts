import t from 'tap'
import { setTimeout as pause } from 'node:timers/promises'
import { chainChanges } from '../../src/audit/chain-changes.js'
import { newId } from '../../src/lib/ids.js'
import { transact } from '../../src/db/transact.js'
import { asOwner, testDatabase } from '../support/database.js'
import { attend, client, hire, holdSession, must, openDistrict, type District } from '../support/fixtures.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/** Each change can be traced, none is skipped in the feed, and what was tampered with is named. */
let service: Service
let numbered = 0

t.before(async () => {
  service = await startService()
})
t.teardown(() => service.close())

async function district(...schools: string[]): Promise<District & { auditor: Caller }> {
  numbered += 1
  const opened = await openDistrict(service, `audit-${numbered}`, schools)
  return { ...opened, auditor: await client(service, opened.institute, { role: 'auditor' }) }
}

const entries = async ({ auditor }: { auditor: Caller }, filter = '') =>
  must(await auditor.get(`/v1/audit/entries?limit=200${filter}`), 200).data as Any[]

t.test('an entry says who did what by which request, and what it was before and after', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.schools.A!)
  const [created] = await entries(d, `&kind=teacher&resourceId=${teacher.id}`)
  t.match(created, { action: 'create', kind: 'teacher', sourcedId: 'T1', teacherId: teacher.id, version: 1 })
  t.match(created, { operation: 'putTeacherBySourcedId', role: 'institute', onBehalfOfTeacherId: null, before: null })
  t.match(created.after, { id: teacher.id, name: 'withheld', professionalTitle: 'none' })

  const change = { name: '示例改名', professionalTitle: 'school' }
  const answer = await d.institute.put('/v1/teachers/by-sourced-id/T1', change, { ifMatch: '"1"' })
  must(answer, 200)
  const [updated, ...older] = await entries(d, `&kind=teacher&resourceId=${teacher.id}`)
  t.equal(older.length, 1)
  t.match(updated, { action: 'update', version: 2, requestId: answer.headers['request-id'] })
  t.same(updated.before, { name: 'withheld', professionalTitle: 'none' })
  t.same(updated.after, { name: 'withheld', professionalTitle: 'school' })
  t.notMatch(JSON.stringify(await entries(d)), /示例改名|示例教师/, 'names of persons are not in the log')

  must(await d.institute.put('/v1/teachers/by-sourced-id/T1', change), 200)
  t.equal((await entries(d, `&teacherId=${teacher.id}&kind=teacher`)).length, 2, 'what changes nothing is no change')
})

t.test('hours stand in the log as on the wire, and a refused write leaves no entry', async (t) => {
  const d = await district('A')
  const school = d.schools.A!
  const teacher = await hire(d, 'T1', school)
  const { session } = await holdSession(school, { date: '2024-09-10', segments: [{ form: 'lecture', hours: '2.5' }] })
  await attend(school, session, teacher)
  service.setTime('2024-09-11T08:00:00+08:00')
  const confirmed = await school.administrator.post(`/v1/sessions/${session.id}/confirm`)
  must(confirmed, 200)
  const requestId = confirmed.headers['request-id']
  const byConfirming = (await entries(d)).filter((entry) => entry.requestId === requestId)
  t.same(byConfirming.map(({ kind, action }) => `${action} ${kind}`).sort(), [
    'create hourEntry',
    'update attendance',
    'update session',
  ])
  t.match(
    byConfirming.find(({ kind }) => kind === 'hourEntry'),
    { after: { hours: '2.5', countedHours: '2.5', category: 'lecture' }, schoolId: school.id, teacherId: teacher.id },
  )
  const before = (await entries(d)).length
  const late = { teacherId: teacher.id, status: 'absent' }
  t.equal((await school.administrator.post(`/v1/sessions/${session.id}/attendance`, late)).status, 422)
  t.equal((await entries(d)).length, before)
})

t.test('what is written past the service is told too, as nobody’s', async (t) => {
  const d = await district('A')
  await asOwner(service.db, `update schools set name = '改' where district_id = $1`, [d.id])
  const [entry] = await entries(d, '&kind=school')
  t.match(entry, { action: 'update', clientId: null, role: null, operation: null, after: { name: '改' } })
})

t.test('reads of personal data and refusals are counted, by client and operation', async (t) => {
  const d = await district('A', 'B')
  const { administrator } = d.schools.A!
  await hire(d, 'T1', d.schools.A!)
  await hire(d, 'T2', d.schools.A!)
  const other = await hire(d, 'T3', d.schools.B!)
  for (let times = 0; times < 3; times += 1) must(await administrator.get('/v1/teachers'), 200)
  must(await administrator.get('/v1/schools'), 200)
  t.equal((await administrator.get(`/v1/teachers/${other.id}`)).status, 404)
  t.equal((await administrator.post('/v1/policy-editions', {})).status, 403)
  await service.app.tally.flush()
  const [read, ...rest] = await entries(d, '&action=read')
  t.same(rest, [], 'schools are no persons')
  t.match(read, { operation: 'listTeachers', role: 'trainingAdministrator', after: { requests: 3, persons: 6 } })
  const denials = await entries(d, '&action=denial')
  t.same(denials.map(({ kind, operation }) => [kind, operation]).sort(), [
    ['notFound', 'getTeacher'],
    ['notPermitted', 'registerPolicyEdition'],
  ])
  await service.app.tally.flush()
  t.equal((await entries(d, '&action=read')).length, 2, 'what the auditor reads is counted as well')
})

const feed = async (caller: Caller, after = 0, more = '') =>
  must(await caller.get(`/v1/changes?after=${after}&limit=200${more}`), 200) as Any

/** A change made in a transaction of its own that ends when it is told to. */
function openChange(d: District, sourcedId: string) {
  let end!: () => void
  const told = new Promise<void>((resolve) => (end = resolve))
  let began!: () => void
  const begun = new Promise<void>((resolve) => (began = resolve))
  const ended = transact(service.db, { districtId: d.id, clientId: d.id }, async (tx) => {
    await tx.client.query(`insert into school_groups (district_id, id, sourced_id, name) values ($1, $2, $3, '示例')`, [
      d.id,
      newId(),
      sourcedId,
    ])
    began()
    await told
  })
  return { begun, commit: () => (end(), ended) }
}

t.test('the feed skips nothing when transactions end in another order than they began', async (t) => {
  const d = await district()
  const { after: start } = await feed(d.institute)
  const first = openChange(d, 'G-first')
  await first.begun
  const second = openChange(d, 'G-second')
  await second.begun
  await second.commit()
  const early = await feed(d.institute, start)
  t.same(
    early.data.map(({ sourcedId }: Any) => sourcedId),
    ['G-second'],
    'the other is still in flight',
  )
  await first.commit()
  const late = await feed(d.institute, early.after)
  t.same(
    late.data.map(({ sourcedId }: Any) => sourcedId),
    ['G-first'],
    'and comes later',
  )
  t.same((await feed(d.institute, late.after)).data, [])
})

t.test('readers who go on from where they were see every change once, whatever the writers do', async (t) => {
  const d = await district()
  let { after } = await feed(d.institute)
  const written: string[] = []
  const seen: string[] = []
  let writing = true
  const reader = async () => {
    for (;;) {
      const last = !writing
      const page = await feed(d.institute, after)
      seen.push(...page.data.map(({ sourcedId }: Any) => sourcedId))
      after = page.after
      if (last && page.data.length === 0) return
    }
  }
  const writer = async (name: string) => {
    for (let at = 0; at < 25; at += 1) {
      const change = openChange(d, `${name}-${at}`)
      await change.begun
      await pause((at * 7 + name.length * 3) % 11)
      await change.commit()
      written.push(`${name}-${at}`)
    }
  }
  const reading = reader()
  await Promise.all(['a', 'bb', 'ccc', 'dddd', 'eeeee'].map(writer))
  writing = false
  await reading
  t.equal(seen.length, 125)
  t.same([...seen].sort(), [...written].sort())
})

t.test('one request looks at so many places and says that there is more', async (t) => {
  const d = await district('A')
  const ofSchool = await client(service, d.institute, { role: 'integration', schoolId: d.schools.A!.id })
  const { after } = await feed(ofSchool)
  await asOwner(
    service.db,
    `insert into change_log (district_id, action, kind, resource_id)
     select $1, 'create', 'client', n::text from generate_series(1, 20010) as n`,
    [d.id],
  )
  await chainChanges(service.db)
  const first = await feed(ofSchool, after)
  t.same([first.data, first.after, first.more], [[], after + 20_000, true])
  t.match(await feed(ofSchool, first.after), { data: [], after: after + 20_010, more: false })
})

t.test('a window of the feed is bounded, and a school’s client hears of its own school', async (t) => {
  const d = await district('A', 'B')
  const teacher = await hire(d, 'T1', d.schools.A!)
  const other = await hire(d, 'T2', d.schools.B!)
  const all = await feed(d.institute)
  t.same(
    all.data.map(({ position }: Any) => position),
    all.data.map((_: Any, at: number) => at + 1),
    'positions have no gaps',
  )
  const window = await feed(d.institute, 2, '&upTo=5')
  t.same([window.data.map(({ position }: Any) => position), window.after, window.more], [[3, 4, 5], 5, false])
  const small = must(await d.institute.get('/v1/changes?after=0&limit=2'), 200)
  t.same([small.data.length, small.after, small.more], [2, 2, true])

  const ofSchool = await client(service, d.institute, { role: 'integration', schoolId: d.schools.A!.id })
  const heard = await feed(ofSchool)
  const ids = heard.data.map(({ id }: Any) => id)
  t.ok(ids.includes(teacher.id))
  t.notOk(ids.includes(other.id))
  t.notOk(ids.includes(d.schools.B!.id))
  t.ok(heard.data.some(({ kind }: Any) => kind === 'academicYear'))
  t.equal(heard.after, (await feed(d.institute)).after, 'it need not ask again for what it does not see')
  const foreign = await district('A')
  const foreignIds = (await feed(foreign.institute)).data.map(({ id }: Any) => id)
  t.same(
    (await feed(d.institute)).data.filter(
      ({ id, kind }: Any) => foreignIds.includes(id) && !/^(academicYear|semester)$/.test(kind),
    ),
    [],
    'nothing of another district',
  )
})

t.test('verification names a changed row, a row taken away and a link taken away, and nothing else', async (t) => {
  const d = await district('A')
  await hire(d, 'T1', d.schools.A!)
  const verify = async (from = '') => must(await d.auditor.get(`/v1/audit/verification${from}`), 200)
  const sound = await verify()
  t.match(sound, { intact: true, from: 1, faults: [], nextFrom: null })
  t.match(await verify('?from=3&limit=2'), { intact: true, from: 3, through: 4, nextFrom: 5 })
  const [victim, , gone] = await entries(d)
  const byHand = (statement: string, values: unknown[]) =>
    asOwner(service.db, `alter table change_log disable trigger user`)
      .then(() => asOwner(service.db, `alter table change_chain disable trigger user`))
      .then(() => asOwner(service.db, statement, values))

  await byHand(`update change_log set role = 'auditor' where district_id = $1 and id = $2`, [d.id, victim.id])
  const changed = await verify()
  t.same(changed.faults, [{ position: victim.position, changeId: victim.id, fault: 'changed' }])
  t.equal(changed.intact, false)
  await byHand(`update change_log set role = $3 where district_id = $1 and id = $2`, [d.id, victim.id, victim.role])
  t.match(await verify(), { intact: true, hash: sound.hash })

  await asOwner(
    service.db,
    'alter table change_chain drop constraint change_chain_district_id_transaction_change_id_change_log_distr',
  )
  await byHand('delete from change_log where district_id = $1 and id = $2', [d.id, gone.id])
  t.same((await verify()).faults, [{ position: gone.position, changeId: gone.id, fault: 'entryMissing' }])
  await byHand('delete from change_chain where district_id = $1 and position = $2', [d.id, gone.position])
  const taken = await verify()
  t.same(taken.faults.slice(0, 1), [{ position: gone.position, changeId: null, fault: 'placeMissing' }])
  await asOwner(service.db, `alter table change_log enable trigger user`)
  await asOwner(service.db, `alter table change_chain enable trigger user`)
})

t.test('the service cannot rewrite the log itself', async (t) => {
  const d = await district()
  for (const statement of ['update change_log set role = null', 'delete from change_log', 'delete from change_chain'])
    await t.rejects(
      transact(service.db, { districtId: d.id, clientId: d.id }, (tx) => tx.client.query(statement)),
      { code: '42501' },
      statement,
    )
  await t.rejects(asOwner(service.db, 'delete from change_chain'), { code: '23000' }, 'nor, unknowingly, its owner')
})

t.test(
  'after a move to a server that counts transactions from lower numbers, new changes still get places',
  async (t) => {
    const d = await district()
    await feed(d.institute)
    await asOwner(service.db, 'alter table change_chain disable trigger user')
    await asOwner(service.db, `update change_chain set chained_before = '9000000000000' where district_id = $1`, [d.id])
    await asOwner(service.db, 'alter table change_chain enable trigger user')
    const { after } = await feed(d.institute)
    must(await d.institute.put('/v1/school-groups/by-sourced-id/G', { name: '示例' }), 201)
    await chainChanges(service.db)
    t.same(
      (await feed(d.institute, after)).data.map(({ kind }: Any) => kind),
      ['schoolGroup'],
    )
  },
)

t.test('chaining looks each entry up, however short the log was when its connection first did', async (t) => {
  const db = await testDatabase()
  t.teardown(() => db.close())
  for (const table of ['change_log', 'change_chain'])
    await asOwner(db, `alter table ${table} set (autovacuum_enabled = false)`)
  const [district] = await asOwner<{ id: string }>(
    db,
    `insert into districts (id, code, name) values (uuidv7(), 'x', '示例区') returning id`,
  )
  const chaining = await db.pool.connect()
  t.teardown(() => chaining.release())
  await chaining.query(`select set_config('app.district_id', $1, false)`, [district!.id])
  const chain = async (entries: number) => {
    await asOwner(
      db,
      `insert into change_log (district_id, action, kind, resource_id)
       select $1, 'created', 'school', uuidv7()::text from generate_series(1, $2::int)`,
      [district!.id, entries],
    )
    await chaining.query('select chain_changes(2000)')
  }
  const rowsRead = async () => {
    await chaining.query('select pg_stat_force_next_flush()')
    const [read] = await asOwner<{ rows: number }>(
      db,
      `select (seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_user_tables where relname = 'change_log'`,
    )
    return read!.rows
  }
  for (let few = 0; few < 8; few += 1) await chain(20)
  const before = await rowsRead()
  await chain(1000)
  t.ok((await rowsRead()) - before < 20_000, 'a thousand entries are not each looked for in the whole log')
})
