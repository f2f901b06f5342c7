import fc from 'fast-check'
import t from 'tap'
import { checkInPeriod } from '../../src/activities/check-in/rules/check-in-period.js'
import { decideCheckIn, TRIES_MAXIMUM } from '../../src/activities/check-in/rules/decide-check-in.js'
import { checkRegistration, sessionsToCome } from '../../src/activities/registrations/rules/check-registration.js'
import { freePlaces, statusOfNext } from '../../src/activities/registrations/rules/waiting-list.js'
import { attendedHours } from '../../src/activities/attendance/rules/attended-hours.js'
import { checkAttendance } from '../../src/activities/attendance/rules/check-attendance.js'
import { checkSession } from '../../src/activities/rules/check-session.js'
import { checkTiers } from '../../src/activities/rules/check-tiers.js'
import { segmentCategory } from '../../src/activities/rules/segment-category.js'
import type { AttendanceStatus } from '../../src/activities/attendance/schema.js'
import { hours, parseHours, parseRatio, RATIO_ONE } from '../../src/lib/quantity.js'

const policy = {
  minutesPerClassHour: 45,
  step: parseHours('0.5'),
  forms: [
    { code: 'lecture', categories: ['lecture' as const], defaultCategory: 'lecture' as const },
    { code: 'caseAnalysis', categories: ['practice' as const], defaultCategory: 'practice' as const },
    {
      code: 'expertGuidance',
      categories: ['lecture' as const, 'practice' as const],
      defaultCategory: 'practice' as const,
    },
  ],
  modules: [{ code: 'classManagement' }],
}
const year = { startsOn: '2024-09-01', endsOn: '2025-08-31' }

type Segment = {
  form: string
  category?: 'lecture' | 'practice'
  module?: string | null
  hours: ReturnType<typeof hours>
}
const segment = (text: string, rest: Partial<Segment> = {}): Segment => ({
  form: 'lecture',
  hours: parseHours(text),
  ...rest,
})
const session = (from: string, to: string, ...segments: Segment[]) => ({ startsAt: from, endsAt: to, segments })
const afternoon = (...segments: Segment[]) =>
  session('2024-11-10T14:00:00+08:00', '2024-11-10T16:15:00+08:00', ...segments)
const codes = (...args: Parameters<typeof checkSession>) => checkSession(...args).map(({ code }) => code)

t.test('a session claims no more class hours than its clock time allows', async (t) => {
  t.same(checkSession(afternoon(segment('3')), policy, year), [], '3 class hours of 45 minutes fit into 135 minutes')
  t.same(
    checkSession(afternoon(segment('2'), segment('1.5')), policy, year),
    [
      {
        code: 'hoursAboveClockTime',
        pointer: '/segments',
        params: { hours: '3.5', minutes: 135, minutesPerClassHour: 45 },
      },
    ],
    'half an hour too much, over two segments',
  )
  const short = session('2024-11-10T14:00:00+08:00', '2024-11-10T16:14:59+08:00', segment('3'))
  t.same(codes(short, policy, year), ['hoursAboveClockTime'], 'a second too short')
  const offsets = session('2024-11-10T14:00:00+08:00', '2024-11-10T08:15:00Z', segment('3'))
  t.same(codes(offsets, policy, year), [], 'offsets are respected')
  t.same(codes(afternoon(segment('3')), { ...policy, minutesPerClassHour: 46 }, year), ['hoursAboveClockTime'])
})

t.test('segment hours are above zero and in whole steps', async (t) => {
  t.same(codes(afternoon(segment('0.5')), policy, year), [])
  t.same(checkSession(afternoon(segment('1'), segment('0.75')), policy, year), [
    { code: 'hoursOffStep', pointer: '/segments/1/hours', params: { hours: '0.75', step: '0.5' } },
  ])
  t.same(codes(afternoon(segment('0')), policy, year), ['hoursNotPositive'])
  t.same(codes(afternoon({ form: 'lecture', hours: hours(-100) }), policy, year), ['hoursNotPositive'])
  const balanced = afternoon(segment('4'), { form: 'lecture', hours: hours(-200) })
  t.same(
    codes(balanced, policy, year).sort(),
    ['hoursAboveClockTime', 'hoursNotPositive'],
    'negative hours make no room',
  )
})

