import { createHash } from 'node:crypto'
import t from 'tap'
import { query } from '../../src/db/database.js'
import { findExpectedSessions, findOpenSessions } from '../../src/activities/upcoming/read.js'
import { asOwner } from '../support/database.js'
import {
  attend,
  client,
  confirm,
  hire,
  must,
  openDistrict,
  type District,
  type School,
  type Teacher,
} from '../support/fixtures.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/** Registration with its waiting list, check-in by code, and what online platforms report (§4.3, §5.1, §5.2). */
let service: Service
let numbered = 0
const academicYear = '2024-2025'
const nowhere = '01890000-0000-7000-8000-000000000000'
const day = '2024-10-08'
const at = (time: string, date = day) => `${date}T${time}:00+08:00`

t.before(async () => {
  service = await startService()
})
t.teardown(() => service.close())

type Person = Teacher & { self: Caller }
type TestDistrict = District & { a: School; b: School; person: (school: School, duty?: object) => Promise<Person> }

async function district(...names: string[]): Promise<TestDistrict> {
  service.setTime('2024-10-01T08:00:00+08:00')
  numbered += 1
  const opened = await openDistrict(service, `registration-${numbered}`, names.length > 0 ? names : ['A', 'B'])
  let people = 0
  const person = async (school: School, duty: object = {}) => {
    people += 1
    const teacher = await hire(opened, `T${people}`, school, duty)
    return { ...teacher, self: await client(service, opened.institute, { role: 'teacher', teacherId: teacher.id }) }
  }
  return { ...opened, a: opened.schools.A!, b: opened.schools.B!, person }
}

const session = (content: object = {}) => ({
  startsAt: at('14:00'),
  endsAt: at('15:30'),
  segments: [{ form: 'lecture', hours: '2' }],
  ...content,
})

async function plan(school: School, content: object = {}): Promise<Any> {
  return must(
    await school.administrator.post('/v1/activities', {
      title: '示例研修',
      hostSchoolId: school.id,
      academicYear,
      sessions: [session()],
      ...content,
    }),
    201,
  )
}

const register = (by: Caller, activity: { id: string }, body: object = {}) =>
  by.post(`/v1/activities/${activity.id}/registrations`, body)
const cancel = (by: Caller, registration: { id: string }) => by.post(`/v1/registrations/${registration.id}/cancel`)
const registrationsOf = async (by: Caller, activity: { id: string }) =>
  must(await by.get(`/v1/registrations?activityId=${activity.id}&limit=200`), 200).data as Any[]

t.test('who comes first has a place, the others wait in order and move up when somebody leaves', async (t) => {
  const d = await district()
  const activity = await plan(d.a, { capacity: 1, tiers: null })
  t.match(activity, { capacity: 1, tiers: null, registrationClosesAt: null })
  const [first, second, third] = [await d.person(d.a), await d.person(d.a), await d.person(d.a)]
  const placed = await register(first.self, activity)
  t.match(placed, {
    status: 201,
    body: { outcome: 'created', data: { status: 'registered', waitingPlace: null, cancelledAt: null, version: 1 } },
  })
  t.equal(placed.headers.location, `/v1/registrations?activityId=${activity.id}&teacherId=${first.id}`)
  t.match(must(await register(second.self, activity), 201).data, { status: 'waiting', waitingPlace: 1 })
  const last = must(await register(third.self, activity, { teacherId: third.id }), 201).data
  t.match(last, { status: 'waiting', waitingPlace: 2, teacherId: third.id })
  t.match(
    await register(third.self, activity),
    { status: 200, body: { outcome: 'unchanged', data: { id: last.id, waitingPlace: 2 } } },
    'registering again answers the same registration',
  )
  t.match(must(await cancel(first.self, placed.body.data), 200), {
    status: 'cancelled',
    waitingPlace: null,
    version: 2,
  })
  t.match(
    (await registrationsOf(d.a.administrator, activity)).map(({ status, waitingPlace }) => [status, waitingPlace]),
    [
      ['cancelled', null],
      ['registered', null],
      ['waiting', 1],
    ],
    'the first of the waiting list moved up',
  )
  t.match(must(await cancel(first.self, placed.body.data), 200), { version: 2 }, 'cancelling again changes nothing')
  const anew = must(await register(first.self, activity), 201)
  t.match(anew.data, { status: 'waiting', waitingPlace: 2 }, 'whoever comes back stands at the end')
  t.not(anew.data.id, placed.body.data.id)
  must(await cancel(third.self, last), 200)
  t.match((await registrationsOf(first.self, activity)).at(-1), { waitingPlace: 1 }, 'who waits behind moves on')
  t.match(must(await d.a.administrator.get(`/v1/registrations?teacherId=${first.id}&status=cancelled`), 200).data, [
    { id: placed.body.data.id },
  ])
})

