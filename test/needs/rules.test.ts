import fc from 'fast-check'
import t from 'tap'
import { checkAssessment, checkInterview } from '../../src/needs/assessments/rules/check-assessment.js'
import { mayWithdraw } from '../../src/needs/assessments/rules/may-withdraw.js'
import { anonymousFacts, groupNeeds } from '../../src/needs/profile/rules/group-needs.js'
import { needProfile, presentNeed, type NeedFact, type NeedPolicy } from '../../src/needs/profile/rules/need-profile.js'
import { checkAnswers } from '../../src/needs/surveys/rules/check-answers.js'
import { askedAgain, checkSurvey, numberQuestions } from '../../src/needs/surveys/rules/check-survey.js'
import { groupsToShow, type Cell } from '../../src/needs/surveys/rules/groups-to-show.js'
import { marksOf, needsOfAnswers, needsOfTally } from '../../src/needs/surveys/rules/module-needs.js'
import { surveyResults } from '../../src/needs/surveys/results/rules/survey-results.js'
import { tallyAnswers } from '../../src/needs/surveys/rules/tally-answers.js'
import type { NewSurveyQuestion, QuestionAnswer } from '../../src/needs/surveys/schema.js'
import { sealAnswer } from '../../src/needs/surveys/anonymous/sealed-answers.js'
import { ratioOf } from '../../src/lib/quantity.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters } from '../../src/policy/rules/edition-parameters.js'

const policy = editionParameters(shippedEdition)
const scale: NewSurveyQuestion = { kind: 'scale', text: '需求', module: 'communication', minimum: 1, maximum: 5 }
const choice: NewSurveyQuestion = {
  kind: 'choice',
  text: '内容',
  choices: [
    { code: 'class', text: '班集体', module: 'classManagement' },
    { code: 'talk', text: '沟通', module: 'communication' },
    { code: 'other', text: '其他' },
  ],
  maximumChoices: 2,
}
const text: NewSurveyQuestion = { kind: 'text', text: '意见', maximumLength: 10, required: false }

const reasonsFor = (questions: NewSurveyQuestion[], anonymous = false) =>
  checkSurvey(questions, { anonymous, policy }).map(({ code, pointer }) => [code, pointer])

t.test('§3.1: a scale has 2 to 10 steps, and a label for each or none', async (t) => {
  const cases: [number, number, string[]][] = [
    [1, 1, ['scaleSteps']],
    [5, 1, ['scaleSteps']],
    [0, 1, []],
    [1, 10, []],
    [0, 10, ['scaleSteps']],
  ]
  for (const [minimum, maximum, codes] of cases)
    t.same(
      reasonsFor([{ ...scale, minimum, maximum }]).map(([code]) => code),
      codes,
      `${minimum} to ${maximum}`,
    )
  t.same(reasonsFor([{ ...scale, labels: ['低', '中', '高'] }]), [['scaleLabels', '/questions/0/labels']])
  t.same(reasonsFor([{ ...scale, labels: ['1', '2', '3', '4', '5'] }]), [])
})

t.test('each question has what its kind needs and nothing of another kind, and every reason is told', async (t) => {
  t.same(reasonsFor([scale, choice, text]), [])
  t.same(reasonsFor([{ kind: 'scale', text: 'x', choices: choice.choices!, module: 'none', tier: 9 }]), [
    ['missingProperty', '/questions/0/minimum'],
    ['missingProperty', '/questions/0/maximum'],
    ['unknownProperty', '/questions/0/choices'],
    ['unknownModule', '/questions/0/module'],
    ['unknownTier', '/questions/0/tier'],
  ])
  t.same(reasonsFor([scale, { kind: 'choice', text: 'x' }]), [['missingProperty', '/questions/1/choices']])
  t.same(reasonsFor([{ kind: 'text', text: 'x', minimum: 1 }]), [
    ['unknownProperty', '/questions/0/minimum'],
    ['missingProperty', '/questions/0/maximumLength'],
  ])
  const twice = [
    { code: 'a', text: '甲' },
    { code: 'a', text: '乙', module: 'nothing' },
  ]
  t.same(reasonsFor([{ kind: 'choice', text: 'x', choices: twice, maximumChoices: 3 }]), [
    ['unknownModule', '/questions/0/choices/1/module'],
    ['choiceTwice', '/questions/0/choices/1/code'],
    ['moreChoicesThanThereAre', '/questions/0/maximumChoices'],
  ])
})

