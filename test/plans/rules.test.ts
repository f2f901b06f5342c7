import fc from 'fast-check'
import t from 'tap'
import { addDays, weekdayOf } from '../../src/lib/calendar.js'
import { hours, parseHours } from '../../src/lib/quantity.js'
import { carriedOut } from '../../src/plans/execution/rules/carried-out.js'
import { checkLink } from '../../src/plans/execution/rules/check-link.js'
import { checkSchedule } from '../../src/plans/execution/rules/check-schedule.js'
import { slotSessions } from '../../src/plans/execution/rules/slot-sessions.js'
import { checkGroup } from '../../src/plans/leadership/rules/check-group.js'
import { checkPeople } from '../../src/plans/people/rules/check-people.js'
import { checkReview } from '../../src/plans/reviews/rules/check-review.js'
import { planAdequacy, type Plan, type PlanGround, type PlannedItem } from '../../src/plans/rules/adequacy.js'
import { carryOver, sameWeeks } from '../../src/plans/rules/carry-over.js'
import { checkPlan } from '../../src/plans/rules/check-plan.js'
import { itemsGivenUp } from '../../src/plans/rules/items-given-up.js'
import { numberSlots } from '../../src/plans/rules/number-slots.js'
import { sessionsWithoutRoom, spreadDates, type Need } from '../../src/plans/rules/share-slot.js'
import { slotDates } from '../../src/plans/rules/slot-dates.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters } from '../../src/policy/rules/edition-parameters.js'

const policy = editionParameters(shippedEdition)
const year = { startsOn: '2024-09-01', endsOn: '2025-08-31' }
const modules = policy.modules.map(({ code }) => code)

const item = (rest: Partial<PlannedItem> = {}): PlannedItem => ({
  module: modules[0]!,
  tiers: [],
  category: 'practice',
  delivery: 'onSite',
  sessions: 1,
  hoursPerSession: parseHours('2'),
  from: '2024-09-02',
  to: '2025-06-30',
  slot: null,
  ...rest,
})
/** Five modules of eight hours: forty for everybody. */
const full: Plan = {
  goals: ['目标'],
  fixedSlots: [{ number: 1, weekday: 3, startsAt: '15:30', endsAt: '17:00' }],
  items: modules.map((module, at) =>
    item({ module, sessions: 4, slot: 1, category: at === 0 ? 'lecture' : 'practice' }),
  ),
}
const ground: PlanGround = {
  year,
  holidays: [{ from: '2024-10-01', to: '2024-10-07' }],
  teachersOfTier: new Map([
    [1, 2],
    [5, 1],
  ]),
  hasLeadershipGroup: true,
}
const codes = (plan: Plan, on: Partial<PlanGround> = {}, by: Partial<typeof policy> = {}) =>
  planAdequacy(plan, { ...ground, ...on }, { ...policy, ...by }).shortfalls.map(({ code }) => code)
const withItems = (...items: PlannedItem[]): Plan => ({ ...full, items })
const limits = (rest: Partial<typeof policy.hours>) => ({ hours: { ...policy.hours, ...rest } })

t.test('39.5 hours for a tier are not enough, 40 are; what the edition asks is what counts', async (t) => {
  t.same(codes(full), [])
  const [first, ...others] = full.items
  const short = withItems(
    { ...first!, sessions: 3 },
    { ...first!, hoursPerSession: parseHours('1.5'), sessions: 1 },
    ...others,
  )
  const { shortfalls, tiers, adequate } = planAdequacy(short, ground, policy)
  t.notOk(adequate)
  t.match(shortfalls, [
    { code: 'planTierHours', clause: '§5.1, §3.3', params: { tier: 1, hours: '39.5', required: '40', missing: '0.5' } },
    { code: 'planTierHours', params: { tier: 5 } },
  ])
  t.match(tiers, [
    { tier: 1, teachers: 2, planned: 3950, missing: 50 },
    { tier: 5, teachers: 1 },
  ])
  t.same(codes(short, {}, { annualHours: { ...policy.annualHours, minimum: parseHours('39.5') } }), [])
  t.same(codes(full, {}, { annualHours: { ...policy.annualHours, minimum: parseHours('40.5') } }), [
    'planTierHours',
    'planTierHours',
  ])
  t.same(
    codes(short, { teachersOfTier: new Map([[2, 1]]) }),
    ['planTierHours'],
    'a tier that nobody is in lacks nothing',
  )
})

