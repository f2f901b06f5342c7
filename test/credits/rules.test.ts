import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { amendmentAwards, regularAwards, type SemesterState } from '../../src/credits/rules/awards.js'
import {
  byTeacherAndSemester,
  canonicalStatement,
  canonicalStatementList,
} from '../../src/credits/rules/canonical-statements.js'
import { controlTotals } from '../../src/credits/rules/control-totals.js'
import { entitlement } from '../../src/credits/rules/entitlement.js'
import { explainStatement } from '../../src/credits/rules/explanation.js'
import {
  statementsOf,
  type RunReference,
  type StatementContent,
  type TeacherFacts,
} from '../../src/credits/rules/statement.js'
import { countHours } from '../../src/hours/rules/count-hours.js'
import type { LedgerEntry } from '../../src/hours/rules/ledger-entry.js'
import {
  credits,
  formatCredits,
  formatHours,
  hours,
  NO_CREDITS,
  parseCredits,
  parseHours,
  type Credits,
  type Hours,
} from '../../src/lib/quantity.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters, type EditionParameters } from '../../src/policy/rules/edition-parameters.js'

const runs = { numRuns: 1000 }
const putuo = editionParameters(shippedEdition)
type Semester = 1 | 2

/**
 * A district of one teacher: a ledger, and sealed statements. It does with the pure rules what the use cases do with the
 * database, so that any sequence of events can be played.
 */
function district(parameters: EditionParameters = putuo) {
  const ledger: LedgerEntry[] = []
  const sealed: { run: RunReference; statement: StatementContent }[] = []

  const add = (change: Partial<LedgerEntry>): number => {
    const number = ledger.length + 1
    ledger.push({
      number,
      kind: 'earned',
      target: null,
      category: 'lecture',
      form: 'lecture',
      module: null,
      role: 'participant',
      delivery: 'onSite',
      hours: parseHours('1'),
      date: change.semester === 2 ? '2025-03-10' : '2024-10-10',
      academicYear: '2024-2025',
      semester: 1,
      schoolId: 'S01',
      sessionId: `session-${number}`,
      segment: 1,
      startsAt: null,
      endsAt: null,
      recordedAt: '2024-10-11T08:00:00+08:00',
      source: 'session',
      ...change,
    })
    return number
  }

  const facts = (position = ledger.length, before = sealed): TeacherFacts => ({
    teacherSourcedId: 'T0001',
    ledgerPosition: position,
    hoursRequired: parameters.annualHours.minimum,
    semesters: ([1, 2] as const).map((semester) => {
      const counted = countHours(ledger.slice(0, position), parameters, { throughSemester: semester })
      const statements = before.filter(({ statement }) => statement.semester === semester)
      const awarded = (category: 'lecture' | 'practice') =>
        credits(statements.reduce((sum, { statement }) => sum + statement[category].award, 0))
      return {
        semester,
        hoursBySchool: counted.bySchool.map(({ schoolId, ...hours }) => ({ schoolSourcedId: schoolId, ...hours })),
        uncounted: counted.uncounted,
        awarded: { lecture: awarded('lecture'), practice: awarded('practice') },
        sealedBy: statements.map(({ run }) => run),
      }
    }),
  })

  const run = (kind: 'regular' | 'amendment', semester: Semester, of = facts()) =>
    statementsOf(of, { kind, schoolSourcedId: 'S01', academicYear: '2024-2025', semester }, parameters)

  return {
    ledger,
    sealed,
    earn: (text: string, change: Partial<LedgerEntry> = {}) => add({ hours: parseHours(text), ...change }),
    reverse: (target: number) => {
      const entry = ledger[target - 1]
      assert.ok(entry)
      return add({ ...entry, number: ledger.length + 1, kind: 'reversal', target })
    },
    facts,
    run,
    seal: (kind: 'regular' | 'amendment', semester: Semester): StatementContent[] => {
      const statements = run(kind, semester)
      const sequence = sealed.length
      sealed.push(
        ...statements.map((statement) => ({ run: { schoolSourcedId: 'S01', semester, sequence }, statement })),
      )
      return statements
    },
  }
}

const figures = (statements: StatementContent[]) =>
  statements.map(({ semester, lecture, practice }) => [
    semester,
    formatCredits(lecture.award),
    formatCredits(practice.award),
  ])

