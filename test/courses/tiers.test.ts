import fc from 'fast-check'
import t from 'tap'
import { checkOverrideEnd } from '../../src/courses/tiers/rules/check-override.js'
import { nextSteps } from '../../src/courses/tiers/rules/next-steps.js'
import { firstDayWithout, nextOverrideChange, overrideOn } from '../../src/courses/tiers/rules/override-on.js'
import { dateOfServiceYears, serviceYears } from '../../src/courses/tiers/rules/service-years.js'
import { decideTier, waysUp } from '../../src/courses/tiers/rules/teacher-tier.js'
import { tierDuring, tierOn, type TierFacts } from '../../src/courses/tiers/rules/tier-on.js'
import { groundText, stepText } from '../../src/courses/tiers/rules/tier-texts.js'
import type { TierOverride } from '../../src/courses/tiers/schema.js'
import { addDays } from '../../src/lib/calendar.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters } from '../../src/policy/rules/edition-parameters.js'
import { client, hire, must, openDistrict, type District } from '../support/fixtures.js'
import { startService, type Caller, type Service } from '../support/service.js'

const parameters = editionParameters(shippedEdition)
const tierOf = (years: number, title: 'none' | 'school' | 'district' | 'municipal' = 'none', override?: number) =>
  decideTier({ serviceYears: years, title, override: override ?? null }, parameters)

t.test('a year of service is completed on its anniversary, not the day before', async (t) => {
  const duty = [{ from: '2021-09-01', to: null }]
  t.equal(serviceYears(duty, 0, '2022-08-30'), 0, 'the day before the last of the year')
  t.equal(serviceYears(duty, 0, '2022-08-31'), 1, 'a whole year ends with 31 August')
  t.equal(serviceYears(duty, 0, '2024-08-30'), 2, 'the leap year has no say')
  t.equal(serviceYears(duty, 0, '2024-08-31'), 3)
  t.equal(serviceYears(duty, 4, '2024-08-31'), 7, 'declared earlier years count whole')
  t.equal(serviceYears(duty, 2, '2020-01-01'), 2, 'a duty that has not begun gives nothing')
  t.equal(serviceYears([{ from: '2024-02-29', to: null }], 0, '2025-02-27'), 0)
  t.equal(serviceYears([{ from: '2024-02-29', to: null }], 0, '2025-02-28'), 1)
})

t.test('duties at the same time count once; broken service adds up to 365 days a year', async (t) => {
  const both = [
    { from: '2022-09-01', to: '2023-08-31' },
    { from: '2023-02-01', to: '2023-08-31' },
  ]
  t.equal(serviceYears(both, 0, '2024-08-31'), 1)
  const seam = [
    { from: '2022-09-01', to: '2023-01-31' },
    { from: '2023-02-01', to: '2023-08-31' },
  ]
  t.equal(serviceYears(seam, 0, '2024-08-31'), 1, 'from one class to the next without a break')
  const broken = (last: string) => [
    { from: '2022-09-01', to: '2023-02-28' },
    { from: '2023-09-01', to: last },
  ]
  t.equal(serviceYears(broken('2024-02-29'), 0, '2024-12-31'), 0, '181 and 182 days')
  t.equal(serviceYears(broken('2024-03-01'), 0, '2024-12-31'), 0, '364 days are not enough')
  t.equal(serviceYears(broken('2024-03-02'), 0, '2024-12-31'), 1, '365 are')
})

t.test('§3.3: under 1 year tier 1, 1–2 tier 2, 3–5 tier 3, 6–9 tier 4, 10 and over tier 5', async (t) => {
  const cases = [
    [0, 1, 'new'],
    [1, 2, 'early'],
    [2, 2, 'early'],
    [3, 3, 'early'],
    [5, 3, 'early'],
    [6, 4, 'mature'],
    [9, 4, 'mature'],
    [10, 5, 'mature'],
    [40, 5, 'mature'],
  ] as const
  for (const [years, tier, stage] of cases) t.match(tierOf(years), { tier, stage }, `${years} years`)
})

