import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { countHours, countsEveryHour } from '../../src/hours/rules/count-hours.js'
import { signedHours, type LedgerEntry } from '../../src/hours/rules/ledger-entry.js'
import { formatHours, hours, parseHours, type Hours } from '../../src/lib/quantity.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters, type EditionParameters } from '../../src/policy/rules/edition-parameters.js'

const runs = { numRuns: 1000 }
const plain = editionParameters(shippedEdition)
const withHours = (change: Partial<EditionParameters['hours']>): EditionParameters => ({
  ...plain,
  hours: { ...plain.hours, ...change },
})
const wholeYear = { throughSemester: 2 } as const

/** A lecture of four hours on one day, unless the case says otherwise. */
function entry(number: number, change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    number,
    kind: 'earned',
    target: null,
    category: 'lecture',
    form: 'lecture',
    module: null,
    role: 'participant',
    delivery: 'onSite',
    hours: parseHours('4'),
    date: '2024-11-10',
    academicYear: '2024-2025',
    semester: 1,
    schoolId: 'school-a',
    sessionId: `session-${number}`,
    segment: 1,
    startsAt: null,
    endsAt: null,
    recordedAt: `2024-11-11T08:00:0${number % 10}+08:00`,
    source: 'session',
    ...change,
  }
}

t.test('worked example 11: of three 4 h sessions in a day, 8 h count and 4 are shown uncounted', async (t) => {
  const parameters = withHours({ dailyMaximum: parseHours('8') })
  const recordedLast = entry(1, { recordedAt: '2024-11-12T08:00:00+08:00' })
  const result = countHours([recordedLast, entry(2), entry(3)], parameters, wholeYear)
  t.same(
    result.entries.map(({ entry, counted, uncounted }) => [entry.number, formatHours(counted), formatHours(uncounted)]),
    [
      [1, '0', '4'],
      [2, '4', '0'],
      [3, '4', '0'],
    ],
    'the first recorded count first, whatever their numbers',
  )
  t.same(result.entries[0]?.reasons, [
    { code: 'dailyMaximum', clause: 'district', params: { maximum: '8', room: '0' } },
  ])
  t.equal(formatHours(result.counted), '8')
  t.equal(formatHours(result.uncounted), '4')
})

t.test('a daily maximum counts in part, for each day apart, over both categories', async (t) => {
  const parameters = withHours({ dailyMaximum: parseHours('6') })
  const ledger = [
    entry(1),
    entry(2, { category: 'practice' }),
    entry(3, { date: '2024-11-11', category: 'practice' }),
    entry(4, { date: '2024-11-11', hours: parseHours('2') }),
  ]
  const result = countHours(ledger, parameters, wholeYear)
  t.same(
    result.entries.map(({ counted }) => formatHours(counted)),
    ['4', '2', '4', '2'],
  )
  t.same(result.entries[1]?.reasons, [
    { code: 'dailyMaximum', clause: 'district', params: { maximum: '6', room: '2' } },
  ])
  t.same(result.entries[3]?.reasons, [], 'what exactly fills the day is not cut')
  t.same(result.byCategory, { lecture: parseHours('6'), practice: parseHours('6') })
})

t.test('online and presented hours have maxima of their own in the year', async (t) => {
  const parameters = withHours({ onlineMaximum: parseHours('5'), presenterMaximum: parseHours('3') })
  const ledger = [
    entry(1, { delivery: 'online' }),
    entry(2, { delivery: 'online', date: '2025-03-01', semester: 2 }),
    entry(3, { role: 'presenter' }),
    entry(4, { role: 'presenter', delivery: 'online', date: '2025-03-02', semester: 2 }),
    entry(5),
  ]
  const result = countHours(ledger, parameters, wholeYear)
  t.same(
    result.entries.map(({ counted }) => formatHours(counted)),
    ['4', '1', '3', '0', '4'],
    'an on-site hour is never cut by an online maximum',
  )
  t.same(
    result.entries[3]?.reasons.map(({ code, params }) => [code, params['room']]),
    [
      ['onlineMaximum', '0'],
      ['presenterMaximum', '0'],
    ],
    'both reasons are given',
  )
})

