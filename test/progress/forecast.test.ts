import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../src/lib/calendar.js'
import { formatHours, hours, parseHours, type Hours } from '../../src/lib/quantity.js'
import { decideForecast, overOn, type ForecastDecision, type ForecastFacts } from '../../src/progress/rules/forecast.js'
import { forecastText } from '../../src/progress/rules/forecast-text.js'
import { sessionsOpenTo } from '../../src/progress/rules/open-to-teacher.js'
import { reachableHours, type Offer, type Room } from '../../src/progress/rules/reachable-hours.js'
import { attend, client, confirm, hire, holdSession, must, openDistrict, type District } from '../support/fixtures.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

const free: Room = { dailyMaximum: null, onlineMaximum: null, usedOn: new Map(), usedOnline: hours(0) }
const hour = 3_600_000

/** A session on a day, from an hour of the day on, as long as its hours unless said. */
const offer = (
  date: string,
  worth: string,
  { at = 8, lasts = Number(worth), online = false }: { at?: number; lasts?: number; online?: boolean } = {},
): Offer => {
  const startsAt = Date.parse(`${date}T00:00:00+08:00`) + at * hour
  return {
    startsAt,
    endsAt: startsAt + lasts * hour,
    date,
    delivery: online ? 'online' : 'onSite',
    hours: parseHours(worth),
  }
}
const facts = (content: Partial<ForecastFacts> & { has: string }): ForecastFacts => ({
  required: parseHours('40'),
  counted: parseHours(content.has),
  expected: [],
  open: [],
  room: free,
  over: null,
  ...content,
})
const told = (decision: ForecastDecision) => ({
  state: decision.state,
  missing: formatHours(decision.missing),
  last: decision.lastDateToRecover,
  toSchedule: formatHours(decision.toSchedule),
})

t.test('40 hours are met, 39.5 are not', async (t) => {
  t.same(told(decideForecast(facts({ has: '40' }))), { state: 'met', missing: '0', last: null, toSchedule: '0' })
  t.same(told(decideForecast(facts({ has: '39.5' }))), {
    state: 'impossible',
    missing: '0.5',
    last: null,
    toSchedule: '0.5',
  })
})

t.test('the sessions registered for suffice at 40, and do not at 39.5', async (t) => {
  const has = '30'
  const expected = [offer('2025-03-04', '6'), offer('2025-03-11', '4')]
  t.match(decideForecast(facts({ has, expected })), { state: 'onTrack', lastDateToRecover: null })
  const short = [offer('2025-03-04', '6'), offer('2025-03-11', '3.5')]
  t.match(told(decideForecast(facts({ has, expected: short }))), { state: 'impossible', toSchedule: '0.5' })
  t.match(told(decideForecast(facts({ has, expected: short, open: [offer('2025-04-01', '0.5')] }))), {
    state: 'atRisk',
    last: '2025-04-01',
  })
})

t.test('at risk until the last date from which the open sessions still suffice', async (t) => {
  const open = ['2025-03-04', '2025-04-01', '2025-05-06', '2025-06-03'].map((date) => offer(date, '4'))
  const lastFor = (has: string) => told(decideForecast(facts({ has, open }))).last
  t.equal(lastFor('24'), '2025-03-04', 'all sixteen are needed: none may be missed')
  t.equal(lastFor('28'), '2025-04-01')
  t.equal(lastFor('28.5'), '2025-04-01', 'eleven and a half need three')
  t.equal(lastFor('32'), '2025-05-06')
  t.equal(lastFor('39.5'), '2025-06-03')
  t.match(told(decideForecast(facts({ has: '23.5', open }))), { state: 'impossible', toSchedule: '0.5' })
})

t.test('where registration closes earlier, that day is the last', async (t) => {
  const open = [{ ...offer('2025-06-10', '4'), registerBy: '2024-10-01' }, offer('2025-05-06', '4')]
  t.equal(told(decideForecast(facts({ has: '32', open }))).last, '2024-10-01')
  t.equal(told(decideForecast(facts({ has: '36', open }))).last, '2025-05-06')
})

