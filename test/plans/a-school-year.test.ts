import t from 'tap'
import { attend, client, confirm, hire, must, openDistrict, type District, type Teacher } from '../support/fixtures.js'
import { adequateContent, leaders } from '../support/plans.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/**
 * A school's year through HTTP, as the school walks it: survey, needs, courses, curriculum, a plan that is inadequate at
 * first and mended by what the check names, approval, activities on their dates, attendance, and each teacher's forecast
 * from impossible to met; at the end the annual review, and the plan of the next year drawn up from it.
 */
const academicYear = '2024-2025'
const year = `academicYear=${academicYear}`

let service: Service
let district: District
let school: District['schools'][string]
const teachers: { teacher: Teacher; self: Caller }[] = []
let plan: Any
let course: Any
/** Another school's own. */
let elsewhere: Any

t.before(async () => {
  service = await startService({ time: '2024-08-26T09:00:00+08:00' })
  district = await openDistrict(service, 'year', ['A', 'B'])
  school = district.schools.A!
  for (const [at, from] of ['2024-09-01', '2022-09-01', '2021-09-01', '2018-09-01', '2012-09-01'].entries()) {
    const teacher = await hire(district, `T-${at + 1}`, school, { from })
    const self = await client(service, district.institute, { role: 'teacher', teacherId: teacher.id })
    teachers.push({ teacher, self })
  }
  const holidays = [
    { name: '国庆节', from: '2024-10-01', to: '2024-10-07' },
    { name: '寒假', from: '2025-01-18', to: '2025-02-16' },
  ]
  must(await district.institute.put(`/v1/academic-years/${academicYear}`, { holidays }, { ifMatch: '*' }), 200)
})
t.teardown(() => service.close())

const forecastOf = async ({ teacher, self }: (typeof teachers)[number]) =>
  must(await self.get(`/v1/teachers/${teacher.id}/forecast?${year}`), 200)

t.test('the summer before: what do the teachers need?', async (t) => {
  const { administrator } = school
  const scale = (module: string) => ({ kind: 'scale', text: `${module} 的研修需求`, module, minimum: 1, maximum: 5 })
  const survey = must(
    await administrator.post('/v1/surveys', {
      level: 'school',
      academicYear,
      title: '学年初研修需求调研',
      anonymous: false,
      questions: [scale('communication'), scale('classManagement')],
    }),
    201,
  )
  service.setTime('2024-09-02T09:00:00+08:00')
  must(await administrator.post(`/v1/surveys/${survey.id}/open`, {}), 200)
  for (const [at, { self }] of teachers.entries()) {
    const answers = [
      { question: 1, value: 5 },
      { question: 2, value: at === 4 ? 5 : 2 },
    ]
    must(await self.post(`/v1/surveys/${survey.id}/answers`, { answers }), 200)
  }
  must(await administrator.post(`/v1/surveys/${survey.id}/close`), 200)
  const [first] = teachers
  must(
    await school.principal.post('/v1/competence-assessments', {
      teacherId: first!.teacher.id,
      kind: 'leader',
      academicYear,
      date: '2024-09-02',
      scores: [{ module: 'communication', score: 1 }],
    }),
    200,
  )
  const needs = must(await first!.self.get(`/v1/teachers/${first!.teacher.id}/needs?${year}`), 200)
  t.match(needs.modules[0], { module: 'communication', need: '1', components: { length: 2 } })
  t.match(needs.modules[1], { module: 'classManagement', need: '0.25' })
  const ofSchool = must(await school.principal.get(`/v1/schools/${school.id}/needs?${year}`), 200)
  t.match(ofSchool.modules[0], { module: 'communication', need: '1', teachers: 5, byTier: { length: 5 } })
})

