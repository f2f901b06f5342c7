import t from 'tap'
import {
  attend,
  client,
  confirm,
  hire,
  holdSession,
  must,
  openDistrict,
  openSchool,
  type District,
  type School,
} from '../support/fixtures.js'
import { startService, type Any, type Service } from '../support/service.js'

/** From a planned session to confirmed hours, and every bad input on the way: each with its code, and nothing changed. */
let service: Service
let numbered = 0
const academicYear = '2024-2025'

t.before(async () => {
  service = await startService()
})
t.teardown(() => service.close())

async function district(...schools: string[]): Promise<District & { a: School; b: School; c: School }> {
  numbered += 1
  const opened = await openDistrict(service, `attendance-${numbered}`, schools)
  return { ...opened, a: opened.schools.A!, b: opened.schools.B!, c: opened.schools.C! }
}

const day = '2024-10-08'
const at = (time: string, date = day) => `${date}T${time}:00+08:00`
const evening = () => service.setTime(at('22:00'))
const lecture = (hours: string) => [{ form: 'lecture', hours }]
const session = (content: object = {}) => ({
  startsAt: at('14:00'),
  endsAt: at('15:30'),
  segments: lecture('2'),
  ...content,
})
const activity = (school: School, content: object = {}) => ({
  title: '示例研修',
  hostSchoolId: school.id,
  academicYear,
  sessions: [session()],
  ...content,
})
const nowhere = '01890000-0000-7000-8000-000000000000'

/** All that a district holds of activities and hours, to see that a refusal left it as it was. */
async function everything(d: District): Promise<Any> {
  const lists = ['/v1/activities', '/v1/attendance', '/v1/hour-entries'].map((list) =>
    d.institute.get(`${list}?limit=200`),
  )
  return (await Promise.all(lists)).map((answer) => must(answer, 200).data)
}

t.test('a session that the rules refuse names every reason where it lies, and makes no activity', async (t) => {
  const d = await district('A', 'B')
  const before = await everything(d)
  const other = await openDistrict(service, 'attendance-other', ['A'])
  const cases: [string, object, string, string][] = [
    [
      'two class hours do not fit into 89 minutes',
      { sessions: [session({ endsAt: at('15:29') })] },
      'hoursAboveClockTime',
      '/sessions/0/segments',
    ],
    [
      'a quarter of an hour is no step',
      { sessions: [session({ segments: lecture('1.25') })] },
      'hoursOffStep',
      '/sessions/0/segments/0/hours',
    ],
    [
      'no hours',
      { sessions: [session({ segments: lecture('0') })] },
      'hoursNotPositive',
      '/sessions/0/segments/0/hours',
    ],
    [
      'no hours, written long',
      { sessions: [session({ segments: lecture('0.00') })] },
      'hoursNotPositive',
      '/sessions/0/segments/0/hours',
    ],
    [
      'before the year',
      { sessions: [session({ startsAt: at('14:00', '2024-08-31'), endsAt: at('16:00', '2024-08-31') })] },
      'sessionOutsideAcademicYear',
      '/sessions/0/startsAt',
    ],
    [
      'after the year',
      { sessions: [session({ startsAt: at('00:00', '2025-09-01'), endsAt: at('02:00', '2025-09-01') })] },
      'sessionOutsideAcademicYear',
      '/sessions/0/startsAt',
    ],
    [
      'an hour before the year in Shanghai, though not in UTC',
      { sessions: [session({ startsAt: '2024-08-31T15:59:59Z', endsAt: '2024-08-31T18:00:00Z' })] },
      'sessionOutsideAcademicYear',
      '/sessions/0/startsAt',
    ],
    [
      'ends when it starts',
      { sessions: [session({ endsAt: at('14:00') })] },
      'sessionEndsBeforeStart',
      '/sessions/0/endsAt',
    ],
    [
      'longer than a day',
      { sessions: [session({ endsAt: at('14:01', '2024-10-09') })] },
      'sessionTooLong',
      '/sessions/0/endsAt',
    ],
    [
      'a form that nobody knows',
      { sessions: [session({ segments: [{ form: 'teaParty', hours: '1' }] })] },
      'unknownForm',
      '/sessions/0/segments/0/form',
    ],
    [
      'a lecture is no practice',
      { sessions: [session({ segments: [{ form: 'lecture', category: 'practice', hours: '1' }] })] },
      'categoryNotAllowed',
      '/sessions/0/segments/0/category',
    ],
    [
      'a module that nobody knows',
      { sessions: [session({ segments: [{ form: 'lecture', module: 'cooking', hours: '1' }] })] },
      'unknownModule',
      '/sessions/0/segments/0/module',
    ],
    ['a host that does not exist', { hostSchoolId: nowhere }, 'unknownSchool', '/hostSchoolId'],
    ['another school as host', { hostSchoolId: d.b.id }, 'unknownSchool', '/hostSchoolId'],
    ['a host of another district', { hostSchoolId: other.schools.A!.id }, 'unknownSchool', '/hostSchoolId'],
    ['a school of another district', { schoolIds: [d.b.id, other.schools.A!.id] }, 'unknownSchool', '/schoolIds/1'],
    ['a year that is not in the calendar', { academicYear: '2031-2032' }, 'unknownAcademicYear', ''],
  ]
  for (const [why, content, code, pointer] of cases) {
    const answer = await d.a.administrator.post('/v1/activities', activity(d.a, content))
    t.match(answer, { status: 422, body: { code } }, why)
    if (pointer) t.match(answer.body.errors, [{ code, pointer }], `${why}: where it lies`)
  }
  const everyReason = await d.a.administrator.post(
    '/v1/activities',
    activity(d.a, {
      schoolIds: [nowhere],
      sessions: [session({ segments: [{ form: 'teaParty', hours: '0.3' }] }), session({ endsAt: at('14:10') })],
    }),
  )
  t.match(everyReason, { status: 422, body: { code: 'rulesRefused' } })
  t.same(
    everyReason.body.errors.map((error: Any) => [error.code, error.pointer]),
    [
      ['unknownSchool', '/schoolIds/0'],
      ['unknownForm', '/sessions/0/segments/0/form'],
      ['hoursOffStep', '/sessions/0/segments/0/hours'],
      ['hoursAboveClockTime', '/sessions/1/segments'],
    ],
    'every reason at once, over all sessions',
  )
  t.same(await everything(d), before, 'nothing of all this was kept')
  must(
    await d.a.administrator.post('/v1/activities', activity(d.a, { sessions: [session({ endsAt: at('15:30') })] })),
    201,
  )
})