t.test('a segment has a form, category and module of the edition', async (t) => {
  t.same(checkSession(afternoon(segment('1', { form: 'karaoke' })), policy, year), [
    { code: 'unknownForm', pointer: '/segments/0/form', params: { form: 'karaoke' } },
  ])
  t.same(checkSession(afternoon(segment('1', { category: 'practice' })), policy, year), [
    { code: 'categoryNotAllowed', pointer: '/segments/0/category', params: { form: 'lecture', category: 'practice' } },
  ])
  t.same(codes(afternoon(segment('1', { form: 'expertGuidance', category: 'lecture' })), policy, year), [])
  t.same(codes(afternoon(segment('1', { module: 'classManagement' })), policy, year), [])
  t.same(codes(afternoon(segment('1', { module: null })), policy, year), [])
  t.same(checkSession(afternoon(segment('1', { module: 'cooking' })), policy, year, '/sessions/2'), [
    { code: 'unknownModule', pointer: '/sessions/2/segments/0/module', params: { module: 'cooking' } },
  ])
})

t.test('without a category the default of the form holds', async (t) => {
  t.equal(segmentCategory({ form: 'expertGuidance' }, policy.forms), 'practice')
  t.equal(segmentCategory({ form: 'expertGuidance', category: null }, policy.forms), 'practice')
  t.equal(segmentCategory({ form: 'expertGuidance', category: 'lecture' }, policy.forms), 'lecture')
  t.equal(segmentCategory({ form: 'caseAnalysis', category: 'lecture' }, policy.forms), null)
  t.equal(segmentCategory({ form: 'constructor' }, policy.forms), null)
})

t.test('a session ends after it starts, within a day', async (t) => {
  const at = '2024-11-10T14:00:00+08:00'
  t.same(checkSession(session(at, at, segment('1')), policy, year), [
    { code: 'sessionEndsBeforeStart', pointer: '/endsAt', params: {} },
  ])
  t.same(codes(session(at, '2024-11-10T13:59:00+08:00', segment('1')), policy, year), ['sessionEndsBeforeStart'])
  t.same(codes(session(at, '2024-11-11T14:00:00+08:00', segment('1')), policy, year), [], 'exactly 24 hours')
  t.same(codes(session(at, '2024-11-11T14:01:00+08:00', segment('1')), policy, year), ['sessionTooLong'])
})

t.test('the date of a session is that of its start in Shanghai, and lies in the academic year', async (t) => {
  const evening = (date: string) => session(`${date}T23:30:00+08:00`, `${date}T23:59:00+08:00`, segment('0.5'))
  t.same(codes(evening('2025-08-31'), policy, year), [], 'the last evening')
  t.same(checkSession(evening('2025-09-01'), policy, year), [
    {
      code: 'sessionOutsideAcademicYear',
      pointer: '/startsAt',
      params: { date: '2025-09-01', startsOn: '2024-09-01', endsOn: '2025-08-31' },
    },
  ])
  t.same(codes(evening('2024-08-31'), policy, year), ['sessionOutsideAcademicYear'], 'the eve of the year')
  const utc = session('2024-08-31T16:00:00Z', '2024-08-31T17:00:00Z', segment('1'))
  t.same(codes(utc, policy, year), [], '16:00 UTC on 31 August is midnight of 1 September')
  const overMidnight = session('2025-08-31T23:30:00+08:00', '2025-09-01T00:30:00+08:00', segment('1'))
  t.same(codes(overMidnight, policy, year), [], 'a session over midnight belongs to the day on which it starts')
})