t.test('of whom no teacher is known, nobody can say that the hours are enough', async (t) => {
  t.match(planAdequacy(full, { ...ground, teachersOfTier: new Map() }, policy), {
    adequate: false,
    shortfalls: [{ code: 'planTeachersUnknown', clause: '§5.1, §3.3', pointer: '' }],
    modules: [{ hours: 800 }, {}, {}, {}, {}],
  })
})

t.test('an item counts for the tiers that it is open to', async (t) => {
  const [first, ...others] = full.items
  const forNew = withItems({ ...first!, tiers: [1, 2] }, ...others)
  t.match(planAdequacy(forNew, ground, policy).shortfalls, [
    { code: 'planTierHours', params: { tier: 5, missing: '8' } },
  ])
  t.same(codes(withItems(...forNew.items, { ...first!, tiers: [5], slot: null })), [])
})

t.test('what is open to none of the school’s teachers covers neither a module nor a category', async (t) => {
  const more = item({ sessions: 4 })
  const [lecture, ...others] = full.items
  const forNobody = withItems({ ...lecture!, tiers: [2, 3] }, ...others, more)
  t.match(planAdequacy({ ...forNobody, items: [...forNobody.items, more] }, ground, policy), {
    shortfalls: [{ code: 'planCategoryMissing', params: { category: 'lecture' } }],
    categories: [{ category: 'lecture', hours: 0 }, {}],
  })
  const last = full.items[4]!
  t.match(planAdequacy(withItems(...full.items.slice(0, 4), { ...last, tiers: [3] }, more), ground, policy), {
    shortfalls: [{ code: 'planModuleMissing', params: { module: 'communication' } }],
  })
  t.same(codes(withItems(...full.items.slice(0, 4), { ...last, tiers: [3, 5] }, more, more)), [], 'one tier is enough')
})

t.test('online hours count up to their maximum, a session up to that of a day', async (t) => {
  const online = withItems(...full.items.map((one) => ({ ...one, delivery: 'online' as const })))
  t.same(codes(online), [], 'without a maximum all of it')
  t.same(codes(online, {}, limits({ onlineMaximum: parseHours('40') })), [])
  t.match(planAdequacy(online, ground, { ...policy, ...limits({ onlineMaximum: parseHours('39.5') }) }).tiers, [
    { planned: 3950, missing: 50 },
    {},
  ])
  t.same(codes(full, {}, limits({ dailyMaximum: parseHours('2') })), [])
  t.match(planAdequacy(full, ground, { ...policy, ...limits({ dailyMaximum: parseHours('1.5') }) }).tiers, [
    { planned: 3000, missing: 1000 },
    {},
  ])
  const inTwoDays = withItems(item({ sessions: 10, from: '2024-09-02', to: '2024-09-03' }))
  t.match(planAdequacy(inTwoDays, ground, { ...policy, ...limits({ dailyMaximum: parseHours('8') }) }).tiers, [
    { planned: 1600 },
    {},
  ])
})

t.test('every module is covered, there is lecture and there is practice', async (t) => {
  const without = withItems(...full.items.slice(0, 4), { ...full.items[4]!, module: modules[0]! })
  t.match(planAdequacy(without, ground, policy).shortfalls, [
    { code: 'planModuleMissing', clause: '§3.2', params: { module: 'communication' } },
  ])
  const practice = withItems(...full.items.map((one) => ({ ...one, category: 'practice' as const })))
  t.match(planAdequacy(practice, ground, policy).shortfalls, [
    { code: 'planCategoryMissing', clause: '§4.1, §5.3', params: { category: 'lecture' } },
  ])
})

t.test('a fixed slot, goals and a leadership group are needed', async (t) => {
  const flexible = { ...full, fixedSlots: [], items: full.items.map((one) => ({ ...one, slot: null })) }
  t.match(planAdequacy(flexible, ground, policy).shortfalls, [{ code: 'planFixedSlotMissing', clause: '§5.1' }])
  t.match(planAdequacy({ ...full, goals: [] }, ground, policy).shortfalls, [
    { code: 'planGoalsMissing', clause: '§6.1' },
  ])
  t.same(codes(full, { hasLeadershipGroup: false }), ['planLeadershipMissing'])
})

t.test('an item fits into its slot: two hours of 45 minutes into 90 minutes, not into 89', async (t) => {
  const shorter = { ...full, fixedSlots: [{ ...full.fixedSlots[0]!, endsAt: '16:59' }] }
  t.same(
    codes(shorter),
    Array.from({ length: 5 }, () => 'planItemAboveSlot'),
  )
  t.match(planAdequacy(shorter, ground, policy).shortfalls[1], {
    clause: 'district',
    pointer: '/items/1/hoursPerSession',
    params: { hours: '2', minutes: 89, slot: 1 },
  })
  t.same(codes(full, {}, limits({ minutesPerClassHour: 46 })).length, 5)
})