t.test('hours, counts and instants that are not of their form are refused before any rule', async (t) => {
  const d = await district('A')
  const before = await everything(d)
  const segments = (hours: unknown) => ({ sessions: [session({ segments: [{ form: 'lecture', hours }] })] })
  const cases: [string, object, string, string][] = [
    ['negative hours', segments('-1'), 'wrongFormat', '/sessions/0/segments/0/hours'],
    ['minus zero', segments('-0'), 'wrongFormat', '/sessions/0/segments/0/hours'],
    ['a plus sign', segments('+1'), 'wrongFormat', '/sessions/0/segments/0/hours'],
    ['three decimals', segments('1.005'), 'wrongFormat', '/sessions/0/segments/0/hours'],
    ['an exponent', segments('1e1'), 'wrongFormat', '/sessions/0/segments/0/hours'],
    ['a full-width digit', segments('２'), 'wrongFormat', '/sessions/0/segments/0/hours'],
    ['a bigint as text', segments('9223372036854775808'), 'outOfRange', '/sessions/0/segments/0/hours'],
    ['a number instead of text', segments(2), 'wrongType', '/sessions/0/segments/0/hours'],
    ['no offset', { sessions: [session({ startsAt: '2024-10-08T14:00:00' })] }, 'wrongFormat', '/sessions/0/startsAt'],
    [
      'an offset without minutes',
      { sessions: [session({ startsAt: '2024-10-08T14:00:00+08' })] },
      'wrongFormat',
      '/sessions/0/startsAt',
    ],
    [
      'a space for the T',
      { sessions: [session({ startsAt: '2024-10-08 14:00:00+08:00' })] },
      'wrongFormat',
      '/sessions/0/startsAt',
    ],
    [
      'a leap second',
      { sessions: [session({ startsAt: '2024-12-31T23:59:60Z' })] },
      'wrongFormat',
      '/sessions/0/startsAt',
    ],
    [
      '30 February',
      { sessions: [session({ startsAt: '2025-02-30T14:00:00+08:00' })] },
      'wrongFormat',
      '/sessions/0/startsAt',
    ],
    ['no segments', { sessions: [session({ segments: [] })] }, 'outOfRange', '/sessions/0/segments'],
    [
      '21 segments',
      { sessions: [session({ segments: Array.from({ length: 21 }, () => lecture('0.5')[0]) })] },
      'outOfRange',
      '/sessions/0/segments',
    ],
    ['no sessions', { sessions: [] }, 'outOfRange', '/sessions'],
    ['a blank title', { title: ' 　' }, 'wrongFormat', '/title'],
    ['the same school twice', { schoolIds: [d.a.id, d.a.id] }, 'duplicateItem', '/schoolIds'],
    ['a property that nobody knows', { colour: 'red' }, 'unknownProperty', '/colour'],
  ]
  for (const [why, content, code, pointer] of cases) {
    const answer = await d.a.administrator.post('/v1/activities', activity(d.a, content))
    t.match(answer, { status: 422, body: { code: 'validationFailed' } }, why)
    t.ok(
      answer.body.errors.some((error: Any) => error.code === code && error.pointer === pointer),
      `${why}: ${JSON.stringify(answer.body.errors)}`,
    )
  }
  t.same(await everything(d), before)
})