t.test('§5.3: 10 lecture hours or 20 practice hours are one credit, rounded down to a tenth', async (t) => {
  const table: ['lecture' | 'practice', string, string, string][] = [
    ['lecture', '0', '0', '0'],
    ['lecture', '0.5', '0', '0.5'],
    ['lecture', '1', '0.1', '0'],
    ['lecture', '9.5', '0.9', '0.5'],
    ['lecture', '10', '1', '0'],
    ['practice', '1.5', '0', '1.5'],
    ['practice', '2', '0.1', '0'],
    ['practice', '19.99', '0.9', '1.99'],
    ['practice', '20', '1', '0'],
  ]
  for (const [category, counted, credit, remainder] of table) {
    const result = entitlement(parseHours(counted), category, putuo)
    t.same(
      [formatCredits(result.credits), formatHours(result.remainder)],
      [credit, remainder],
      `${counted} h ${category}`,
    )
  }
})

t.test('worked example 1: 12.5 lecture hours give 1.2, 7.5 more in semester 2 give 0.8', async (t) => {
  const d = district()
  d.earn('12.5')
  const [first] = d.seal('regular', 1)
  t.equal(formatCredits(first?.lecture.award ?? NO_CREDITS), '1.2')
  t.equal(formatHours(first?.lecture.remainder ?? hours(0)), '0.5')
  d.earn('7.5', { semester: 2 })
  const [second] = d.seal('regular', 2)
  t.match(second?.lecture, {
    hours: parseHours('20'),
    entitlement: parseCredits('2'),
    awardedBefore: parseCredits('1.2'),
    award: parseCredits('0.8'),
    awardedInTotal: parseCredits('2'),
    remainder: 0,
  })
})

t.test('worked example 2: 30 practice hours give 1.5; one more changes nothing and remains', async (t) => {
  const d = district()
  d.earn('30', { category: 'practice' })
  t.equal(d.run('regular', 1)[0]?.practice.award, parseCredits('1.5'))
  d.earn('1', { category: 'practice' })
  const [statement] = d.run('regular', 1)
  t.equal(statement?.practice.award, parseCredits('1.5'))
  t.equal(statement?.practice.remainder, parseHours('1'))
})

t.test('worked example 3: a statement says whether the annual minimum is met, or what is missing', async (t) => {
  const d = district()
  d.earn('39.5')
  const [near] = d.run('regular', 1)
  t.match(near, { annualMinimumMet: false, hoursMissing: parseHours('0.5'), hoursRequired: parseHours('40') })
  d.earn('0.5', { category: 'practice' })
  t.match(d.run('regular', 1)[0], { annualMinimumMet: true, hoursMissing: 0, hoursCounted: parseHours('40') })
})

t.test(
  'worked example 4: 2 h lecture and 1 h practice of one session are 0.2 and 0.0, 1 h practice remains',
  async (t) => {
    const d = district()
    d.earn('2', { sessionId: 'session-x', segment: 1 })
    d.earn('1', { sessionId: 'session-x', segment: 2, category: 'practice' })
    const [statement] = d.run('regular', 1)
    t.equal(formatCredits(statement?.lecture.award ?? NO_CREDITS), '0.2')
    t.match(statement?.practice, { award: 0, remainder: parseHours('1') })
    t.equal(statement?.award, parseCredits('0.2'))
  },
)

t.test('worked example 5: a 10 h entry reversed after the seal is an amendment of −1.0, once', async (t) => {
  const d = district()
  d.earn('10')
  const late = d.earn('10')
  d.seal('regular', 1)
  const before = canonicalStatement(d.sealed[0]!.statement)
  d.reverse(late)
  const amendment = d.seal('amendment', 1)
  t.same(figures(amendment), [[1, '-1', '0']])
  t.match(amendment[0], {
    awardedInTotal: parseCredits('1'),
    lecture: { awardedBefore: parseCredits('2'), awardedInTotal: parseCredits('1') },
  })
  t.same(amendment[0]?.corrects, [{ schoolSourcedId: 'S01', semester: 1, sequence: 0 }], 'it names the sealed one')
  t.equal(canonicalStatement(d.sealed[0]!.statement), before, 'the sealed statement is unchanged')
  t.equal(canonicalStatement(d.run('regular', 1, d.facts(2, []))[0]!), before, 'and can be computed again')
  t.same(d.seal('amendment', 1), [], 'running the amendment again gives nothing')
})