t.test('a school title gives at least tier 4, a district one or above at least 5; it never lowers', async (t) => {
  t.equal(tierOf(0, 'school').tier, 4)
  t.equal(tierOf(0, 'district').tier, 5)
  t.equal(tierOf(0, 'municipal').tier, 5)
  t.equal(tierOf(12, 'school').tier, 5)
  t.equal(tierOf(0, 'municipal').stage, 'new', 'the stage is by service alone')
  t.match(tierOf(12, 'school', 2), {
    tier: 2,
    grounds: [
      { kind: 'service', tier: 5 },
      { kind: 'override', tier: 2 },
    ],
  })
  t.match(groundText(tierOf(0, 'school').grounds[1]!), { zh: '校级骨干教师，层级至少为第 4 层。' })
})

t.test('what leads higher: the next step of service, and the next title', async (t) => {
  t.same(waysUp({ tier: 2, title: 'none' }, parameters), [
    { kind: 'service', years: 3, tier: 3 },
    { kind: 'title', title: 'school', tier: 4 },
  ])
  t.same(waysUp({ tier: 4, title: 'school' }, parameters), [
    { kind: 'service', years: 10, tier: 5 },
    { kind: 'title', title: 'district', tier: 5 },
  ])
  t.same(waysUp({ tier: 5, title: 'none' }, parameters), [])
  t.equal(dateOfServiceYears([{ from: '2023-09-01', to: null }], 0, 3, '2024-10-01'), '2026-08-31')
  t.equal(dateOfServiceYears([{ from: '2023-09-01', to: '2024-08-31' }], 0, 3, '2024-10-01'), null, 'no duty goes on')
})

const aDuty = fc
  .record({ start: fc.integer({ min: 0, max: 9000 }), days: fc.option(fc.integer({ min: 0, max: 4000 })) })
  .map(({ start, days }) => {
    const from = addDays('2000-01-01', start)
    return { from, to: days === null ? null : addDays(from, days) }
  })

const given = (facts: Partial<TierFacts>): TierFacts => ({
  title: 'none',
  earlierYears: 0,
  duties: [{ from: '2023-09-01', to: null }],
  overrides: [],
  ...facts,
})
const set = (tier: number, from: string, to: string, ended: TierOverride['ended'] = null): TierOverride => ({
  id: `${tier}${from}`,
  teacherId: 'T',
  tier,
  reason: '示例',
  from,
  to,
  recordedAt: '2024-10-01T08:00:00+08:00',
  ended,
})
const stepsOf = (facts: Partial<TierFacts>, date = '2024-10-01') =>
  nextSteps(given(facts), date, parameters).map(({ kind, tier, on }) => [kind, tier, on])

t.test('what comes next has its day, and none while the school has set another tier', async (t) => {
  t.same(stepsOf({}), [
    ['service', 3, '2026-08-31'],
    ['title', 4, null],
  ])
  t.same(
    stepsOf({ overrides: [set(5, '2024-09-01', '2025-08-31')] }),
    [
      ['override', 2, '2025-09-01'],
      ['service', 3, '2026-08-31'],
      ['title', 4, '2025-09-01'],
    ],
    'it ends, and what service and title give is reckoned without it',
  )
  t.same(
    stepsOf({ overrides: [set(1, '2024-09-01', '2027-01-31')] }),
    [
      ['override', 3, '2027-02-01'],
      ['service', 3, '2027-02-01'],
      ['title', 4, '2027-02-01'],
    ],
    'three years are completed in it, and hold from its end on',
  )
  t.same(
    stepsOf({ overrides: [set(1, '2026-08-01', '2026-12-31')] }),
    [
      ['override', 1, '2026-08-01'],
      ['service', 3, '2027-01-01'],
      ['title', 4, null],
    ],
    'one that begins later, on whose days the years are completed',
  )
  const [step] = nextSteps(given({ overrides: [set(5, '2024-09-01', '2025-08-31')] }), '2024-10-01', parameters)
  t.match(stepText(step!), { en: /from 2025-09-01 service and title give tier 2/, zh: /自 2025-09-01 起按任职年数/ })
  const [later] = nextSteps(given({ overrides: [set(5, '2025-09-01', '2026-08-31')] }), '2024-10-01', parameters)
  t.match(stepText(later!).en, /From 2025-09-01 the school has set tier 5/)
  t.match(stepText({ kind: 'service', years: 3, tier: 3, on: '2026-08-31' }).en, /from 2026-08-31 on if the duty goes/)
  t.notMatch(stepText({ kind: 'service', years: 3, tier: 3, on: null }).en, /from/)
})