t.test('attendance: partial with minutes only, known segments, and nothing else', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const made = must(
    await d.a.administrator.post(
      '/v1/activities',
      activity(d.a, {
        sessions: [session({ endsAt: at('16:15'), segments: [...lecture('2'), { form: 'caseAnalysis', hours: '1' }] })],
      }),
    ),
    201,
  )
  const url = `/v1/sessions/${made.sessions[0].id}/attendance`
  const before = await everything(d)
  const cases: [string, object, string][] = [
    ['partial without minutes', { status: 'partial' }, 'minutesRequired'],
    ['partial beyond the clock', { status: 'partial', minutesAttended: 136 }, 'minutesOutOfRange'],
    ['minutes of who was there', { status: 'present', minutesAttended: 135 }, 'minutesNotAllowed'],
    ['minutes of who was not', { status: 'absent', minutesAttended: 0 }, 'minutesNotAllowed'],
    ['a third segment of two', { status: 'present', segmentNumbers: [2, 3] }, 'unknownSegment'],
  ]
  for (const [why, content, code] of cases)
    t.match(
      await d.a.administrator.post(url, { teacherId: teacher.id, ...content }),
      { status: 422, body: { code, errors: [{ code }] } },
      why,
    )
  const schema: [string, object, string][] = [
    ['negative minutes', { status: 'partial', minutesAttended: -1 }, 'outOfRange'],
    ['a bigint of minutes', { status: 'partial', minutesAttended: 9223372036854775808 }, 'outOfRange'],
    ['half a minute', { status: 'partial', minutesAttended: 1.5 }, 'wrongType'],
    ['minutes as text', { status: 'partial', minutesAttended: '60' }, 'wrongType'],
    ['a status that nobody knows', { status: 'asleep' }, 'unknownValue'],
    ['no segment at all', { status: 'present', segmentNumbers: [] }, 'outOfRange'],
    ['segment 0', { status: 'present', segmentNumbers: [0] }, 'outOfRange'],
    ['a segment twice', { status: 'present', segmentNumbers: [1, 1] }, 'duplicateItem'],
  ]
  for (const [why, content, code] of schema)
    t.match(
      await d.a.administrator.post(url, { teacherId: teacher.id, ...content }),
      { status: 422, body: { code: 'validationFailed', errors: [{ code }] } },
      why,
    )
  t.match(
    await d.a.administrator.post(url, {
      teacherId: teacher.id,
      status: 'partial',
      minutesAttended: 999,
      segmentNumbers: [3],
    }),
    {
      status: 422,
      body: { code: 'rulesRefused', errors: [{ code: 'minutesOutOfRange' }, { code: 'unknownSegment' }] },
    },
    'every reason at once',
  )
  t.same(await everything(d), before, 'nothing was recorded')

  const partial = must(
    await d.a.administrator.post(url, { teacherId: teacher.id, status: 'partial', minutesAttended: 100 }),
    200,
  )
  t.match(partial, { status: 'partial', minutesAttended: 100, role: 'participant', segmentNumbers: null, version: 1 })
  evening()
  const { entries } = await confirm(d.a, made.sessions[0])
  t.same(
    entries.map((entry: Any) => [entry.segment, entry.category, entry.hours]),
    [[1, 'lecture', '2']],
    '100 of 135 minutes: the lecture, and 10 minutes of the rest are no step',
  )
})