t.test('nobody is in two places at once: of sessions that overlap the better one is reckoned with', async (t) => {
  const clashing = [offer('2025-03-04', '4', { at: 8 }), offer('2025-03-04', '3', { at: 11 })]
  t.equal(reachableHours(clashing, free), parseHours('4'))
  const touching = [offer('2025-03-04', '4', { at: 8 }), offer('2025-03-04', '3', { at: 12 })]
  t.equal(reachableHours(touching, free), parseHours('7'), 'touching ends are no overlap')
  const between = [
    offer('2025-03-04', '3', { at: 8 }),
    offer('2025-03-04', '4', { at: 10 }),
    offer('2025-03-04', '3', { at: 14 }),
  ]
  t.equal(reachableHours(between, free), parseHours('7'))
  t.equal(reachableHours([...between, offer('2025-03-04', '3', { at: 11 })], free), parseHours('9'))
})

t.test('no more is reckoned with than the maxima of the edition let count', async (t) => {
  const day = [offer('2025-03-04', '6', { at: 8 }), offer('2025-03-04', '6', { at: 14 })]
  const daily = { ...free, dailyMaximum: parseHours('8') }
  t.equal(reachableHours(day, daily), parseHours('8'))
  t.equal(reachableHours(day, { ...daily, usedOn: new Map([['2025-03-04', parseHours('5')]]) }), parseHours('3'))
  const evening = [offer('2025-03-04', '4', { online: true }), offer('2025-03-05', '4', { online: true })]
  const online = { ...free, onlineMaximum: parseHours('6') }
  t.equal(reachableHours(evening, online), parseHours('6'))
  t.equal(reachableHours(evening, { ...online, usedOnline: parseHours('6') }), 0)
  t.equal(
    reachableHours([...evening, offer('2025-03-06', '1')], { ...online, usedOnline: parseHours('6') }),
    parseHours('1'),
  )
  // An online session at a day that is full anyway is better left alone.
  const choice = [
    offer('2025-03-04', '4', { at: 8, online: true }),
    offer('2025-03-04', '4', { at: 14 }),
    offer('2025-03-05', '4', { online: true }),
  ]
  t.equal(
    reachableHours(choice, { ...free, dailyMaximum: parseHours('4'), onlineMaximum: parseHours('4') }),
    parseHours('8'),
  )
})

t.test('a forecast says what it means', async (t) => {
  const open = [offer('2025-03-04', '4')]
  t.match(forecastText(decideForecast(facts({ has: '36', open }))).en, /by 2025-03-04 at the latest/)
  t.match(forecastText(decideForecast(facts({ has: '35', open }))), { zh: /学校须再安排 1 课时/ })
  t.match(forecastText(decideForecast(facts({ has: '40' }))).zh, '已达到学年课时要求。')
  t.match(forecastText(decideForecast(facts({ has: '36', expected: open }))).zh, /已报名的场次足够/)
})

t.test('nobody is told to schedule more once the year or the last duty of it is over', async (t) => {
  const year = { endsOn: '2025-08-31' }
  const duties = [{ to: '2025-01-31' }, { to: '2025-05-31' }]
  t.equal(overOn('2025-05-31', year, duties), null, 'the last day is one')
  t.equal(overOn('2025-06-01', year, duties), 'duty')
  t.equal(overOn('2025-06-01', year, [...duties, { to: null }]), null)
  t.equal(overOn('2025-08-31', year, [{ to: null }]), null)
  t.equal(overOn('2025-09-01', year, [{ to: null }]), 'year')
  const after = decideForecast(facts({ has: '39.5', over: 'year' }))
  t.match(told(after), { state: 'impossible', missing: '0.5', toSchedule: '0' })
  t.match(forecastText(after), { en: /and 0 can still be had: the academic year is over\.$/, zh: /学年已结束。$/ })
  const left = decideForecast(facts({ has: '30', expected: [offer('2025-05-06', '4')], over: 'duty' }))
  t.match(told(left), { state: 'impossible', toSchedule: '0' })
  t.match(forecastText(left), { en: /4 can still be had: no homeroom duty is left/, zh: /不再担任班主任。$/ })
  t.equal(decideForecast(facts({ has: '40', over: 'duty' })).state, 'met')
})