t.test('a session has 1 to 20 segments', async (t) => {
  const many = (count: number) =>
    session(
      '2024-11-10T08:00:00+08:00',
      '2024-11-10T20:00:00+08:00',
      ...Array.from({ length: count }, () => segment('0.5')),
    )
  t.same(codes(many(20), policy, year), [])
  t.same(codes(many(21), policy, year), ['tooManySegments'])
  t.same(codes(many(0), policy, year), ['sessionWithoutSegments'])
})

t.test('every reason is given, not the first', async (t) => {
  const wrong = session(
    '2026-01-01T14:00:00+08:00',
    '2026-01-01T14:30:00+08:00',
    segment('0.7', { form: 'karaoke', module: 'cooking' }),
    segment('1'),
  )
  t.same(codes(wrong, policy, year), [
    'sessionOutsideAcademicYear',
    'unknownForm',
    'unknownModule',
    'hoursOffStep',
    'hoursAboveClockTime',
  ])
})

const parts = (...texts: string[]) => texts.map((text, index) => ({ number: index + 1, hours: parseHours(text) }))
const record = (
  status: AttendanceStatus,
  minutesAttended: number | null = null,
  segmentNumbers: number[] | null = null,
) => ({
  status,
  minutesAttended,
  segmentNumbers,
})
const full = { fullFrom: RATIO_ONE, step: parseHours('0.5') }
const earned = (...args: Parameters<typeof attendedHours>) => attendedHours(...args).map((part) => part.hours / 100)

t.test('present earns all hours; registered, absent and excused earn none', async (t) => {
  const both = { sessionMinutes: 135, segments: parts('2', '1') }
  t.same(attendedHours(record('present'), both, full), both.segments)
  for (const status of ['registered', 'absent', 'excused'] as const) {
    t.same(earned(record(status), both, full), [0, 0], status)
  }
  t.same(attendedHours(record('present', null, [2]), both, full), [{ number: 2, hours: 100 }], 'only the named segment')
})

t.test('partial attendance earns the hours attended, filled from the first segment on, rounded down', async (t) => {
  const both = { sessionMinutes: 120, segments: parts('2', '1') }
  const cases: [number, number[]][] = [
    [0, [0, 0]],
    [19, [0, 0]],
    [20, [0.5, 0]],
    [79, [1.5, 0]],
    [80, [2, 0]],
    [99, [2, 0]],
    [100, [2, 0.5]],
    [119, [2, 0.5]],
    [120, [2, 1]],
  ]
  for (const [minutes, hoursEarned] of cases) {
    t.same(earned(record('partial', minutes), both, full), hoursEarned, `${minutes} of 120 minutes`)
  }
  t.same(earned(record('partial', 100, [2]), both, full), [0.5], 'segments not named still take their clock time')
  t.same(earned(record('partial'), both, full), [0, 0], 'no minutes, no hours')
})

t.test('the share that counts as all of a session is the district’s', async (t) => {
  const both = { sessionMinutes: 120, segments: parts('2', '1') }
  const threeQuarters = { ...full, fullFrom: parseRatio('0.75') }
  t.same(earned(record('partial', 90), both, threeQuarters), [2, 1], 'exactly 75 %')
  t.same(earned(record('partial', 89), both, threeQuarters), [2, 0], 'a minute less counts the hours attended')
  const third = { ...full, fullFrom: parseRatio('0.333') }
  t.same(earned(record('partial', 40), both, third), [2, 1])
})