t.test(
  'each teacher’s curriculum: the courses of the tier, the most needed first, each with its reasons',
  async (t) => {
    const publish = async (caller: Caller, title: string, module: string, tiers: number[]) => {
      const content = {
        title,
        objectives: ['示例目标'],
        description: '示例',
        modules: [module],
        tiers,
        forms: ['lecture'],
      }
      const { id } = must(await caller.post('/v1/courses', { ...content, hours: '4' }), 201)
      return must(await caller.post(`/v1/courses/${id}/publish`), 200)
    }
    const management = await publish(district.institute, '班级常规入门', 'classManagement', [1, 2])
    course = await publish(district.institute, '家校沟通入门', 'communication', [1])
    await publish(district.institute, '德育顶层设计', 'classManagement', [5])
    const own = await publish(school.administrator, '本校班会课例', 'classActivities', [1, 2, 3])
    elsewhere = await publish(district.schools.B!.administrator, '他校课程', 'communication', [1])
    const [novice, second] = teachers
    const curriculum = must(await novice!.self.get(`/v1/teachers/${novice!.teacher.id}/curriculum?${year}`), 200)
    t.match(curriculum, { tier: 1, stage: 'new', coursesTotal: 3, modules: { length: 5 } })
    t.same(
      curriculum.courses.map(({ courseId, need }: Any) => [courseId, need]),
      [
        [course.id, '1'],
        [management.id, '0.25'],
        [own.id, null],
      ],
      'neither of another tier nor of another school',
    )
    t.match(curriculum.courses[0].reasons, [
      { code: 'tier', clause: '§3.3' },
      { code: 'need', module: 'communication', clause: '§3.1' },
      { code: 'uncovered', module: 'communication', clause: '§3.2' },
    ])
    const next = must(await second!.self.get(`/v1/teachers/${second!.teacher.id}/curriculum?${year}&limit=1`), 200)
    t.match(next, { tier: 2, coursesTotal: 2, courses: [{ courseId: management.id }] })
    t.equal((await second!.self.get(`/v1/teachers/${novice!.teacher.id}/curriculum?${year}`)).status, 404)
    t.equal(
      (await district.schools.B!.administrator.get(`/v1/teachers/${novice!.teacher.id}/curriculum?${year}`)).status,
      404,
    )
  },
)

t.test('the plan is inadequate at first, and mended by what the check names', async (t) => {
  const { administrator, principal } = school
  const [item] = adequateContent().items
  const draft = { ...item, title: '家校沟通入门', module: 'communication', courseId: course.id, tiers: [1] }
  plan = must(
    await administrator.post('/v1/training-plans', {
      schoolId: school.id,
      academicYear,
      items: [{ ...draft, slot: null }],
    }),
    201,
  )
  const check = async () => must(await administrator.get(`/v1/training-plans/${plan.id}/check`), 200)
  const first = await check()
  t.equal(first.adequate, false)
  t.same(
    [...new Set(first.shortfalls.map(({ code }: Any) => code))].sort(),
    [
      'planCategoryMissing',
      'planFixedSlotMissing',
      'planGoalsMissing',
      'planLeadershipMissing',
      'planModuleMissing',
      'planTierHours',
    ],
    'everything that is missing, each by its name',
  )
  for (const { clause, en, zh } of first.shortfalls) t.ok(clause.startsWith('§') && en && zh)
  t.match(
    first.tiers.map(({ tier, hoursMissing }: Any) => [tier, hoursMissing]),
    [
      [1, '32'],
      [2, '40'],
      [3, '40'],
      [4, '40'],
      [5, '40'],
    ],
  )
  const submitted = await principal.post(`/v1/training-plans/${plan.id}/submit`)
  t.match(submitted, { status: 409, body: { code: 'planInadequate' } })
  t.equal(submitted.body.errors.length, first.shortfalls.length, 'and the refusal says all of it')

  must(await principal.put(`/v1/schools/${school.id}/leadership-groups/${academicYear}`, leaders), 201)
  const { goals, fixedSlots, items } = adequateContent()
  const short = [...items.slice(0, 4), { ...items[4], sessions: 3, hoursPerSession: '2.5' }]
  const revise = async (content: object) => {
    const { version } = must(await administrator.get(`/v1/training-plans/${plan.id}`), 200)
    plan = must(await administrator.patch(`/v1/training-plans/${plan.id}`, content, { ifMatch: `"${version}"` }), 200)
  }
  await revise({ goals, fixedSlots: [{ ...fixedSlots[0], endsAt: '17:30' }], items: short })
  const second = await check()
  t.same(
    second.shortfalls.map(({ code, params }: Any) => [code, params.tier]),
    [1, 2, 3, 4, 5].map((tier) => ['planTierHours', tier]),
    '39.5 hours are not enough for any tier',
  )
  t.match(second.tiers[0], { hoursPlanned: '39.5', hoursMissing: '0.5' })
  await revise({ items: [{ ...items[0], courseId: course.id }, ...items.slice(1)] })
  t.match(await check(), { adequate: true, shortfalls: [] })
})