const anOffer = fc
  .record({
    day: fc.integer({ min: 0, max: 12 }),
    at: fc.integer({ min: 8, max: 18 }),
    halves: fc.integer({ min: 1, max: 12 }),
    online: fc.boolean(),
  })
  .map(({ day, at, halves, online }) => offer(addDays('2025-03-01', day), String(halves / 2), { at, online }))
const aRoom = fc
  .record({
    daily: fc.option(fc.integer({ min: 1, max: 16 })),
    online: fc.option(fc.integer({ min: 1, max: 20 })),
    usedOnline: fc.integer({ min: 0, max: 8 }),
    usedOn: fc.integer({ min: 0, max: 8 }),
  })
  .map(({ daily, online, usedOnline, usedOn }): Room => ({
    dailyMaximum: daily === null ? null : hours(daily * 50),
    onlineMaximum: online === null ? null : hours(online * 50),
    usedOn: new Map([['2025-03-03', hours(usedOn * 50)]]),
    usedOnline: hours(usedOnline * 50),
  }))
const someFacts = fc.record({
  required: fc.constant(parseHours('40')),
  counted: fc.integer({ min: 40, max: 84 }).map((halves) => hours(halves * 50)),
  expected: fc.array(anOffer, { maxLength: 5 }),
  open: fc.array(anOffer, { maxLength: 8 }),
  room: aRoom,
  over: fc.constantFrom(null, 'duty' as const, 'year' as const),
})
const runs = { seed: 20240901, numRuns: 500 }
const rank = { impossible: 0, atRisk: 1, onTrack: 2, met: 3 }

t.test('another eligible session never worsens a forecast, nor brings the last date forward', async () => {
  fc.assert(
    fc.property(someFacts, anOffer, (given, more) => {
      const before = decideForecast(given)
      const after = decideForecast({ ...given, open: [...given.open, more] })
      const registered = decideForecast({ ...given, expected: [...given.expected, more] })
      const notEarlier =
        before.state !== 'atRisk' || after.state !== 'atRisk' || after.lastDateToRecover! >= before.lastDateToRecover!
      return (
        rank[after.state] >= rank[before.state] &&
        rank[registered.state] >= rank[before.state] &&
        after.reachable >= before.reachable &&
        notEarlier
      )
    }),
    runs,
  )
})

t.test('the last date to recover is really the last: on it there is enough, a day later there is not', async (t) => {
  let met = 0
  fc.assert(
    fc.property(someFacts, (given) => {
      const { state, missing, lastDateToRecover } = decideForecast(given)
      if (state !== 'atRisk') return lastDateToRecover === null
      met += 1
      const from = (date: string) =>
        reachableHours([...given.expected, ...given.open.filter((one) => one.date >= date)], given.room)
      return from(lastDateToRecover!) >= missing && from(addDays(lastDateToRecover!, 1)) < missing
    }),
    { ...runs, numRuns: 2000 },
  )
  t.ok(met > 100, `${met} forecasts were at risk`)
})