t.test('a slot has dates enough outside holidays for all items that share it', async (t) => {
  const september = { from: '2024-09-01', to: '2024-09-30' }
  const four = [...full.items, item({ slot: 1, sessions: 4, ...september })]
  t.same(codes(withItems(...four)), [], 'September 2024 has four Wednesdays')
  t.match(planAdequacy(withItems(...four, item({ slot: 1, ...september })), ground, policy).shortfalls, [
    {
      code: 'planSlotOverfull',
      clause: '§5.1',
      pointer: '/fixedSlots/0',
      params: { slot: 1, planned: 25, missing: 1 },
    },
  ])
  t.same(codes(withItems(...four), { holidays: [{ from: '2024-09-18', to: '2024-09-18' }] }), ['planSlotOverfull'])
  t.same(codes(withItems(...four), { holidays: [{ from: '2024-09-19', to: '2024-09-24' }] }), [], 'no Wednesday is off')
})

t.test('slots at one time of the week are not for the same teachers', async (t) => {
  const [slot] = full.fixedSlots
  const at = (startsAt: string, endsAt: string, rest: Partial<PlannedItem> = {}, weekday = 3): Plan => ({
    ...full,
    fixedSlots: [slot!, { number: 2, weekday, startsAt, endsAt }],
    items: [...full.items, item({ slot: 2, hoursPerSession: parseHours('0.5'), ...rest })],
  })
  t.match(planAdequacy(at('16:59', '18:00'), ground, policy).shortfalls, [
    { code: 'planSlotsOverlap', clause: '§5.1', pointer: '/fixedSlots/1', params: { slot: 2, other: 1 } },
  ])
  t.same(codes(at('17:00', '18:00')), [], 'one begins when the other ends')
  t.same(codes(at('14:00', '15:31')), ['planSlotsOverlap'])
  t.same(codes(at('14:00', '15:30')), [])
  t.same(codes(at('15:30', '17:00', {}, 4)), [], 'on another day')
  t.same(codes(at('15:30', '17:00', { slot: null })), [], 'nothing is planned in it')
  t.same(codes(at('15:30', '17:00', { from: '2025-07-01', to: '2025-07-31' })), [], 'in other weeks')
  const [first, ...others] = at('15:30', '17:00', { tiers: [5] }).items
  const apart = {
    ...at('15:30', '17:00'),
    items: [...others.map((one) => ({ ...one, slot: one.slot === 1 ? null : 2 }))],
  }
  t.same(codes({ ...apart, items: [...apart.items, { ...first!, tiers: [1] }, item({ tiers: [5], sessions: 4 })] }), [])
  t.same(codes({ ...apart, items: [...apart.items, first!] }), ['planSlotsOverlap'], 'open to all is open to the fifth')
})

const arbitraryItem = fc.record({
  module: fc.constantFrom(...modules),
  tiers: fc.subarray([1, 2, 3, 4, 5]),
  category: fc.constantFrom('lecture' as const, 'practice' as const),
  delivery: fc.constantFrom('onSite' as const, 'online' as const),
  sessions: fc.integer({ min: 1, max: 10 }),
  hoursPerSession: fc.integer({ min: 1, max: 12 }).map((halves) => hours(halves * 50)),
  from: fc.integer({ min: 0, max: 300 }).map((days) => addDays(year.startsOn, days)),
  to: fc.integer({ min: 0, max: 364 }).map((days) => addDays(year.startsOn, days)),
  slot: fc.constantFrom(null, 1, 2),
})
const arbitraryLimits = fc.record({
  onlineMaximum: fc.option(fc.integer({ min: 0, max: 60 }).map((halves) => hours(halves * 50))),
  dailyMaximum: fc.option(fc.integer({ min: 1, max: 16 }).map((halves) => hours(halves * 50))),
})

t.test('one more item never makes an adequate tier inadequate', async () => {
  const everyTier = new Map([1, 2, 3, 4, 5].map((tier) => [tier, 1]))
  fc.assert(
    fc.property(fc.array(arbitraryItem, { maxLength: 12 }), arbitraryItem, arbitraryLimits, (items, more, some) => {
      const by = { ...policy, ...limits(some) }
      const on = { ...ground, teachersOfTier: everyTier }
      const before = planAdequacy(withItems(...items), on, by).tiers
      const after = planAdequacy(withItems(...items, more), on, by).tiers
      return after.every(({ missing }, at) => missing <= before[at]!.missing)
    }),
    { numRuns: 500 },
  )
})