t.test(
  'worked example 6: semester 1 reversed after semester 2 is sealed: one amendment posts both differences',
  async (t) => {
    const d = district()
    const wrong = d.earn('5')
    d.earn('7')
    d.seal('regular', 1)
    d.earn('7.5', { semester: 2 })
    d.seal('regular', 2)
    d.reverse(wrong)
    t.same(figures(d.seal('amendment', 1)), [[1, '-0.5', '0']], '19.5 h less 5 h: semester 2 still adds its 0.7')
    const other = district()
    const half = other.earn('12.5')
    other.earn('1')
    other.seal('regular', 1)
    other.earn('7.5', { semester: 2 })
    other.seal('regular', 2)
    other.reverse(half)
    t.same(
      figures(other.seal('amendment', 1)),
      [
        [1, '-1.2', '0'],
        [2, '-0.1', '0'],
      ],
      '13.5 + 7.5 h were 1.3 + 0.8; 1 + 7.5 h are 0.1 + 0.7',
    )
    t.same(other.run('amendment', 1), [])
  },
)

t.test('worked example 7: the new school awards semester 1, and lists 12 h under the old one', async (t) => {
  const d = district()
  d.earn('12', { schoolId: 'S09' })
  d.earn('6', { category: 'practice', schoolId: 'S01' })
  const [statement] = d.run('regular', 1)
  t.equal(statement?.schoolSourcedId, 'S01')
  t.same(statement?.hoursBySchool, [
    { schoolSourcedId: 'S01', lecture: 0, practice: parseHours('6') },
    { schoolSourcedId: 'S09', lecture: parseHours('12'), practice: 0 },
  ])
})

t.test('running twice awards nothing; a late entry waits for the next run or an amendment', async (t) => {
  const d = district()
  d.earn('20')
  t.same(figures(d.seal('regular', 1)), [[1, '2', '0']])
  t.same(figures(d.run('regular', 1)), [[1, '0', '0']])
  d.earn('3')
  t.same(figures(d.run('amendment', 1)), [[1, '0.3', '0']], 'an amendment posts it')
  t.same(figures(d.run('regular', 2)), [[2, '0.3', '0']], 'or the next run does')
})

t.test('semester 1 sealed after semester 2: its award is taken off the later one', async (t) => {
  const d = district()
  d.earn('10')
  d.earn('10', { semester: 2 })
  t.same(figures(d.seal('regular', 2)), [[2, '2', '0']])
  t.same(figures(d.seal('regular', 1)), [
    [1, '1', '0'],
    [2, '-1', '0'],
  ])
  t.same(d.run('amendment', 1), [])
})

t.test('awards: a semester not yet sealed is never decided by an amendment', async (t) => {
  const credit = (lecture: number) => ({ lecture: credits(lecture), practice: NO_CREDITS })
  const states = (sealed: [boolean, boolean]): SemesterState[] => [
    { semester: 1, sealed: sealed[0], entitlement: credit(1000), awarded: credit(0) },
    { semester: 2, sealed: sealed[1], entitlement: credit(3000), awarded: credit(0) },
  ]
  const decided = (sealed: [boolean, boolean]) =>
    amendmentAwards(states(sealed)).map(({ semester, award }) => [semester, award.lecture])
  t.same(decided([false, false]), [])
  t.same(decided([true, false]), [[1, 1000]])
  t.same(decided([false, true]), [[2, 3000]])
  t.same(decided([true, true]), [
    [1, 1000],
    [2, 2000],
  ])
  t.same(
    regularAwards(states([false, false]), 1).map(({ semester }) => semester),
    [1],
    'a regular run leaves an unsealed later semester alone',
  )
  t.same(
    regularAwards(states([true, true]).reverse(), 1).map(({ semester }) => semester),
    [1, 2],
    'in whatever order they come',
  )
})