/** Every choice of sessions, one by one: slow and plain. */
function mostByTrying(offers: readonly Offer[], room: Room): Hours {
  const ordered = offers.toSorted((a, b) => a.startsAt - b.startsAt)
  let most = 0
  for (let choice = 0; choice < 2 ** ordered.length; choice += 1) {
    const chosen = ordered.filter((_, at) => choice & (1 << at))
    if (chosen.some((one, at) => at > 0 && one.startsAt < chosen[at - 1]!.endsAt)) continue
    const used = new Map(room.usedOn)
    let online = room.usedOnline as number
    let total = 0
    for (const one of chosen) {
      const onDate = used.get(one.date) ?? 0
      const isOnline = one.delivery === 'online'
      const counted = Math.max(
        0,
        Math.min(
          one.hours,
          room.dailyMaximum === null ? Infinity : room.dailyMaximum - onDate,
          isOnline && room.onlineMaximum !== null ? room.onlineMaximum - online : Infinity,
        ),
      )
      used.set(one.date, (onDate + counted) as Hours)
      if (isOnline) online += counted
      total += counted
    }
    most = Math.max(most, total)
  }
  return most as Hours
}

t.test('the most that can be reached is what trying every choice finds', async () => {
  fc.assert(
    fc.property(
      fc.array(anOffer, { maxLength: 9 }),
      aRoom,
      (offers, room) => reachableHours(offers, room) === mostByTrying(offers, room),
    ),
    { ...runs, numRuns: 1500 },
  )
})

t.test('a session is open to a teacher of its schools on its date, of its tiers, while there is room', async (t) => {
  const duties = [{ schoolId: 'a', from: '2024-09-01', to: '2025-03-31' }]
  const session = {
    activityId: 'x',
    date: '2025-03-31',
    schoolIds: ['a', 'b'],
    tiers: [2],
    registrationOpen: true,
    freePlaces: 1,
  }
  const tierOn = (date: string) => (date < '2025-02-01' ? 1 : 2)
  const isOpen = (change: object) => sessionsOpenTo([{ ...session, ...change }], { duties, tierOn }).length === 1
  t.equal(isOpen({}), true)
  t.equal(isOpen({ date: '2025-04-01' }), false, 'the duty has ended the day before')
  t.equal(isOpen({ schoolIds: ['b'] }), false)
  t.equal(isOpen({ tiers: [1, 3] }), false)
  t.equal(isOpen({ tiers: null, freePlaces: null }), true)
  t.equal(isOpen({ freePlaces: 0 }), false)
  t.equal(isOpen({ registrationOpen: false }), false)
  t.equal(isOpen({ date: '2025-01-31' }), false, 'tier 1 on that day')
  t.equal(isOpen({ date: '2025-01-31', tiers: [1] }), true)

  const dates = (days: string[], tiers: number[], content: object = {}) =>
    sessionsOpenTo(
      days.map((date) => ({ ...session, ...content, tiers, date })),
      { duties, tierOn },
    ).map(({ date }) => date)
  const days = ['2025-01-14', '2025-02-11', '2025-03-11']
  t.same(dates(days, [1]), days, 'the first session decides for the whole activity')
  t.same(dates(days, [2]), [], 'also where the tier is reached during it')
  t.same(
    sessionsOpenTo([{ ...session, schoolIds: ['b'], date: '2025-01-14' }, session], { duties, tierOn }).length,
    1,
    'the first one that she can attend, not the first of all',
  )
})

let service: Service
let district: District
const academicYear = '2024-2025'

t.before(async () => {
  service = await startService({ time: '2024-09-02T08:00:00+08:00' })
  district = await openDistrict(service, 'forecast', ['A', 'B'])
})
t.teardown(() => service.close())

const forecastOf = async (caller: Caller, teacherId: string) =>
  must(await caller.get(`/v1/teachers/${teacherId}/forecast?academicYear=${academicYear}`), 200)

/** An activity of so many sessions of four class hours each, a week apart from a date on. */
async function schedule(
  school: District['schools'][string],
  {
    from,
    sessions,
    ...content
  }: { from: string; sessions: number; tiers?: number[]; capacity?: number; schoolIds?: string[] },
): Promise<Any> {
  const dates = Array.from({ length: sessions }, (_, week) => addDays(from, 7 * week))
  return must(
    await school.administrator.post('/v1/activities', {
      title: '每周研修',
      hostSchoolId: school.id,
      academicYear,
      ...content,
      sessions: dates.map((date) => ({
        startsAt: `${date}T13:00:00+08:00`,
        endsAt: `${date}T16:00:00+08:00`,
        segments: [{ form: 'caseAnalysis', hours: '4' }],
      })),
    }),
    201,
  )
}