t.test('more places let people move up; fewer than are registered are refused', async (t) => {
  const d = await district()
  const activity = await plan(d.a, { capacity: 1 })
  const people = []
  for (let count = 0; count < 4; count += 1) people.push(await d.person(d.a))
  for (const { self } of people) must(await register(self, activity), 201)
  const change = (body: object) => d.a.administrator.patch(`/v1/activities/${activity.id}`, body, { ifMatch: '*' })
  t.match(must(await change({ capacity: 3 }), 200), { capacity: 3, version: 2 })
  const states = async () => (await registrationsOf(d.a.administrator, activity)).map(({ status }) => status)
  t.same(await states(), ['registered', 'registered', 'registered', 'waiting'])
  t.match(await change({ capacity: 2 }), {
    status: 409,
    body: { code: 'capacityBelowRegistered', errors: [{ pointer: '/capacity' }] },
  })
  t.match(must(await change({ title: '改名' }), 200), { capacity: 3 }, 'left out, it stays')
  must(await change({ capacity: 3, tiers: [2, 1] }), 200)
  must(await change({ capacity: null }), 200)
  t.same(await states(), ['registered', 'registered', 'registered', 'registered'])
  t.match(must(await d.a.administrator.get(`/v1/activities/${activity.id}`), 200), { capacity: null, tiers: [1, 2] })
  t.match(await change({ tiers: [1, 9] }), {
    status: 422,
    body: { code: 'unknownTier', errors: [{ pointer: '/tiers/1' }] },
  })
  for (const [body, pointer] of [
    [{ capacity: 0 }, '/capacity'],
    [{ capacity: 10_001 }, '/capacity'],
    [{ tiers: [] }, '/tiers'],
    [{ tiers: [1, 1] }, '/tiers'],
    [{ registrationClosesAt: '2024-10-08' }, '/registrationClosesAt'],
  ] as const)
    t.match(await change(body), { status: 422, body: { errors: [{ pointer }] } })
  t.match(await d.b.administrator.patch(`/v1/activities/${activity.id}`, { capacity: 9 }, { ifMatch: '*' }), {
    status: 404,
  })
})

t.test('whoever moves up has a place in what comes after that, not in what was over by then', async (t) => {
  const d = await district()
  const [holds, waits] = [await d.person(d.a), await d.person(d.a)]
  const later = (date: string) => session({ startsAt: at('14:00', date), endsAt: at('15:30', date) })
  const activity = await plan(d.a, { capacity: 1, sessions: [session(), later('2024-10-15')] })
  const held = must(await register(holds.self, activity), 201).data
  t.equal(held.placedAt, held.registeredAt)
  t.equal(must(await register(waits.self, activity), 201).data.placedAt, null)
  service.setTime(at('20:00'))
  must(await cancel(holds.self, held), 200)
  const [moved] = must(await waits.self.get('/v1/registrations'), 200).data
  t.match(moved, { status: 'registered', waitingPlace: null })
  t.equal(Date.parse(moved.placedAt), Date.parse(at('20:00')))
  t.equal(Date.parse(moved.registeredAt), Date.parse('2024-10-01T08:00:00+08:00'), 'and registered when she did')
  const expected = await query(service.db, { districtId: d.id }, (tx) =>
    findExpectedSessions(tx, { districtId: d.id, teacherIds: [waits.id], academicYear }),
  )
  t.same(
    expected.get(waits.id)?.map(({ date }) => date),
    ['2024-10-15'],
  )
})

t.test('whoever has left moves up no more, and holds up nobody; a school that she left cancels nothing', async (t) => {
  const d = await district('A', 'B', 'C')
  const [holds, waits, next, last] = [
    await d.person(d.a),
    await d.person(d.b),
    await d.person(d.a),
    await d.person(d.a),
  ]
  const sessions = [session({ startsAt: at('14:00', '2024-11-12'), endsAt: at('15:30', '2024-11-12') })]
  const activity = await plan(d.a, { capacity: 1, schoolIds: [d.b.id, d.schools.C!.id], sessions })
  const held = must(await register(holds.self, activity), 201).data
  const waiting = must(await register(waits.self, activity), 201).data
  must(await register(next.self, activity), 201)
  const endDuty = (to: string) =>
    d.institute.put(
      `/v1/homeroom-duties/by-sourced-id/D-${waits.sourcedId}-${d.b.sourcedId}-2024-09-01`,
      {
        ...{ teacherSourcedId: waits.sourcedId, schoolSourcedId: d.b.sourcedId, className: '一（1）班' },
        ...{ from: '2024-09-01', to },
      },
      { ifMatch: '*' },
    )
  must(await endDuty('2024-11-11'), 200)
  must(await cancel(holds.self, held), 200)
  t.same(
    (await registrationsOf(d.a.administrator, activity)).map(({ teacherId, status }) => [teacherId, status]),
    [
      [holds.id, 'cancelled'],
      [waits.id, 'waiting'],
      [next.id, 'registered'],
    ],
    'her duty ends the day before',
  )
  must(await endDuty('2024-10-01'), 200)
  await hire(d, waits.sourcedId, d.schools.C!, { from: '2024-10-02' })
  service.setTime('2024-10-03T08:00:00+08:00')
  t.match(await cancel(d.b.administrator, waiting), { status: 403, body: { code: 'notTheHost' } })
  must(await d.a.administrator.patch(`/v1/activities/${activity.id}`, { capacity: 2 }, { ifMatch: '*' }), 200)
  t.equal((await registrationsOf(waits.self, activity))[0]!.status, 'registered', 'with a duty again she moves up')
  t.equal(must(await register(last.self, activity), 201).data.status, 'waiting')
  must(await cancel(d.schools.C!.administrator, waiting), 200)
})

