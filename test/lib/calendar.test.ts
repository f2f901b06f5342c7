import fc from 'fast-check'
import t from 'tap'
import {
  academicYearCode,
  addDays,
  daysBetween,
  daysInclusive,
  firstCalendarYear,
  isAcademicYearCode,
  isInstant,
  isIsoDate,
  maxDate,
  minDate,
  minutesBetween,
  shanghaiDate,
  shanghaiInstant,
} from '../../src/lib/calendar.js'

t.test('worked example 12: 31 January 23:30 in Shanghai is still 31 January', async (t) => {
  t.equal(shanghaiDate('2025-01-31T23:30:00+08:00'), '2025-01-31')
  t.equal(shanghaiDate('2025-01-31T15:30:00Z'), '2025-01-31', 'whatever offset it is written in')
  t.equal(shanghaiDate('2025-01-31T15:59:59.999Z'), '2025-01-31')
  t.equal(shanghaiDate('2025-01-31T16:00:00Z'), '2025-02-01', 'half an hour later it is February')
  t.equal(shanghaiDate(new Date('2025-01-31T16:00:00Z')), '2025-02-01')
  t.equal(shanghaiDate('1990-07-01T15:30:00Z'), '1990-07-01', 'no summer time')
})

t.test('text that is no instant is refused', async (t) => {
  for (const text of ['', '2025-01-31', '2025-01-31T23:30:00', '2025-02-30T25:00:00Z', 'T+08:00'])
    t.throws(() => shanghaiDate(text), RangeError, text)
  t.throws(() => shanghaiDate(new Date(Number.NaN)), RangeError)
})

t.test('a date is one of the calendar', async (t) => {
  for (const text of ['2024-02-29', '2000-02-29', '2024-12-31', '0001-01-01']) t.ok(isIsoDate(text), text)
  for (const text of [
    '2025-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-4-1',
    '2024/04/01',
    '0000-01-01',
    '２０２４-01-01',
    '2024-01-01\n',
    '2024-01-01T00:00:00Z',
    '',
  ])
    t.notOk(isIsoDate(text), JSON.stringify(text))
})

t.test('days are counted over months and leap days', async (t) => {
  t.equal(addDays('2024-02-28', 1), '2024-02-29')
  t.equal(addDays('2024-03-01', -1), '2024-02-29')
  t.equal(addDays('2024-12-31', 1), '2025-01-01')
  t.equal(daysInclusive('2024-09-01', '2025-08-31'), 365)
  t.equal(daysInclusive('2023-09-01', '2024-08-31'), 366, 'with a leap day')
  t.equal(daysInclusive('2025-03-01', '2025-03-01'), 1)
  t.equal(daysInclusive('2025-03-02', '2025-03-01'), 0, 'a period that ends before it starts has no day')
  t.throws(() => addDays('2025-02-29', 1), RangeError)
  t.throws(() => daysBetween('2025-02-28', '2025-02-30'), RangeError)
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
      const date = addDays('2024-09-01', days)
      return isIsoDate(date) && daysBetween('2024-09-01', date) === days
    }),
    { numRuns: 1000 },
  )
})

t.test('dates compare as text, minutes are whole ones completed', async (t) => {
  t.equal(minDate('2024-09-30', '2024-10-01'), '2024-09-30')
  t.equal(maxDate('2024-09-30', '2024-10-01'), '2024-10-01')
  t.equal(minutesBetween('2024-11-10T14:00:00+08:00', '2024-11-10T07:30:00Z'), 90)
  t.equal(minutesBetween('2024-11-10T14:00:00+08:00', '2024-11-10T14:44:59.999+08:00'), 44, 'not quite 45')
  t.equal(minutesBetween('2024-11-10T14:45:00+08:00', '2024-11-10T14:00:00+08:00'), -45)
  t.ok(Object.is(minutesBetween('2024-11-10T14:00:01+08:00', '2024-11-10T14:00:00+08:00'), 0))
})

t.test('an academic year is named by two years in a row', async (t) => {
  t.equal(academicYearCode(2024), '2024-2025')
  t.equal(firstCalendarYear('2024-2025'), 2024)
  t.ok(isAcademicYearCode('2099-2100') === false, 'the form reaches to 2098-2099')
  for (const text of ['2024-2026', '2025-2024', '2024-2024', '2024', '2024-25', '1999-2000', '2024-2025-1', ''])
    t.notOk(isAcademicYearCode(text), text)
  t.throws(() => firstCalendarYear('2024-2026'), RangeError)
})

t.test('an instant has a date, a T, seconds and an offset with minutes', (t) => {
  for (const text of ['2024-11-10T14:00:00+08:00', '2024-11-10T06:00:00Z', '2024-02-29T23:59:59.999999999-11:30'])
    t.ok(isInstant(text), text)
  for (const text of [
    '2024-11-10',
    '2024-11-10T14:00:00',
    '2024-11-10T14:00+08:00',
    '2024-11-10 14:00:00+08:00',
    '2024-11-10t14:00:00z',
    '2024-11-10T14:00:00+08',
    '2024-11-10T14:00:00+0800',
    '2024-11-10T24:00:01Z',
    '2024-12-31T23:59:60Z',
    '2025-02-29T14:00:00Z',
    '0000-01-01T00:00:00Z',
    '2024-11-10T14:00:00.1234567890Z',
  ])
    t.notOk(isInstant(text), text)
  t.end()
})

t.test('an instant is written in Shanghai time, without idle zeros', (t) => {
  t.equal(shanghaiInstant(new Date('2024-12-31T16:00:00Z')), '2025-01-01T00:00:00+08:00')
  t.equal(shanghaiInstant(new Date('2024-12-31T16:00:10.120Z')), '2025-01-01T00:00:10.12+08:00')
  t.equal(shanghaiInstant(new Date('2024-12-31T16:00:00.005Z')), '2025-01-01T00:00:00.005+08:00')
  t.end()
})