t.test('what one maximum keeps out takes no room in another', async (t) => {
  const parameters = withHours({ onlineMaximum: parseHours('1'), dailyMaximum: parseHours('6') })
  const result = countHours([entry(1, { delivery: 'online' }), entry(2)], parameters, wholeYear)
  t.same(
    result.entries.map(({ counted }) => formatHours(counted)),
    ['1', '4'],
    '1 online hour leaves 5 hours of the day',
  )
})

t.test('a presenter factor makes hours worth more or less, in whole steps, before any maximum', async (t) => {
  const table: [factor: number, hours: string, counted: string][] = [
    [2000, '4', '8'],
    [1500, '1.5', '2'],
    [500, '0.5', '0'],
    [0, '4', '0'],
  ]
  for (const [factor, size, counted] of table) {
    const parameters = withHours({ presenterFactor: factor as EditionParameters['hours']['presenterFactor'] })
    const ledger = [entry(1, { role: 'presenter', hours: parseHours(size) }), entry(2)]
    const [presented, taken] = countHours(ledger, parameters, wholeYear).entries
    t.equal(formatHours(presented?.counted ?? hours(-1)), counted, `${size} h × ${factor / 1000}`)
    t.equal(presented?.reasons[0]?.code, 'presenterFactor')
    t.same([taken?.counted, taken?.reasons], [400, []], 'a participant is not concerned')
  }
  const capped = {
    ...withHours({
      presenterFactor: 2000 as EditionParameters['hours']['presenterFactor'],
      dailyMaximum: parseHours('6'),
    }),
  }
  const result = countHours([entry(1, { role: 'presenter' })], capped, wholeYear)
  t.same([formatHours(result.counted), formatHours(result.uncounted)], ['6', '2'])
})

t.test('held, released, dismissed and reversed entries: each says why, and nothing counts twice', async (t) => {
  const ledger = [
    entry(1),
    entry(2, { kind: 'held' }),
    entry(3, { kind: 'held' }),
    entry(4, { kind: 'held' }),
    entry(5, { kind: 'reversal', target: 1 }),
    entry(6, { kind: 'release', target: 2 }),
    entry(7, { kind: 'dismissal', target: 3 }),
  ]
  const result = countHours(ledger, plain, wholeYear)
  t.same(
    result.entries.map(({ counted, uncounted, reasons }) => [
      formatHours(counted),
      formatHours(uncounted),
      reasons.map(({ code, params }) => [code, params]),
    ]),
    [
      ['0', '4', [['reversed', { by: 5 }]]],
      ['0', '0', [['released', { by: 6 }]]],
      ['0', '4', [['dismissed', { by: 7 }]]],
      ['0', '4', [['heldForOverlap', {}]]],
      ['0', '0', [['reversal', { target: 1 }]]],
      ['4', '0', []],
      ['0', '0', [['dismissal', { target: 3 }]]],
    ],
  )
  t.same([result.counted, result.uncounted, result.held], [400, 0, 400])
  const undone = countHours([...ledger, entry(8, { kind: 'reversal', target: 6 })], plain, wholeYear)
  t.equal(undone.counted, 0, 'a release can be reversed too')
})

t.test('entries recorded at one moment fill a maximum alike, whichever was entered first', async (t) => {
  const same = { sessionId: null, segment: null, recordedAt: '2024-11-11T08:00:00+08:00' }
  const later = { date: '2024-11-12', recordedAt: '2024-11-12T08:00:00+08:00' }
  const parameters = withHours({
    dailyMaximum: parseHours('6'),
    onlineMaximum: parseHours('5'),
    presenterMaximum: parseHours('5'),
  })
  for (const special of [{ delivery: 'online' }, { role: 'presenter' }] as const) {
    const totals = [
      [entry(1, same), entry(2, { ...same, ...special }), entry(3, { ...later, ...special })],
      [entry(1, { ...same, ...special }), entry(2, same), entry(3, { ...later, ...special })],
    ].map((ledger) => countHours(ledger, parameters, wholeYear).counted)
    t.equal(totals[0], totals[1], JSON.stringify(special))
  }
})