t.test('from impossible over at risk and on track to met, as the year goes', async (t) => {
  const { A } = district.schools
  const teacher = await hire(district, 'T-1', A!)
  const self = await client(service, district.institute, { role: 'teacher', teacherId: teacher.id })
  t.match(await forecastOf(self, teacher.id), {
    state: 'impossible',
    hoursRequired: '40',
    hoursMissing: '40',
    hoursToSchedule: '40',
    clause: '§5.1',
    expected: [],
    open: [],
  })
  const weekly = await schedule(A!, { from: '2024-09-10', sessions: 9 })
  t.match(await forecastOf(self, teacher.id), { state: 'impossible', hoursReachable: '36', hoursToSchedule: '4' })
  const last = await schedule(A!, { from: '2024-12-03', sessions: 1, capacity: 1 })
  t.match(await forecastOf(self, teacher.id), {
    state: 'atRisk',
    hoursReachable: '40',
    lastDateToRecover: '2024-09-10',
    open: { length: 10 },
  })
  for (const activity of [weekly, last]) must(await self.post(`/v1/activities/${activity.id}/registrations`, {}), 201)
  t.match(await forecastOf(self, teacher.id), {
    state: 'onTrack',
    hoursExpected: '40',
    lastDateToRecover: null,
    expected: { length: 10 },
    open: [],
  })

  const colleague = await hire(district, 'T-2', A!)
  t.match(await forecastOf(A!.administrator, colleague.id), { state: 'impossible', hoursReachable: '36' }, 'it is full')

  for (const session of [...weekly.sessions, ...last.sessions].slice(0, 9)) {
    await attend(A!, session, teacher)
    service.setTime(session.endsAt)
    await confirm(A!, session)
  }
  t.match(await forecastOf(self, teacher.id), { state: 'onTrack', hoursCounted: '36', hoursExpected: '4' })
  await attend(A!, last.sessions[0], teacher, { status: 'excused' })
  t.match(
    await forecastOf(self, teacher.id),
    { state: 'impossible', expected: [], open: [] },
    'who is excused neither comes nor may come',
  )
  await attend(A!, last.sessions[0], teacher)
  service.setTime(last.sessions[0].endsAt)
  t.match(await forecastOf(self, teacher.id), { state: 'onTrack' }, 'attended, and not confirmed yet')
  await confirm(A!, last.sessions[0])
  t.match(await forecastOf(self, teacher.id), { state: 'met', hoursMissing: '0' })
  t.equal((await forecastOf(A!.principal, colleague.id)).state, 'impossible')
})

t.test('only what the tier, the school and the clock allow is reckoned with', async (t) => {
  const { A, B } = district.schools
  service.setTime('2025-01-06T08:00:00+08:00')
  const novice = await hire(district, 'T-3', B!)
  const joint = await schedule(A!, { from: '2025-03-04', sessions: 4, schoolIds: [B!.id] })
  await schedule(B!, { from: '2025-03-05', sessions: 3, tiers: [2, 3] })
  t.match(await forecastOf(B!.administrator, novice.id), { tier: 1, hoursReachable: '16', open: { length: 4 } })
  // At the time of a session that is already open: no more can be had by it.
  await schedule(B!, { from: '2025-03-04', sessions: 4 })
  t.match(await forecastOf(B!.administrator, novice.id), { hoursReachable: '16', open: { length: 8 } })
  service.setTime('2025-03-12T08:00:00+08:00')
  t.match(await forecastOf(B!.administrator, novice.id), { hoursReachable: '8', open: { length: 4 } })
  await attend(A!, joint.sessions[0], novice, { status: 'partial', minutesAttended: 90 })
  t.match(await forecastOf(B!.administrator, novice.id), { hoursExpected: '2', hoursReachable: '10' })
})