t.test('a duty that is recorded for later counts from its day on', async (t) => {
  const duties = [
    { from: '2022-09-01', to: '2024-08-31' },
    { from: '2025-09-01', to: null },
  ]
  t.same(stepsOf({ duties })[0], ['service', 3, '2026-08-31'])
  t.same(stepsOf({ duties: duties.slice(0, 1) })[0], ['service', 3, null])
  const late = [{ from: '2033-09-01', to: null }]
  t.equal(dateOfServiceYears(late, 0, 1, '2024-10-01'), '2034-08-31', 'however late it begins')
})

t.test('of overrides that share days the one recorded last holds; a withdrawn one never does', async (t) => {
  const overrides = [
    set(3, '2024-10-01', '2025-01-31'),
    set(5, '2024-12-01', '2024-12-31'),
    set(1, '2024-10-01', '2025-06-30', { at: '', reason: '', lastDay: null }),
    set(4, '2025-01-01', '2025-06-30', { at: '', reason: '', lastDay: '2025-01-10' }),
  ]
  const on = (date: string) => overrideOn(overrides, date)?.tier ?? null
  const days = ['2024-09-30', '2024-11-30', '2024-12-01', '2024-12-31', '2025-01-01', '2025-01-10', '2025-01-11']
  t.same(days.map(on), [null, 3, 5, 5, 4, 4, 3])
  t.same([on('2025-01-31'), on('2025-02-01')], [3, null])
  t.equal(nextOverrideChange(overrides, '2024-12-15'), '2025-01-01', 'from one straight to another')
  t.equal(nextOverrideChange(overrides, '2025-01-31'), '2025-02-01')
  t.equal(nextOverrideChange(overrides, '2025-02-01'), null)
  t.equal(firstDayWithout(overrides, '2024-12-15'), '2025-02-01')
  t.equal(firstDayWithout(overrides, '2025-02-01'), '2025-02-01')
})

t.test('the tier of a period is that of each of its days', async () => {
  const anOverride = fc
    .record({ tier: fc.integer({ min: 1, max: 5 }), start: fc.integer({ min: 8600, max: 9400 }), days: fc.nat(200) })
    .map(({ tier, start, days }) => set(tier, addDays('2000-01-01', start), addDays('2000-01-01', start + days)))
  fc.assert(
    fc.property(fc.array(aDuty, { maxLength: 4 }), fc.array(anOverride, { maxLength: 2 }), (duties, overrides) => {
      const facts = given({ duties, overrides })
      const tierOf = tierDuring(facts, { from: '2023-09-01', to: '2025-08-31' }, parameters)
      const days = Array.from({ length: 24 }, (_, at) => addDays('2023-09-01', at * 31 - at))
      return days.every((day) => tierOf(day) === tierOn(facts, day, parameters).tier)
    }),
    { seed: 20240901, numRuns: 300 },
  )
})

t.test('an override is ended on a day of its own, before its last', async (t) => {
  const period = { from: '2024-10-01', to: '2025-01-31' }
  for (const lastDay of [null, '2024-10-01', '2025-01-30']) t.same(checkOverrideEnd(period, lastDay), [])
  for (const lastDay of ['2024-09-30', '2025-01-31', '2025-02-01'])
    t.match(checkOverrideEnd(period, lastDay), [{ code: 'lastDayOutsideOverride', pointer: '/lastDay' }], lastDay)
})