const twoSlots = [...full.fixedSlots, { number: 2, weekday: 3, startsAt: '16:30', endsAt: '18:00' }]

/** What takes one shortfall away. */
function mend(plan: Plan, on: PlanGround, at: number): [Plan, PlanGround] {
  const { code, params } = planAdequacy(plan, on, policy).shortfalls[at]!
  const add = (more: Partial<PlannedItem>): Plan => ({ ...plan, items: [...plan.items, item(more)] })
  const change = (of: (one: PlannedItem) => PlannedItem): Plan => ({ ...plan, items: plan.items.map(of) })
  switch (code) {
    case 'planTierHours':
      return [add({ tiers: [Number(params.tier)], hoursPerSession: parseHours(String(params.missing)) }), on]
    case 'planModuleMissing':
      return [add({ module: String(params.module) }), on]
    case 'planCategoryMissing':
      return [add({ category: params.category as 'lecture' }), on]
    case 'planFixedSlotMissing':
      return [{ ...plan, fixedSlots: full.fixedSlots }, on]
    case 'planGoalsMissing':
      return [{ ...plan, goals: ['目标'] }, on]
    case 'planLeadershipMissing':
      return [plan, { ...on, hasLeadershipGroup: true }]
    case 'planItemAboveSlot':
    case 'planSlotOverfull':
    case 'planSlotsOverlap':
      return [change((one) => ({ ...one, slot: null })), on]
    default:
      throw new Error(code)
  }
}

t.test('each shortfall disappears once it is mended, and no other appears', async (t) => {
  let mended = 0
  fc.assert(
    fc.property(
      fc.array(arbitraryItem, { maxLength: 6 }),
      fc.boolean(),
      fc.boolean(),
      fc.nat(),
      (items, slots, group, pick) => {
        let plan: Plan = { goals: [], fixedSlots: slots ? twoSlots : [], items }
        let on: PlanGround = { ...ground, hasLeadershipGroup: group }
        if (!slots) plan = { ...plan, items: items.map((one) => ({ ...one, slot: null })) }
        const told = () =>
          planAdequacy(plan, on, policy).shortfalls.map(({ code, pointer, params: { tier, module, category } }) =>
            JSON.stringify([code, pointer, tier, module, category]),
          )
        for (let before = told(); before.length > 0; before = told()) {
          const at = pick % before.length
          ;[plan, on] = mend(plan, on, at)
          const after = told()
          if (after.includes(before[at]!) || after.some((one) => !before.includes(one))) return false
          mended += 1
        }
        return planAdequacy(plan, on, policy).adequate
      },
    ),
    { numRuns: 200 },
  )
  t.ok(mended > 200)
})

t.test('a slot takes place on its weekday from one date to another, both included, and not on holidays', async (t) => {
  t.same(slotDates(3, { from: '2024-09-04', to: '2024-09-25' }, []), [
    '2024-09-04',
    '2024-09-11',
    '2024-09-18',
    '2024-09-25',
  ])
  t.same(slotDates(3, { from: '2024-09-05', to: '2024-09-24' }, [{ from: '2024-09-11', to: '2024-09-11' }]), [
    '2024-09-18',
  ])
  t.same(slotDates(7, { from: '2024-09-02', to: '2024-09-07' }, []), [], 'no Sunday from Monday to Saturday')
  t.equal(weekdayOf('2024-09-01'), 7)
  t.equal(weekdayOf('1969-12-31'), 3)
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.nat(400),
      fc.nat(400),
      fc.nat(400),
      fc.nat(30),
      (weekday, start, length, off, days) => {
        const period = { from: addDays('2024-01-01', start), to: addDays('2024-01-01', start + length) }
        const holiday = { from: addDays('2024-01-01', off), to: addDays('2024-01-01', off + days) }
        const expected = Array.from({ length: length + 1 }, (_, at) => addDays(period.from, at)).filter(
          (date) => weekdayOf(date) === weekday && !(holiday.from <= date && date <= holiday.to),
        )
        return JSON.stringify(slotDates(weekday, period, [holiday])) === JSON.stringify(expected)
      },
    ),
    { numRuns: 500 },
  )
})

const week = (number: number) => addDays('2024-09-04', number * 7)
const weeks = (count: number) => Array.from({ length: count }, (_, at) => week(at))
const need = (from: number, to: number, sessions: number): Need => ({ from: week(from), to: week(to), sessions })