t.test('a school that leaves takes its teachers’ places with it, and those who wait have them', async (t) => {
  const d = await district()
  const [stays, leaves, waits] = [await d.person(d.a), await d.person(d.b), await d.person(d.a)]
  const activity = await plan(d.a, { capacity: 2, schoolIds: [d.b.id] })
  for (const teacher of [stays, leaves, waits]) must(await register(teacher.self, activity), 201)
  const change = async (schoolIds: string[]) =>
    must(await d.a.administrator.patch(`/v1/activities/${activity.id}`, { schoolIds }, { ifMatch: '*' }), 200)
  const statuses = async () => (await registrationsOf(d.a.administrator, activity)).map(({ status }) => status)
  await change([d.b.id])
  t.same(await statuses(), ['registered', 'registered', 'waiting'], 'the same schools change nothing')
  await change([])
  t.same(await statuses(), ['registered', 'cancelled', 'registered'])
  await change([d.b.id])
  t.same(await statuses(), ['registered', 'cancelled', 'registered'], 'and back again it registers anew')
  t.equal(must(await register(leaves.self, activity), 201).data.status, 'waiting')
})

t.test('a session that is added or put off after the others are over lets those who wait move up', async (t) => {
  const d = await district()
  const [leaves, waits, alsoWaits] = [await d.person(d.a), await d.person(d.a), await d.person(d.a)]
  const [over, putOff] = [await plan(d.a, { capacity: 1 }), await plan(d.a, { capacity: 1 })]
  for (const activity of [over, putOff]) {
    const held = must(await register(leaves.self, activity), 201).data
    must(await register(waits.self, activity), 201)
    must(await register(alsoWaits.self, activity), 201)
    service.setTime(at('20:00'))
    must(await cancel(leaves.self, held), 200)
    t.same(
      (await registrationsOf(d.a.administrator, activity)).map(({ status }) => status),
      ['cancelled', 'waiting', 'waiting'],
      'nothing to come, nobody moves up',
    )
    service.setTime('2024-10-01T08:00:00+08:00')
  }
  service.setTime(at('20:00'))
  const next = { startsAt: at('14:00', '2024-10-22'), endsAt: at('15:30', '2024-10-22') }
  must(await d.a.administrator.post(`/v1/activities/${over.id}/sessions`, session(next)), 201)
  const { version } = putOff.sessions[0]
  must(await d.a.administrator.patch(`/v1/sessions/${putOff.sessions[0].id}`, next, { ifMatch: `"${version}"` }), 200)
  for (const activity of [over, putOff])
    t.same(
      (await registrationsOf(d.a.administrator, activity)).map(({ status }) => status),
      ['cancelled', 'registered', 'waiting'],
      'one place, one of the two',
    )
})

t.test('every reason against a registration is named', async (t) => {
  const d = await district()
  const own = await d.person(d.a)
  const other = await d.person(d.b)
  const elsewhere = await openDistrict(service, 'registration-elsewhere', ['A'])
  const stranger = await hire(elsewhere, 'T1', elsewhere.schools.A!)
  const activity = await plan(d.a, { tiers: [3], registrationClosesAt: at('12:00', '2024-10-05'), schoolIds: [d.b.id] })
  const refusal = async (by: Caller, body: object, code: string, on = activity) => {
    const answer = await register(by, on, body)
    t.match(answer.body, { code }, code)
    return answer.body
  }
  await refusal(d.a.administrator, {}, 'missingProperty')
  await refusal(d.a.administrator, { teacherId: nowhere }, 'unknownTeacher')
  await refusal(d.a.administrator, { teacherId: stranger.id }, 'unknownTeacher')
  await refusal(d.a.administrator, { teacherId: other.id }, 'unknownTeacher')
  await refusal(own.self, { teacherId: other.id }, 'unknownTeacher')
  await refusal(own.self, { teacherId: 'x' }, 'validationFailed')
  t.match((await refusal(own.self, {}, 'tierNotAdmitted')).detail, /tiers 3; the teacher is in tier 1/)
  must(
    await d.a.administrator.post(`/v1/teachers/${own.id}/tier-overrides`, {
      tier: 3,
      reason: '能力',
      from: day,
      to: day,
    }),
    201,
  )
  must(await register(own.self, activity), 201)
  service.setTime(at('12:00', '2024-10-05'))
  const both = await register(d.b.administrator, activity, { teacherId: other.id })
  t.match(both, { status: 422, body: { code: 'rulesRefused' } })
  t.same(
    both.body.errors.map(({ code, pointer }: Any) => [code, pointer]),
    [
      ['registrationClosed', ''],
      ['tierNotAdmitted', '/teacherId'],
    ],
    'at the very instant of closing, and of the wrong tier: both are said',
  )
  t.match(await register(own.self, activity), { status: 200 }, 'who is registered hears so after the closing too')

  const late = await d.person(d.a, { from: '2024-10-09' })
  const open = await plan(d.a, { sessions: [session(), session({ startsAt: at('18:00'), endsAt: at('19:30') })] })
  await refusal(late.self, {}, 'teacherNotEligible', open)
  must(
    await d.a.administrator.post(
      `/v1/activities/${open.id}/sessions`,
      session({ startsAt: at('09:00', '2024-10-09'), endsAt: at('10:30', '2024-10-09') }),
    ),
    201,
  )
  must(await register(late.self, open), 201)
  service.setTime(at('09:00', '2024-10-09'))
  t.match(await register(own.self, open), { status: 409, body: { code: 'noSessionToCome' } }, 'the last one has begun')
  t.match(await register(other.self, open), { status: 404 }, 'what a school does not take part in is not there')
  t.match(await register(own.self, { id: nowhere }), { status: 404, body: { code: 'notFound' } })
  const team = await client(service, d.institute, { role: 'teamLeader', teacherId: own.id })
  t.match(await register(team, open), { status: 409 })
  t.match(await register(d.institute, open), { status: 403 })
})

