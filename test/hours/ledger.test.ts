import t from 'tap'
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
  type District,
  type School,
  type Teacher,
} from '../support/fixtures.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/** The ledger through HTTP: it only grows, a correction names what it corrects, and nothing is counted twice. */
let service: Service
let numbered = 0
const academicYear = '2024-2025'

t.before(async () => {
  service = await startService()
})
t.teardown(() => service.close())

async function district(...schools: string[]): Promise<District & { a: School; b: School }> {
  numbered += 1
  const opened = await openDistrict(service, `ledger-${numbered}`, schools)
  return { ...opened, a: opened.schools.A!, b: opened.schools.B! }
}

const reverse = (caller: Caller, entry: { id: string }, body: object = { reason: '登记有误' }) =>
  caller.post(`/v1/hour-entries/${entry.id}/reverse`, body)
const resolve = (caller: Caller, entry: { id: string }, decision: string) =>
  caller.post(`/v1/hour-entries/${entry.id}/resolve`, { decision, reason: '核实' })
const outside = (teacher: Teacher, content: object = {}) => ({
  teacherId: teacher.id,
  title: '示例市级培训',
  date: '2024-10-12',
  category: 'practice',
  hours: '6',
  issuer: '示例培训机构',
  evidence: '示例证书-0001',
  ...content,
})
const ledgerOf = async (d: District, teacher: Teacher): Promise<Any[]> =>
  must(await d.institute.get(`/v1/hour-entries?teacherId=${teacher.id}&limit=200`), 200).data
const counted = async (d: District, teacher: Teacher): Promise<Any> =>
  must(await d.institute.get(`/v1/teachers/${teacher.id}/progress?academicYear=${academicYear}`), 200)
const linesOf = (ledger: Any[]) => ledger.map(({ number, kind, target }) => [number, kind, target])

t.test('a reversal keeps the date and semester of what it names, and says who, why and since when', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const entry = await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  await earn(service, d.a, teacher, { form: 'observation', hours: '2', date: '2025-03-04' })
  service.setTime('2025-06-01T10:00:00+08:00')
  const { entries } = must(await reverse(d.a.administrator, entry, { reason: '重复登记' }), 201)
  t.equal(entries.length, 1)
  t.match(entries[0], {
    number: 3,
    kind: 'reversal',
    target: 1,
    hours: '10',
    date: entry.date,
    semester: 1,
    category: 'lecture',
    schoolId: d.a.id,
    sessionId: entry.sessionId,
    reason: '重复登记',
    knownAt: '2025-06-01T10:00:00+08:00',
  })
  t.same((await ledgerOf(d, teacher))[0], entry, 'the entry itself stays as it was')
  t.match(await counted(d, teacher), {
    hoursCounted: '2',
    hoursUncounted: '0',
    bySemester: { first: '0', second: '2' },
  })
})

t.test('what may be reversed: hours that counted, once, with a reason', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const entry = await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  for (const body of [
    {},
    { reason: '' },
    { reason: ' ' },
    { reason: '误'.repeat(501) },
    { reason: null },
    { reason: '误', hours: '5' },
  ])
    t.match(await reverse(d.a.administrator, entry, body), { status: 422, body: { code: 'validationFailed' } })
  const [reversal] = must(await reverse(d.a.administrator, entry), 201).entries
  t.match(await reverse(d.a.administrator, entry), {
    status: 409,
    body: { code: 'entryAlreadyReversed', detail: /reversed by entry 2/ },
  })
  t.match(await reverse(d.a.administrator, reversal), { status: 409, body: { code: 'entryNotReversible' } })
  t.match(await reverse(d.a.administrator, { id: '01890000-0000-7000-8000-000000000000' }), { status: 404 })
  t.match(await reverse(d.a.administrator, { id: 'not-an-id' }), { status: 422, body: { code: 'validationFailed' } })
  t.same(linesOf(await ledgerOf(d, teacher)), [
    [1, 'earned', null],
    [2, 'reversal', 1],
  ])
})

