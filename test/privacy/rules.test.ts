import t from 'tap'
import { reasonsAgainstErasure } from '../../src/privacy/rules/check-erasure.js'
import { keptRecords } from '../../src/privacy/rules/kept-records.js'
import { pseudonymOf } from '../../src/privacy/rules/pseudonym.js'

const today = '2025-09-10'
const duty = (from: string, to: string | null, schoolSourcedId = 'S-A') => ({ schoolSourcedId, from, to })
type Case = [name: string, duties: ReturnType<typeof duty>[], draftStatements: number, codes: string[]]

t.test('a person can be erased once no duty goes on and no statement is open', async (t) => {
  const cases: Case[] = [
    ['who never had a duty', [], 0, []],
    ['whose duty ended yesterday', [duty('2024-09-01', '2025-09-09')], 0, []],
    ['the near miss: it ends today', [duty('2024-09-01', '2025-09-10')], 0, ['teacherOnDuty']],
    ['whose duty goes on', [duty('2024-09-01', null)], 0, ['teacherOnDuty']],
    ['whose duty begins next year', [duty('2026-09-01', null)], 0, ['teacherOnDuty']],
    ['who stands in a draft', [duty('2024-09-01', '2025-06-30')], 1, ['teacherInDraft']],
    [
      'every reason is told',
      [duty('2024-09-01', null), duty('2025-09-01', null, 'S-B')],
      2,
      ['teacherOnDuty', 'teacherOnDuty', 'teacherInDraft'],
    ],
  ]
  for (const [name, duties, draftStatements, codes] of cases)
    t.same(
      reasonsAgainstErasure({ duties, draftStatements }, today).map(({ code }) => code),
      codes,
      name,
    )
  t.match(reasonsAgainstErasure({ duties: [duty('2025-09-01', null, 'S-B')], draftStatements: 0 }, today), [
    { params: { schoolSourcedId: 'S-B', from: '2025-09-01' } },
  ])
})

t.test('a pseudonym tells two people apart and says nothing of either', async (t) => {
  t.equal(pseudonymOf('0192f1a0-0000-7000-8000-0000deadbeef'), '已注销-deadbeef')
})

t.test('whatever is kept has its ground', async (t) => {
  const counts = {
    staffNumber: 1,
    homeroomDuties: 2,
    leaves: 3,
    obligationAdjustments: 4,
    registrations: 11,
    interactions: 9,
    attendance: 5,
    hourEntries: 6,
    creditStatements: 7,
    planParts: 12,
    surveyAnswers: 8,
    interviews: 9,
    competenceAssessments: 10,
    courseFeedback: 13,
    tierOverrides: 14,
  }
  const kept = keptRecords(counts)
  t.same(Object.fromEntries(kept.map(({ record, count }) => [record, count])), counts)
  for (const { record, ground } of kept) t.match(ground, /^(§\d\.\d|district)$/, record)
  t.equal(kept.find(({ record }) => record === 'creditStatements')?.ground, '§6.3')
})