t.test('service never shrinks with time or with another duty, and the day it is completed is the first', async () => {
  fc.assert(
    fc.property(fc.array(aDuty, { maxLength: 5 }), aDuty, fc.integer({ min: 0, max: 12000 }), (duties, more, at) => {
      const date = addDays('2000-01-01', at)
      const years = serviceYears(duties, 1, date)
      const on = dateOfServiceYears(duties, 1, years + 1, date)
      return (
        serviceYears(duties, 1, addDays(date, 1)) >= years &&
        serviceYears([...duties, more], 1, date) >= years &&
        (on === null || (serviceYears(duties, 1, on) > years && serviceYears(duties, 1, addDays(on, -1)) <= years))
      )
    }),
    { seed: 20240901, numRuns: 300 },
  )
})

let service: Service
let district: District
t.before(async () => {
  service = await startService({ time: '2024-10-08T09:00:00+08:00' })
  district = await openDistrict(service, 'tiers', ['A', 'B'])
})
t.teardown(() => service.close())

t.test('a teacher’s tier with its reasons, at any date, and the way to the next', async (t) => {
  const { A } = district.schools
  const teacher = await hire(district, 'T-1', A!, { from: '2022-09-01' })
  const now = must(await A!.administrator.get(`/v1/teachers/${teacher.id}/tier`), 200)
  t.match(now, { date: '2024-10-08', tier: 2, stage: 'early', serviceYears: 2, policyEditionCode: 'putuo-2024-19' })
  t.match(now.reasons, [{ kind: 'service', clause: 'district' }])
  t.match(now.next, [
    { kind: 'service', tier: 3, serviceYears: 3, on: '2025-08-31' },
    { kind: 'title', title: 'school' },
  ])
  const later = must(await A!.administrator.get(`/v1/teachers/${teacher.id}/tier?date=2032-09-01`), 200)
  t.match(later, { tier: 5, next: [] })
  t.equal((await A!.administrator.get(`/v1/teachers/${teacher.id}/tier?date=9999-12-31`)).status, 422)
  t.match(await A!.administrator.get(`/v1/teachers/${teacher.id}/tier?date=2010-01-01`), {
    status: 422,
    body: { code: 'noPolicyEdition' },
  })
})

t.test('the school may set another tier for a time, with a reason; the later word stands', async (t) => {
  const { A, B } = district.schools
  const teacher = await hire(district, 'T-2', A!, { from: '2015-09-01' })
  const url = `/v1/teachers/${teacher.id}/tier-overrides`
  const override = { tier: 3, reason: '转岗后重新担任班主任', from: '2024-10-01', to: '2025-01-31' }
  must(await A!.administrator.post(url, override), 201)
  const tierOn = async (date: string) =>
    must(await A!.principal.get(`/v1/teachers/${teacher.id}/tier?date=${date}`), 200)
  t.match(await tierOn('2024-09-30'), { tier: 4, override: null })
  t.match(await tierOn('2024-10-01'), { tier: 3, stage: 'mature', override: { tier: 3 } })
  t.match(await tierOn('2025-01-31'), { tier: 3 })
  t.match(await tierOn('2025-02-01'), { tier: 4 }, 'it ends with its last day')
  must(await A!.principal.post(url, { ...override, tier: 5, from: '2024-12-01' }), 201)
  t.match([await tierOn('2024-11-30'), await tierOn('2024-12-01')], [{ tier: 3 }, { tier: 5 }])
  t.match(await A!.administrator.post(url, { ...override, tier: 9, to: '2024-01-01' }), {
    status: 422,
    body: { code: 'rulesRefused', errors: [{ pointer: '/to' }, { pointer: '/tier' }] },
  })
  t.equal((await B!.administrator.post(url, override)).status, 404, 'not of another school’s teacher')
  t.equal((await B!.administrator.get(`/v1/teachers/${teacher.id}/tier`)).status, 404)
  t.equal((await district.institute.post(url, override)).status, 403, 'nor by the institute')
  const self = await client(service, district.institute, { role: 'teacher', teacherId: teacher.id })
  t.equal((await self.get(`/v1/teachers/${teacher.id}/tier`)).status, 200)
  t.equal((await self.post(url, override)).status, 403)
})