t.test('what overlaps hours that count already is not expected: it will be held', async (t) => {
  const { A } = district.schools
  service.setTime('2025-04-01T08:00:00+08:00')
  const teacher = await hire(district, 'T-4', A!)
  const at = { date: '2025-04-08', segments: [{ form: 'lecture', hours: '2' }] }
  const first = await holdSession(A!, at)
  const second = await holdSession(A!, { ...at, startsAt: '2025-04-08T08:30:00+08:00' })
  for (const { session } of [first, second]) await attend(A!, session, teacher)
  t.match(await forecastOf(A!.administrator, teacher.id), { hoursExpected: '2' }, 'one of the two')
  service.setTime('2025-04-08T12:00:00+08:00')
  await confirm(A!, first.session)
  t.match(await forecastOf(A!.administrator, teacher.id), { hoursCounted: '2', hoursExpected: '0' })
})

t.test('whoever was only registered when the session was confirmed is not expected to earn its hours', async (t) => {
  const { B } = district.schools
  service.setTime('2025-04-10T08:00:00+08:00')
  const teacher = await hire(district, 'T-3b', B!)
  const { session } = await holdSession(B!, { date: '2025-04-11', segments: [{ form: 'lecture', hours: '2' }] })
  await attend(B!, session, teacher, { status: 'registered' })
  const expected = async () => (await forecastOf(B!.administrator, teacher.id)).hoursExpected
  t.equal(await expected(), '2')
  service.setTime('2025-04-11T12:00:00+08:00')
  t.equal(await expected(), '2', 'as long as nobody has confirmed who was there')
  await confirm(B!, session)
  t.equal(await expected(), '0')
})

t.test('lists and counts of the school and the district; a school sees its own', async (t) => {
  const { A, B } = district.schools
  service.setTime('2025-05-06T08:00:00+08:00')
  const of = (query = '') => `/v1/forecasts?academicYear=${academicYear}${query}`
  const all = must(await district.institute.get(of()), 200).data
  t.same(
    all.map(({ teacherSourcedId, state }: Any) => [teacherSourcedId, state]),
    [
      ['T-1', 'met'],
      ['T-2', 'impossible'],
      ['T-4', 'impossible'],
      ['T-3', 'impossible'],
      ['T-3b', 'impossible'],
    ],
    'by school, then by teacher',
  )
  const paged: Any[] = []
  let cursor: string | null = null
  do {
    const page: Any = must(await district.institute.get(of(`&limit=1${cursor ? `&cursor=${cursor}` : ''}`)), 200)
    paged.push(...page.data)
    cursor = page.nextCursor
  } while (cursor)
  t.same(paged, all, 'page by page the same')
  t.equal(must(await district.institute.get(of('&state=impossible')), 200).data.length, 4)
  t.equal(must(await district.institute.get(of(`&state=met&schoolId=${B!.id}`)), 200).data.length, 0)
  t.same(
    must(await B!.administrator.get(of()), 200).data.map(({ teacherSourcedId }: Any) => teacherSourcedId),
    ['T-3', 'T-3b'],
  )
  t.equal(must(await B!.administrator.get(of(`&schoolId=${A!.id}`)), 200).data.length, 0)
  const counts = { teachers: 3, met: 1, onTrack: 0, atRisk: 0, impossible: 2 }
  t.match(must(await A!.principal.get(`/v1/schools/${A!.id}/forecast?academicYear=${academicYear}`), 200), counts)
  t.equal((await B!.principal.get(`/v1/schools/${A!.id}/forecast?academicYear=${academicYear}`)).status, 404)
  t.match(must(await district.institute.get(`/v1/forecast?academicYear=${academicYear}`), 200), {
    teachers: 5,
    met: 1,
    impossible: 4,
    schools: [
      { schoolId: A!.id, ...counts },
      { schoolId: B!.id, teachers: 2 },
    ],
  })
  t.equal((await A!.principal.get(`/v1/forecast?academicYear=${academicYear}`)).status, 403)
  t.match(await district.institute.get('/v1/forecasts?academicYear=2030-2031'), {
    status: 422,
    body: { code: 'unknownAcademicYear' },
  })
})