t.test(
  'partial hours: never more than a segment has, growing with the minutes, their sum rounded down once',
  async () => {
    const segments = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(segments, fc.integer({ min: 1, max: 1440 }), fc.nat(1440), (steps, sessionMinutes, some) => {
        const session = {
          sessionMinutes,
          segments: steps.map((count, index) => ({ number: index + 1, hours: hours(count * 50) })),
        }
        const minutes = some % (sessionMinutes + 1)
        const total = steps.reduce((sum, count) => sum + count * 50, 0)
        const result = attendedHours(record('partial', minutes), session, full)
        const sum = result.reduce((all, part) => all + part.hours, 0)
        const less = attendedHours(record('partial', Math.max(minutes - 1, 0)), session, full)
        return (
          sum === Math.floor((minutes * total) / sessionMinutes / 50) * 50 &&
          result.every((part, index) => {
            const whole = session.segments[index]?.hours ?? 0
            const smaller = less[index]?.hours ?? 0
            return part.hours % 50 === 0 && part.hours <= whole && part.hours >= smaller
          })
        )
      }),
      { numRuns: 1000 },
    )
  },
)

t.test('partial attendance says how many minutes, and nothing else does', async (t) => {
  const known = { sessionMinutes: 120, segmentNumbers: [1, 2] }
  const claim = (status: AttendanceStatus, minutesAttended?: number) => ({
    status,
    role: 'participant' as const,
    minutesAttended,
  })
  t.same(checkAttendance(claim('present'), known, null), [])
  t.same(checkAttendance(claim('partial', 0), known, null), [])
  t.same(checkAttendance(claim('partial', 120), known, null), [])
  t.same(checkAttendance(claim('partial', 121), known, null, '/items/3'), [
    { code: 'minutesOutOfRange', pointer: '/items/3/minutesAttended', params: { minutes: 121, maximum: 120 } },
  ])
  t.same(checkAttendance(claim('partial', -1), known, null)[0]?.code, 'minutesOutOfRange')
  t.same(checkAttendance(claim('partial', 1.5), known, null)[0]?.code, 'minutesOutOfRange')
  t.same(checkAttendance(claim('partial', NaN), known, null)[0]?.code, 'minutesOutOfRange')
  t.same(checkAttendance(claim('partial'), known, null), [
    { code: 'minutesRequired', pointer: '/minutesAttended', params: {} },
  ])
  for (const status of ['registered', 'present', 'absent', 'excused'] as const) {
    t.same(
      checkAttendance(claim(status, 0), known, null),
      [{ code: 'minutesNotAllowed', pointer: '/minutesAttended', params: { status } }],
      status,
    )
  }
})

t.test('in one segment a teacher either takes part or presents', async (t) => {
  const known = { sessionMinutes: 120, segmentNumbers: [1, 2, 3] }
  const claim = (segmentNumbers: number[] | null) => ({
    status: 'present' as const,
    role: 'presenter' as const,
    segmentNumbers,
  })
  const present = (segmentNumbers: number[] | null) => ({ status: 'present' as const, segmentNumbers })
  t.same(checkAttendance(claim([1]), known, present([2, 3])), [])
  t.same(checkAttendance(claim([1]), known, null), [])
  t.same(checkAttendance(claim([1, 2, 4]), known, present([2, 3])), [
    { code: 'segmentInBothRoles', pointer: '/segmentNumbers', params: { segment: 2 } },
    { code: 'unknownSegment', pointer: '/segmentNumbers', params: { segment: 4 } },
  ])
  t.equal(checkAttendance(claim(null), known, present([2])).length, 1, 'no numbers mean all segments')
  t.equal(checkAttendance(claim([2]), known, present(null)).length, 1, 'also in the other role')
  for (const status of ['absent', 'excused'] as const) {
    t.same(checkAttendance(claim([2]), known, { status, segmentNumbers: [2] }), [], `${status} takes no segment`)
    t.same(checkAttendance({ ...claim([2]), status }, known, present([2])), [], `nor does a new record of ${status}`)
  }
  t.equal(checkAttendance(claim([0]), known, null)[0]?.code, 'unknownSegment')
})

t.test('an activity is open to tiers of the edition only', async (t) => {
  const edition = { tiers: [{ tier: 1 }, { tier: 2 }] }
  t.same(checkTiers(null, edition), [])
  t.same(checkTiers([2, 1], edition), [])
  t.same(checkTiers([3, 1, 4], edition), [
    { code: 'unknownTier', pointer: '/tiers/0', params: { tier: 3 } },
    { code: 'unknownTier', pointer: '/tiers/2', params: { tier: 4 } },
  ])
})