t.test('a reversed entry leaves its room to the next recorded', async (t) => {
  const parameters = withHours({ dailyMaximum: parseHours('8') })
  const ledger = [entry(1), entry(2), entry(3), entry(4, { kind: 'reversal', target: 1 })]
  t.same(
    countHours(ledger, parameters, wholeYear).entries.map(({ counted }) => formatHours(counted)),
    ['0', '4', '4', '0'],
  )
})

t.test('hours are listed under the school where they were earned; later semesters are left out', async (t) => {
  const ledger = [
    entry(1, { schoolId: 'school-b', hours: parseHours('12') }),
    entry(2, { category: 'practice', schoolId: 'school-a' }),
    entry(3, { semester: 2, date: '2025-03-01' }),
    entry(4, { schoolId: 'school-c' }),
    entry(5, { kind: 'reversal', target: 4, schoolId: 'school-c' }),
  ]
  const first = countHours(ledger, plain, { throughSemester: 1 })
  t.same(first.bySchool, [
    { schoolId: 'school-a', lecture: 0, practice: 400 },
    { schoolId: 'school-b', lecture: 1200, practice: 0 },
  ])
  t.equal(first.entries.length, 4)
  t.equal(countHours(ledger, plain, wholeYear).counted, 2000)
  t.same(countHours([], plain, wholeYear).bySchool, [], 'an empty ledger counts nothing')
})

t.test('an edition is plain only without any maximum or factor', async (t) => {
  t.ok(countsEveryHour(plain))
  t.notOk(countsEveryHour(withHours({ dailyMaximum: parseHours('8') })))
  t.notOk(countsEveryHour(withHours({ onlineMaximum: parseHours('8') })))
  t.notOk(countsEveryHour(withHours({ presenterMaximum: parseHours('8') })))
  t.notOk(countsEveryHour(withHours({ presenterFactor: 999 as EditionParameters['hours']['presenterFactor'] })))
})

/** A valid ledger: each entry is reversed, released or dismissed at most once, after it was entered. */
const ledgers = fc
  .array(
    fc.record({
      kind: fc.constantFrom('earned', 'earned', 'earned', 'held', 'reversal', 'release', 'dismissal' as const),
      pick: fc.nat(),
      category: fc.constantFrom('lecture', 'practice' as const),
      role: fc.constantFrom('participant', 'presenter' as const),
      delivery: fc.constantFrom('onSite', 'online' as const),
      halfHours: fc.integer({ min: 1, max: 16 }),
      day: fc.integer({ min: 1, max: 3 }),
      semester: fc.constantFrom(1, 2 as const),
      schoolId: fc.constantFrom('school-a', 'school-b'),
      second: fc.integer({ min: 10, max: 14 }),
    }),
    { maxLength: 30 },
  )
  .map((steps) => {
    const ledger: LedgerEntry[] = []
    for (const { kind, pick, halfHours, day, second, ...rest } of steps) {
      const number = ledger.length + 1
      if (kind === 'earned' || kind === 'held') {
        const date = rest.semester === 1 ? `2024-11-0${day}` : `2025-03-0${day}`
        const recordedAt = `2025-04-01T08:00:${second}+08:00`
        ledger.push(entry(number, { ...rest, kind, hours: hours(halfHours * 50), date, recordedAt }))
        continue
      }
      const reversing = kind === 'reversal'
      const open = ledger.filter(
        (known) =>
          (reversing ? known.kind === 'earned' || known.kind === 'release' : known.kind === 'held') &&
          !ledger.some(({ target }) => target === known.number),
      )
      const target = open[pick % Math.max(open.length, 1)]
      if (target) ledger.push({ ...target, number, kind, target: target.number })
    }
    return ledger
  })

const capped = fc
  .record({
    daily: fc.option(fc.integer({ min: 1, max: 1200 })),
    online: fc.option(fc.integer({ min: 1, max: 2400 })),
    presenter: fc.option(fc.integer({ min: 1, max: 2400 })),
    factor: fc.integer({ min: 0, max: 3000 }),
  })
  .map(({ daily, online, presenter, factor }) =>
    withHours({
      dailyMaximum: daily as Hours | null,
      onlineMaximum: online as Hours | null,
      presenterMaximum: presenter as Hours | null,
      presenterFactor: factor as EditionParameters['hours']['presenterFactor'],
    }),
  )

