import fc from 'fast-check'
import t from 'tap'
import { daysInclusive } from '../../src/lib/calendar.js'
import { formatHours, hours, parseHours, type Hours } from '../../src/lib/quantity.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters } from '../../src/policy/rules/edition-parameters.js'
import { annualMinimum, annualObligation } from '../../src/progress/rules/annual-minimum.js'
import { dutyDays } from '../../src/roster/rules/duty-days.js'

const full = editionParameters(shippedEdition)
const prorated = { ...full, annualHours: { ...full.annualHours, obligation: 'prorated' as const } }
const year = { startsOn: '2024-09-01', endsOn: '2025-08-31' }
const yearDays = daysInclusive(year.startsOn, year.endsOn)
const required = (parameters: typeof full, days: number, adjustment: Hours | null = null) =>
  annualObligation(parameters, { dutyDays: days, yearDays, adjustment })

t.test('worked example 3: 39.5 counted hours are not enough, 40 are', async (t) => {
  const minimum = required(full, yearDays).required
  t.same(annualMinimum(parseHours('39.5'), minimum), { met: false, missing: parseHours('0.5') })
  t.same(annualMinimum(parseHours('39.99'), minimum), { met: false, missing: parseHours('0.01') })
  t.same(annualMinimum(parseHours('40'), minimum), { met: true, missing: 0 })
  t.same(annualMinimum(parseHours('52'), minimum), { met: true, missing: 0 }, 'more than enough misses nothing')
  t.same(annualMinimum(hours(0), minimum), { met: false, missing: parseHours('40') })
})

t.test('worked example 10: leave from 1 March to 31 August prorates the minimum, or leaves it at 40', async (t) => {
  const days = dutyDays([{ from: '2020-09-01', to: null }], [{ from: '2025-03-01', to: '2025-08-31' }], year)
  t.equal(days, 181)
  t.same(
    required(prorated, days),
    { required: parseHours('20'), ground: 'prorated', clause: 'district' },
    '40 × 181 / 365 = 19.83…, up to the next half hour',
  )
  t.same(required(full, days), { required: parseHours('40'), ground: 'full', clause: '§5.1' })
  t.same(
    required(full, days, parseHours('24')),
    { required: parseHours('24'), ground: 'adjustment', clause: 'district' },
    'unless an approved adjustment says otherwise',
  )
  t.equal(required(prorated, days, parseHours('0')).required, 0, 'which may also be none at all')
})

t.test('a prorated minimum is rounded up to the step, never beyond the whole', async (t) => {
  const table: [number, string][] = [
    [365, '40'],
    [364, '40'],
    [361, '40'],
    [360, '39.5'],
    [1, '0.5'],
    [0, '0'],
  ]
  for (const [days, expected] of table)
    t.equal(formatHours(required(prorated, days).required), expected, `${days} days`)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 365 }), (days) => {
      const exact = (4000 * days) / 365
      const value = required(prorated, days).required
      return value >= exact - 1e-9 && value < exact + 50 && value % 50 === 0 && value <= 4000
    }),
    { numRuns: 1000 },
  )
})