t.test('a host cancels anybody, a school its own, a teacher herself; nobody else sees a registration', async (t) => {
  const d = await district('A', 'B', 'C')
  const activity = await plan(d.a, { schoolIds: [d.b.id, d.schools.C!.id] })
  const [mine, theirs] = [await d.person(d.a), await d.person(d.b)]
  const first = must(await register(mine.self, activity), 201).data
  const second = must(await register(d.b.administrator, activity, { teacherId: theirs.id }), 201).data
  for (const by of [theirs.self, d.b.administrator, d.schools.C!.administrator])
    t.match(await cancel(by, first), { status: 404, body: { code: 'notFound' } })
  t.same(
    (await registrationsOf(d.a.administrator, activity)).map(({ id }) => id),
    [first.id, second.id],
  )
  t.same(
    (await registrationsOf(d.b.administrator, activity)).map(({ id }) => id),
    [second.id],
  )
  t.same(await registrationsOf(d.schools.C!.administrator, activity), [])
  t.same(
    (await registrationsOf(mine.self, activity)).map(({ id }) => id),
    [first.id],
  )
  t.match(await d.a.administrator.post('/v1/registrations/x/cancel'), { status: 422 })
  t.match(must(await cancel(d.a.administrator, second), 200), { status: 'cancelled' }, 'the host')
  const third = must(await register(theirs.self, activity), 201).data
  t.match(must(await cancel(d.b.administrator, third), 200), { status: 'cancelled' }, 'the teacher’s school')
  must(await d.a.administrator.patch(`/v1/activities/${activity.id}`, { schoolIds: [] }, { ifMatch: '*' }), 200)
  t.match(must(await cancel(mine.self, first), 200), { status: 'cancelled' })
})

t.test('two who want the last place at the same moment: one has it, the other waits', async (t) => {
  const d = await district()
  const people = await Promise.all([d.person(d.a), d.person(d.a)])
  for (let round = 0; round < 3; round += 1) {
    const activity = await plan(d.a, { capacity: 1 })
    const answers = await Promise.all(people.map(({ self }) => register(self, activity)))
    t.same(
      answers.map(({ status }) => status),
      [201, 201],
    )
    t.same(answers.map(({ body }) => body.data.status).sort(), ['registered', 'waiting'])
    const taken = answers.find(({ body }) => body.data.status === 'registered')!.body.data
    const [left, came] = await Promise.all([
      cancel(d.a.administrator, taken),
      register(people.find(({ id }) => id === taken.teacherId)!.self, activity),
    ])
    t.equal(left.status, 200)
    t.ok([200, 201].includes(came.status))
    const live = (await registrationsOf(d.a.administrator, activity)).filter(({ status }) => status !== 'cancelled')
    t.equal(live.filter(({ status }) => status === 'registered').length, 1, 'the place is taken, once')
    t.ok(live.every(({ status, waitingPlace }) => status === 'registered' || waitingPlace === 1))
  }
})

t.test('twenty at once for five places: five are registered, fifteen wait in places 1 to 15', async (t) => {
  const d = await district()
  const people: Person[] = []
  for (let count = 0; count < 20; count += 1) people.push(await d.person(d.a))
  const activity = await plan(d.a, { capacity: 5 })
  const answers = await Promise.all(people.map(({ self }) => register(self, activity)))
  t.ok(answers.every(({ status }) => status === 201))
  const held = await registrationsOf(d.a.administrator, activity)
  t.equal(held.filter(({ status }) => status === 'registered').length, 5)
  t.same(
    held.flatMap(({ waitingPlace }) => (waitingPlace ? [waitingPlace] : [])).sort((x, y) => x - y),
    Array.from({ length: 15 }, (_, place) => place + 1),
  )
  t.equal(new Set(held.map(({ teacherId }) => teacherId)).size, 20, 'nobody is lost')
  const again = await Promise.all(Array.from({ length: 4 }, () => register(people[0]!.self, activity)))
  t.ok(again.every(({ status }) => status === 200))
  const outsider = await d.person(d.a)
  const twice = await Promise.all(Array.from({ length: 4 }, () => register(outsider.self, activity)))
  t.same(twice.map(({ status }) => status).sort(), [200, 200, 200, 201], 'one live registration for each teacher')
  await Promise.all(
    held.filter(({ status }) => status === 'registered').map((taken) => cancel(d.a.administrator, taken)),
  )
  const after = await registrationsOf(d.a.administrator, activity)
  t.equal(after.filter(({ status }) => status === 'registered').length, 5, 'five left, five moved up')
})

t.test('attendance neither needs a registration nor changes one', async (t) => {
  const d = await district()
  const [booked, walkIn] = [await d.person(d.a), await d.person(d.a)]
  const activity = await plan(d.a, { capacity: 1 })
  must(await register(booked.self, activity), 201)
  for (const teacher of [booked, walkIn]) await attend(d.a, activity.sessions[0], teacher)
  t.match(await registrationsOf(d.a.administrator, activity), [{ status: 'registered', version: 1 }])
})

const opened = async (by: Caller, id: string, body: object = {}) =>
  must(await by.post(`/v1/sessions/${id}/check-in-code`, body), 200)
const checkIn = (by: Caller, id: string, code: string, options = {}) =>
  by.post(`/v1/sessions/${id}/check-in`, { code }, options)

