import fc from 'fast-check'
import t from 'tap'
import { dateOfServiceYears, serviceYears } from '../../src/courses/tiers/rules/service-years.js'
import { decideTier, waysUp } from '../../src/courses/tiers/rules/teacher-tier.js'
import { groundText, wayText } from '../../src/courses/tiers/rules/tier-texts.js'
import { addDays } from '../../src/lib/calendar.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters } from '../../src/policy/rules/edition-parameters.js'
import { client, hire, must, openDistrict, type District } from '../support/fixtures.js'
import { startService, type Service } from '../support/service.js'

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
  t.match(wayText({ kind: 'service', years: 3, tier: 3 }, '2026-08-31').en, /on 2026-08-31 if the duty goes on/)
})

const aDuty = fc
  .record({ start: fc.integer({ min: 0, max: 9000 }), days: fc.option(fc.integer({ min: 0, max: 4000 })) })
  .map(({ start, days }) => {
    const from = addDays('2000-01-01', start)
    return { from, to: days === null ? null : addDays(from, days) }
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