t.test('an override is listed, ended once on a day of its own, or withdrawn as if it had never been', async (t) => {
  const { A, B } = district.schools
  const teacher = await hire(district, 'T-4', A!, { from: '2015-09-01' })
  const set = async (tier: number, from: string, to: string) =>
    must(
      await A!.administrator.post(`/v1/teachers/${teacher.id}/tier-overrides`, { tier, reason: '示例', from, to }),
      201,
    )
  const end = (id: string, body: object, caller = A!.administrator) =>
    caller.post(`/v1/tier-overrides/${id}/end`, { reason: '提前返岗', ...body })
  const tierOn = async (date: string) =>
    must(await A!.principal.get(`/v1/teachers/${teacher.id}/tier?date=${date}`), 200).tier
  const [first, second] = [await set(3, '2024-10-01', '2025-01-31'), await set(1, '2024-11-01', '2024-11-30')]
  t.equal(first.ended, null)
  t.match(await end(first.id, { lastDay: '2025-01-31' }), { status: 422, body: { code: 'lastDayOutsideOverride' } })
  t.same([await tierOn('2024-12-01'), await tierOn('2024-11-15')], [3, 1], 'what is refused changes nothing')
  t.equal((await end(first.id, {}, B!.administrator)).status, 404, 'not of another school’s teacher')
  t.equal((await end(first.id, {}, district.institute)).status, 403)
  const races = await Promise.all([end(first.id, { lastDay: '2024-10-31' }), end(first.id, {})])
  t.same(races.map(({ status }) => status).sort(), [200, 409], 'one end, not two')
  const lastDay = races[0]!.status === 200 ? '2024-10-31' : null
  t.match(must(await end(second.id, {}, A!.principal), 200), { ended: { reason: '提前返岗', lastDay: null } })
  t.equal(await tierOn('2024-11-15'), 4, 'withdrawn')
  t.equal(await tierOn('2024-10-31'), lastDay ? 3 : 4)
  t.equal(await tierOn('2024-12-01'), 4)
  t.match(await end(second.id, {}), { status: 409, body: { code: 'tierOverrideEnded' } })

  const list = async (caller = A!.administrator, filter = '') =>
    must(await caller.get(`/v1/tier-overrides?teacherId=${teacher.id}${filter}`), 200)
  t.match((await list()).data, [
    { id: first.id, from: '2024-10-01', to: '2025-01-31', ended: { lastDay } },
    { id: second.id, ended: { lastDay: null } },
  ])
  const { data, nextCursor } = await list(A!.administrator, '&limit=1')
  t.match(
    [data, (await list(A!.administrator, `&limit=1&cursor=${nextCursor}`)).data],
    [[{ id: first.id }], [{ id: second.id }]],
  )
  t.same((await list(B!.administrator)).data, [])
  t.equal((await list(district.institute)).data.length, 2)
  const self = await client(service, district.institute, { role: 'teacher', teacherId: teacher.id })
  t.equal((await list(self)).data.length, 2)
})

