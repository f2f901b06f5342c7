import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../src/lib/calendar.js'
import { formatHours, hours, parseHours, type Hours } from '../../src/lib/quantity.js'
import { decideForecast, type ForecastDecision, type ForecastFacts } from '../../src/progress/rules/forecast.js'
import { forecastText } from '../../src/progress/rules/forecast-text.js'
import { reachableHours, type Offer, type Room } from '../../src/progress/rules/reachable-hours.js'

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