t.test('a code opens check-in, holds for its minutes, and records who types it as present', async (t) => {
  const d = await district()
  const teacher = await d.person(d.a)
  const [{ id }] = (await plan(d.a)).sessions
  const open = (body: object = {}) => d.a.administrator.post(`/v1/sessions/${id}/check-in-code`, body)
  service.setTime(at('13:29'))
  t.match(await open(), {
    status: 409,
    body: { code: 'checkInOutsideSession', detail: /2024-10-08T13:30:00\+08:00 .* 2024-10-08T15:30:00\+08:00/ },
  })
  t.match(await checkIn(teacher.self, id, '234567'), { status: 422, body: { code: 'checkInRefused' } }, 'none is open')
  service.setTime(at('13:30'))
  const key = { idempotencyKey: 'open-1' }
  const first = await d.a.administrator.post(`/v1/sessions/${id}/check-in-code`, {}, key)
  t.match(first, { status: 200, body: { sessionId: id, validUntil: '2024-10-08T13:40:00+08:00' } })
  t.match(first.body.code, /^[2-9A-HJKMNP-TV-Z]{6}$/, 'no look-alikes')
  t.equal(first.headers['cache-control'], 'no-store')
  t.match(await d.a.administrator.post(`/v1/sessions/${id}/check-in-code`, {}, key), {
    headers: { 'idempotent-replayed': 'true' },
    body: { code: null, sessionId: id },
  })
  const second = await opened(d.a.administrator, id, { validMinutes: 60 })
  t.equal(second.validUntil, '2024-10-08T14:30:00+08:00')
  t.match(await checkIn(teacher.self, id, first.body.code), { body: { code: 'checkInRefused' } }, 'it was replaced')
  const typed = ` ${second.code.slice(0, 3).toLowerCase()} ${second.code.slice(3)}`
  const recorded = must(await checkIn(teacher.self, id, typed), 200)
  t.match(recorded, { teacherId: teacher.id, role: 'participant', status: 'present', segmentNumbers: null, version: 1 })
  t.same(must(await checkIn(teacher.self, id, second.code), 200), recorded, 'once more is no change')
  service.setTime(at('15:25'))
  const third = await opened(d.a.administrator, id)
  t.equal(third.validUntil, '2024-10-08T15:30:00+08:00', 'never beyond the end')
  service.setTime(at('15:30'))
  t.match(await open(), { status: 409, body: { code: 'checkInOutsideSession' } })
  const wrong = await checkIn(teacher.self, id, 'ZZZZZZ')
  const expired = await checkIn(teacher.self, id, third.code)
  const told = ({ status, body }: Any) => ({ status, code: body.code, title: body.title, detail: body.detail })
  t.same(told(wrong), told(expired), 'a wrong code and one that holds no longer are told in the same words')
  service.setTime(at('16:00'))
  t.match(await confirm(d.a, { id }), { entries: [{ hours: '2' }] }, 'and the hours follow as ever')

  for (const validMinutes of [0, 61, 1.5, '10'])
    t.match(await open({ validMinutes }), { status: 422, body: { errors: [{ pointer: '/validMinutes' }] } })
  t.match(await checkIn(teacher.self, id, 'x'.repeat(21)), { status: 422 })
  t.match(await checkIn(teacher.self, id, '\u0000'), { status: 400 })
})

t.test('no copy of the database and no log has a code', async (t) => {
  const d = await district()
  const [{ id }] = (await plan(d.a)).sessions
  service.setTime(at('14:00'))
  const key = { idempotencyKey: 'open-2' }
  const { code } = must(await d.a.administrator.post(`/v1/sessions/${id}/check-in-code`, {}, key), 200)
  for (const table of ['check_in_codes', 'change_log', 'idempotency_keys']) {
    const rows = await asOwner<{ row: string }>(
      service.db,
      `select row_to_json(t)::text as row from ${table} as t where district_id = $1`,
      [d.id],
    )
    t.ok(rows.length > 0)
    t.notOk(
      rows.some(({ row }) => row.includes(code)),
      table,
    )
  }
  const entries = await asOwner<{ after: object }>(
    service.db,
    `select after from change_log where district_id = $1 and kind = 'checkInCode'`,
    [d.id],
  )
  t.match(entries, [{ after: { session_id: id } }])
  t.notMatch(JSON.stringify(entries), 'code_hash', 'nor its hash')

  const teacher = await d.person(d.a)
  const url = `/v1/sessions/${id}/check-in`
  const typed = { idempotencyKey: 'typed' }
  const [first, again] = [await teacher.self.post(url, { code }, typed), await teacher.self.post(url, { code }, typed)]
  t.same([first.status, again.body], [200, first.body])
  t.match(await teacher.self.post(url, { code: '222222' }, typed), {
    status: 422,
    body: { code: 'idempotencyKeyReused' },
  })
  const [kept] = await asOwner<{ fingerprint: string }>(
    service.db,
    `select fingerprint from idempotency_keys where district_id = $1 and key = 'typed'`,
    [d.id],
  )
  const hash = createHash('sha256').update(`POST\n${url}\n${JSON.stringify({ code })}`)
  t.notOk(kept!.fingerprint.includes(hash.digest('hex')), 'what was typed cannot be tried out on its fingerprint')
})