t.test('submitted by the principal, returned, mended and approved by the institute', async (t) => {
  const { administrator, principal } = school
  const review = async (decision: string, versionNumber: number) =>
    district.institute.post(`/v1/training-plans/${plan.id}/review`, { decision, comments: '示例意见', versionNumber })
  t.equal((await administrator.post(`/v1/training-plans/${plan.id}/submit`)).status, 403, 'not by the administrator')
  must(await principal.post(`/v1/training-plans/${plan.id}/submit`), 200)
  must(await review('return', 1), 200)
  const { version } = must(await administrator.get(`/v1/training-plans/${plan.id}`), 200)
  const goals = ['提升家校沟通能力', '提升班级管理能力']
  must(await administrator.patch(`/v1/training-plans/${plan.id}`, { goals }, { ifMatch: `"${version}"` }), 200)
  must(await principal.post(`/v1/training-plans/${plan.id}/submit`), 200)
  t.equal((await review('approve', 1)).status, 409, 'not the version that was returned')
  plan = must(await review('approve', 2), 200)
  t.match(plan, { status: 'approved', approvedVersion: 2 })
  const [novice] = teachers
  t.match(await forecastOf(novice!), { state: 'impossible', hoursToSchedule: '40' }, 'nothing is scheduled yet')
})

t.test(
  'its items become activities on the fixed slot, around holidays; forecasts go from impossible to met',
  async (t) => {
    const { items } = plan.shown.content
    const activities: Any[] = []
    for (const item of items)
      activities.push(
        must(await school.administrator.post(`/v1/training-plans/${plan.id}/items/${item.id}/schedule`, {}), 201),
      )
    const sessions = activities.flatMap((activity) => activity.sessions)
    t.equal(sessions.length, 20)
    t.equal(new Set(sessions.map(({ date }) => date)).size, 20, 'a date of the slot serves one session')
    for (const { date } of sessions) {
      t.equal(new Date(`${date}T00:00:00Z`).getUTCDay(), 3, `${date} is a Wednesday`)
      t.notOk(('2024-10-01' <= date && date <= '2024-10-07') || ('2025-01-18' <= date && date <= '2025-02-16'))
    }
    t.match(activities[0], { courseId: course.id, courseVersion: 1 })
    const again = await school.administrator.post(`/v1/training-plans/${plan.id}/items/${items[0].id}/schedule`, {})
    t.match(again, { status: 409, body: { code: 'planItemScheduled' } })

    const [novice, idle] = teachers
    t.match(await forecastOf(novice!), { state: 'atRisk', hoursReachable: '40' })
    for (const { id } of activities) must(await novice!.self.post(`/v1/activities/${id}/registrations`, {}), 201)
    t.match(await forecastOf(novice!), { state: 'onTrack', hoursExpected: '40' })
    const byTime = sessions.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
    for (const [at, session] of byTime.entries()) {
      service.setTime(session.startsAt)
      if (at === 0) {
        const opened = must(await school.administrator.post(`/v1/sessions/${session.id}/check-in-code`, {}), 200)
        must(await novice!.self.post(`/v1/sessions/${session.id}/check-in`, { code: opened.code }), 200)
      } else await attend(school, session, novice!.teacher)
      service.setTime(session.endsAt)
      await confirm(school, session)
    }
    t.match(await forecastOf(novice!), { state: 'met', hoursCounted: '40', hoursMissing: '0' })
    t.match(await forecastOf(idle!), { state: 'impossible', hoursToSchedule: '40' })
    t.match(must(await school.principal.get(`/v1/schools/${school.id}/forecast?${year}`), 200), {
      met: 1,
      impossible: 4,
    })
    const execution = must(await school.principal.get(`/v1/training-plans/${plan.id}/execution`), 200)
    t.match(execution.items[0], { planned: { sessions: 4 }, held: { sessions: 4, hours: '8' }, teachers: 1 })
    t.same(execution.overdueItems, [])
    const { courses, modules } = must(
      await novice!.self.get(`/v1/teachers/${novice!.teacher.id}/curriculum?${year}`),
      200,
    )
    t.match(courses.at(-1), { courseId: course.id, done: true }, 'what is done comes last')
    t.ok(modules.every(({ covered }: Any) => covered))
  },
)