t.test(
  'a school has its say while the teacher is its own, and of what was earned with it; no other school has',
  async (t) => {
    const d = await district('A', 'B', 'C')
    const c = d.schools.C!
    const teacher = await hire(d, 'T1', d.a, { to: '2024-11-09' })
    await hire(d, 'T1', d.b, { from: '2024-11-10' })
    const atA = await earn(service, d.a, teacher, { form: 'lecture', hours: '1', date: '2024-10-08' })
    const atB = await earn(service, d.b, teacher, { form: 'lecture', hours: '1', date: '2024-12-03' })
    const { session } = await holdSession(c, {
      date: '2024-10-09',
      segments: [{ form: 'lecture', hours: '1' }],
      schoolIds: [d.a.id],
    })
    await attend(c, session, teacher)
    service.setTime('2024-12-10T08:00:00+08:00')
    const [atC] = (await confirm(c, session)).entries
    t.match(await reverse(c.administrator, atA), { status: 404, body: { code: 'notFound' } }, 'earned elsewhere')
    t.match(await reverse(d.a.administrator, atB), { status: 404, body: { code: 'notFound' } }, 'the teacher had left')
    t.same(
      must(await d.a.administrator.get('/v1/hour-entries'), 200).data.map(({ id }: Any) => id),
      [atA.id, atC.id],
      'the old school sees the hours up to the day on which the teacher left',
    )
    service.setTime('2024-12-21T08:00:00+08:00')
    t.match(
      await d.a.administrator.post('/v1/outside-hours', outside(teacher, { date: '2024-12-20' })),
      { status: 422, body: { code: 'noDutyOnDate' } },
      'and recognises none of after it',
    )
    t.match(
      await d.a.administrator.post('/v1/leaves', {
        teacherId: teacher.id,
        kind: 'sick',
        from: '2024-12-20',
        to: '2024-12-21',
      }),
      { status: 422, body: { code: 'unknownTeacher' } },
      'nor records a leave',
    )
    must(await reverse(c.administrator, atC), 201)
    must(await reverse(d.b.administrator, atA), 201)
    must(await reverse(d.b.administrator, atB), 201)
    t.same(
      (await ledgerOf(d, teacher)).map(({ number }) => number),
      [1, 2, 3, 4, 5, 6],
      'numbered without gaps whoever wrote',
    )
    for (const role of ['principal', 'integration'] as const)
      t.match(
        await reverse(role === 'principal' ? d.a.principal : await client(service, d.institute, { role }), atA),
        { status: 403 },
        `a client of role ${role} reverses nothing`,
      )
  },
)

t.test('outside hours carry their evidence, once for a title and day, and again only after a reversal', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  service.setTime('2024-10-20T08:00:00+08:00')
  const entry = must(
    await d.a.administrator.post('/v1/outside-hours', outside(teacher, { module: 'communication' })),
    201,
  )
  t.match(entry, {
    number: 1,
    kind: 'earned',
    source: 'outside',
    title: '示例市级培训',
    issuer: '示例培训机构',
    evidence: '示例证书-0001',
    hours: '6',
    module: 'communication',
    form: null,
    sessionId: null,
    semester: 1,
  })
  t.match(
    await d.a.administrator.post('/v1/outside-hours', outside(teacher, { hours: '3', evidence: '另一份' })),
    {
      status: 409,
      body: { code: 'outsideHoursExist' },
    },
    'other hours or evidence make it no other training',
  )
  for (const other of [{ date: '2024-10-13' }, { category: 'lecture' }, { title: '另一培训' }])
    must(await d.a.administrator.post('/v1/outside-hours', outside(teacher, other)), 201)
  must(await reverse(d.a.administrator, entry), 201)
  const again = must(await d.a.administrator.post('/v1/outside-hours', outside(teacher, { hours: '3' })), 201)
  t.match(again, { number: 6, hours: '3' })
  t.match(await d.a.administrator.post('/v1/outside-hours', outside(teacher)), { status: 409 })
  t.match(await counted(d, teacher), { hoursCounted: '21', byCategory: { lecture: '6', practice: '15' } })
})

