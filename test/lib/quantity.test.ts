import fc from 'fast-check'
import t from 'tap'
import {
  clockTimeOf,
  credits,
  CREDITS_PATTERN,
  formatCredits,
  formatHours,
  formatRatio,
  hours,
  HOURS_PATTERN,
  hoursToCredits,
  parseCredits,
  parseHours,
  parseRatio,
  proportionOf,
  remainderHours,
  roundToStep,
  SIGNED_CREDITS_PATTERN,
  SIGNED_HOURS_PATTERN,
  type Rounding,
} from '../../src/lib/quantity.js'

const runs = { numRuns: 1000 }

t.test('decimal text is read exactly and written as the shortest decimal', async (t) => {
  const table: [string, number, string][] = [
    ['0', 0, '0'],
    ['0.0', 0, '0'],
    ['0.05', 5, '0.05'],
    ['0.5', 50, '0.5'],
    ['12.5', 1250, '12.5'],
    ['12.50', 1250, '12.5'],
    ['40', 4000, '40'],
    ['999999.99', 99_999_999, '999999.99'],
  ]
  for (const [text, hundredths, shortest] of table) {
    t.equal(parseHours(text), hundredths, text)
    t.equal(formatHours(hours(hundredths)), shortest)
  }
  t.equal(parseCredits('1.2'), 1200)
  t.equal(parseCredits('0.001'), 1)
  t.equal(formatCredits(credits(1)), '0.001')
  t.equal(formatCredits(credits(-1000)), '-1', 'a difference may be negative')
  t.equal(formatHours(hours(-50)), '-0.5', 'also below one')
  t.equal(formatRatio(parseRatio('0.750')), '0.75')
})

t.test('text that is no such decimal is refused', async (t) => {
  const bad = [
    '',
    ' ',
    '1.',
    '.5',
    '01',
    '1.234',
    '-1',
    '+1',
    '1e3',
    '1,5',
    '１',
    '1000000',
    'NaN',
    '1.2.3',
    '1\n',
    '12.5 ',
  ]
  for (const text of bad) t.throws(() => parseHours(text), RangeError, JSON.stringify(text))
  t.throws(() => parseCredits('1.2345'), RangeError, 'a ten-thousandth of a credit does not exist')
  t.throws(() => parseRatio('100'), RangeError)
  t.throws(() => parseHours(12.5 as unknown as string), RangeError, 'a number is not text')
  for (const value of [0.5, Number.NaN, Infinity, 2 ** 53]) {
    t.throws(() => hours(value), RangeError, `${value} is no whole number of hundredths`)
    t.throws(() => credits(value), RangeError)
  }
})

t.test('patterns fit what is written, signed ones differences too', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), (value) => {
      const text = formatHours(hours(value))
      return new RegExp(HOURS_PATTERN).test(text) && parseHours(text) === value
    }),
    runs,
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => {
      const text = formatCredits(credits(value))
      return new RegExp(CREDITS_PATTERN).test(text) && parseCredits(text) === value
    }),
    runs,
  )
  t.match(formatHours(hours(-1250)), new RegExp(SIGNED_HOURS_PATTERN))
  t.match(formatCredits(credits(-1)), new RegExp(SIGNED_CREDITS_PATTERN))
  t.notMatch('-1', new RegExp(HOURS_PATTERN))
  t.pass('1,000 values each')
})

t.test('rounding to a step means the same below zero as above it', async (t) => {
  const table: [number, number, Rounding, number][] = [
    [149, 50, 'down', 100],
    [150, 50, 'down', 150],
    [125, 50, 'halfUp', 150],
    [124, 50, 'halfUp', 100],
    [101, 50, 'up', 150],
    [100, 50, 'up', 100],
    [-1, 50, 'down', -50],
    [-1, 50, 'up', 0],
    [-25, 50, 'halfUp', 0],
    [-26, 50, 'halfUp', -50],
    [-100, 50, 'down', -100],
    [0, 50, 'down', 0],
  ]
  for (const [value, step, rounding, expected] of table)
    t.ok(Object.is(roundToStep(value, step, rounding), expected), `${value} by ${step} ${rounding} is ${expected}`)
  t.throws(() => roundToStep(1, 0, 'down'), RangeError)
  t.throws(() => roundToStep(1, -5, 'down'), RangeError)
  t.throws(() => roundToStep(0.5, 5, 'down'), RangeError)
})

t.test('rounding gives a multiple of the step, less than a step away, and moves along with the value', async (t) => {
  const rounding = fc.constantFrom<Rounding>('down', 'halfUp', 'up')
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 100_000 }), rounding, (value, step, mode) => {
      const rounded = roundToStep(value, step, mode)
      const distance = rounded - value
      const side = { down: distance <= 0, up: distance >= 0, halfUp: Math.abs(distance) * 2 <= step }[mode]
      return (
        rounded % step === 0 &&
        Math.abs(distance) < step &&
        side &&
        roundToStep(value + step, step, mode) === rounded + step
      )
    }),
    runs,
  )
  t.pass('1,000 values')
})

t.test('class hours become credits exactly, rounded once', async (t) => {
  const table: [string, string, string, Rounding, string, string][] = [
    ['12.5', '10', '0.1', 'down', '1.2', '0.5'],
    ['20', '10', '0.1', 'down', '2', '0'],
    ['31', '20', '0.1', 'down', '1.5', '1'],
    ['9.99', '10', '0.1', 'down', '0.9', '0.99'],
    ['9.6', '10', '0.1', 'halfUp', '1', '0'],
    ['9.5', '10', '0.1', 'halfUp', '1', '0'],
    ['9.4', '10', '0.1', 'halfUp', '0.9', '0.4'],
    ['19.99', '10', '1', 'down', '1', '9.99'],
    ['10', '3', '0.1', 'down', '3.3', '0.1'],
    ['999999.99', '0.5', '0.1', 'down', '1999999.9', '0.04'],
  ]
  for (const [earned, rate, increment, rounding, credit, rest] of table) {
    const value = hoursToCredits(parseHours(earned), parseHours(rate), parseCredits(increment), rounding)
    t.equal(formatCredits(value), credit, `${earned} h at ${rate}, ${rounding}`)
    t.equal(formatHours(remainderHours(parseHours(earned), value, parseHours(rate))), rest)
  }
  t.throws(
    () => remainderHours(parseHours('1'), credits(1), parseHours('0.5')),
    RangeError,
    'no whole hundredths remain',
  )
})

t.test('a share of hours is rounded once', async (t) => {
  t.equal(proportionOf(parseHours('40'), 181, 365, parseHours('0.5'), 'up'), parseHours('20'), '19.83… goes up to 20')
  t.equal(proportionOf(parseHours('40'), 365, 365, parseHours('0.5'), 'up'), parseHours('40'), 'the whole stays whole')
  t.equal(proportionOf(parseHours('40'), 0, 365, parseHours('0.5'), 'up'), 0)
  t.equal(proportionOf(parseHours('3'), 80, 90, parseHours('0.5'), 'down'), parseHours('2.5'))
  t.throws(() => proportionOf(parseHours('3'), 1, 0, parseHours('0.5'), 'down'), RangeError)
})

t.test('class hours take clock time, exactly', async (t) => {
  const minutes = (text: string, minutesPerClassHour: number) =>
    clockTimeOf(parseHours(text), minutesPerClassHour) / 60_000
  t.equal(minutes('2', 45), 90)
  t.equal(minutes('0.5', 45), 22.5)
  t.equal(clockTimeOf(parseHours('0.01'), 1), 600, 'the smallest there is')
  t.equal(minutes('999999.99', 90), 89_999_999.1)
})