t.test('a registration is for sessions that are scheduled and have not begun', async (t) => {
  const now = new Date('2024-10-08T14:00:00+08:00')
  const held = (status: 'scheduled' | 'confirmed' | 'cancelled', startsAt: string) => ({ status, startsAt })
  const later = held('scheduled', '2024-10-08T18:00:00+08:00')
  const next = held('scheduled', '2024-10-08T06:00:01Z')
  t.same(
    sessionsToCome(
      [
        later,
        held('scheduled', '2024-10-08T14:00:00+08:00'),
        held('cancelled', '2024-10-09T14:00:00+08:00'),
        next,
        held('confirmed', '2024-10-09T14:00:00+08:00'),
      ],
      now,
    ),
    [next, later],
    'one that begins this very second has begun; the first one comes first, whatever its offset',
  )
})

t.test('what forbids a registration, every reason at once', async (t) => {
  const now = new Date('2024-10-08T12:00:00+08:00')
  const activity = { tiers: [2, 3], registrationClosesAt: '2024-10-08T12:00:01+08:00' }
  const facts = { toCome: [{ eligible: false }, { eligible: true }], tier: 3, now }
  const codesOf = (...given: Parameters<typeof checkRegistration>) =>
    checkRegistration(...given).map(({ code }) => code)
  t.same(codesOf(activity, facts), [], 'a second before it closes, eligible in one session')
  t.same(codesOf({ ...activity, registrationClosesAt: '2024-10-08T12:00:00+08:00' }, facts), ['registrationClosed'])
  t.same(codesOf({ tiers: null, registrationClosesAt: null }, { ...facts, tier: 1 }), [], 'open to all')
  t.same(codesOf(activity, { ...facts, tier: 1 }), ['tierNotAdmitted'])
  t.same(codesOf(activity, { ...facts, tier: null }), [], 'whose tier nobody asks')
  t.same(codesOf(activity, { ...facts, toCome: [] }), ['noSessionToCome'], 'and there is nothing to be eligible for')
  t.same(codesOf(activity, { ...facts, toCome: [{ eligible: false }] }), ['teacherNotEligible'])
  t.same(
    checkRegistration(
      { tiers: [2, 3], registrationClosesAt: '2024-10-01T00:00:00Z' },
      { toCome: [{ eligible: false }], tier: 1, now },
    ),
    [
      { code: 'registrationClosed', params: { closesAt: '2024-10-01T00:00:00Z' } },
      { code: 'teacherNotEligible', pointer: '/teacherId', params: {} },
      { code: 'tierNotAdmitted', pointer: '/teacherId', params: { tier: 1, tiers: '2, 3' } },
    ],
  )
})

t.test('a place is free while fewer are registered than there are, and then nobody has to wait', async (t) => {
  t.equal(freePlaces({ capacity: 5, registered: 4 }), 1)
  t.equal(freePlaces({ capacity: 5, registered: 5 }), 0)
  t.equal(freePlaces({ capacity: null, registered: 9000 }), null)
  t.equal(freePlaces({ capacity: 5, registered: 7 }), 0, 'nobody loses a place')
  t.equal(statusOfNext({ capacity: 5, registered: 4 }), 'registered')
  t.equal(statusOfNext({ capacity: 5, registered: 5 }), 'waiting')
  t.equal(statusOfNext({ capacity: null, registered: 9000 }), 'registered')
})