t.test('outside hours that are wrong are refused, each with its code, and nothing is entered', async (t) => {
  const d = await district('A', 'B')
  const teacher = await hire(d, 'T1', d.a)
  const stranger = await hire(d, 'T2', d.b)
  const elsewhere = await openDistrict(service, 'ledger-elsewhere', ['A'])
  const foreigner = await hire(elsewhere, 'T1', elsewhere.schools.A!)
  const rules: [string, object, string, string][] = [
    ['no hours', { hours: '0' }, 'hoursNotPositive', '/hours'],
    ['a third of an hour', { hours: '0.33' }, 'hoursOffStep', '/hours'],
    ['more than any training has', { hours: '1000.5' }, 'hoursAboveMaximum', '/hours'],
    ['a module that nobody knows', { module: 'cooking' }, 'unknownModule', '/module'],
    ['before the calendar', { date: '2023-10-12' }, 'dateOutsideCalendar', '/date'],
    ['after it', { date: '2025-09-01' }, 'dateOutsideCalendar', '/date'],
    ['a teacher of another school', { teacherId: stranger.id }, 'unknownTeacher', '/teacherId'],
    ['a teacher of another district', { teacherId: foreigner.id }, 'unknownTeacher', '/teacherId'],
    ['nobody', { teacherId: '01890000-0000-7000-8000-000000000000' }, 'unknownTeacher', '/teacherId'],
  ]
  for (const [why, content, code, pointer] of rules)
    t.match(
      await d.a.administrator.post('/v1/outside-hours', outside(teacher, content)),
      { status: 422, body: { code, errors: [{ code, pointer }] } },
      why,
    )
  t.match(await d.a.administrator.post('/v1/outside-hours', outside(teacher, { hours: '0', module: 'cooking' })), {
    status: 422,
    body: { code: 'rulesRefused', errors: [{ code: 'hoursNotPositive' }, { code: 'unknownModule' }] },
  })
  const schema: [string, object][] = [
    ['negative hours', { hours: '-6' }],
    ['hours as a number', { hours: 6 }],
    ['a bigint of hours', { hours: '9223372036854775808' }],
    ['30 February', { date: '2025-02-30' }],
    ['the year 0', { date: '0000-10-12' }],
    ['an instant for a date', { date: '2024-10-12T00:00:00Z' }],
    ['no evidence', { evidence: undefined }],
    ['blank evidence', { evidence: '  ' }],
    ['no issuer', { issuer: '' }],
    ['a third category', { category: 'other' }],
    ['an unknown property', { form: 'lecture' }],
  ]
  for (const [why, content] of schema)
    t.match(
      await d.a.administrator.post('/v1/outside-hours', outside(teacher, content)),
      { status: 422, body: { code: 'validationFailed' } },
      why,
    )
  t.match(await d.a.administrator.post('/v1/outside-hours', outside(teacher, { evidence: '证\u0000书' })), {
    status: 400,
    body: { code: 'invalidText' },
  })
  t.same(await ledgerOf(d, teacher), [])
})

t.test(
  'of three sessions at the same time one counts; the held ones are counted instead of it, or dismissed',
  async (t) => {
    const d = await district('A', 'B')
    const teacher = await hire(d, 'T1', d.a)
    const held: Any[] = []
    for (const [from, to] of [
      ['14:00', '16:00'],
      ['15:00', '17:00'],
      ['15:30', '17:30'],
    ] as const) {
      const { session } = await holdSession(d.a, {
        date: '2024-10-08',
        startsAt: `2024-10-08T${from}:00+08:00`,
        endsAt: `2024-10-08T${to}:00+08:00`,
        segments: [
          { form: 'lecture', hours: '1' },
          { form: 'observation', hours: '1' },
        ],
      })
      await attend(d.a, session, teacher)
      service.setTime('2024-10-08T20:00:00+08:00')
      held.push(...(await confirm(d.a, session)).entries)
    }
    t.same(
      held.map(({ kind }) => kind),
      ['earned', 'earned', 'held', 'held', 'held', 'held'],
      'the parts of one session never hold each other',
    )
    const [first, , second, secondToo, third, thirdToo] = held
    t.match(await counted(d, teacher), { hoursCounted: '2', hoursHeld: '4' })
    t.match(
      await reverse(d.a.administrator, second),
      { status: 409, body: { code: 'entryNotReversible' } },
      'held hours never counted',
    )
    t.match(await resolve(d.a.administrator, first, 'count'), { status: 409, body: { code: 'entryNotHeld' } })
    t.match(await resolve(d.a.administrator, second, 'perhaps'), { status: 422, body: { code: 'validationFailed' } })
    t.match(await resolve(d.b.administrator, second, 'count'), { status: 404 }, 'for another school it does not exist')

    t.match(must(await resolve(d.a.administrator, third, 'dismiss'), 201).entries, [
      { number: 7, kind: 'dismissal', target: 5 },
    ])
    t.match(await resolve(d.a.administrator, third, 'count'), { status: 409, body: { code: 'heldAlreadyResolved' } })
    t.same(
      linesOf(must(await resolve(d.a.administrator, second, 'count'), 201).entries),
      [
        [8, 'reversal', 1],
        [9, 'reversal', 2],
        [10, 'release', 3],
      ],
      'what it overlaps is reversed first, part by part',
    )
    t.same(linesOf(must(await resolve(d.a.administrator, secondToo, 'count'), 201).entries), [[11, 'release', 4]])
    t.match(await counted(d, teacher), { hoursCounted: '2', hoursHeld: '1' })
    t.same(
      must(await d.a.administrator.get('/v1/hour-entries?unresolved=true'), 200).data.map(({ id }: Any) => id),
      [thirdToo.id],
    )
    const release = (await ledgerOf(d, teacher)).find(({ number }) => number === 10)
    must(await reverse(d.a.administrator, release), 201)
    t.match(await reverse(d.a.administrator, release), { status: 409, body: { code: 'entryAlreadyReversed' } })
    t.match(await resolve(d.a.administrator, second, 'count'), { status: 409, body: { code: 'heldAlreadyResolved' } })
    t.match(await counted(d, teacher), { hoursCounted: '1', hoursHeld: '1' })
    t.same(
      (await ledgerOf(d, teacher)).map(({ number }) => number),
      Array.from({ length: 12 }, (_, at) => at + 1),
      'numbered 1 to 12 without a gap',
    )
  },
)