t.test('the texts of an anonymous survey have 2,000 characters together; 2,001 are too many', async (t) => {
  const texts = (last: number) => [
    { ...text, maximumLength: 1000 },
    { ...text, maximumLength: last },
  ]
  t.same(reasonsFor(texts(1000), true), [])
  t.same(reasonsFor(texts(1001), true), [['anonymousTextsTooLong', '/questions']])
  t.same(reasonsFor(texts(1001), false), [], 'a named one may ask for more')
})

t.test('questions that are kept can be judged again as they were given', async (t) => {
  const given = [scale, choice, text, { ...scale, tier: 2, labels: ['1', '2', '3', '4', '5'] }]
  const kept = numberQuestions(given)
  t.same(
    kept.map(({ number }) => number),
    [1, 2, 3, 4],
  )
  t.same(numberQuestions(askedAgain(kept)), kept)
  t.same(reasonsFor(askedAgain(kept)), [])
})

const questions = numberQuestions([scale, choice, text, { ...scale, tier: 3 }])
const answered = (answers: QuestionAnswer[], tier = 1) =>
  checkAnswers(questions, answers, { tier }).map(({ code, pointer }) => [code, pointer])

t.test('answers fit their questions, and every reason is told', async (t) => {
  const good = [
    { question: 1, value: 5 },
    { question: 2, choices: ['talk', 'other'] },
  ]
  t.same(answered(good), [])
  t.same(answered([...good, { question: 4, value: 1 }], 3), [])
  t.same(answered(good, 3), [['answerMissing', '/answers']], 'required of the tier')
  t.same(answered([...good, { question: 4, value: 1 }]), [['questionOfOtherTier', '/answers/2/question']])
  t.same(answered([{ question: 2, choices: ['talk'] }]), [['answerMissing', '/answers']])
  t.same(
    answered([
      { question: 1, value: 6 },
      { question: 1, value: 5 },
      { question: 2, choices: ['class', 'nothing', 'talk'] },
      { question: 3, text: '一二三四五六七八九十一' },
      { question: 9, value: 1 },
    ]),
    [
      ['answerOffScale', '/answers/0/value'],
      ['answeredTwice', '/answers/1/question'],
      ['unknownChoice', '/answers/2/choices/1'],
      ['tooManyChoices', '/answers/2/choices'],
      ['answerTooLong', '/answers/3/text'],
      ['unknownQuestion', '/answers/4/question'],
    ],
  )
  t.same(answered([good[0]!, { question: 2, value: 1 }]), [['answerOfOtherKind', '/answers/1']])
  t.same(answered([{ question: 1, value: 1, text: 'x' }, good[1]!]), [['answerOfOtherKind', '/answers/0']])
  t.same(answered([...good, { question: 3, text: '一二三四五六七八九𠮷' }]), [], 'ten characters, eleven code units')
})

t.test('no reason repeats what was answered', async (t) => {
  const secret = [
    { question: 1, value: 77 },
    { question: 2, choices: ['canary'] },
    { question: 3, text: 'canary'.repeat(4) },
  ]
  t.notMatch(JSON.stringify(checkAnswers(questions, secret, { tier: 1 })), /canary|77/)
})

t.test('a scale counts as a share of its steps, a choice 1 where it was made and 0 where not', async (t) => {
  t.same(needsOfAnswers(questions, [{ question: 1, value: 4 }]), [{ module: 'communication', sum: 1890, count: 1 }])
  t.same(
    needsOfAnswers(questions, [
      { question: 1, value: 5 },
      { question: 2, choices: ['class'] },
      { question: 3, text: '无' },
    ]),
    [
      { module: 'communication', sum: 2520, count: 2 },
      { module: 'classManagement', sum: 2520, count: 1 },
    ],
  )
  for (let steps = 2; steps <= 10; steps += 1)
    for (let at = 0; at < steps; at += 1) {
      const [question] = numberQuestions([{ ...scale, minimum: 0, maximum: steps - 1 }])
      const [{ sum } = { sum: -1 }] = needsOfAnswers([question!], [{ question: 1, value: at }])
      t.equal(sum * (steps - 1), at * 2520, `${at} of ${steps - 1} is exact`)
    }
})