t.test('ten wrong codes are enough: then not even the right one is taken, until a new one is opened', async (t) => {
  const d = await district()
  const [guesser, other] = [await d.person(d.a), await d.person(d.a)]
  const [{ id }] = (await plan(d.a)).sessions
  service.setTime(at('14:00'))
  const { code } = await opened(d.a.administrator, id)
  const key = { idempotencyKey: 'guess' }
  for (let time = 0; time < 3; time += 1)
    t.match(await checkIn(guesser.self, id, '222222', key), { status: 422, body: { code: 'checkInRefused' } })
  const guesses = await Promise.all(
    Array.from({ length: 14 }, (_, guess) => checkIn(guesser.self, id, `2222${guess + 10}`)),
  )
  const told = guesses.map(({ body }) => body.code as string).sort()
  t.same(
    told,
    [...Array<string>(5).fill('checkInLocked'), ...Array<string>(9).fill('checkInRefused')],
    'at the same moment too no more than ten are tried, a repeated request once',
  )
  t.match(await checkIn(guesser.self, id, code), { status: 409, body: { code: 'checkInLocked' } })
  t.match(must(await d.a.administrator.get(`/v1/attendance?sessionId=${id}`), 200).data, [])
  must(await checkIn(other.self, id, code), 200)
  const anew = await opened(d.a.administrator, id)
  must(await checkIn(guesser.self, id, anew.code), 200)

  const late = await d.person(d.a)
  const codes = await Promise.all([opened(d.a.administrator, id), opened(d.a.administrator, id)])
  const tries = []
  for (const made of codes) tries.push((await checkIn(late.self, id, made.code)).status)
  t.same(tries.sort(), [200, 422], 'of two codes that were made at the same moment one holds')
})

t.test('what forbids attendance forbids check-in, and what is recorded by hand stays', async (t) => {
  const d = await district()
  const [present, absent, expected, part, presenter] = await Promise.all([
    d.person(d.a),
    d.person(d.a),
    d.person(d.a),
    d.person(d.a),
    d.person(d.a),
  ])
  const guest = await d.person(d.a, { to: '2024-10-07' })
  const stranger = await d.person(d.b)
  const activity = await plan(d.a)
  const [{ id }] = activity.sessions
  service.setTime(at('14:00'))
  const { code } = await opened(d.a.administrator, id)
  await attend(d.a, { id }, present!, { segmentNumbers: [1] })
  await attend(d.a, { id }, absent!, { status: 'absent' })
  await attend(d.a, { id }, expected!, { status: 'registered' })
  await attend(d.a, { id }, part!, { status: 'partial', minutesAttended: 30 })
  await attend(d.a, { id }, presenter!, { role: 'presenter' })
  t.match(must(await checkIn(present!.self, id, code), 200), { segmentNumbers: [1], version: 1 })
  for (const [who, status] of [
    [absent, 'absent'],
    [part, 'partial'],
  ] as const) {
    const answer = await checkIn(who!.self, id, code)
    t.match(answer, { status: 409, body: { code: 'attendanceStands' } })
    t.match(answer.body.detail, status)
  }
  t.match(must(await checkIn(expected!.self, id, code), 200), { status: 'present', version: 2 })
  t.match(await checkIn(presenter!.self, id, code), { status: 422, body: { code: 'segmentInBothRoles' } })
  t.match(await checkIn(guest.self, id, code), { status: 422, body: { code: 'teacherNotEligible' } })
  t.match(await checkIn(stranger.self, id, code), { status: 404, body: { code: 'notFound' } })
  t.match(await checkIn(d.a.administrator, id, code), { status: 403 })
  t.match(await d.b.administrator.post(`/v1/sessions/${id}/check-in-code`, {}), { status: 404 })
  t.match(await present!.self.post(`/v1/sessions/${id}/check-in-code`, {}), { status: 403 })
  const late = must(await checkIn(expected!.self, id, code), 200)
  t.match(await attend(d.a, { id }, expected!, { status: 'absent' }), { id: late.id, status: 'absent' }, 'but by hand')

  const joint = await plan(d.a, { schoolIds: [d.b.id], sessions: [session({ startsAt: at('13:00') })] })
  t.match(await d.b.administrator.post(`/v1/sessions/${joint.sessions[0].id}/check-in-code`, {}), {
    status: 403,
    body: { code: 'notTheHost' },
  })
  const its = await opened(d.a.administrator, joint.sessions[0].id)
  must(await checkIn(stranger.self, joint.sessions[0].id, its.code), 200)
  const gone = await plan(d.a)
  const before = await opened(d.a.administrator, gone.sessions[0].id)
  must(await d.a.administrator.post(`/v1/sessions/${gone.sessions[0].id}/cancel`, { reason: '取消' }), 200)
  for (const answer of [
    await checkIn(present!.self, gone.sessions[0].id, before.code),
    await d.a.administrator.post(`/v1/sessions/${gone.sessions[0].id}/check-in-code`, {}),
  ])
    t.match(answer, { status: 409, body: { code: 'sessionClosed' } })
})

t.test('a code serves the session at its time: once it is moved, nobody is recorded ahead', async (t) => {
  const d = await district()
  const teacher = await d.person(d.a)
  const [{ id }] = (await plan(d.a)).sessions
  service.setTime(at('13:50'))
  const { code } = await opened(d.a.administrator, id, { validMinutes: 60 })
  const moved = { startsAt: at('14:00', '2024-10-15'), endsAt: at('15:30', '2024-10-15') }
  must(await d.a.administrator.patch(`/v1/sessions/${id}`, moved, { ifMatch: '"1"' }), 200)
  t.match(await checkIn(teacher.self, id, code), { status: 422, body: { code: 'checkInRefused' } })
  t.same(must(await d.a.administrator.get(`/v1/attendance?sessionId=${id}`), 200).data, [])
})

