import fc from 'fast-check'
import t from 'tap'
import { addDays, daysInclusive } from '../../src/lib/calendar.js'
import { dutyDays } from '../../src/roster/rules/duty-days.js'
import { schoolAtSemesterEnd } from '../../src/roster/rules/school-at-semester-end.js'

const semester = { startsOn: '2024-09-01', endsOn: '2025-01-31' }
const year = { startsOn: '2024-09-01', endsOn: '2025-08-31' }

const duty = (schoolId: string, from: string, to: string | null, sourcedId = `${schoolId}-${from}`) => ({
  schoolId,
  from,
  to,
  sourcedId,
})

t.test('the school of the duty held at semester end gets the semester', async (t) => {
  const cases: [string, ReturnType<typeof duty>[], string | null][] = [
    ['no duty, no school', [], null],
    ['one duty without an end', [duty('old', '2020-09-01', null)], 'old'],
    [
      'worked example 7: a move on 10 November gives the semester to the new school',
      [duty('old', '2020-09-01', '2024-11-09'), duty('new', '2024-11-10', null)],
      'new',
    ],
    [
      'the order of the duties does not matter',
      [duty('new', '2024-11-10', null), duty('old', '2020-09-01', '2024-11-09')],
      'new',
    ],
    [
      'a duty that begins the day after the semester does not count',
      [duty('old', '2020-09-01', '2024-12-20'), duty('new', '2025-02-01', null)],
      'old',
    ],
    [
      'a duty that begins on the last day counts',
      [duty('old', '2020-09-01', '2025-01-30'), duty('new', '2025-01-31', null)],
      'new',
    ],
    ['a duty that ended the day before the semester does not count', [duty('old', '2020-09-01', '2024-08-31')], null],
    ['a duty that ended on the first day counts', [duty('old', '2020-09-01', '2024-09-01')], 'old'],
    [
      'without a duty at the end the one held last wins, however short',
      [duty('long', '2024-09-01', '2024-12-31'), duty('short', '2025-01-01', '2025-01-02')],
      'short',
    ],
    [
      'of two held on the last day the one begun later wins, wherever it ends',
      [duty('early', '2024-09-01', '2026-01-31'), duty('late', '2024-10-01', '2025-01-31')],
      'late',
    ],
    [
      'a duty that is over loses against one begun earlier that goes on',
      [duty('goesOn', '2019-09-01', null), duty('over', '2024-12-01', '2025-01-30')],
      'goesOn',
    ],
    [
      'two alike are decided by sourcedId',
      [duty('b', '2024-09-01', null, 'd2'), duty('a', '2024-09-01', null, 'd1')],
      'a',
    ],
    ['a duty that ends before it begins is none', [duty('odd', '2024-12-01', '2024-11-01')], null],
  ]
  for (const [name, duties, school] of cases) t.equal(schoolAtSemesterEnd(duties, semester), school, name)
})

t.test('the school does not depend on the order of duties, and the duties are left as they are', async () => {
  const dates = fc.integer({ min: -200, max: 400 }).map((days) => addDays('2024-09-01', days))
  const duties = fc.array(
    fc
      .record({ schoolId: fc.constantFrom('a', 'b', 'c'), from: dates, to: fc.option(dates), sourcedId: fc.uuid() })
      .map((some) => Object.freeze(some)),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(duties, (some) => {
      const school = schoolAtSemesterEnd(Object.freeze(some), semester)
      const reversed = [...some].reverse()
      if (schoolAtSemesterEnd(reversed, semester) !== school) return false
      const heldAtEnd = some.filter(({ from, to }) => from <= semester.endsOn && (to ?? '9999') >= semester.endsOn)
      const valid = heldAtEnd.filter(({ from, to }) => to === null || from <= to)
      return valid.length === 0 || valid.some(({ schoolId }) => schoolId === school)
    }),
    { numRuns: 1000 },
  )
})

t.test('duty days are counted once, and never on leave', async (t) => {
  const cases: [string, [string, string | null][], [string, string | null][], number][] = [
    ['no duty, no days', [], [], 0],
    ['the whole year', [['2020-09-01', null]], [], 365],
    ['worked example 10: leave from 1 March to 31 August', [['2020-09-01', null]], [['2025-03-01', '2025-08-31']], 181],
    [
      'leave that touches nothing of the year',
      [['2020-09-01', null]],
      [
        ['2024-08-01', '2024-08-31'],
        ['2025-09-01', null],
      ],
      365,
    ],
    ['leave of one day', [['2020-09-01', null]], [['2024-09-01', '2024-09-01']], 364],
    ['leave without an end', [['2020-09-01', null]], [['2025-08-31', null]], 364],
    [
      'two classes at once are one duty',
      [
        ['2024-09-01', '2024-09-30'],
        ['2024-09-16', '2024-10-15'],
      ],
      [],
      45,
    ],
    [
      'overlapping leaves are taken off once',
      [['2024-09-01', '2024-09-30']],
      [
        ['2024-09-05', '2024-09-10'],
        ['2024-09-08', '2024-09-12'],
      ],
      22,
    ],
    ['leave outside the duty takes nothing off', [['2024-09-01', '2024-09-30']], [['2024-10-01', '2024-10-31']], 30],
    ['a duty that ends before it begins has no days', [['2024-10-01', '2024-09-01']], [], 0],
    ['a duty after the year has no days', [['2025-09-01', null]], [], 0],
    ['a duty before the year has no days', [['2023-09-01', '2024-08-31']], [], 0],
  ]
  const spans = (all: [string, string | null][]) => all.map(([from, to]) => ({ from, to }))
  for (const [name, duties, leaves, days] of cases) t.equal(dutyDays(spans(duties), spans(leaves), year), days, name)
})

t.test('duty days are those that a walk through the year finds', async () => {
  const dates = fc.integer({ min: -100, max: 500 }).map((days) => addDays('2024-09-01', days))
  const spans = fc.array(fc.record({ from: dates, to: fc.option(dates) }), { maxLength: 5 })
  const within = (date: string, { from, to }: { from: string; to: string | null }) =>
    from <= date && (to === null || date <= to)
  fc.assert(
    fc.property(spans, spans, (duties, leaves) => {
      let days = 0
      for (let index = 0; index < daysInclusive(year.startsOn, year.endsOn); index++) {
        const date = addDays(year.startsOn, index)
        if (duties.some((span) => within(date, span)) && !leaves.some((span) => within(date, span))) days += 1
      }
      return dutyDays(duties, leaves, year) === days
    }),
    { numRuns: 200 },
  )
})