t.test(
  'absent, excused and merely registered earn nothing, and a partial one that fills no step neither',
  async (t) => {
    const d = await district('A')
    const teachers = await Promise.all(['T1', 'T2', 'T3', 'T4'].map((sourcedId) => hire(d, sourcedId, d.a)))
    const { session: held } = await holdSession(d.a, { date: day, segments: lecture('2') })
    const records = [
      { status: 'absent' },
      { status: 'excused' },
      { status: 'registered' },
      { status: 'partial', minutesAttended: 22 },
    ]
    for (const [index, record] of records.entries()) await attend(d.a, held, teachers[index]!, record)
    evening()
    const { entries, session: confirmed } = await confirm(d.a, held)
    t.same([entries, confirmed.status], [[], 'confirmed'])
    const { data } = must(await d.a.administrator.get(`/v1/attendance?sessionId=${held.id}`), 200)
    t.same(
      data.map((record: Any) => [record.status, record.confirmedAt !== null]),
      [
        ['absent', true],
        ['excused', true],
        ['registered', false],
        ['partial', true],
      ],
      'who was only registered is not settled: a late record may still say how it was',
    )
  },
)

t.test('who may be recorded: teachers with a duty that day at the host or a school that takes part', async (t) => {
  const d = await district('A', 'B', 'C')
  const [own, joint, stranger] = [await hire(d, 'T1', d.a), await hire(d, 'T2', d.b), await hire(d, 'T3', d.c)]
  const gone = await hire(d, 'T4', d.a, { to: '2024-10-07' })
  const last = await hire(d, 'T5', d.a, { to: day })
  const coming = await hire(d, 'T6', d.a, { from: '2024-10-09' })
  const { activity: made, session: held } = await holdSession(d.a, {
    date: day,
    segments: lecture('1'),
    schoolIds: [d.b.id],
  })
  t.same(made.schoolIds, [d.b.id])
  for (const teacher of [own, joint, last]) t.equal((await attend(d.a, held, teacher)).teacherId, teacher.id)
  const url = `/v1/sessions/${held.id}/attendance`
  const elsewhere = await openDistrict(service, 'attendance-elsewhere', ['A'])
  const foreigner = await hire(elsewhere, 'T1', elsewhere.schools.A!)
  for (const [why, teacherId] of [
    ['of a school that takes no part', stranger.id],
    ['whose duty ended the day before', gone.id],
    ['whose duty begins the day after', coming.id],
    ['of another district', foreigner.id],
    ['who does not exist', nowhere],
  ])
    t.match(
      await d.a.administrator.post(url, { teacherId, status: 'present' }),
      { status: 422, body: { code: 'teacherNotEligible', errors: [{ pointer: '/teacherId' }] } },
      `a teacher ${why}`,
    )

  t.equal(must(await d.b.administrator.get(`/v1/activities/${made.id}`), 200).id, made.id, 'who takes part sees it')
  const asGuest: [string, () => Promise<Any>][] = [
    ['attendance', () => d.b.administrator.post(url, { teacherId: joint.id, status: 'absent' })],
    ['confirmation', () => d.b.administrator.post(`/v1/sessions/${held.id}/confirm`)],
    ['cancellation', () => d.b.administrator.post(`/v1/sessions/${held.id}/cancel`, { reason: '无' })],
    ['another session', () => d.b.administrator.post(`/v1/activities/${made.id}/sessions`, session())],
    ['another title', () => d.b.administrator.patch(`/v1/activities/${made.id}`, { title: '新' }, { ifMatch: '*' })],
    ['another place', () => d.b.administrator.patch(`/v1/sessions/${held.id}`, { location: '新' }, { ifMatch: '*' })],
  ]
  for (const [what, call] of asGuest)
    t.match(await call(), { status: 403, body: { code: 'notTheHost' } }, `${what} is the host's alone`)
  for (const [what, status] of [
    ['attendance', (await d.c.administrator.post(url, { teacherId: stranger.id, status: 'absent' })).status],
    ['confirmation', (await d.c.administrator.post(`/v1/sessions/${held.id}/confirm`)).status],
    ['the activity', (await d.c.administrator.get(`/v1/activities/${made.id}`)).status],
  ] as const)
    t.equal(status, 404, `${what} does not exist for a school that takes no part`)

  evening()
  t.equal((await confirm(d.a, held)).entries.length, 3)
  const { data } = must(await d.b.administrator.get('/v1/hour-entries'), 200)
  t.match(
    data,
    [{ teacherId: joint.id, schoolId: d.a.id }],
    "a school sees its own teacher's hours, earned at the host",
  )
  t.equal(data.length, 1)
})