/** Events of one teacher's year, in any order; `pick` chooses among what can be reversed. */
const events = fc.array(
  fc.oneof(
    fc.record({
      event: fc.constant('earn' as const),
      halfHours: fc.integer({ min: 1, max: 60 }),
      category: fc.constantFrom('lecture', 'practice' as const),
      semester: fc.constantFrom(1, 2 as const),
      delivery: fc.constantFrom('onSite', 'online' as const),
      day: fc.integer({ min: 10, max: 12 }),
      schoolId: fc.constantFrom('S01', 'S02'),
    }),
    fc.record({ event: fc.constant('reverse' as const), pick: fc.nat() }),
    // A draft that nobody seals changes nothing.
    fc.record({ event: fc.constant('run' as const), semester: fc.constantFrom(1, 2 as const) }),
    fc.record({ event: fc.constant('seal' as const), semester: fc.constantFrom(1, 2 as const) }),
    fc.record({ event: fc.constant('amend' as const) }),
  ),
  { maxLength: 40 },
)

const editions = fc
  .record({
    lecture: fc.integer({ min: 1, max: 40 }),
    practice: fc.integer({ min: 1, max: 40 }),
    increment: fc.constantFrom(1, 10, 100, 500, 1000),
    rounding: fc.constantFrom('down', 'halfUp' as const),
    dailyMaximum: fc.option(fc.integer({ min: 1, max: 1000 })),
    onlineMaximum: fc.option(fc.integer({ min: 1, max: 3000 })),
    presenterMaximum: fc.option(fc.integer({ min: 1, max: 3000 })),
  })
  .map(
    ({ lecture, practice, increment, rounding, dailyMaximum, onlineMaximum, presenterMaximum }): EditionParameters => ({
      ...putuo,
      credit: {
        hoursPerCredit: { lecture: hours(lecture * 1000), practice: hours(practice * 1000) },
        increment: credits(increment),
        rounding,
      },
      hours: {
        ...putuo.hours,
        dailyMaximum: dailyMaximum as Hours | null,
        onlineMaximum: onlineMaximum as Hours | null,
        presenterMaximum: presenterMaximum as Hours | null,
      },
    }),
  )

type Event = typeof events extends fc.Arbitrary<(infer E)[]> ? E : never

/** Plays the events; `afterSeal` hears the first semester that a seal answers for. */
function play(d: ReturnType<typeof district>, happened: readonly Event[], afterSeal: (from: Semester) => void): void {
  const isSealed = (semester: Semester) => d.sealed.some(({ statement }) => statement.semester === semester)
  for (const event of happened) {
    switch (event.event) {
      case 'earn': {
        const month = event.semester === 1 ? '2024-10' : '2025-03'
        const { category, semester, delivery, schoolId } = event
        d.earn(formatHours(hours(event.halfHours * 50)), {
          category,
          semester,
          delivery,
          schoolId,
          date: `${month}-${event.day}`,
        })
        break
      }
      case 'reverse': {
        const open = d.ledger.filter(
          ({ kind, number }) => kind === 'earned' && !d.ledger.some(({ target }) => target === number),
        )
        const entry = open[event.pick % Math.max(open.length, 1)]
        if (entry) d.reverse(entry.number)
        break
      }
      case 'run':
        d.run('regular', event.semester)
        break
      case 'seal':
        // A semester is sealed once; afterwards there are amendments.
        if (isSealed(event.semester)) break
        d.seal('regular', event.semester)
        afterSeal(event.semester)
        break
      case 'amend':
        d.seal('amendment', 1)
        afterSeal(1)
    }
  }
}

const inBoth = ['lecture', 'practice'] as const

t.test(
  'for every sealed semester the awards up to it are the entitlement up to it, after any sequence of events',
  async (t) => {
    fc.assert(
      fc.property(events, editions, (happened, parameters) => {
        const d = district(parameters)
        const agrees = (from: Semester) => {
          for (const semester of new Set(d.sealed.map(({ statement }) => statement.semester))) {
            if (semester < from) continue
            for (const category of inBoth) {
              const awards = d.sealed
                .filter(({ statement }) => statement.semester <= semester)
                .reduce((sum, { statement }) => sum + statement[category].award, 0)
              const now = countHours(d.ledger, parameters, { throughSemester: semester }).byCategory[category]
              assert.equal(awards, entitlement(now, category, parameters).credits)
            }
          }
        }
        play(d, happened, agrees)
        d.seal('amendment', 1)
        agrees(1)
        assert.deepEqual(d.run('amendment', 1), [], 'and then an amendment gives nothing')
      }),
      runs,
    )
    t.pass('1,000 runs')
  },
)

