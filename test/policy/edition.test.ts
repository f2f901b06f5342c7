import { createHash } from 'node:crypto'
import { Ajv } from 'ajv'
import t from 'tap'
import { parseHours } from '../../src/lib/quantity.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { checkEdition } from '../../src/policy/rules/check-edition.js'
import { editionParameters } from '../../src/policy/rules/edition-parameters.js'
import { Category, PolicyEditionDocument } from '../../src/policy/schema.js'

const fits = new Ajv({ allErrors: true, strict: false }).addSchema(Category).compile(PolicyEditionDocument)

/** The shipped edition, changed by the case. */
function edition(change: (document: PolicyEditionDocument) => void): PolicyEditionDocument {
  const document = structuredClone(shippedEdition)
  change(document)
  return document
}

t.test('the shipped edition fits its schema and every check', async (t) => {
  t.ok(fits(shippedEdition), JSON.stringify(fits.errors))
  t.same(checkEdition(shippedEdition), [])
})

t.test('the shipped edition says what the document and the district say', async (t) => {
  const { annualHours, credit, hours, attendance, forms, modules, tiers, clauses } = editionParameters(shippedEdition)
  t.equal(annualHours.minimum, parseHours('40'), '§5.1: at least 40 class hours')
  t.equal(annualHours.obligation, 'full')
  t.same(credit, {
    hoursPerCredit: { lecture: 1000, practice: 2000 },
    increment: 100,
    rounding: 'down',
  })
  t.same(hours, {
    step: 50,
    minutesPerClassHour: 45,
    dailyMaximum: null,
    onlineMaximum: null,
    presenterFactor: 1000,
    presenterMaximum: null,
  })
  t.equal(attendance.fullFrom, 1000)
  t.equal(forms.length, 11, '§4.1 names eleven forms')
  t.equal(modules.length, 5, '§3.2 names five modules')
  t.equal(tiers.length, 5, '§3.3 names five tiers')
  t.equal(clauses['annualHours.minimum'], '§5.1')
  t.equal(clauses['credit.lecture.hoursPerCredit'], '§5.3')
  t.equal(clauses['credit.rounding'], 'district')
})

t.test('which forms are lecture, which practice', async (t) => {
  const forms = new Map(shippedEdition.forms.value.map((form) => [form.name.zh, form]))
  t.same(forms.get('专题讲座')?.categories, ['lecture'])
  t.equal(forms.get('网络研修')?.defaultCategory, 'lecture')
  t.same(forms.get('网络研修')?.categories, ['lecture', 'practice'])
  t.equal(forms.get('专家指导')?.defaultCategory, 'practice')
  t.same([...(forms.get('专家指导')?.categories ?? [])].sort(), ['lecture', 'practice'])
  for (const name of ['案例分析', '实践演练', '现场诊断', '主题探讨', '情境体验', '课例研究', '资源开发', '学习观摩'])
    t.same(forms.get(name)?.categories, ['practice'], name)
})

t.test('a document that is not of the schema is refused', async (t) => {
  const broken: [string, unknown][] = [
    ['an unknown property', { ...shippedEdition, extra: 1 }],
    ['a parameter without its clause', { ...shippedEdition, attendance: { fullFrom: { value: '1' } } }],
    ['a clause of no known form', { ...shippedEdition, attendance: { fullFrom: { value: '1', clause: 'because' } } }],
    [
      'hours as a number',
      { ...shippedEdition, annualHours: { ...shippedEdition.annualHours, minimum: { value: 40, clause: '§5.1' } } },
    ],
    [
      'negative hours',
      { ...shippedEdition, annualHours: { ...shippedEdition.annualHours, minimum: { value: '-40', clause: '§5.1' } } },
    ],
    ['no forms', { ...shippedEdition, forms: { value: [], clause: '§4.1' } }],
    [
      'an unknown rounding',
      { ...shippedEdition, credit: { ...shippedEdition.credit, rounding: { value: 'up', clause: 'district' } } },
    ],
    [
      'an unknown property deep inside',
      { ...shippedEdition, hours: { ...shippedEdition.hours, step: { value: '1', clause: '§5.1', unit: 'h' } } },
    ],
    [
      'a semester day that no calendar has',
      {
        ...shippedEdition,
        semesters: {
          ...shippedEdition.semesters,
          value: { first: { startsOn: '13-01', endsOn: '01-31' }, second: { startsOn: '02-01', endsOn: '08-31' } },
        },
      },
    ],
  ]
  for (const [name, document] of broken) t.notOk(fits(document), name)
})

const alike = { survey: 1, anonymousSurvey: 1, interview: 1, selfAssessment: 1, peerAssessment: 1, leaderAssessment: 1 }