t.test('one teacher presents a part and takes part in the rest, never both in one part', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const { session: held } = await holdSession(d.a, {
    date: day,
    segments: [...lecture('1'), { form: 'caseAnalysis', hours: '2' }],
  })
  await attend(d.a, held, teacher, { role: 'presenter', segmentNumbers: [1] })
  const url = `/v1/sessions/${held.id}/attendance`
  t.match(await d.a.administrator.post(url, { teacherId: teacher.id, status: 'present' }), {
    status: 422,
    body: { code: 'segmentInBothRoles', errors: [{ pointer: '/segmentNumbers' }] },
  })
  await attend(d.a, held, teacher, { segmentNumbers: [2] })
  evening()
  const { entries } = await confirm(d.a, held)
  const bySegment = entries.toSorted((a: Any, b: Any) => a.segment - b.segment)
  t.same(
    bySegment.map((entry: Any) => [entry.role, entry.segment, entry.hours, entry.kind]),
    [
      ['presenter', 1, '1', 'earned'],
      ['participant', 2, '2', 'earned'],
    ],
  )

  const { session: mistaken } = await holdSession(d.a, { date: '2024-10-09', segments: lecture('1') })
  await attend(d.a, mistaken, teacher)
  await attend(d.a, mistaken, teacher, { status: 'absent' })
  await attend(d.a, mistaken, teacher, { role: 'presenter' })
  service.setTime('2024-10-10T08:00:00+08:00')
  t.match(
    (await confirm(d.a, mistaken)).entries,
    [{ role: 'presenter', hours: '1' }],
    'a role recorded by mistake is put right',
  )
})

t.test('a session closes: not before its end, confirmed once, cancelled for good', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const { session: held } = await holdSession(d.a, {
    date: day,
    segments: lecture('2'),
    startsAt: at('14:00'),
    endsAt: at('15:30'),
  })
  await attend(d.a, held, teacher)
  service.setTime('2024-10-08T15:29:59.999+08:00')
  t.match(await d.a.administrator.post(`/v1/sessions/${held.id}/confirm`), {
    status: 409,
    body: { code: 'sessionNotEnded' },
  })
  service.setTime(at('15:30'))
  t.equal((await confirm(d.a, held)).entries.length, 1)
  const after = await everything(d)
  t.same((await confirm(d.a, held)).entries, [], 'confirming again adds nothing')
  t.same(await everything(d), after)

  const late = await hire(d, 'T2', d.a)
  const url = `/v1/sessions/${held.id}/attendance`
  t.match(await d.a.administrator.post(url, { teacherId: late.id, status: 'present' }), {
    status: 409,
    body: { code: 'sessionClosed', errors: [{ pointer: '/sessionId' }] },
  })
  t.match(await d.a.administrator.post(url, { teacherId: late.id, status: 'present', lateReason: ' ' }), {
    status: 422,
    body: { code: 'validationFailed' },
  })
  must(await d.a.administrator.post(url, { teacherId: late.id, status: 'present', lateReason: '漏登' }), 200)
  t.match(
    (await confirm(d.a, held)).entries,
    [{ teacherId: late.id, number: 1, hours: '2' }],
    'only what is late is added',
  )
  t.match(await d.a.administrator.post(`/v1/sessions/${held.id}/cancel`, { reason: '改期' }), {
    status: 409,
    body: { code: 'sessionClosed' },
  })
  t.match(await d.a.administrator.patch(`/v1/sessions/${held.id}`, { location: '新' }, { ifMatch: '*' }), {
    status: 409,
    body: { code: 'sessionClosed' },
  })

  const { session: off } = await holdSession(d.a, { date: '2024-10-09', segments: lecture('1') })
  const cancelled = must(await d.a.administrator.post(`/v1/sessions/${off.id}/cancel`, { reason: '台风' }), 200)
  t.match(cancelled, { status: 'cancelled', cancellationReason: '台风' })
  t.same(must(await d.a.administrator.post(`/v1/sessions/${off.id}/cancel`, { reason: '再次' }), 200), cancelled)
  service.setTime('2024-10-10T08:00:00+08:00')
  for (const answer of [
    await d.a.administrator.post(`/v1/sessions/${off.id}/attendance`, {
      teacherId: teacher.id,
      status: 'present',
      lateReason: '补',
    }),
    await d.a.administrator.post(`/v1/sessions/${off.id}/confirm`),
    await d.a.administrator.patch(`/v1/sessions/${off.id}`, { location: '新' }, { ifMatch: '*' }),
  ])
    t.match(answer, { status: 409, body: { code: 'sessionClosed' } }, 'a cancelled session takes nothing')
})