t.test('nothing is counted twice: hours in a statement never exceed the standing entries', async (t) => {
  fc.assert(
    fc.property(events, editions, (happened, parameters) => {
      const d = district(parameters)
      play(d, happened, () => {
        const last = d.sealed.at(-1)?.statement
        if (!last || last.ledgerPosition !== d.ledger.length) return
        const reversed = new Set(d.ledger.map(({ target }) => target))
        const standing = d.ledger
          .filter(
            ({ kind, number, semester }) => kind === 'earned' && !reversed.has(number) && semester <= last.semester,
          )
          .reduce((sum, entry) => sum + entry.hours, 0)
        assert.equal(last.hoursCounted + last.hoursUncounted, standing)
      })
    }),
    runs,
  )
  t.pass('1,000 runs')
})

t.test('a sealed statement computed again from its ledger position gives the same bytes', async (t) => {
  fc.assert(
    fc.property(events, editions, (happened, parameters) => {
      const d = district(parameters)
      play(d, happened, () => {})
      for (const { statement, run } of d.sealed) {
        const before = d.sealed.filter((other) => other.run.sequence < run.sequence)
        const again = [
          ...d.run('regular', statement.semester, d.facts(statement.ledgerPosition, before)),
          ...d.run('regular', run.semester, d.facts(statement.ledgerPosition, before)),
          ...d.run('amendment', run.semester, d.facts(statement.ledgerPosition, before)),
        ].map(canonicalStatement)
        assert.ok(again.includes(canonicalStatement(statement)))
      }
    }),
    runs,
  )
  t.pass('1,000 runs')
})

t.test('no order of entering changes a sealed result’s bytes', async (t) => {
  const entered = fc.array(
    fc.record({
      halfHours: fc.constantFrom(3, 8),
      category: fc.constantFrom('lecture', 'practice' as const),
      semester: fc.constantFrom(1, 2 as const),
      role: fc.constantFrom('participant', 'presenter' as const),
      delivery: fc.constantFrom('onSite', 'online' as const),
      // Often the same one, so that entries are told apart by little else.
      sessionId: fc.constantFrom(null, 'session-1', 'session-2'),
      schoolId: fc.constantFrom('S01', 'S02'),
      day: fc.constantFrom(10, 10, 10, 11),
      second: fc.constantFrom(10, 10, 10, 11),
      reversed: fc.boolean(),
    }),
    { maxLength: 20 },
  )
  const twoOrders = entered.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  const bytes = (list: typeof entered extends fc.Arbitrary<infer L> ? L : never, parameters: EditionParameters) => {
    const d = district(parameters)
    for (const { halfHours, day, second, reversed, ...rest } of list) {
      const number = d.earn(formatHours(hours(halfHours * 50)), {
        ...rest,
        date: `${rest.semester === 1 ? '2024-10' : '2025-03'}-${day}`,
        recordedAt: `2025-04-01T08:00:${second}+08:00`,
      })
      if (reversed) d.reverse(number)
    }
    return canonicalStatementList([...d.seal('regular', 1), ...d.seal('regular', 2)])
  }
  fc.assert(
    fc.property(twoOrders, editions, ([list, other], parameters) => {
      assert.equal(bytes(other, parameters), bytes(list, parameters))
    }),
    runs,
  )
  t.pass('1,000 runs')
})

