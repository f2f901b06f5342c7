import fc from 'fast-check'
import t from 'tap'
import { coverModules, orderCurriculum, type CandidateCourse } from '../../src/curriculum/rules/curriculum.js'
import { reasonText } from '../../src/curriculum/rules/reason-text.js'
import { hours, parseHours, parseRatio, type Hours, type Ratio } from '../../src/lib/quantity.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters } from '../../src/policy/rules/edition-parameters.js'

const parameters = editionParameters(shippedEdition)
const course = (id: string, ...modules: string[]): CandidateCourse => ({ id, title: `课程 ${id}`, modules })
const none = { done: new Map(), needs: new Map<string, Ratio>(), hours: new Map<string, Hours>() }
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

t.test('what has been done comes last, however much it is needed', async (t) => {
  const needs = new Map([['communication', parseRatio('1')]])
  const done = new Map([['1', { hours: parseHours('2'), lastOn: '2024-10-08' }]])
  t.same(idsOf({ ...none, courses, needs, done }), ['2', '3', '1'])
  t.same(orderCurriculum({ ...none, courses, needs, done }).at(-1)!.reasons, [
    { code: 'need', module: 'communication', need: parseRatio('1') },
    { code: 'uncovered', module: 'communication' },
    { code: 'done', hours: parseHours('2'), lastOn: '2024-10-08' },
  ])
})

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