t.test('an edition that says nothing of needs stays as it was frozen, and holds what held', async (t) => {
  const sha256 = createHash('sha256').update(JSON.stringify(shippedEdition)).digest('hex')
  t.equal(sha256, 'be976b2b9eaca43f9095ed4edc37df39e74c628842c256a1232f6848381966fa', 'never edited once shipped')
  t.same(editionParameters(shippedEdition).needs, { smallestGroup: 5, sourceWeights: alike })
})

t.test('an edition may say how needs are weighed and how small a group is shown, never below three', async (t) => {
  const sourceWeights = { value: { ...alike, interview: 3 }, clause: 'district' }
  const saying = (smallestGroup: number, weights: object = sourceWeights) => ({
    ...shippedEdition,
    needs: { smallestGroup: { value: smallestGroup, clause: '§3.1, district' }, sourceWeights: weights },
  })
  t.ok(fits(saying(3)), JSON.stringify(fits.errors))
  t.same(checkEdition(saying(8) as PolicyEditionDocument), [])
  t.same(editionParameters(saying(8) as PolicyEditionDocument).needs, {
    smallestGroup: 8,
    sourceWeights: { ...alike, interview: 3 },
  })
  const { survey: _, ...fewer } = alike
  const broken: [string, unknown][] = [
    ['a group of two', saying(2)],
    ['a group of fifty-one', saying(51)],
    ['a weight of nothing', saying(5, { value: { ...alike, survey: 0 }, clause: 'district' })],
    ['a weight between two', saying(5, { value: { ...alike, survey: 1.5 }, clause: 'district' })],
    ['a source without a weight', saying(5, { value: fewer, clause: 'district' })],
    ['a source that nobody knows', saying(5, { value: { ...alike, rumour: 1 }, clause: 'district' })],
    ['a half-said section', { ...shippedEdition, needs: { sourceWeights } }],
  ]
  for (const [name, document] of broken) t.notOk(fits(document), name)
})