t.test('answers are counted as marks: 100 times the question, and the place from 1', async (t) => {
  const answers = [
    { question: 1, value: 5 },
    { question: 2, choices: ['other', 'class'] },
    { question: 3, text: '无' },
  ]
  t.same(marksOf(questions, answers), [0, 100, 105, 200, 201, 203, 300])
})

t.test('a tally of answers says what the answers say, one by one', async () => {
  const given = fc.array(fc.record({ value: fc.integer({ min: 1, max: 5 }), talk: fc.boolean() }), { minLength: 1 })
  fc.assert(
    fc.property(given, (all) => {
      const answers = all.map(({ value, talk }) => [
        { question: 1, value },
        { question: 2, choices: [talk ? 'talk' : 'other'] },
      ])
      const opened = answers.map((each) => ({ school: 's', stage: 'new', tier: 1, answers: each }))
      const { tallies } = tallyAnswers(questions, opened, { smallest: 1, level: 'district' })
      const sumsOf = (needs: { module: string; sum: number; count: number }[]) =>
        ['communication', 'classManagement'].map((module) =>
          needs
            .filter((need) => need.module === module)
            .reduce(([sum, count], need) => [sum! + need.sum, count! + need.count], [0, 0]),
        )
      const ofAll = tallies.filter(({ question, breakdown }) => question > 0 && breakdown === 'all')
      const counted = sumsOf(ofAll.flatMap((tally) => needsOfTally(questions[tally.question - 1]!, tally)))
      const oneByOne = sumsOf(answers.flatMap((each) => needsOfAnswers(questions, each)))
      return JSON.stringify(counted) === JSON.stringify(oneByOne)
    }),
    { seed: 20240901, numRuns: 200 },
  )
})

const cell = (school: string, stage: string, tier: number, count: number): Cell => ({ school, stage, tier, count })

t.test('nothing is shown of fewer teachers than was promised', async (t) => {
  t.same(groupsToShow([cell('A', 'new', 1, 4)], 5), { all: false, stages: [], tiers: [], schools: [] })
  t.match(groupsToShow([cell('A', 'new', 1, 5)], 5), { all: true, stages: ['new'], tiers: [1], schools: ['A'] })
})

t.test('a group is not shown where what is left of the whole would be too few', async (t) => {
  const stages = (...counts: number[]) =>
    groupsToShow(
      counts.map((count, at) => cell('A', `s${at}`, 1, count)),
      5,
    ).stages
  t.same(stages(10, 5), ['s0', 's1'])
  t.same(stages(10, 4), [], 'the total less the large one is the small one')
  t.same(stages(10, 8, 4), ['s0'], 'so the next smallest stays hidden with it')
  t.same(stages(10, 8, 3, 2), ['s0', 's1'], 'two small ones hide one another')
  t.same(stages(10, 8, 2, 2), ['s0'], 'unless both together are too few')
})

t.test('a stage less a tier within it tells nothing: what overlaps is looked at together', async (t) => {
  const cells = [cell('A', 'new', 1, 9), cell('A', 'early', 2, 7), cell('A', 'early', 3, 2)]
  t.match(groupsToShow(cells, 5), { stages: ['early', 'new'], tiers: [1] }, 'tier 2 would give tier 3 away')
})

t.test('a school is shown where no sum of schools and stages comes down to a few', async (t) => {
  const even = [cell('A', 'new', 1, 6), cell('A', 'early', 2, 6), cell('B', 'new', 1, 6), cell('B', 'early', 2, 6)]
  t.match(groupsToShow(even, 5), { stages: ['early', 'new'], schools: ['A', 'B'] })
  const telling = [cell('A', 'new', 1, 10), cell('A', 'early', 2, 1), cell('B', 'early', 2, 10)]
  t.match(
    groupsToShow(telling, 5),
    { stages: ['early', 'new'], schools: [] },
    'school A less stage new is the one teacher',
  )
  t.match(groupsToShow([cell('A', 'new', 1, 12), cell('B', 'new', 1, 3)], 5).schools, [], 'the rest is too few')
})