t.test('a course that was taught is read in the version that was taught', async (t) => {
  const { version } = must(await district.institute.get(`/v1/courses/${course.id}`), 200)
  const change = { title: '家校沟通入门（修订）' }
  must(await district.institute.patch(`/v1/courses/${course.id}`, change, { ifMatch: `"${version}"` }), 200)
  must(await district.institute.post(`/v1/courses/${course.id}/publish`), 200)
  const [novice] = teachers
  t.equal(must(await novice!.self.get(`/v1/courses/${course.id}`), 200).title, '家校沟通入门（修订）')
  const { data } = must(await novice!.self.get(`/v1/activities?courseId=${course.id}`), 200)
  t.match(data, [{ courseVersion: 1 }])
  const taught = must(await novice!.self.get(`/v1/courses/${course.id}?version=${data[0].courseVersion}`), 200)
  t.equal(taught.title, '家校沟通入门')
  must(await district.institute.post(`/v1/courses/${course.id}/retire`), 200)
  const session = { startsAt: '2025-06-25T08:00:00+08:00', endsAt: '2025-06-25T09:30:00+08:00' }
  const teach = (courseId: string) =>
    school.administrator.post('/v1/activities', {
      title: '不能讲授的课程',
      hostSchoolId: school.id,
      academicYear,
      courseId,
      sessions: [{ ...session, segments: [{ form: 'lecture', hours: '2' }] }],
    })
  t.match(await teach(course.id), { status: 409, body: { code: 'courseRetired' } })
  t.match(await teach(elsewhere.id), {
    status: 422,
    body: { code: 'unknownCourse', errors: [{ pointer: '/courseId' }] },
  })
  const draft = { title: '草稿', objectives: ['示例'], description: '示例', modules: ['communication'], tiers: [1] }
  const own = must(await school.administrator.post('/v1/courses', { ...draft, forms: ['lecture'], hours: '2' }), 201)
  t.match(await teach(own.id), { status: 422, body: { code: 'unknownCourse' } }, 'not before it is published')
})

t.test('the annual review closes the plan, and the next year’s is drawn up from it', async (t) => {
  service.setTime('2025-08-20T09:00:00+08:00')
  const review = {
    date: '2025-08-20',
    participants: [{ name: '示例校长' }, { teacherId: teachers[0]!.teacher.id }],
    findings: ['四位教师未达到学年课时要求'],
    changes: ['增加线上补修场次'],
  }
  must(await school.principal.post(`/v1/training-plans/${plan.id}/annual-review`, review), 201)
  t.match(must(await district.institute.get(`/v1/training-plans/${plan.id}/annual-review`), 200), {
    participants: [{ name: '示例校长' }, { teacherId: teachers[0]!.teacher.id }],
  })
  t.match(must(await school.principal.get(`/v1/training-plans/${plan.id}`), 200), { status: 'closed' })
  must(await district.institute.put('/v1/academic-years/2025-2026', {}), 201)
  const next = must(
    await school.administrator.post('/v1/training-plans', {
      schoolId: school.id,
      academicYear: '2025-2026',
      basedOnPlanId: plan.id,
    }),
    201,
  )
  t.match(next.shown.content, { notes: review.changes, items: { length: 5 } })
  t.equal(next.shown.content.items[0].courseId, null, 'a course that is retired is not planned anew')
  t.match(next.shown.content.items[0], { from: /^2025-09/, to: /^2026-06/ })
})