t.test(
  'before confirmation a record is replaced; after it only when its hours were reversed, as a new revision',
  async (t) => {
    const d = await district('A')
    const teacher = await hire(d, 'T1', d.a)
    const { session: held } = await holdSession(d.a, {
      date: day,
      segments: [...lecture('1'), { form: 'observation', hours: '1' }],
    })
    const first = await attend(d.a, held, teacher, { status: 'registered' })
    const second = await attend(d.a, held, teacher)
    t.match(second, { id: first.id, version: 2, status: 'present' })
    t.same(await attend(d.a, held, teacher), second, 'the same once more changes nothing')
    evening()
    const { entries } = await confirm(d.a, held)
    t.equal(entries.length, 2)
    const record = (content: object) =>
      d.a.administrator.post(`/v1/sessions/${held.id}/attendance`, { teacherId: teacher.id, ...content })
    t.match(must(await record({ status: 'present' }), 200), { version: 3 }, 'what it says already is no change')
    const absent = { status: 'absent', lateReason: '误记' }
    t.match(await record(absent), { status: 409, body: { code: 'attendanceConfirmed' } })
    must(await d.a.administrator.post(`/v1/hour-entries/${entries[0].id}/reverse`, { reason: '误记' }), 201)
    t.match(
      await record(absent),
      { status: 409, body: { code: 'attendanceConfirmed' } },
      'one of its entries still stands',
    )
    must(await d.a.administrator.post(`/v1/hour-entries/${entries[1].id}/reverse`, { reason: '误记' }), 201)
    must(await record(absent), 200)
    t.same((await confirm(d.a, held)).entries, [], 'absent earns nothing')
    must(await record({ status: 'partial', minutesAttended: 45, lateReason: '核实后更正' }), 200)
    const again = (await confirm(d.a, held)).entries
    t.match(again, [{ number: 5, segment: 1, hours: '1', kind: 'earned' }], 'the hours of what was really attended')
    t.equal(again.length, 1)
    must(await d.a.administrator.post(`/v1/hour-entries/${again[0].id}/reverse`, { reason: '再次更正' }), 201)
    must(await record({ status: 'present', lateReason: '第二次更正' }), 200)
    t.same(
      (await confirm(d.a, held)).entries.map(({ number, segment }: Any) => [number, segment]),
      [
        [7, 1],
        [8, 2],
      ],
    )
    const progress = must(
      await d.institute.get(`/v1/teachers/${teacher.id}/progress?academicYear=${academicYear}`),
      200,
    )
    t.match(progress, { hoursCounted: '2', hoursUncounted: '0' }, 'however often it was put right, it counts once')
  },
)