/** Whether something can be had, by adding and subtracting what is shown, about fewer than `smallest` teachers. */
function tellsOfFew(cells: readonly Cell[], smallest: number): boolean {
  const shown = groupsToShow(cells, smallest)
  const sums: ((cell: Cell) => boolean)[] = [
    ...(shown.all ? [() => true] : []),
    ...shown.stages.map((stage) => (one: Cell) => one.stage === stage),
    ...shown.tiers.map((tier) => (one: Cell) => one.tier === tier),
    ...shown.schools.map((school) => (one: Cell) => one.school === school),
  ]
  const rows = sums.map((belongs) => cells.map((one) => Number(belongs(one))))
  const whole = rank(rows)
  for (let few = 1; few < 2 ** cells.length; few += 1) {
    const isFew = (at: number) => ((few >> at) & 1) === 1
    const size = cells.reduce((sum, { count }, at) => sum + (isFew(at) ? count : 0), 0)
    if (size >= smallest) continue
    // A combination that leaves out everybody else is one more than those that remain without these teachers.
    if (rank(rows.map((row) => row.filter((_, at) => !isFew(at)))) < whole) return true
  }
  return false
}

function rank(rows: readonly number[][]): number {
  const left = rows.map((row) => [...row])
  let found = 0
  for (let column = 0; column < (left[0]?.length ?? 0); column += 1) {
    const at = left.findIndex((row, index) => index >= found && Math.abs(row[column]!) > 1e-9)
    if (at < 0) continue
    ;[left[found], left[at]] = [left[at]!, left[found]!]
    for (const [index, row] of left.entries()) {
      if (index === found) continue
      const times = row[column]! / left[found]![column]!
      if (times !== 0) for (const place of row.keys()) row[place]! -= times * left[found]![place]!
    }
    found += 1
  }
  return found
}