t.test('the order in which a database hands over schools and sealed runs changes no byte either', async (t) => {
  const d = district()
  d.earn('10', { schoolId: 'S02' })
  d.earn('10', { schoolId: 'S01' })
  d.seal('regular', 1)
  d.reverse(1)
  d.seal('amendment', 1)
  d.reverse(2)
  const facts = d.facts()
  const mixed: TeacherFacts = {
    ...facts,
    semesters: facts.semesters.toReversed().map((semester) => ({
      ...semester,
      sealedBy: semester.sealedBy.toReversed(),
      hoursBySchool: [
        { schoolSourcedId: 'S03', lecture: hours(0), practice: hours(0) },
        ...semester.hoursBySchool.toReversed(),
      ],
    })),
  }
  t.equal(canonicalStatementList(d.run('amendment', 1, mixed)), canonicalStatementList(d.run('amendment', 1, facts)))
  const two = {
    ...facts,
    semesters: facts.semesters.map((semester) => ({
      ...semester,
      hoursBySchool: ['S02', 'S01'].map((schoolSourcedId) => ({
        schoolSourcedId,
        lecture: hours(1000),
        practice: hours(0),
      })),
    })),
  }
  t.same(
    d.run('regular', 1, two)[0]?.hoursBySchool.map(({ schoolSourcedId }) => schoolSourcedId),
    ['S01', 'S02'],
  )
  t.same(
    d.run('amendment', 1, mixed)[0]?.corrects.map(({ sequence }) => sequence),
    [0, 1],
    'all that it corrects, in their order',
  )
})

t.test('the canonical text: sorted keys, one line each, by teacher and semester, nothing made up', async (t) => {
  const d = district()
  d.earn('12.5')
  const [statement] = d.run('regular', 1)
  const text = canonicalStatement(statement!)
  t.equal(
    text,
    '{"academicYear":"2024-2025","annualMinimumMet":false,"award":"1.2","awardedInTotal":"1.2","corrects":[],' +
      '"edition":"putuo-2024-19","hoursBySchool":[{"lecture":"12.5","practice":"0","schoolSourcedId":"S01"}],' +
      '"hoursCounted":"12.5","hoursMissing":"27.5","hoursRequired":"40","hoursUncounted":"0",' +
      '"lecture":{"award":"1.2","awardedBefore":"0","awardedInTotal":"1.2","entitlement":"1.2","hours":"12.5","remainderHours":"0.5"},' +
      '"practice":{"award":"0","awardedBefore":"0","awardedInTotal":"0","entitlement":"0","hours":"0","remainderHours":"0"},' +
      '"schoolSourcedId":"S01","semester":1,"teacherSourcedId":"T0001"}',
    'these very bytes are what seals are taken of: they may never change',
  )
  const others = [
    { ...statement!, teacherSourcedId: 'T0002' },
    { ...statement!, semester: 2 as const },
    { ...statement!, teacherSourcedId: 'T00010' },
    { ...statement!, teacherSourcedId: 'T~1' },
    statement!,
  ]
  const list = canonicalStatementList(others)
  t.equal(list, canonicalStatementList([...others].reverse()))
  t.same(
    list
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ teacherSourcedId, semester }) => `${teacherSourcedId}/${semester}`),
    ['T0001/1', 'T0001/2', 'T00010/1', 'T0002/1', 'T~1/1'],
  )
  t.equal(canonicalStatementList([]), '', 'an empty run has an empty text')
  t.equal(byTeacherAndSemester(statement!, statement!), 0)
  const hostile = canonicalStatement({ ...statement!, teacherSourcedId: '"},{"\n' })
  t.equal(JSON.parse(hostile).teacherSourcedId, '"},{"\n', 'an id cannot break out of its line')
  t.notMatch(hostile, /\n/)
})

t.test('control totals can be counted again from the list', async (t) => {
  const d = district()
  d.earn('12.5')
  d.earn('30', { category: 'practice' })
  d.seal('regular', 1)
  d.reverse(1)
  const lines = [...d.sealed.map(({ statement }) => statement), ...d.run('amendment', 1)]
  t.same(controlTotals(lines), {
    teachers: 1,
    statements: 2,
    lectureHours: parseHours('12.5'),
    practiceHours: parseHours('60'),
    lectureCredits: 0,
    practiceCredits: parseCredits('1.5'),
    credits: parseCredits('1.5'),
  })
  t.same(controlTotals([]).teachers, 0)
})

