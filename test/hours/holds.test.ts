import fc from 'fast-check'
import t from 'tap'
import { checkReversal } from '../../src/hours/rules/check-reversal.js'
import { holdOverlaps } from '../../src/hours/rules/hold-overlaps.js'
import { resolveHeld } from '../../src/hours/rules/resolve-held.js'

const timed = (sessionId: string, from: string, to: string) => ({
  sessionId,
  startsAt: `2024-11-10T${from}:00+08:00`,
  endsAt: `2024-11-10T${to}:00+08:00`,
})
const heldBy = (...args: Parameters<typeof holdOverlaps>) => holdOverlaps(...args).map((answer) => answer.heldBy)

t.test('worked example 8: of 14:00–16:00 and 15:00–17:00 the later-recorded one is held', async (t) => {
  const first = timed('first', '14:00', '16:00')
  const second = timed('second', '15:00', '17:00')
  t.same(heldBy([], [first, second]), [[], ['first']])
  t.same(heldBy([], [second, first]), [[], ['second']], 'the order of recording decides, not that of time')
  t.same(heldBy([second], [first]), [['second']], 'what already counts comes first')
})

t.test('only shared time is an overlap', async (t) => {
  const counted = [timed('counted', '14:00', '16:00')]
  const cases: [string, string, string, boolean][] = [
    ['touching its end', '16:00', '17:00', false],
    ['touching its start', '13:00', '14:00', false],
    ['a minute before its end', '15:59', '17:00', true],
    ['a minute after its start', '13:00', '14:01', true],
    ['inside it', '14:30', '15:00', true],
    ['around it', '13:00', '17:00', true],
    ['the same time', '14:00', '16:00', true],
  ]
  for (const [name, from, to, held] of cases) {
    t.same(heldBy(counted, [timed('new', from, to)]), [held ? ['counted'] : []], name)
  }
  t.same(heldBy(counted, [timed('counted', '14:00', '16:00')]), [[]], 'the same session never holds itself')
  const inUtc = { sessionId: 'new', startsAt: '2024-11-10T07:00:00Z', endsAt: '2024-11-10T09:00:00Z' }
  t.same(heldBy(counted, [inUtc]), [['counted']], '07:00 UTC is 15:00 in Shanghai')
})

t.test('a held session holds nothing, and its segments are held together', async (t) => {
  const long = timed('long', '14:00', '17:00')
  t.same(
    heldBy([timed('counted', '13:00', '15:00')], [long, long, timed('after', '16:00', '18:00')]),
    [['counted'], ['counted'], []],
    'the session after it overlaps only the held one, so it counts',
  )
  t.same(
    heldBy([timed('a', '14:00', '15:00'), timed('a', '14:00', '15:00'), timed('b', '16:00', '17:00')], [long]),
    [['a', 'b']],
    'every session that holds it is named, once',
  )
})

t.test('counted sessions never overlap, whatever is recorded', async () => {
  const clock = fc.integer({ min: 0, max: 47 })
  const interval = fc
    .record({ session: fc.nat(9), from: clock, length: fc.integer({ min: 1, max: 8 }) })
    .map(({ session, from, length }) => ({
      sessionId: `s${session}-${from}-${length}`,
      startsAt: new Date(from * 1_800_000).toISOString(),
      endsAt: new Date((from + length) * 1_800_000).toISOString(),
    }))
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 12 }), (recorded) => {
      const answers = holdOverlaps([], recorded)
      const counting = answers.filter((answer) => answer.heldBy.length === 0).map((answer) => answer.entry)
      const apart = counting.every((a) =>
        counting.every((b) => a.sessionId === b.sessionId || a.endsAt <= b.startsAt || b.endsAt <= a.startsAt),
      )
      const sessions = new Set(counting.map((entry) => entry.sessionId))
      return apart && answers.every((answer) => answer.heldBy.every((id) => sessions.has(id)))
    }),
    { numRuns: 1000 },
  )
})

const held = {
  number: 7,
  kind: 'held' as const,
  resolvedBy: null,
  ...timed('second', '15:00', '17:00'),
}

t.test('counting a held entry reverses what overlaps it, then releases it', async (t) => {
  const counting = [
    { number: 3, ...timed('first', '14:00', '16:00') },
    { number: 4, ...timed('first', '14:00', '16:00') },
    { number: 5, ...timed('earlier', '13:00', '15:00') },
    { number: 6, ...timed('second', '15:00', '17:00') },
  ]
  t.same(resolveHeld(held, counting, 'count'), {
    ok: true,
    additions: [
      { kind: 'reversal', target: 3 },
      { kind: 'reversal', target: 4 },
      { kind: 'release', target: 7 },
    ],
  })
  t.same(
    resolveHeld(held, [], 'count'),
    { ok: true, additions: [{ kind: 'release', target: 7 }] },
    'nothing overlaps it any more',
  )
})

t.test('dismissing a held entry touches nothing else', async (t) => {
  const counting = [{ number: 3, ...timed('first', '14:00', '16:00') }]
  t.same(resolveHeld(held, counting, 'dismiss'), { ok: true, additions: [{ kind: 'dismissal', target: 7 }] })
})

t.test('only a held entry is resolved, and only once', async (t) => {
  for (const kind of ['earned', 'release', 'dismissal', 'reversal'] as const) {
    t.same(
      resolveHeld({ ...held, kind }, [], 'count'),
      { ok: false, reasons: [{ code: 'entryNotHeld', params: { number: 7, kind } }] },
      kind,
    )
  }
  for (const decision of ['count', 'dismiss'] as const) {
    t.same(resolveHeld({ ...held, resolvedBy: 9 }, [], decision), {
      ok: false,
      reasons: [{ code: 'heldAlreadyResolved', params: { number: 7, resolvedBy: 9 } }],
    })
  }
})

t.test('only hours that counted are reversed, and only once', async (t) => {
  t.same(checkReversal({ number: 1, kind: 'earned', reversedBy: null }), [])
  t.same(checkReversal({ number: 1, kind: 'release', reversedBy: null }), [])
  for (const kind of ['held', 'dismissal', 'reversal'] as const) {
    t.same(checkReversal({ number: 1, kind, reversedBy: null }), [
      { code: 'entryNotReversible', params: { number: 1, kind } },
    ])
  }
  t.same(checkReversal({ number: 1, kind: 'earned', reversedBy: 2 }), [
    { code: 'entryAlreadyReversed', params: { number: 1, reversedBy: 2 } },
  ])
  t.equal(checkReversal({ number: 1, kind: 'held', reversedBy: 2 }).length, 2, 'every reason is given')
})