type Expected = [code: string, pointer: string]
const cases: [string, (document: PolicyEditionDocument) => void, Expected[]][] = [
  ['a year that skips one', (d) => (d.firstAcademicYear = '2024-2026'), [['editionYearUnknown', '/firstAcademicYear']]],
  [
    'a form code that stands twice, thrice',
    (d) => d.forms.value.push({ ...d.forms.value[0]! }, { ...d.forms.value[0]! }),
    [
      ['editionDuplicate', '/forms/value/11/code'],
      ['editionDuplicate', '/forms/value/12/code'],
    ],
  ],
  [
    'a module that stands twice',
    (d) => (d.modules.value[4]!.code = 'classManagement'),
    [['editionDuplicate', '/modules/value/4/code']],
  ],
  [
    'a tier that stands twice, so that another is missing',
    (d) => (d.tiers.value[4]!.tier = 1),
    [
      ['editionDuplicate', '/tiers/value/4/tier'],
      ['editionTierUnknown', '/tierRule/value/byServiceYears/4/tier'],
      ['editionTierUnknown', '/tierRule/value/byTitle/1/tierAtLeast'],
    ],
  ],
  [
    'a title that stands twice',
    (d) => (d.tierRule.value.byTitle[1]!.title = 'school'),
    [['editionDuplicate', '/tierRule/value/byTitle/1/title']],
  ],
  [
    'a category that stands twice',
    (d) => (d.forms.value[0]!.categories = ['lecture', 'lecture']),
    [['editionDuplicate', '/forms/value/0/categories/1']],
  ],
  [
    'a default that the form cannot have',
    (d) => (d.forms.value[0]!.defaultCategory = 'practice'),
    [['editionDefaultNotAllowed', '/forms/value/0/defaultCategory']],
  ],
  ['a step of zero', (d) => (d.hours.step.value = '0'), [['editionNotPositive', '/hours/step/value']]],
  [
    'an increment of zero',
    (d) => (d.credit.increment.value = '0.0'),
    [['editionNotPositive', '/credit/increment/value']],
  ],
  [
    'a rate of zero',
    (d) => (d.credit.lecture.hoursPerCredit.value = '0'),
    [['editionNotPositive', '/credit/lecture/hoursPerCredit/value']],
  ],
  [
    'a daily maximum of zero',
    (d) => (d.hours.dailyMaximum.value = '0'),
    [['editionNotPositive', '/hours/dailyMaximum/value']],
  ],
  [
    'full attendance from nothing',
    (d) => (d.attendance.fullFrom.value = '0'),
    [['editionNotPositive', '/attendance/fullFrom/value']],
  ],
  [
    'full attendance from more than all',
    (d) => (d.attendance.fullFrom.value = '1.001'),
    [['editionAboveOne', '/attendance/fullFrom/value']],
  ],
  [
    'a minimum between two steps',
    (d) => (d.annualHours.minimum.value = '40.25'),
    [['editionMinimumOffStep', '/annualHours/minimum/value']],
  ],
  ['a remainder finer than a hundredth of a class hour', (d) => (d.credit.increment.value = '0.001'), []],
  [
    'a remainder finer than that',
    (d) => {
      d.credit.increment.value = '0.001'
      d.credit.lecture.hoursPerCredit.value = '12.5'
    },
    [['editionRemainderNotExact', '/credit/lecture/hoursPerCredit/value']],
  ],
  [
    'years of service that begin at one',
    (d) => (d.stages.value[0]!.fromYears = 1),
    [
      ['editionNotFromZero', '/stages/value/0/fromYears'],
      ['editionNotAscending', '/stages/value/1/fromYears'],
    ],
  ],
  [
    'years of service that fall',
    (d) => (d.tierRule.value.byServiceYears[3]!.fromYears = 2),
    [['editionNotAscending', '/tierRule/value/byServiceYears/3/fromYears']],
  ],
  [
    'a tier that falls with the years',
    (d) => (d.tierRule.value.byServiceYears[4]!.tier = 4),
    [['editionNotAscending', '/tierRule/value/byServiceYears/4/tier']],
  ],
  [
    'grades that rise',
    (d) => (d.evaluation.grades.value[1]!.from = 90),
    [['editionNotDescending', '/evaluation/grades/value/1/from']],
  ],
  [
    'weights of ninety',
    (d) => (d.evaluation.weights.value.outcome = 40),
    [['editionWeightsNotHundred', '/evaluation/weights/value']],
  ],
  [
    'weights of the process above a hundred',
    (d) => (d.evaluation.processWeights.value.discussion = 31),
    [['editionWeightsNotHundred', '/evaluation/processWeights/value']],
  ],
  [
    'credit that depends on grades',
    (d) => (d.evaluation.gatesCredit.value = true),
    [['editionGateUnsupported', '/evaluation/gatesCredit/value']],
  ],
  [
    'a day that only some years have',
    (d) => (d.semesters.value.second.startsOn = '02-29'),
    [['editionDayUnknown', '/semesters/value/second/startsOn']],
  ],
  [
    'a gap between the semesters',
    (d) => (d.semesters.value.second.startsOn = '02-02'),
    [['editionSemesterGap', '/semesters/value/second/startsOn']],
  ],
  [
    'semesters that meet at the end of February: 29 February belongs to neither',
    (d) => {
      d.semesters.value.first.endsOn = '02-28'
      d.semesters.value.second.startsOn = '03-01'
    },
    [['editionSemesterGap', '/semesters/value/second/startsOn']],
  ],
  [
    'a gap before the next year',
    (d) => (d.semesters.value.second.endsOn = '08-30'),
    [['editionSemesterGap', '/semesters/value/second/endsOn']],
  ],
  [
    'semesters that overlap',
    (d) => (d.semesters.value.second.startsOn = '01-31'),
    [['editionSemesterOrder', '/semesters/value/second/startsOn']],
  ],
  [
    'a second semester that ends before it begins',
    (d) => (d.semesters.value.second.endsOn = '01-31'),
    [['editionSemesterOrder', '/semesters/value/second/endsOn']],
  ],
  [
    'a calendar year whose semesters meet there: the leap year is the one that begins it',
    (d) =>
      (d.semesters.value = {
        first: { startsOn: '01-01', endsOn: '02-28' },
        second: { startsOn: '03-01', endsOn: '12-31' },
      }),
    [['editionSemesterGap', '/semesters/value/second/startsOn']],
  ],
  [
    'an academic year that is a calendar year',
    (d) =>
      (d.semesters.value = {
        first: { startsOn: '01-01', endsOn: '06-30' },
        second: { startsOn: '07-01', endsOn: '12-31' },
      }),
    [],
  ],
]

t.test('what the schema cannot say is checked, and every reason is given', async (t) => {
  for (const [name, change, expected] of cases) {
    const reasons = checkEdition(edition(change))
    t.same(
      reasons.map(({ code, pointer }) => [code, pointer]),
      expected,
      name,
    )
  }
  const many = checkEdition(
    edition((d) => {
      d.hours.step.value = '0'
      d.firstAcademicYear = '2030-2029'
      d.evaluation.grades.value[2]!.from = 99
    }),
  )
  t.same(many.map(({ code }) => code).sort(), ['editionNotDescending', 'editionNotPositive', 'editionYearUnknown'])
})