const someCells = fc.uniqueArray(
  fc.record({
    school: fc.constantFrom('A', 'B', 'C'),
    stage: fc.constantFrom('new', 'early', 'mature'),
    tier: fc.integer({ min: 1, max: 3 }),
    count: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 1, maxLength: 9, selector: ({ school, stage, tier }) => `${school}/${stage}/${tier}` },
)

t.test('no adding and subtracting of what is shown, however clever, tells of fewer than was promised', async (t) => {
  fc.assert(
    fc.property(someCells, fc.integer({ min: 2, max: 6 }), (cells, smallest) => !tellsOfFew(cells, smallest)),
    { seed: 20240901, numRuns: 1500 },
  )
  let shownBeside = 0
  for (const cells of fc.sample(someCells, { seed: 7, numRuns: 500 })) {
    const { schools, stages } = groupsToShow(cells, 3)
    if (schools.length > 1 && stages.length > 1) shownBeside += 1
  }
  t.ok(shownBeside > 5, `and it does show something: ${shownBeside} of 500 have schools beside stages`)
})

t.test('an anonymous survey keeps counts and enough texts, and nobody’s answers together', async (t) => {
  const opened = Array.from({ length: 7 }, (_, at) => ({
    school: at < 5 ? 'A' : 'B',
    stage: 'new',
    tier: 1,
    answers: [
      { question: 1, value: (at % 5) + 1 },
      { question: 2, choices: at < 3 ? ['talk', 'class'] : ['other'] },
      ...(at < 4 ? [{ question: 3, text: `意见 ${at}` }] : []),
    ],
  }))
  const { tallies, texts } = tallyAnswers(questions, opened, { smallest: 5, level: 'district' })
  t.same(texts, [], 'four texts are too few')
  t.notOk(
    tallies.some(({ breakdown }) => breakdown === 'school'),
    'school A less than all is the two of B',
  )
  const all = tallies.filter(({ breakdown }) => breakdown === 'all')
  t.same(
    all.map(({ question, count, counts }) => [question, count, counts]),
    [
      [0, 7, []],
      [1, 7, [2, 2, 1, 1, 1]],
      [2, 7, [3, 3, 4]],
    ],
    'question 3 and the one for tier 3 have too few',
  )
  t.same(tallyAnswers(questions, opened.slice(0, 4), { smallest: 5, level: 'district' }), { tallies: [], texts: [] })
  const enough = tallyAnswers(questions, opened, { smallest: 4, level: 'school' })
  t.same(enough.texts, [{ question: 3, texts: ['意见 0', '意见 1', '意见 2', '意见 3'] }])
})

t.test('a question for one tier tells no more than what is asked of everybody', async (t) => {
  const same = { kind: 'scale' as const, text: '需求', module: 'communication', minimum: 1, maximum: 5 }
  const asked = [null, 1, 2].map((tier, at) => ({ ...questions[0]!, ...same, number: at + 1, tier }))
  const answersOf = (tiers: number[]) =>
    tiers.map((tier, at) => ({
      school: 'A',
      stage: 'new',
      tier,
      answers: [1, tier + 1]
        .filter((number) => number <= asked.length)
        .map((question) => ({ question, value: (at % 5) + 1 })),
    }))
  const tally = (tiers: number[]) =>
    tallyAnswers(asked, answersOf(tiers), { smallest: 5, level: 'district' }).tallies.map(
      ({ question, breakdown, group }) => `${question} ${breakdown}${group && ` ${group}`}`,
    )
  const few = tally([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3])
  t.ok(few.includes('1 all') && few.includes('1 tier 1'))
  t.notOk(
    few.includes('3 all'),
    'asked of all, of tier 1 and of tier 2 in the same words, what is left is the one of tier 3',
  )
  const enough = tally([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3])
  t.ok(['2 all', '2 tier 1', '3 all', '3 tier 2'].every((shown) => enough.includes(shown)))
  t.notOk(
    enough.some((shown) => /^[23] (stage|school)/.test(shown)),
    'and by itself as a whole only',
  )
})

t.test('results have means to thousandths; of a group that is suppressed there is no figure', async (t) => {
  const tallies = [{ question: 1, breakdown: 'all' as const, group: '', count: 3, counts: [0, 0, 1, 1, 1] }]
  const [first] = surveyResults(questions, tallies, { anonymous: true, policy })
  t.match(first, { suppressed: false, count: 3, mean: '4' })
  t.same(first!.byStage[0], { stage: 'new', suppressed: true, count: null, mean: null, values: [], choices: [] })
  const [, second] = surveyResults(questions, [], { anonymous: false, policy })
  t.match(second, { suppressed: false, count: 0, choices: [{ code: 'class', count: 0 }, {}, {}] })
  t.match(surveyResults(questions, [{ ...tallies[0]!, counts: [1, 0, 0, 0, 2] }], { anonymous: false, policy })[0], {
    mean: '3.667',
  })
})

const needUnder = (given: NeedPolicy, ...facts: Omit<NeedFact, 'module'>[]) =>
  needProfile(
    facts.map((fact) => ({ module: 'communication', ...fact })),
    given,
  )
const needOf = (...facts: Omit<NeedFact, 'module'>[]) => needUnder(policy, ...facts)

t.test('sources weigh as the policy edition says, against those that there are', async (t) => {
  const weighed = { ...policy, needs: { sourceWeights: { ...policy.needs.sourceWeights, interview: 2 } } }
  const facts = [
    { source: 'survey' as const, sum: 1260, count: 3 },
    { source: 'interview' as const, sum: 5, count: 1 },
    { source: 'selfAssessment' as const, sum: 4, count: 1 },
  ]
  t.equal(needUnder(weighed, ...facts)[0]!.need, 604, '(1/6 + 2 × 1 + 1/4) / 4')
  t.same(needUnder(weighed, ...facts)[0]!.components, needOf(...facts)[0]!.components, 'each is told as it is')
  t.equal(needUnder(weighed, facts[1]!)[0]!.need, 1000, 'alone it is the whole, whatever it weighs')
  const alike = { ...policy.needs.sourceWeights, survey: 7, interview: 7, selfAssessment: 7 }
  t.same(needUnder({ ...policy, needs: { sourceWeights: alike } }, ...facts), needOf(...facts))
})

t.test('§3.1: the need for a module is the mean of its sources, each weighing the same, rounded once', async (t) => {
  const [first, ...others] = needOf(
    { source: 'survey', sum: 1260, count: 3 },
    { source: 'interview', sum: 5, count: 1 },
    { source: 'selfAssessment', sum: 4, count: 1 },
  ).map(presentNeed)
  t.same(first, {
    module: 'communication',
    need: '0.472',
    components: [
      { source: 'survey', count: 3, value: '0.167' },
      { source: 'interview', count: 1, value: '1' },
      { source: 'selfAssessment', count: 1, value: '0.25' },
    ],
  })
  t.ok(
    others.every(({ need, components }) => need === null && components.length === 0),
    'what nobody has said anything of is not known',
  )
  t.same(needOf({ source: 'survey', sum: 0, count: 2 })[0]!.need, 0, 'no need is known to be none')
  t.same(needOf({ source: 'peerAssessment', sum: 15, count: 3 })[0]!.need, 0, 'the most competent need nothing')
  t.same(needOf({ source: 'leaderAssessment', sum: 1, count: 1 })[0]!.need, 1000)
  t.same(
    needOf({ source: 'interview', sum: 3, count: 1 }, { source: 'interview', sum: 4, count: 1 })[0]!.components,
    [{ source: 'interview', count: 2, value: 625 }],
    'facts of one source are one component',
  )
})

t.test('a share is rounded from the middle up, and only then', async (t) => {
  t.equal(ratioOf(1n, 2000n), 1, '0.0005 is 0.001')
  t.equal(ratioOf(999n, 2_000_000n), 0, '0.0004995 is 0')
  t.equal(ratioOf(2n, 3n), 667)
  t.throws(() => ratioOf(1n, 0n), RangeError)
  t.throws(() => ratioOf(-1n, 2n), RangeError)
})

t.test('a need lies between nothing and the whole, and more of it never makes it less', async () => {
  const facts = fc.array(
    fc.record({
      source: fc.constantFrom('survey' as const, 'interview' as const, 'selfAssessment' as const),
      mark: fc.integer({ min: 1, max: 5 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  const of = (given: { source: 'survey' | 'interview' | 'selfAssessment'; mark: number }[]) =>
    needOf(
      ...given.map(({ source, mark }) => ({ source, count: 1, sum: source === 'survey' ? (mark - 1) * 630 : mark })),
    )[0]!.need!
  fc.assert(
    fc.property(facts, (given) => {
      const need = of(given)
      const [first, ...rest] = given
      const raised = { ...first!, mark: first!.source === 'selfAssessment' ? 1 : 5 }
      return need >= 0 && need <= 1000 && of([raised, ...rest]) >= need
    }),
    { seed: 20240901, numRuns: 300 },
  )
})

t.test('an anonymous survey adds its own component, only where its results show the group', async (t) => {
  const tally = { question: 1, count: 5, counts: [0, 0, 0, 0, 5] }
  const survey = {
    schoolId: null,
    questions,
    tallies: [
      { ...tally, breakdown: 'all' as const, group: '' },
      { ...tally, breakdown: 'stage' as const, group: 'new' },
      { ...tally, breakdown: 'school' as const, group: 'A' },
    ],
  }
  const named = [
    { module: 'communication', source: 'interview' as const, stage: 'new', tier: 1, sum: 1, count: 1 },
    { module: 'communication', source: null, stage: 'new', tier: 1, teachers: 1 },
  ]
  const [district] = groupNeeds(named, anonymousFacts(survey, null), policy)
  t.match(district, {
    module: 'communication',
    need: '0.5',
    teachers: 1,
    components: [
      { source: 'anonymousSurvey', count: 5, value: '1' },
      { source: 'interview', value: '0' },
    ],
    byStage: [{ stage: 'new', need: '0.5' }, { stage: 'early', need: null, teachers: 0 }, {}],
    byTier: [{ tier: 1, need: '0', teachers: 1 }, {}, {}, {}, {}],
  })
  const [school] = groupNeeds([], anonymousFacts(survey, 'A'), policy)
  t.match(school, { need: '1', byStage: [{ need: null }, {}, {}] }, 'a school has its own sum alone')
  t.same(anonymousFacts(survey, 'B'), [], 'and nothing where it is not shown')
  t.equal(anonymousFacts({ ...survey, schoolId: 'A' }, 'A').length, 2, 'of its own survey it has the stages too')
})

t.test('who assesses whom, when and in what: every reason is told', async (t) => {
  const year = { startsOn: '2024-09-01', endsOn: '2025-08-31' }
  const facts = { year, today: '2024-10-08', modules: policy.modules }
  const base = { teacherId: 'T', kind: 'self' as const, date: '2024-10-08', scores: [{ module: 'communication' }] }
  const codes = (assessment: Partial<typeof base> | { kind: 'peer' | 'leader' }, assessor: string | null) =>
    checkAssessment({ ...base, ...assessment }, { teacherId: assessor }, facts).map(({ code }) => code)
  t.same(codes({}, 'T'), [])
  t.same(codes({}, 'U'), ['assessmentKindNotAllowed'], 'nobody assesses herself for another')
  t.same(codes({ kind: 'peer' }, 'U'), [])
  t.same(codes({ kind: 'peer' }, 'T'), ['assessmentKindNotAllowed'], 'nor is her own peer')
  t.same(codes({ kind: 'leader' }, null), [])
  t.same(codes({ kind: 'leader' }, 'T'), ['assessmentKindNotAllowed'])
  t.same(codes({ date: '2024-10-09' }, 'T'), ['needRecordedAhead'])
  t.same(codes({ date: '2024-08-31' }, 'T'), ['assessmentOutsideYear'])
  t.same(codes({ scores: [{ module: 'x' }, { module: 'communication' }, { module: 'communication' }] }, 'T'), [
    'unknownModule',
    'moduleTwice',
  ])
  t.same(
    checkInterview({ date: '2024-10-09', modules: [{ module: 'x' }] }, facts).map(({ code }) => code),
    ['needRecordedAhead', 'unknownModule'],
  )
})

t.test('every sealed answer of a survey has the same number of bytes, and the longest possible one fits', async (t) => {
  const place = { districtId: 'd', surveyId: 's' }
  const pseudonym = Buffer.alloc(32)
  const asked = numberQuestions([
    {
      ...choice,
      choices: Array.from({ length: 20 }, (_, at) => ({ code: `${at}`.padStart(64, '-'), text: 'x' })),
      maximumChoices: 20,
    },
    { ...text, maximumLength: 2000 },
    { ...scale, minimum: 91, maximum: 100 },
  ])
  const seal = (answers: QuestionAnswer[]) =>
    sealAnswer(
      Buffer.alloc(32, 1),
      { place, pseudonym, questions: asked },
      { school: '01890000-0000-7000-8000-000000000000', stage: 'x'.repeat(64), tier: 20, answers },
    ).length
  const longest = seal([
    { question: 1, choices: asked[0]!.choices!.map(({ code }) => code) },
    { question: 2, text: '\u0001'.repeat(2000) },
    { question: 3, value: 100 },
  ])
  t.equal(seal([{ question: 3, value: 91 }]), longest)
  t.equal(seal([{ question: 2, text: '𠮷'.repeat(2000) }]), longest)
})

t.test('who may withdraw what was said of a teacher’s needs', async (t) => {
  const staffOf = (schoolId: string | null) => ({ schoolId, teacherId: null })
  const self = (teacherId: string) => ({ schoolId: null, teacherId })
  const interview = (recorderSchoolId: string | null) => ({ kind: null, assessorId: null, recorderSchoolId })
  const said = (kind: 'self' | 'peer' | 'leader', assessorId: string, recorderSchoolId: string | null = null) => ({
    ...{ kind, assessorId, recorderSchoolId },
  })
  const cases: [string, Parameters<typeof mayWithdraw>, boolean][] = [
    ['a school what it recorded', [staffOf('A'), interview('A')], true],
    ['not what another school recorded', [staffOf('B'), interview('A')], false],
    ['not what the institute recorded', [staffOf('A'), interview(null)], false],
    ['the institute what it recorded', [staffOf(null), interview(null)], true],
    ['and what a school recorded', [staffOf(null), interview('A')], true],
    ['no teacher an interview', [self('T'), interview('A')], false],
    ['a teacher her own word of herself', [self('T'), said('self', 'T')], true],
    ['and of a colleague', [self('T'), said('peer', 'T')], true],
    ['not a colleague’s', [self('U'), said('peer', 'T')], false],
    ['not a leader’s, though the ids were the same', [self('T'), said('leader', 'T')], false],
    ['no leader a teacher’s, though through the school’s own app', [staffOf('A'), said('self', 'T', 'A')], false],
    ['nor the institute', [staffOf(null), said('peer', 'T')], false],
  ]
  for (const [name, given, expected] of cases) t.equal(mayWithdraw(...given), expected, name)
})