t.test('check-in opens half an hour before the session and ends with it', async (t) => {
  const held = {
    status: 'scheduled' as const,
    startsAt: '2024-10-08T14:00:00+08:00',
    endsAt: '2024-10-08T15:30:00+08:00',
  }
  const period = (time: string, minutes = 10) => checkInPeriod(held, minutes, new Date(`2024-10-08T${time}+08:00`))
  const until = (time: string) => ({ ok: true, validUntil: new Date(`2024-10-08T${time}+08:00`) })
  const outside = {
    ok: false,
    reason: {
      code: 'checkInOutsideSession',
      params: { from: '2024-10-08T13:30:00+08:00', to: '2024-10-08T15:30:00+08:00' },
    },
  }
  t.same(period('13:29:59.999'), outside)
  t.same(period('13:30:00'), until('13:40:00'))
  t.same(period('13:30:00', 60), until('14:30:00'))
  t.same(period('15:25:00'), until('15:30:00'), 'never beyond the end')
  t.same(period('15:29:59.999'), until('15:30:00'))
  t.same(period('15:30:00'), outside)
  for (const status of ['confirmed', 'cancelled'] as const)
    t.same(checkInPeriod({ ...held, status }, 10, new Date(held.startsAt)), {
      ok: false,
      reason: { code: 'sessionClosed', params: { status } },
    })
})

t.test('a check-in with a code is recorded, kept, or refused in words that teach a guesser nothing', async (t) => {
  const now = new Date('2024-10-08T14:05:00+08:00')
  const code = { isRight: true, validUntil: '2024-10-08T14:05:01+08:00', refused: 0 }
  const session = {
    status: 'scheduled' as const,
    startsAt: '2024-10-08T14:00:00+08:00',
    endsAt: '2024-10-08T15:30:00+08:00',
  }
  const facts = { session, code, recorded: null }
  const wrong = { kind: 'refuse', counts: true, code: 'checkInRefused', params: {} }
  t.same(decideCheckIn(facts, now), { kind: 'record' })
  t.same(decideCheckIn({ ...facts, recorded: 'registered' }, now), { kind: 'record' })
  t.same(decideCheckIn({ ...facts, recorded: 'present' }, now), { kind: 'keep' })
  for (const recorded of ['partial', 'absent', 'excused'] as const)
    t.same(decideCheckIn({ ...facts, recorded }, now), {
      kind: 'refuse',
      counts: false,
      code: 'attendanceStands',
      params: { status: recorded },
    })
  t.same(decideCheckIn({ ...facts, code: { ...code, isRight: false } }, now), wrong)
  t.same(
    decideCheckIn({ ...facts, code: { ...code, validUntil: '2024-10-08T14:05:00+08:00' } }, now),
    wrong,
    'too late',
  )
  const movedTo = (startsAt: string, endsAt: string) =>
    decideCheckIn({ ...facts, session: { ...session, startsAt, endsAt } }, now)
  t.same(movedTo('2024-10-08T14:36:00+08:00', session.endsAt), wrong, 'moved: check-in is not open yet')
  t.same(movedTo('2024-10-08T14:35:00+08:00', session.endsAt), { kind: 'record' }, 'a little: half an hour before it')
  t.same(movedTo('2024-10-08T13:00:00+08:00', '2024-10-08T14:05:00+08:00'), wrong, 'moved: it is over by now')
  t.same(
    decideCheckIn({ ...facts, code: { ...code, isRight: false }, recorded: 'absent' }, now),
    wrong,
    'what is recorded is told to nobody without the code',
  )
  t.same(decideCheckIn({ ...facts, code: null }, now), { ...wrong, counts: false })
  t.same(decideCheckIn({ ...facts, code: { ...code, refused: TRIES_MAXIMUM - 1 } }, now), { kind: 'record' })
  t.same(decideCheckIn({ ...facts, code: { ...code, refused: TRIES_MAXIMUM } }, now), {
    kind: 'refuse',
    counts: false,
    code: 'checkInLocked',
    params: { maximum: 10 },
  })
  t.match(decideCheckIn({ ...facts, session: { ...session, status: 'cancelled' } }, now), {
    code: 'sessionClosed',
    counts: false,
  })
})