t.test('one date of a slot serves one session, whoever’s period ends first comes first', async (t) => {
  t.same(sessionsWithoutRoom(weeks(4), [need(0, 3, 4)]), [0])
  t.same(sessionsWithoutRoom(weeks(4), [need(0, 3, 5)]), [1])
  t.same(sessionsWithoutRoom(weeks(4), [need(0, 3, 2), need(0, 1, 2)]), [0, 0], 'who can wait waits')
  t.same(sessionsWithoutRoom(weeks(4), [need(0, 3, 3), need(0, 1, 2)]), [1, 0])
  t.same(sessionsWithoutRoom(weeks(4), [need(2, 3, 1), need(4, 9, 1)]), [0, 1], 'outside every date')
})

t.test(
  'an item’s sessions are spread evenly over its period, and leave room for the items still to come',
  async (t) => {
    t.same(spreadDates(weeks(4), need(0, 3, 2), []), [week(1), week(3)])
    t.same(spreadDates(weeks(9), need(0, 8, 3), []), [week(1), week(4), week(7)])
    t.same(spreadDates(weeks(4), need(0, 3, 4), []), weeks(4))
    t.equal(spreadDates(weeks(4), need(0, 3, 5), []), null)
    t.same(spreadDates(weeks(9), need(0, 8, 3), [need(1, 1, 1), need(4, 4, 1)]), [week(0), week(3), week(7)])
    t.same(spreadDates(weeks(2), need(0, 1, 1), [need(0, 1, 5)]), [week(1)], 'who has no room anyway is not asked')
  },
)

t.test('whatever shares a slot and has room keeps it, in whatever order the items are scheduled', async () => {
  const needs = fc.array(
    fc.record({ from: fc.nat(20), length: fc.nat(20), sessions: fc.integer({ min: 1, max: 5 }) }),
    { minLength: 1, maxLength: 5 },
  )
  fc.assert(
    fc.property(needs, (drawn) => {
      const items = drawn.map(({ from, length, sessions }) => need(from, from + length, sessions))
      const dates = weeks(30)
      fc.pre(sessionsWithoutRoom(dates, items).every((without) => without === 0))
      let free = dates
      for (const [at, one] of items.entries()) {
        const chosen = spreadDates(free, one, items.slice(at + 1))
        if (!chosen || chosen.length !== one.sessions || new Set(chosen).size !== chosen.length) return false
        if (chosen.some((date) => !free.includes(date) || date < one.from || date > one.to)) return false
        free = free.filter((date) => !chosen.includes(date))
      }
      return true
    }),
    { numRuns: 500 },
  )
})