t.test('a session may change while nobody’s attendance rests on it', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const { session: held } = await holdSession(d.a, { date: day, segments: lecture('2') })
  const change = (content: object, ifMatch?: string) =>
    d.a.administrator.patch(`/v1/sessions/${held.id}`, content, ifMatch === undefined ? {} : { ifMatch })
  t.match(await change({ location: '礼堂' }), { status: 428, body: { code: 'preconditionRequired' } })
  t.match(await change({ location: '礼堂' }, '"7"'), { status: 412, body: { code: 'preconditionFailed' } })
  t.match(await change({}, '"1"'), { status: 422, body: { code: 'validationFailed' } })
  await attend(d.a, held, teacher, { status: 'registered' })
  t.match(
    must(await change({ segments: [{ form: 'expertGuidance', hours: '1.5' }] }, '"1"'), 200),
    {
      version: 2,
      segments: [{ number: 1, form: 'expertGuidance', category: 'practice', hours: '1.5' }],
    },
    'a registration rests on no times',
  )
  t.match(await change({ segments: lecture('9') }, '"2"'), { status: 422, body: { code: 'hoursAboveClockTime' } })
  t.match(
    must(await change({ startsAt: at('10:00', '2025-03-10'), endsAt: at('12:00', '2025-03-10') }, '"2"'), 200),
    {
      date: '2025-03-10',
      semester: 2,
      version: 3,
    },
    'a new date brings its own semester',
  )
  await attend(d.a, held, teacher)
  for (const content of [{ segments: lecture('1') }, { endsAt: at('12:30', '2025-03-10') }])
    t.match(await change(content, '"3"'), { status: 409, body: { code: 'sessionHasAttendance' } })
  t.match(must(await change({ location: '礼堂', delivery: 'online' }, '"3"'), 200), {
    location: '礼堂',
    delivery: 'online',
    version: 4,
  })
  t.match(must(await change({ location: null }, '*'), 200), { location: null })
})

t.test('hours fall in the semester of the calendar as it stands when they are confirmed', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const { session: held } = await holdSession(d.a, { date: '2025-02-05', segments: lecture('1') })
  t.equal(held.semester, 2)
  const dates = {
    firstSemester: { startsOn: '2024-09-01', endsOn: '2025-02-09' },
    secondSemester: { startsOn: '2025-02-10', endsOn: '2025-08-31' },
  }
  must(await d.institute.put('/v1/academic-years/2024-2025', dates, { ifMatch: '"1"' }), 200)
  await attend(d.a, held, teacher)
  service.setTime('2025-02-06T08:00:00+08:00')
  const { session: confirmed, entries } = await confirm(d.a, held)
  t.match([confirmed, ...entries], [{ semester: 1 }, { semester: 1, date: '2025-02-05' }])
  t.match(await d.institute.put('/v1/academic-years/2024-2025', {}, { ifMatch: '*' }), {
    status: 409,
    body: { code: 'academicYearHasHours' },
  })
  t.match(
    await d.institute.put('/v1/academic-years/2025-2026', {
      firstSemester: { startsOn: '2025-08-31', endsOn: '2026-01-31' },
    }),
    { status: 422, body: { code: 'academicYearOverlaps' } },
    'no day belongs to two years',
  )
})

t.test('a batch is all or nothing, or each for itself, and answers each by its ref', async (t) => {
  const d = await district('A', 'B', 'C')
  const [one, two] = [await hire(d, 'T1', d.a), await hire(d, 'T2', d.a)]
  const guest = await hire(d, 'T3', d.b)
  const { session: held } = await holdSession(d.a, { date: day, segments: lecture('1'), schoolIds: [d.b.id] })
  const { session: theirs } = await holdSession(d.c, { date: day, segments: lecture('1') })
  const { session: joint } = await holdSession(d.b, { date: day, segments: lecture('1'), schoolIds: [d.a.id] })
  const batch = (items: object[], atomic?: boolean, caller = d.a.administrator) =>
    caller.post('/v1/attendance/batch', { ...(atomic === undefined ? {} : { atomic }), items })
  const item = (ref: string, teacherId: string, content: object = {}) => ({
    ref,
    sessionId: held.id,
    teacherId,
    status: 'present',
    ...content,
  })
  const before = await everything(d)
  const mixed = [
    item('good', one.id),
    item('twice', one.id, { status: 'absent' }),
    item('partial', two.id, { status: 'partial' }),
    item('hidden', two.id, { sessionId: theirs.id }),
    item('absent-id', two.id, { sessionId: nowhere }),
    item('not-host', guest.id, { sessionId: joint.id }),
    item('guest', guest.id),
  ]
  const refusedBatch = await batch(mixed)
  t.match(refusedBatch, { status: 422, body: { code: 'rulesRefused' } })
  t.same(
    refusedBatch.body.errors.map((error: Any) => [error.pointer, error.code]),
    [
      ['/items/1/teacherId', 'duplicateInBatch'],
      ['/items/2/minutesAttended', 'minutesRequired'],
      ['/items/3/sessionId', 'unknownSession'],
      ['/items/4/sessionId', 'unknownSession'],
      ['/items/5/sessionId', 'notTheHost'],
    ],
    'every reason of every item',
  )
  t.same(await everything(d), before, 'all or nothing: nothing')

  const each = await batch(mixed, false)
  t.equal(each.status, 207)
  t.same(
    each.body.items.map(({ ref, status, errors }: Any) => [ref, status, errors.map(({ code }: Any) => code)]),
    [
      ['good', 201, []],
      ['twice', 422, ['duplicateInBatch']],
      ['partial', 422, ['minutesRequired']],
      ['hidden', 422, ['unknownSession']],
      ['absent-id', 422, ['unknownSession']],
      ['not-host', 403, ['notTheHost']],
      ['guest', 201, []],
    ],
  )
  t.same(
    { ...each.body.items[3], ref: '' },
    { ...each.body.items[4], ref: '' },
    'a session that one may not see is answered as one that does not exist',
  )
  const again = await batch([item('good', one.id), item('guest', guest.id, { status: 'absent' })], false)
  t.match(again, {
    status: 200,
    body: {
      items: [
        { status: 200, attendance: { version: 1 } },
        { status: 200, attendance: { version: 2 } },
      ],
    },
  })

  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => item(String(at), one.id, { sessionId: nowhere }))
  t.match(await batch(many(501)), {
    status: 422,
    body: { code: 'validationFailed', errors: [{ code: 'outOfRange', pointer: '/items' }] },
  })
  t.match(await batch([]), { status: 422, body: { code: 'validationFailed' } })
  t.equal((await batch(many(500), false)).body.items.length, 500)
  t.match(await batch([item('', one.id)]), { status: 422, body: { code: 'validationFailed' } })
})

