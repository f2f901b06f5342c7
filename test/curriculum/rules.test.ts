import fc from 'fast-check'
import t from 'tap'
import { courseStanding } from '../../src/curriculum/rules/course-done.js'
import { coverModules, orderCurriculum, type CandidateCourse } from '../../src/curriculum/rules/curriculum.js'
import { reasonText } from '../../src/curriculum/rules/reason-text.js'
import { hours, parseHours, parseRatio, type Hours, type Ratio } from '../../src/lib/quantity.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters } from '../../src/policy/rules/edition-parameters.js'

const parameters = editionParameters(shippedEdition)
const course = (id: string, ...modules: string[]): CandidateCourse => ({
  id,
  title: `课程 ${id}`,
  modules,
  hours: parseHours('4'),
})
const none = { taught: new Map(), needs: new Map<string, Ratio>(), hours: new Map<string, Hours>() }
const idsOf = (facts: Parameters<typeof orderCurriculum>[0]) => orderCurriculum(facts).map(({ courseId }) => courseId)

const courses = [course('1', 'communication'), course('2', 'classManagement'), course('3', 'studentDevelopment')]

t.test('the course that is needed most comes first; what nobody knows comes after every known need', async (t) => {
  const needs = new Map([
    ['classManagement', parseRatio('0.25')],
    ['studentDevelopment', parseRatio('0.251')],
  ])
  t.same(idsOf({ ...none, courses, needs }), ['3', '2', '1'])
  needs.set('communication', parseRatio('0'))
  t.same(idsOf({ ...none, courses, needs }), ['3', '2', '1'], 'no need at all is still known')
  const both = [...courses, course('4', 'classManagement', 'studentDevelopment')]
  t.same(idsOf({ ...none, courses: both, needs }), ['3', '4', '2', '1'], 'a course counts by its most needed module')
})

const lastOn = '2024-10-08'
const version = (whole: string, earned: string, on = lastOn) => ({
  whole: parseHours(whole),
  earned: parseHours(earned),
  lastOn: on,
})

t.test('what has been done comes last, however much it is needed', async (t) => {
  const needs = new Map([['communication', parseRatio('1')]])
  const taught = new Map([['1', [version('4', '4')]]])
  t.same(idsOf({ ...none, courses, needs, taught }), ['2', '3', '1'])
  t.same(orderCurriculum({ ...none, courses, needs, taught }).at(-1)!.reasons, [
    { code: 'need', module: 'communication', need: parseRatio('1') },
    { code: 'uncovered', module: 'communication' },
    { code: 'done', hours: parseHours('4'), lastOn },
  ])
})

t.test('what has only begun stands where it stood, and its hours are told', async (t) => {
  const needs = new Map([['communication', parseRatio('1')]])
  const taught = new Map([['1', [version('4', '3.5')]]])
  t.same(idsOf({ ...none, courses, needs, taught }), ['1', '2', '3'])
  const begun = orderCurriculum({ ...none, courses, needs, taught })[0]!.reasons.at(-1)!
  t.same(begun, { code: 'begun', hours: parseHours('3.5'), whole: parseHours('4'), lastOn })
  t.match(reasonText(begun, parameters), {
    clause: '§6.2',
    en: 'Begun: 3.5 of 4 class hours, last on 2024-10-08.',
    zh: '已修 3.5 课时，共需 4 课时，最近一次为 2024-10-08。',
  })
})

t.test(
  'a course is done when its counted hours reach those of the version taught, or of the published one',
  async (t) => {
    const cases: [string, string, ReturnType<typeof version>[], 'done' | 'begun' | undefined][] = [
      ['nothing earned', '4', [], undefined],
      ['the first half hour', '4', [version('4', '0.5')], 'begun'],
      ['a hundredth short', '4', [version('4', '3.99')], 'begun'],
      ['to the hour', '4', [version('4', '4')], 'done'],
      ['more than it asks for', '4', [version('4', '6')], 'done'],
      ['done as it was taught, and revised to ask for more', '8', [version('4', '4')], 'done'],
      ['begun as it was taught, and revised to ask for more', '8', [version('4', '3.5')], 'begun'],
      ['begun as it was taught, and revised to ask for no more than that', '4', [version('8', '4')], 'done'],
      ['older hours count on in the newer version', '8', [version('4', '3'), version('8', '5')], 'done'],
      ['…and are not enough', '8', [version('4', '3'), version('8', '4.5')], 'begun'],
      ['done once, and half an hour of the newer one after it', '8', [version('4', '4'), version('8', '0.5')], 'done'],
      ['newer hours do not make the older version done', '8', [version('4', '1'), version('8', '3')], 'begun'],
    ]
    for (const [name, published, taught, code] of cases)
      t.equal(courseStanding(taught, parseHours(published))?.code, code, name)
    const twice = [version('4', '1', '2025-03-01'), version('8', '2', '2024-11-01')]
    t.same(courseStanding(twice, parseHours('6')), {
      code: 'begun',
      hours: parseHours('3'),
      whole: parseHours('6'),
      lastOn: '2025-03-01',
    })
  },
)

t.test('of courses needed alike, the module without hours comes before the one that has some', async (t) => {
  const earned = new Map([
    ['communication', parseHours('0.5')],
    ['classManagement', parseHours('4')],
  ])
  t.same(idsOf({ ...none, courses, hours: earned }), ['3', '1', '2'])
})

t.test('§3.2: each of the five modules is covered by hours or not, with the courses at hand', async (t) => {
  const coverage = coverModules(parameters.modules, {
    courses,
    needs: new Map(),
    hours: new Map([['communication', hours(50)]]),
  })
  t.same(
    coverage.map(({ module, covered, courses }) => [module, covered, courses]),
    [
      ['classManagement', false, 1],
      ['classActivities', false, 0],
      ['studentDevelopment', false, 1],
      ['comprehensiveEvaluation', false, 0],
      ['communication', true, 1],
    ],
  )
})

t.test('each reason has its clause and its words', async (t) => {
  t.match(reasonText({ code: 'need', module: 'communication', need: parseRatio('0.75') }, parameters), {
    clause: '§3.1',
    zh: '“沟通与合作”的培训需求为 75%。',
  })
  t.match(reasonText({ code: 'uncovered', module: 'communication' }, parameters), { clause: '§3.2' })
  t.match(reasonText({ code: 'done', hours: parseHours('2'), lastOn: '2024-10-08' }, parameters).en, /2 class hours/)
})

const module = fc.constantFrom(...parameters.modules.map(({ code }) => code))
const aCourse = fc.record({
  id: fc.uuid(),
  title: fc.constantFrom('甲', '乙'),
  modules: fc.uniqueArray(module, { minLength: 1, maxLength: 3 }),
  hours: fc.constant(hours(400)),
})

t.test('the order holds every course once and does not depend on how they come', async () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(aCourse, { selector: ({ id }) => id, maxLength: 12 }),
      fc.array(fc.tuple(module, fc.integer({ min: 0, max: 1000 }))),
      (some, shares) => {
        const needs = new Map(shares) as Map<string, Ratio>
        const there = idsOf({ ...none, courses: some, needs })
        const back = idsOf({ ...none, courses: some.toReversed(), needs })
        return JSON.stringify(there) === JSON.stringify(back) && new Set(there).size === some.length
      },
    ),
    { seed: 20240901, numRuns: 200 },
  )
})