t.test('whoever is registered for a part of a session is present in that part, and may present another', async (t) => {
  const d = await district()
  const [part, presenter] = [await d.person(d.a), await d.person(d.a)]
  const segments = [1, 2].map(() => ({ form: 'lecture', hours: '1' }))
  const [{ id }] = (await plan(d.a, { sessions: [session({ segments })] })).sessions
  service.setTime(at('14:00'))
  for (const teacher of [part, presenter])
    await attend(d.a, { id }, teacher, { status: 'registered', segmentNumbers: [1] })
  await attend(d.a, { id }, presenter, { role: 'presenter', segmentNumbers: [2] })
  const { code } = await opened(d.a.administrator, id)
  for (const teacher of [part, presenter])
    t.match(must(await checkIn(teacher.self, id, code), 200), { status: 'present', segmentNumbers: [1] })
  await d.a.administrator.post(`/v1/sessions/${id}/attendance`, { teacherId: part.id, status: 'registered' })
  t.match(must(await checkIn(part.self, id, code), 200), { status: 'present', segmentNumbers: null }, 'or in all')
})

t.test('at the same moment an administrator’s record and a check-in leave one of the two, and no error', async (t) => {
  const d = await district()
  const teacher = await d.person(d.a)
  for (let round = 0; round < 3; round += 1) {
    const [{ id }] = (await plan(d.a)).sessions
    service.setTime(at('14:00'))
    const { code } = await opened(d.a.administrator, id)
    const answers = await Promise.all([
      checkIn(teacher.self, id, code),
      d.a.administrator.post(`/v1/sessions/${id}/attendance`, { teacherId: teacher.id, status: 'absent' }),
      checkIn(teacher.self, id, code),
    ])
    t.ok(answers.every(({ status }) => [200, 409].includes(status)))
    const rows = must(await d.a.administrator.get(`/v1/attendance?sessionId=${id}`), 200).data
    t.match(rows, [{ status: 'absent' }], 'what is recorded by hand stands in the end')
  }
})

const counts = { posts: 1, replies: 2, pollAnswers: 3, minutesOnline: 80 }

t.test(
  'a platform reports running totals of an online session, which replace one another and earn nothing',
  async (t) => {
    const d = await district()
    const [one, two] = [await d.person(d.a), await d.person(d.a)]
    const activity = await plan(d.a, { sessions: [session({ delivery: 'online' })] })
    const [{ id }] = activity.sessions
    const platform = await client(service, d.institute, { role: 'integration', schoolId: d.a.id })
    const report = (items: object[], by: Caller = platform) => by.post(`/v1/sessions/${id}/interactions`, { items })
    const first = must(
      await report([
        { teacherId: two.id, ...counts, lastSeenAt: at('15:00') },
        { teacherId: one.id, ...counts },
      ]),
      200,
    ).items
    t.match(first, [
      { teacherId: two.id, ...counts, lastSeenAt: at('15:00'), version: 1 },
      { teacherId: one.id, ...counts, lastSeenAt: null },
    ])
    const [again, changed] = must(
      await report([
        { teacherId: one.id, ...counts },
        { teacherId: two.id, ...counts, posts: 5 },
      ]),
      200,
    ).items
    t.same(again, first[1], 'the same totals are no change')
    t.match(changed, { id: first[0].id, posts: 5, lastSeenAt: null, version: 2 })
    must(await report([{ teacherId: one.id, ...counts, replies: 7 }]), 200)
    const list = async (by: Caller, filter = '') => must(await by.get(`/v1/interactions?${filter}`), 200).data as Any[]
    t.match(await list(d.a.administrator, `sessionId=${id}`), [{ replies: 2, posts: 5 }, { replies: 7 }])
    t.match(await list(one.self), [{ teacherId: one.id }])
    t.equal((await list(one.self)).length, 1)
    t.same(await list(d.b.administrator), [])
    t.same(await list(d.a.administrator, `teacherId=${nowhere}`), [])
    const page = must(await d.a.administrator.get('/v1/interactions?limit=1'), 200)
    t.equal(
      must(await d.a.administrator.get(`/v1/interactions?limit=1&cursor=${page.nextCursor}`), 200).nextCursor,
      null,
    )
    t.same(must(await d.a.administrator.get(`/v1/attendance?sessionId=${id}`), 200).data, [], 'no attendance')
    t.same(must(await d.a.administrator.get('/v1/hour-entries'), 200).data, [], 'and no hours')
    const both = await Promise.all([
      report([
        { teacherId: one.id, ...counts },
        { teacherId: two.id, ...counts },
      ]),
      report([
        { teacherId: two.id, ...counts, posts: 9 },
        { teacherId: one.id, ...counts, posts: 9 },
      ]),
    ])
    t.same(
      both.map(({ status }) => status),
      [200, 200],
      'two reports at the same moment do not block each other',
    )
  },
)