t.test('no way of placing sessions finds room for more', async () => {
  const needs = fc.array(fc.record({ from: fc.nat(4), length: fc.nat(4), sessions: fc.integer({ min: 1, max: 2 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  /** The most sessions that can be placed, by trying everything. */
  const most = (dates: readonly string[], left: readonly Need[]): number => {
    const [date, ...rest] = dates
    if (!date) return 0
    const taken = left.flatMap((one, at) =>
      one.sessions > 0 && one.from <= date && date <= one.to
        ? [
            1 +
              most(
                rest,
                left.map((other, index) => (index === at ? { ...other, sessions: other.sessions - 1 } : other)),
              ),
          ]
        : [],
    )
    return Math.max(most(rest, left), ...taken)
  }
  fc.assert(
    fc.property(needs, (drawn) => {
      const items = drawn.map(({ from, length, sessions }) => need(from, from + length, sessions))
      const asked = items.reduce((sum, { sessions }) => sum + sessions, 0)
      const without = sessionsWithoutRoom(weeks(6), items).reduce((sum, one) => sum + one, 0)
      return asked - without === most(weeks(6), items)
    }),
    { numRuns: 200 },
  )
})

t.test('a session in a slot starts with it and is as long as its hours need', async (t) => {
  const slot = { startsAt: '15:30', location: '会议室' }
  t.same(slotSessions(['2024-09-04'], slot, parseHours('2'), 45), [
    { startsAt: '2024-09-04T15:30:00+08:00', endsAt: '2024-09-04T17:00:00+08:00', location: '会议室' },
  ])
  t.match(
    slotSessions(['2024-09-04'], slot, parseHours('0.5'), 45),
    [{ endsAt: '2024-09-04T15:53:00+08:00' }],
    'a started minute is a minute',
  )
  t.notOk('location' in slotSessions(['2024-09-04'], { ...slot, location: null }, parseHours('1'), 45)[0]!)
})

t.test('sessions given by hand are as many as planned, on dates of the period in Shanghai', async (t) => {
  const planned = { from: '2024-10-01', to: '2024-10-31', sessions: 2 }
  const at = (startsAt: string) => ({ startsAt })
  t.same(checkSchedule([at('2024-09-30T16:00:00Z'), at('2024-10-31T23:59:00+08:00')], planned), [])
  t.same(checkSchedule([at('2024-11-01T00:00:00+08:00')], planned), [
    { code: 'planSessionCount', pointer: '/sessions', params: { planned: 2, given: 1 } },
    {
      code: 'planSessionOutsidePeriod',
      pointer: '/sessions/0/startsAt',
      params: { date: '2024-11-01', from: '2024-10-01', to: '2024-10-31' },
    },
  ])
})

t.test('an activity that is there carries an item out when it is as planned', async (t) => {
  const planned = {
    ...{ courseId: null, tiers: [1, 2], form: 'lecture', category: 'lecture' as const, module: modules[0]! },
    ...{ delivery: 'onSite' as const, sessions: 2, hoursPerSession: '2', from: '2024-10-01', to: '2024-10-31' },
  }
  const segment = { number: 1, form: 'lecture', category: 'lecture' as const, module: modules[0]!, hours: '1' }
  const session = (rest: object = {}) => ({
    ...{ id: 's', activityId: 'a', status: 'scheduled' as const, date: '2024-10-01', semester: 1 as const },
    ...{ startsAt: '2024-10-01T08:00:00+08:00', endsAt: '2024-10-01T12:00:00+08:00', delivery: 'onSite' as const },
    ...{ location: null, segments: [segment, segment], confirmedAt: null, cancellationReason: null, version: 1 },
    ...rest,
  })
  const told = (activity: object = {}, rest: object = {}) =>
    checkLink(
      { academicYear: '2024-2025', courseId: null, tiers: [1, 2, 3], sessions: [session(), session()], ...activity },
      { ...planned, ...rest },
      { academicYear: '2024-2025' },
      policy,
    ).map(({ code }) => code)
  const second = (rest: object) => told({ sessions: [session(), session(rest)] })
  t.same(told(), [])
  t.same(told({ tiers: null }, { tiers: [] }), [])
  t.same(told({}, { tiers: [] }), ['planActivityNotForTiers'], 'an item for all is open to the fifth tier too')
  t.same(told({ tiers: [2] }), ['planActivityNotForTiers'])
  t.same(told({ academicYear: '2025-2026' }), ['planActivityOtherYear'])
  t.same(told({ courseId: 'c' }), [], 'an item that names no course takes any')
  t.same(told({ courseId: 'c' }, { courseId: 'd' }), ['planActivityOtherCourse'])
  t.same(told({ courseId: 'c' }, { courseId: 'c' }), [])
  t.same(told({ sessions: [session(), session(), session()] }), [], 'more than planned')
  t.same(told({ sessions: [session()] }), ['planSessionCount'])
  t.same(second({ status: 'cancelled' }), ['planSessionCount'])
  t.same(second({ status: 'confirmed', date: '2024-10-31' }), [], 'on the last day, and held already')
  t.same(second({ segments: [{ ...segment, hours: '3' }] }), [], 'longer than planned')
  for (const unlike of [
    { date: '2024-09-30' },
    { date: '2024-11-01' },
    { delivery: 'online' },
    { segments: [segment, { ...segment, hours: '0.5' }] },
    { segments: [segment, segment, { ...segment, form: 'salon' }] },
    { segments: [segment, segment, { ...segment, category: 'practice' }] },
    { segments: [segment, segment, { ...segment, module: null }] },
  ])
    t.same(second(unlike), ['planActivitySessionUnlike'], JSON.stringify(unlike))
})

t.test('the next year’s items fall in the same weeks and on the same weekdays, inside the year', async (t) => {
  const next = { startsOn: '2025-09-01', endsOn: '2026-08-31' }
  t.same(sameWeeks({ from: '2024-09-10', to: '2025-06-20' }, year, next), { from: '2025-09-09', to: '2026-06-19' })
  t.same(
    sameWeeks({ from: '2024-09-01', to: '2025-08-31' }, year, next),
    { from: '2025-09-01', to: '2026-08-30' },
    'no day before the first',
  )
  fc.assert(
    fc.property(fc.nat(364), fc.nat(364), (a, b) => {
      const period = { from: addDays(year.startsOn, Math.min(a, b)), to: addDays(year.startsOn, Math.max(a, b)) }
      const { from, to } = sameWeeks(period, year, next)
      const inside = next.startsOn <= from && from <= to && to <= next.endsOn
      return inside && (from === next.startsOn || weekdayOf(from) === weekdayOf(period.from))
    }),
    { numRuns: 500 },
  )
  const planItem = {
    id: 'x',
    title: '示例',
    courseId: null,
    theme: null,
    module: modules[0]!,
    tiers: [],
    form: 'lecture',
    category: 'lecture' as const,
    delivery: 'onSite' as const,
    sessions: 1,
    hoursPerSession: '2',
    from: '2024-09-10',
    to: '2024-09-10',
    slot: 1,
    responsible: null,
  }
  const slots = [{ number: 1, weekday: 3, startsAt: '15:30', endsAt: '17:00', location: null }]
  const responsible = [{ teacherId: null, name: '示例主任' }]
  const earlier = { goals: ['目标'], fixedSlots: slots, items: [planItem], responsible, offered: new Set<string>() }
  const carried = carryOver(earlier, ['增加现场诊断'], year, next)
  t.match(carried, { goals: ['目标'], notes: ['增加现场诊断'], holidays: [], items: [{ title: '示例', slot: 1 }] })
  t.match(carried, { fixedSlots: slots, responsible })
  t.notOk('id' in carried.items[0]! || 'courseId' in carried.items[0]!)
  const withCourse = { ...earlier, items: [{ ...planItem, courseId: 'c' }] }
  t.notOk('courseId' in carryOver(withCourse, [], year, next).items[0]!, 'a course that is retired is not planned anew')
  t.match(carryOver({ ...withCourse, offered: new Set(['c']) }, [], year, next).items, [{ courseId: 'c' }])
})

t.test('a plan has what the edition knows, dates of its year, and hours that a day holds', async (t) => {
  const claim = {
    module: modules[0]!,
    form: 'expertGuidance',
    sessions: 1,
    hoursPerSession: parseHours('2'),
    from: '2024-09-01',
    to: '2025-08-31',
  }
  const plan = (rest: object) => ({ fixedSlots: [], holidays: [], items: [{ ...claim, ...rest }] })
  const told = (rest: object, known?: Set<string>) =>
    checkPlan(plan(rest), policy, year, known).map(({ code, pointer }) => `${code} ${pointer}`)
  t.same(told({}), [])
  t.same(told({ category: 'lecture', tiers: [1, 5] }), [])
  t.same(told({ hoursPerSession: parseHours('32') }), [], '32 hours of 45 minutes are 24 clock hours')
  t.same(told({ hoursPerSession: parseHours('32.5') }), ['hoursAboveClockTime /items/0/hoursPerSession'])
  const days = { from: '2024-09-01', to: '2024-09-02', hoursPerSession: parseHours('16') }
  t.same(told({ ...days, sessions: 4 }), [], 'two days hold 48 clock hours')
  t.same(told({ ...days, sessions: 5 }), ['planItemAbovePeriod /items/0/sessions'])
  t.same(told({ ...days, sessions: 5, to: '2024-08-31' }), [
    'endsBeforeStart /items/0/to',
    'planDateOutsideYear /items/0/to',
  ])
  t.same(told({ hoursPerSession: hours(0) }), ['hoursNotPositive /items/0/hoursPerSession'])
  t.same(told({ from: '2024-08-31' }), ['planDateOutsideYear /items/0/from'])
  t.same(told({ to: '2025-09-01' }), ['planDateOutsideYear /items/0/to'])
  t.same(told({ slot: 1 }), ['unknownFixedSlot /items/0/slot'])
  t.same(told({ id: 'a' }, new Set(['a'])), [])
  t.same(told({ id: 'b' }, new Set(['a'])), ['unknownPlanItem /items/0/id'])
  t.same(told({ courseId: 'c', theme: '主题' }), ['courseOrTheme /items/0/theme'])
  t.same(told({ courseId: 'c', theme: null }), [])
})

t.test('a fixed slot keeps its number; a new one gets the lowest that neither stands nor is given', async (t) => {
  const numbers = (given: (number | undefined)[], standing: number[] = []) =>
    numberSlots(
      given.map((number) => ({ ...(number ? { number } : {}), weekday: 3, startsAt: '15:30', endsAt: '17:00' })),
      standing.map((number) => ({ number })),
    ).map(({ number }) => number)
  t.same(numbers([undefined, undefined]), [1, 2])
  t.same(numbers([2, 1], [1, 2]), [2, 1], 'reordered')
  t.same(numbers([undefined, undefined], [1, 2]), [3, 4], 'others')
  t.same(numbers([undefined, 3, undefined], [2]), [1, 3, 4])
  const told = (...items: (number | null)[]) =>
    checkPlan(
      {
        fixedSlots: [4, 2, 4].map((number) => ({ number, startsAt: '15:30', endsAt: '17:00' })),
        holidays: [],
        items: items.map((slot) => ({
          ...{ module: modules[0]!, form: 'lecture', sessions: 1, hoursPerSession: parseHours('2'), slot },
          ...{ from: '2024-09-01', to: '2025-08-31' },
        })),
      },
      policy,
      year,
    ).map(({ code, pointer }) => `${code} ${pointer}`)
  t.same(told(2, 4, null), ['duplicateItem /fixedSlots/2/number'])
  t.same(told(1), ['duplicateItem /fixedSlots/2/number', 'unknownFixedSlot /items/0/slot'])
})

t.test('one leads and at least one seconds', async (t) => {
  const of = (...parts: ('leader' | 'deputy' | 'member')[]) =>
    checkGroup(parts.map((part) => ({ part }))).map(({ code }) => code)
  t.same(of('leader', 'deputy'), [])
  t.same(of('leader', 'deputy', 'deputy', 'member'), [])
  t.same(of('leader', 'leader', 'deputy'), ['oneLeaderNeeded'])
  t.same(of('leader', 'member'), ['deputyNeeded'])
  t.same(of(), ['oneLeaderNeeded', 'deputyNeeded'])
})

t.test('somebody is a teacher or has a name, and a teacher stands once', async (t) => {
  const told = (...people: { teacherId?: string; name?: string }[]) =>
    checkPeople(people, new Set(['a', 'b']), '/members').map(({ code, pointer }) => `${code} ${pointer}`)
  t.same(told({ teacherId: 'a' }, { name: '甲' }, { name: '甲' }, { teacherId: 'b' }), [])
  t.same(told({}, { teacherId: 'a', name: '甲' }), ['nameOrTeacher /members/0', 'nameOrTeacher /members/1'])
  t.same(told({ teacherId: 'c' }, { teacherId: 'a' }, { teacherId: 'a' }), [
    'unknownTeacher /members/0/teacherId',
    'duplicateItem /members/2',
  ])
})

t.test('a review takes place from the first day of the second semester on, and not after today', async (t) => {
  const semesters = [
    { number: 1 as const, startsOn: '2024-09-01' },
    { number: 2 as const, startsOn: '2025-02-17' },
  ]
  const told = (date: string, today: string) => checkReview(date, { semesters }, today).map(({ code }) => code)
  t.same(told('2024-09-03', '2024-09-03'), ['annualReviewTooEarly'])
  t.same(told('2025-02-16', '2025-06-30'), ['annualReviewTooEarly'])
  t.same(told('2025-02-17', '2025-02-17'), [])
  t.same(told('2025-02-18', '2025-02-17'), ['annualReviewInFuture'])
  t.same(told('2025-10-01', '2025-10-08'), [], 'also after the year')
})

t.test('what is scheduled is not given up', async (t) => {
  const scheduled = new Map([['a', 'activity']])
  t.same(itemsGivenUp([{ id: 'a' }, { id: 'b' }], scheduled), [])
  t.same(itemsGivenUp([{ id: 'b' }], scheduled), [{ code: 'planItemInUse', pointer: '/items', params: { id: 'a' } }])
})

t.test('an item is overdue from the day after its period until all of it was held', async (t) => {
  const one = { ...item({ sessions: 2, to: '2024-12-31', tiers: [2] }), id: 'a' }
  const standing = (held: number) => ({
    scheduled: { sessions: 2 - held, hours: hours(0) },
    held: { sessions: held, hours: hours(held * 200) },
    cancelled: 0,
    teachers: 3,
    hoursEntered: hours(held * 600),
  })
  const overdue = (held: number, today: string) =>
    carriedOut([one], new Map([['a', standing(held)]]), policy, today).items[0]!.overdue
  t.equal(overdue(1, '2024-12-31'), false)
  t.equal(overdue(1, '2025-01-01'), true)
  t.equal(overdue(2, '2025-01-01'), false)
  const execution = carriedOut([one, { ...item(), id: 'b' }], new Map([['a', standing(1)]]), policy, '2025-01-01')
  t.match(execution.items[1], {
    planned: { sessions: 1, hours: 200 },
    held: { sessions: 0 },
    hoursEntered: 0,
    overdue: false,
  })
  t.match(execution.modules[0], { planned: 600, held: 200 })
  t.match(execution.categories, [
    { category: 'lecture', planned: 0 },
    { category: 'practice', planned: 600, held: 200 },
  ])
  t.match(execution.tiers, [{ tier: 1, planned: 200, held: 0 }, { tier: 2, planned: 600, held: 200 }, {}, {}, {}])
})