t.test('a statement explains itself: every entry, every step, each with clause and edition', async (t) => {
  const parameters = { ...putuo, hours: { ...putuo.hours, dailyMaximum: parseHours('8') } }
  const d = district(parameters)
  d.earn('6')
  d.earn('4', { source: 'outside', sessionId: null, segment: null, recordedAt: '2024-10-12T08:00:00+08:00' })
  d.earn('2', { kind: 'held' })
  d.earn('3', { category: 'practice', date: '2024-10-12' })
  d.reverse(4)
  const [statement] = d.run('regular', 1)
  const counted = countHours(d.ledger, parameters, { throughSemester: 1 })
  const { entries, steps } = explainStatement(statement!, counted.entries, parameters)
  t.same(
    entries.map(({ counted, uncounted, reasons }) => [
      formatHours(counted),
      formatHours(uncounted),
      reasons.map(({ code }) => code),
    ]),
    [
      ['6', '0', ['counted']],
      ['2', '2', ['counted', 'recognized', 'dailyMaximum']],
      ['0', '2', ['heldForOverlap']],
      ['0', '3', ['reversed']],
      ['0', '0', ['reversal']],
    ],
  )
  t.same(
    steps.map(({ code, clause }) => [code, clause]),
    [
      ...inBoth.flatMap(() => [
        ['hoursCounted', '§4.1, §5.3'],
        ['creditRate', '§5.3'],
        ['creditRounding', 'district'],
        ['remainder', 'district'],
        ['award', '§5.3'],
      ]),
      ['annualMinimumMissing', '§5.1'],
    ],
  )
  t.match(steps[1]?.text, {
    en: '10 class hours of lecture are one credit: 8 / 10.',
    zh: '讲座类每 10 课时计 1 学分：8 / 10。',
  })
  t.match(steps[2]?.text.en, 'Rounded down to 0.1 of a credit: 0.8.')
  t.match(steps.at(-1)?.text.en, 'The annual minimum is not met: 8 of 40 class hours, 32 are missing.')
  for (const said of [...steps, ...entries.flatMap(({ reasons }) => reasons)]) {
    t.equal(said.edition, 'putuo-2024-19')
    t.notMatch(said.text.en + said.text.zh, /[{}]|undefined/, `${said.code} fills in every figure`)
  }
})

t.test('an explanation names what an amendment corrects, and a minimum that is not the usual one', async (t) => {
  const d = district()
  const wrong = d.earn('40')
  d.seal('regular', 1)
  d.reverse(wrong)
  const [amended] = d.run('amendment', 1, { ...d.facts(), hoursRequired: parseHours('20') })
  const { steps } = explainStatement(amended!, [], putuo)
  const corrects = steps.find(({ code }) => code === 'corrects')
  t.match(corrects?.text.en, 'Corrects the sealed run 0 of school S01, semester 1')
  t.match(steps.find(({ code }) => code === 'annualMinimumChanged')?.text.en, 'of 40 class hours is 20')
  const named = { ...amended!, corrects: [{ schoolSourcedId: 'lecture', semester: 1 as const, sequence: 0 }] }
  t.match(
    explainStatement(named, [], putuo).steps.find(({ code }) => code === 'corrects')?.text.zh,
    '学校 lecture ',
    'an id that looks like one of our words stays as it is',
  )
})

t.test('statements of 5,000 teachers take a moment only', async (t) => {
  const teachers = Array.from({ length: 5000 }, (_, at): TeacherFacts => {
    const semester = (number: Semester, lecture: number) => ({
      semester: number,
      hoursBySchool: [{ schoolSourcedId: 'S01', lecture: hours(lecture), practice: hours(lecture * 2) }],
      uncounted: hours(0),
      awarded: { lecture: 0 as Credits, practice: 0 as Credits },
      sealedBy: [],
    })
    return {
      teacherSourcedId: `T${at}`,
      ledgerPosition: 25,
      hoursRequired: parseHours('40'),
      semesters: [semester(1, 1250 + at), semester(2, 2000 + at)],
    }
  })
  const run = { kind: 'regular', schoolSourcedId: 'S01', academicYear: '2024-2025', semester: 1 } as const
  const started = performance.now()
  const statements = teachers.flatMap((teacher) => statementsOf(teacher, run, putuo))
  const computed = performance.now()
  const text = canonicalStatementList(statements)
  const written = performance.now()
  t.equal(statements.length, 5000)
  t.comment(
    `computed in ${(computed - started).toFixed(1)} ms, written in ${(written - computed).toFixed(1)} ms, ${text.length} bytes`,
  )
  t.ok(computed - started < 500, 'a generous bound: the figure itself is in the comment')
})