t.test('an integration bound to one school records for that school and confirms nothing', async (t) => {
  const d = await district('A', 'B')
  const teacher = await hire(d, 'T1', d.a)
  const integration = await client(service, d.institute, { role: 'integration', schoolId: d.a.id })
  const made = must(await integration.post('/v1/activities', activity(d.a)), 201)
  t.match(await integration.post('/v1/activities', activity(d.b)), { status: 422, body: { code: 'unknownSchool' } })
  must(
    await integration.post(`/v1/sessions/${made.sessions[0].id}/attendance`, {
      teacherId: teacher.id,
      status: 'present',
    }),
    200,
  )
  evening()
  t.match(await integration.post(`/v1/sessions/${made.sessions[0].id}/confirm`), {
    status: 403,
    body: { code: 'notPermitted' },
  })
})

t.test('a record whose hours were taken back is repeated only with a reason', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const hold = (from: string, to: string) =>
    holdSession(d.a, {
      date: '2024-10-08',
      startsAt: `2024-10-08T${from}:00+08:00`,
      endsAt: `2024-10-08T${to}:00+08:00`,
      segments: [{ form: 'lecture', hours: '2' }],
    })
  const [first, second] = [await hold('14:00', '16:00'), await hold('15:00', '17:00')]
  for (const { session } of [first, second]) await attend(d.a, session, teacher)
  evening()
  await confirm(d.a, first.session)
  const { entries } = await confirm(d.a, second.session)
  const { administrator } = d.a
  const counted = must(
    await administrator.post(`/v1/hour-entries/${entries[0].id}/resolve`, { decision: 'count', reason: '实际参加' }),
    201,
  )
  const release = counted.entries.find(({ kind }: Any) => kind === 'release')
  must(await administrator.post(`/v1/hour-entries/${release.id}/reverse`, { reason: '有误' }), 201)
  const again = (content = {}) =>
    administrator.post(`/v1/sessions/${first.session.id}/attendance`, {
      teacherId: teacher.id,
      status: 'present',
      ...content,
    })
  t.match(await again(), { status: 409, body: { code: 'sessionClosed' } })
  must(await again({ lateReason: '核对签到表' }), 200)
  t.match((await confirm(d.a, first.session)).entries, [{ kind: 'earned', hours: '2' }])
})

t.test('an activity has one external id in its district, and any in another', async (t) => {
  const d = await district('A')
  const other = await openDistrict(service, 'attendance-third', [])
  const school = await openSchool(service, other.institute, 'A')
  const content = { sourcedId: 'ACT-1' }
  must(await d.a.administrator.post('/v1/activities', activity(d.a, content)), 201)
  t.match(await d.a.administrator.post('/v1/activities', activity(d.a, content)), {
    status: 409,
    body: { code: 'activityExists' },
  })
  must(await school.administrator.post('/v1/activities', activity(school, content)), 201)
})