t.test('under a plain edition the totals are the signed sums', async (t) => {
  fc.assert(
    fc.property(ledgers, fc.constantFrom(1, 2 as const), (ledger, throughSemester) => {
      const result = countHours(ledger, plain, { throughSemester })
      const sum = (wanted: (entry: LedgerEntry) => boolean) =>
        ledger
          .filter((entry) => entry.semester <= throughSemester && wanted(entry))
          .reduce((total, entry) => total + signedHours(entry), 0)
      assert.equal(
        result.byCategory.lecture,
        sum(({ category }) => category === 'lecture'),
      )
      assert.equal(
        result.byCategory.practice,
        sum(({ category }) => category === 'practice'),
      )
      assert.equal(result.uncounted, 0)
      for (const id of ['school-a', 'school-b']) {
        const school = result.bySchool.find(({ schoolId }) => schoolId === id)
        assert.equal(
          (school?.lecture ?? 0) + (school?.practice ?? 0),
          sum(({ schoolId }) => schoolId === id),
        )
      }
    }),
    runs,
  )
  t.pass('1,000 runs')
})

t.test('under any maxima: none is exceeded, nothing counts twice, nothing is lost', async (t) => {
  fc.assert(
    fc.property(ledgers, capped, (ledger, parameters) => {
      const result = countHours(ledger, parameters, wholeYear)
      const { dailyMaximum, onlineMaximum, presenterMaximum } = parameters.hours
      const counted = (wanted: (entry: LedgerEntry) => boolean) =>
        result.entries.filter(({ entry }) => wanted(entry)).reduce((sum, line) => sum + line.counted, 0)
      for (const date of new Set(ledger.map((entry) => entry.date)))
        assert.ok(counted((entry) => entry.date === date) <= (dailyMaximum ?? Infinity))
      assert.ok(counted(({ delivery }) => delivery === 'online') <= (onlineMaximum ?? Infinity))
      assert.ok(counted(({ role }) => role === 'presenter') <= (presenterMaximum ?? Infinity))
      assert.equal(result.entries.length, ledger.length)
      for (const { entry, counted, uncounted, reasons } of result.entries) {
        assert.ok(counted >= 0 && uncounted >= 0)
        if (ledger.some(({ target }) => target === entry.number))
          assert.equal(counted, 0, 'named by another: that one counts, or none')
        if (entry.kind === 'held') assert.equal(counted, 0)
        if (uncounted > 0) assert.ok(reasons.length > 0, 'whatever does not count says why')
        if (entry.role === 'participant' && counted > 0) assert.equal(counted + uncounted, entry.hours)
      }
      assert.equal(
        result.counted,
        counted(() => true),
      )
    }),
    runs,
  )
  t.pass('1,000 runs')
})

t.test('what counted at the end of the first semester still counts at the end of the second', async (t) => {
  fc.assert(
    fc.property(ledgers, capped, (ledger, parameters) => {
      const first = countHours(ledger, parameters, { throughSemester: 1 }).entries
      const second = countHours(ledger, parameters, wholeYear).entries
      assert.deepEqual(
        second.filter(({ entry }) => entry.semester === 1).map(({ counted }) => counted),
        first.map(({ counted }) => counted),
      )
    }),
    runs,
  )
  t.pass('1,000 runs')
})

t.test('the order in which lines are handed over does not matter', async (t) => {
  const shuffled = ledgers.chain((ledger) =>
    fc.tuple(fc.constant(ledger), fc.shuffledSubarray(ledger, { minLength: ledger.length })),
  )
  fc.assert(
    fc.property(shuffled, capped, ([ledger, other], parameters) => {
      assert.deepEqual(countHours(other, parameters, wholeYear), countHours(ledger, parameters, wholeYear))
    }),
    runs,
  )
  t.pass('1,000 runs')
})