t.test('after a transfer the new school ends what the former one had set; that one hears no more', async (t) => {
  const { A, B } = district.schools
  const teacher = await hire(district, 'T-5', A!, { from: '2020-09-01' })
  const override = { tier: 1, reason: '示例', from: '2024-09-01', to: '2025-08-31' }
  const url = `/v1/teachers/${teacher.id}/tier-overrides`
  const { id } = must(await A!.administrator.post(url, override), 201)
  must(
    await district.institute.put(
      `/v1/homeroom-duties/by-sourced-id/D-T-5-${A!.sourcedId}-2020-09-01`,
      {
        ...{ teacherSourcedId: 'T-5', schoolSourcedId: A!.sourcedId, className: '一（1）班' },
        ...{ from: '2020-09-01', to: '2024-09-30' },
      },
      { ifMatch: '*' },
    ),
    200,
  )
  await hire(district, 'T-5', B!, { from: '2024-10-01' })
  const ends = { reason: '示例', lastDay: '2024-10-31' }
  t.equal((await A!.administrator.post(`/v1/tier-overrides/${id}/end`, ends)).status, 404)
  must(await B!.administrator.post(`/v1/tier-overrides/${id}/end`, ends), 200)
  const later = must(await B!.administrator.post(url, { ...override, tier: 2, from: '2024-12-01' }), 201)
  const listed = async (caller: Caller) =>
    must(await caller.get(`/v1/tier-overrides?teacherId=${teacher.id}`), 200).data.map((one: { id: string }) => one.id)
  t.same(await listed(B!.administrator), [id, later.id])
  t.same(await listed(A!.administrator), [id], 'nothing that began after')
  const inItsTime = must(await A!.administrator.get(`/v1/teachers/${teacher.id}/tier?date=2024-09-30`), 200)
  t.match(inItsTime.next, [{ kind: 'override', on: '2024-11-01' }, { kind: 'service', on: null }, { kind: 'title' }])
  t.match(must(await B!.administrator.get(`/v1/teachers/${teacher.id}/tier?date=2024-11-30`), 200).next[0], {
    kind: 'override',
    tier: 2,
    on: '2024-12-01',
  })
})

t.test('a school that a teacher has left hears no more of the tier', async (t) => {
  const { A, B } = district.schools
  const teacher = await hire(district, 'T-3', A!, { from: '2020-09-01', to: '2024-09-30' })
  await hire(district, 'T-3', B!, { from: '2024-10-01' })
  const url = `/v1/teachers/${teacher.id}/tier`
  t.equal((await A!.administrator.get(url)).status, 404)
  t.equal((await A!.administrator.get(`${url}?date=2024-09-30`)).status, 200)
  t.match(await B!.administrator.get(url), { status: 200, body: { serviceYears: 4 } }, 'service goes with the person')
  const override = { tier: 1, reason: '示例', from: '2024-10-01', to: '2024-12-31' }
  t.equal((await A!.administrator.post(`${url}-overrides`, override)).status, 404)
})

t.test('holidays are put with the academic year, and stay when they are left out', async (t) => {
  const { institute } = district
  const url = '/v1/academic-years/2024-2025'
  const holidays = [
    { name: '寒假', from: '2025-01-18', to: '2025-02-16' },
    { name: '国庆节', from: '2024-10-01', to: '2024-10-07' },
  ]
  const put = must(await institute.put(url, { holidays }, { ifMatch: '"1"' }), 200)
  t.match(put, { outcome: 'updated', data: { version: 2, holidays: [{ name: '国庆节' }, { name: '寒假' }] } })
  t.match(await institute.put(url, {}), { body: { outcome: 'unchanged', data: { holidays: { length: 2 } } } })
  t.match(await institute.put(url, { holidays: holidays.toReversed() }), { body: { outcome: 'unchanged' } })
  const wrong = [
    { name: '重叠', from: '2024-10-07', to: '2024-10-08' },
    { name: '倒置', from: '2024-12-02', to: '2024-12-01' },
    { name: '学年外', from: '2025-08-31', to: '2025-09-01' },
  ]
  const refused = await institute.put(url, { holidays: [holidays[1]!, ...wrong] }, { ifMatch: '*' })
  t.equal(refused.status, 422)
  t.same(
    refused.body.errors.map(({ code, pointer }: { code: string; pointer: string }) => [code, pointer]),
    [
      ['holidaysOverlap', '/holidays/1'],
      ['endsBeforeStart', '/holidays/2/to'],
      ['holidayOutsideYear', '/holidays/3'],
    ],
  )
})