t.test('a list of entries is filtered and paged in the order of each ledger', async (t) => {
  const d = await district('A')
  const teachers = [await hire(d, 'T1', d.a), await hire(d, 'T2', d.a)]
  for (const teacher of teachers) {
    await earn(service, d.a, teacher, { form: 'lecture', hours: '1', date: '2024-10-08' })
    await earn(service, d.a, teacher, { form: 'observation', hours: '1', date: '2025-03-04' })
    await earn(service, d.a, teacher, { form: 'lecture', hours: '1', date: '2025-03-05' })
  }
  const all = must(await d.institute.get('/v1/hour-entries'), 200).data
  const paged: Any[] = []
  let url: string | undefined = '/v1/hour-entries?limit=2'
  while (url) {
    const answer: Any = await d.institute.get(url)
    paged.push(...answer.body.data)
    url = /^<(.*)>; rel="next"$/.exec(String(answer.headers.link))?.[1]
  }
  t.same(paged, all)
  const count = async (filter: string) => must(await d.institute.get(`/v1/hour-entries?${filter}`), 200).data.length
  t.equal(await count('semester=1'), 2)
  t.equal(await count(`semester=2&teacherId=${teachers[0]!.id}`), 2)
  t.equal(await count('kind=held'), 0)
  t.equal(await count('academicYear=2023-2024'), 0)
  t.equal(await count(`sessionId=${all[0].sessionId}`), 1)
  t.equal(await count('unresolved=false'), 6)
})

t.test('the database itself refuses what would rewrite the ledger or count something twice', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const entry = await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  must(await reverse(d.a.administrator, entry), 201)
  service.setTime('2024-10-20T08:00:00+08:00')
  must(await d.a.administrator.post('/v1/outside-hours', outside(teacher)), 201)
  const own = `district_id = '${d.id}'`
  for (const statement of [
    `update hour_entries set counted_hours = 99999 where ${own}`,
    `delete from hour_entries where ${own} and number = 2`,
  ])
    await t.rejects(asOwner(service.db, statement), { code: '23000' }, statement)
  const copy = (changes: string, number: number) => `
    insert into hour_entries select (json_populate_record(entry, '${changes}'::json)).*
    from hour_entries as entry where ${own} and number = ${number}`
  const id = '01890000-0000-7000-8000-000000000001'
  for (const [changes, number, constraint] of [
    [{ id, number: 4 }, 1, 'hour_entries_once_per_segment'],
    [{ id, number: 4 }, 2, 'hour_entries_reversed_once'],
    [{ id, number: 4 }, 3, 'hour_entries_outside_once'],
    [{ id }, 3, 'hour_entries_district_id_teacher_id_number_pk'],
  ] as const)
    await t.rejects(
      asOwner(service.db, copy(JSON.stringify(changes), number)),
      { code: '23505', constraint },
      constraint,
    )
  t.equal((await ledgerOf(d, teacher)).length, 3)
})