t.test('interactions of strangers, twice, out of range, or on site are refused where they stand', async (t) => {
  const d = await district()
  const [own, left] = [await d.person(d.a), await d.person(d.a, { to: '2024-10-07' })]
  const other = await d.person(d.b)
  const activity = await plan(d.a, {
    sessions: [session({ delivery: 'online' }), session({ startsAt: at('09:00'), endsAt: at('10:30') })],
  })
  const [onSite, online] = activity.sessions
  const report = (items: object[], id = online.id, by = d.a.administrator) =>
    by.post(`/v1/sessions/${id}/interactions`, { items })
  const refused = await report([
    { teacherId: own.id, ...counts },
    { teacherId: other.id, ...counts },
    { teacherId: nowhere, ...counts },
    { teacherId: left.id, ...counts },
    { teacherId: own.id, ...counts },
  ])
  t.match(refused, { status: 422, body: { code: 'rulesRefused' } })
  t.same(
    refused.body.errors.map(({ code, pointer }: Any) => [code, pointer]),
    [
      ['teacherNotEligible', '/items/1/teacherId'],
      ['teacherNotEligible', '/items/2/teacherId'],
      ['teacherNotEligible', '/items/3/teacherId'],
      ['duplicateItem', '/items/4/teacherId'],
    ],
  )
  t.same(must(await d.a.administrator.get('/v1/interactions'), 200).data, [])
  t.match(await report([{ teacherId: own.id, ...counts }], onSite.id), {
    status: 409,
    body: { code: 'sessionNotOnline' },
  })
  t.match(await report([{ teacherId: own.id, ...counts }], nowhere), { status: 404 })
  t.match(await report([{ teacherId: own.id, ...counts }], online.id, d.b.administrator), { status: 404 })
  t.match(await report([{ teacherId: own.id, ...counts }], online.id, own.self), { status: 403 })
  for (const [content, pointer] of [
    [{ posts: -1 }, '/items/0/posts'],
    [{ replies: 100_001 }, '/items/0/replies'],
    [{ pollAnswers: 1.5 }, '/items/0/pollAnswers'],
    [{ minutesOnline: 1441 }, '/items/0/minutesOnline'],
    [{ lastSeenAt: '1999-01-01T00:00:00Z' }, '/items/0/lastSeenAt'],
  ] as const)
    t.match(await report([{ teacherId: own.id, ...counts, ...content }]), {
      status: 422,
      body: { errors: [{ pointer }] },
    })
  t.match(await report([]), { status: 422 })
  t.match(await report(Array.from({ length: 501 }, () => ({ teacherId: own.id, ...counts }))), { status: 422 })
  must(await d.a.administrator.patch(`/v1/activities/${activity.id}`, { schoolIds: [d.b.id] }, { ifMatch: '*' }), 200)
  t.match(await report([{ teacherId: other.id, ...counts }], online.id, d.b.administrator), {
    status: 403,
    body: { code: 'notTheHost' },
  })
  must(await report([{ teacherId: other.id, ...counts }]), 200)
  t.match(must(await d.b.administrator.get('/v1/interactions'), 200).data, [{ teacherId: other.id }], 'its own')
  must(await d.a.administrator.post(`/v1/sessions/${online.id}/cancel`, { reason: '取消' }), 200)
  t.match(await report([{ teacherId: own.id, ...counts }]), { status: 409, body: { code: 'sessionClosed' } })
})

t.test('what a forecast reads: sessions that are open, and those that a teacher is expected in', async (t) => {
  const d = await district('A', 'B', 'C')
  const [booked, waits, seen] = [await d.person(d.a), await d.person(d.a), await d.person(d.b)]
  const full = await plan(d.a, { capacity: 1, tiers: [1, 2], registrationClosesAt: at('08:00', '2024-10-02') })
  const joint = await plan(d.b, {
    schoolIds: [d.a.id],
    sessions: [session(), session({ startsAt: at('14:00', '2024-10-09'), endsAt: at('15:30', '2024-10-09') })],
  })
  must(await register(booked.self, full), 201)
  must(await register(waits.self, full), 201)
  must(await register(booked.self, joint), 201)
  const [first, second] = joint.sessions
  await attend(d.b, first, booked, { status: 'excused' })
  await attend(d.b, first, seen, { status: 'partial', minutesAttended: 45 })
  const open = (school: School, from = '2024-10-03T00:00:00+08:00') =>
    query(service.db, { districtId: d.id }, (tx) =>
      findOpenSessions(tx, { districtId: d.id, schoolIds: [school.id], academicYear, from }),
    )
  t.match(await open(d.a), [
    { activityId: full.id, tiers: [1, 2], freePlaces: 0, registrationOpen: false, schoolIds: [d.a.id] },
    { sessionId: first.id, tiers: null, freePlaces: null, registrationOpen: true, segments: [{ hours: '2' }] },
    {
      sessionId: second.id,
      hostSchoolId: d.b.id,
      schoolIds: [d.b.id, d.a.id],
      date: '2024-10-09',
      category: undefined,
    },
  ])
  t.equal((await open(d.a)).length, 3)
  t.match(await open(d.a, at('14:00')), [{ sessionId: second.id }])
  t.same(await open(d.schools.C!), [])
  const expected = async () =>
    query(service.db, { districtId: d.id }, (tx) =>
      findExpectedSessions(tx, {
        districtId: d.id,
        teacherIds: [booked.id, waits.id, seen.id],
        academicYear,
      }),
    )
  const found = await expected()
  t.same(
    found.get(booked.id)?.map(({ sessionId, attendance }) => [sessionId, attendance]),
    [
      [full.sessions[0].id, null],
      [second.id, null],
    ],
    'registered for both, excused from one session',
  )
  t.equal(found.get(waits.id), undefined, 'who waits is expected nowhere')
  t.match(found.get(seen.id), [
    { sessionId: first.id, attendance: { role: 'participant', status: 'partial', minutesAttended: 45 } },
  ])
  service.setTime(at('20:00'))
  await confirm(d.b, first)
  t.equal((await expected()).get(seen.id), undefined, 'confirmed hours are in the ledger')
  must(await d.b.administrator.post(`/v1/sessions/${second.id}/cancel`, { reason: '取消' }), 200)
  t.equal((await expected()).get(booked.id)?.length, 1, 'and what is cancelled is not expected')
})