t.test('under maxima of another edition the forecast keeps to them too', async (t) => {
  const { institute } = district
  const document = structuredClone(must(await institute.get('/v1/policy-editions'), 200).data[0].document)
  document.code = 'capped'
  document.firstAcademicYear = '2025-2026'
  document.hours.dailyMaximum.value = '3'
  document.hours.onlineMaximum.value = '2'
  must(await institute.post('/v1/policy-editions', document), 201)
  must(await institute.put('/v1/academic-years/2025-2026', {}), 201)
  service.setTime('2025-09-02T08:00:00+08:00')
  const { A } = district.schools
  const teacher = await hire(district, 'T-5', A!)
  const session = (date: string, delivery: string) => ({
    startsAt: `${date}T13:00:00+08:00`,
    endsAt: `${date}T16:00:00+08:00`,
    delivery,
    segments: [{ form: 'onlineTraining', hours: '4' }],
  })
  const created = await A!.administrator.post('/v1/activities', {
    title: '网络研修',
    hostSchoolId: A!.id,
    academicYear: '2025-2026',
    sessions: [session('2025-09-09', 'onSite'), session('2025-09-16', 'online'), session('2025-09-23', 'online')],
  })
  const { sessions } = must(created, 201)
  const url = `/v1/teachers/${teacher.id}/forecast?academicYear=2025-2026`
  t.match(must(await A!.administrator.get(url), 200), { policyEditionCode: 'capped', hoursReachable: '5' })
  await attend(A!, sessions[1], teacher)
  service.setTime('2025-09-16T16:00:00+08:00')
  await confirm(A!, sessions[1])
  t.match(must(await A!.administrator.get(url), 200), { hoursCounted: '2', hoursReachable: '0', open: { length: 1 } })
})

t.test('whose duty has ended needs no more sessions, and a year that is over none at all', async (t) => {
  const { B } = district.schools
  service.setTime('2025-04-20T08:00:00+08:00')
  const leaver = await hire(district, 'T-5b', B!, { to: '2025-04-18' })
  const told = async () => forecastOf(B!.administrator, leaver.id)
  t.match(await told(), { state: 'impossible', hoursToSchedule: '0', en: /no homeroom duty is left/ })
  service.setTime('2025-09-01T00:00:00+08:00')
  t.match(await told(), { state: 'impossible', hoursToSchedule: '0', zh: /学年已结束/ })
})

t.test('the tier is that of the first session to come, as registering asks it', async (t) => {
  const { B } = district.schools
  service.setTime('2025-03-14T08:00:00+08:00')
  // Tier 2 from 31 March on.
  const rising = await hire(district, 'T-6', B!, { from: '2024-04-01' })
  const own = { from: '2025-05-08', sessions: 2 }
  const [below, above] = [await schedule(B!, { ...own, tiers: [1] }), await schedule(B!, { ...own, tiers: [2] })]
  const told = await forecastOf(B!.administrator, rising.id)
  t.equal(told.tier, 1, 'today')
  const offered = told.open.map(({ activityId }: Any) => activityId)
  t.equal(offered.filter((id: string) => id === above.id).length, 2)
  t.notOk(offered.includes(below.id))
  const register = (activity: Any) =>
    B!.administrator.post(`/v1/activities/${activity.id}/registrations`, { teacherId: rising.id })
  t.match(await register(below), { status: 422, body: { code: 'tierNotAdmitted' } }, 'what is not open is refused')
  must(await register(above), 201)
})
