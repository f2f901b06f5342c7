import t from 'tap'
import { asOwner } from '../support/database.js'
import {
  attend,
  client,
  confirm,
  hire,
  must,
  openDistrict,
  openSchool,
  type District,
  type School,
  type Teacher,
} from '../support/fixtures.js'
import {
  adequateContent,
  approvePlan,
  draftPlan,
  leaders,
  planInForce,
  setLeaders,
  submitPlan,
} from '../support/plans.js'
import { startService, type Any, type Service } from '../support/service.js'

let service: Service
let district: District
let foreign: District
let counter = 0

const academicYear = '2024-2025'
const nowhere = '01890000-0000-7000-8000-00000000dead'

t.before(async () => {
  service = await startService()
  district = await openDistrict(service, 'own', [])
  foreign = await openDistrict(service, 'foreign', ['F'])
  must(
    await district.institute.put(
      '/v1/academic-years/2024-2025',
      { holidays: [{ name: '国庆节', from: '2024-10-01', to: '2024-10-07' }] },
      { ifMatch: '*' },
    ),
    200,
  )
  must(await district.institute.put('/v1/academic-years/2025-2026', {}), 201)
})
t.teardown(() => service.close())
t.beforeEach(() => service.setTime('2024-09-02T08:00:00+08:00'))

/** A school of its own for each test, with one new teacher. */
async function found(): Promise<{ school: School; teacher: Teacher }> {
  counter += 1
  const school = await openSchool(service, district.institute, `P${counter}`)
  return { school, teacher: await hire(district, `T-P${counter}`, school) }
}

const plans = '/v1/training-plans'
const codesOf = ({ body }: Any) => body.errors.map(({ code }: Any) => code)

t.test('the principal leads and a deputy seconds: a leadership group says every reason against it', async (t) => {
  const { school, teacher } = await found()
  const path = `/v1/schools/${school.id}/leadership-groups/${academicYear}`
  t.match(await school.principal.get(path), { status: 404, body: { code: 'notFound' } })
  const wrong = {
    members: [
      { name: '甲', post: '主任', part: 'member' },
      { teacherId: nowhere, post: '主任', part: 'member' },
      { name: '乙', teacherId: teacher.id, post: '主任', part: 'member' },
    ],
  }
  t.same(codesOf(await school.principal.put(path, wrong)), [
    'oneLeaderNeeded',
    'deputyNeeded',
    'unknownTeacher',
    'nameOrTeacher',
  ])
  t.equal((await school.administrator.put(path, leaders)).status, 403, 'the principal alone sets it')
  const withTeacher = { members: [...leaders.members, { teacherId: teacher.id, post: '年级组长', part: 'member' }] }
  const created = must(await school.principal.put(path, withTeacher), 201)
  t.match(created, {
    outcome: 'created',
    data: { version: 1, members: [{ name: '示例校长', teacherId: null }, {}, {}] },
  })
  t.match(must(await school.principal.put(path, withTeacher), 200), { outcome: 'unchanged' })
  t.equal((await school.principal.put(path, leaders)).status, 428, 'a change names the version')
  t.equal((await school.principal.put(path, leaders, { ifMatch: '"7"' })).status, 412)
  const asTeacher = await client(service, district.institute, { role: 'teacher', teacherId: teacher.id })
  must(
    await district.institute.put(`/v1/teachers/by-sourced-id/${teacher.sourcedId}`, { name: '改名' }, { ifMatch: '*' }),
    200,
  )
  const shown = must(await asTeacher.get(path), 200)
  t.match(
    shown.members[2],
    { teacherId: teacher.id, name: '改名', post: '年级组长', part: 'member' },
    'by the present name',
  )
  t.match(must(await school.principal.put(path, leaders, { ifMatch: '"1"' }), 200), {
    outcome: 'updated',
    data: { version: 2 },
  })
  const elsewhere = (await found()).school.principal
  t.match(await elsewhere.put(path, leaders), { status: 404 }, 'another school’s does not exist')
  t.match(await foreign.schools.F!.principal.get(path), { status: 404 })
  t.match(await school.principal.put(path.replace(academicYear, '2031-2032'), leaders), {
    status: 422,
    body: { code: 'unknownAcademicYear' },
  })
})

t.test('two who set the group at the same moment: one does, the other is asked for the version', async (t) => {
  const { school } = await found()
  const path = `/v1/schools/${school.id}/leadership-groups/${academicYear}`
  const other = { members: [...leaders.members, { name: '丙', post: '主任', part: 'member' }] }
  const answers = await Promise.all([school.principal.put(path, leaders), school.principal.put(path, other)])
  t.same(answers.map(({ status }) => status).sort(), [201, 428])
})

t.test('a plan goes from draft over return to approval, and every version is kept', async (t) => {
  const { school } = await found()
  await setLeaders(school)
  const plan = await draftPlan(school)
  t.match(plan, { status: 'draft', newestVersion: 1, approvedVersion: null, newestVersionStatus: 'draft', version: 1 })
  const [first] = plan.shown.content.items
  t.match(first, { category: 'lecture', delivery: 'onSite', tiers: [], slot: 1, courseId: null })
  const path = `${plans}/${plan.id}`
  t.match(await district.institute.post(`${path}/review`, { decision: 'approve', comments: '好', versionNumber: 1 }), {
    status: 409,
    body: { code: 'planNotSubmitted' },
  })
  t.equal((await school.administrator.post(`${path}/submit`)).status, 403, 'the principal submits')
  const read = must(await school.principal.get(path), 200).version
  const another = { ifMatch: `"${read + 1}"` }
  t.match(
    await school.principal.post(`${path}/submit`, undefined, another),
    { status: 412, body: { code: 'preconditionFailed' } },
    'not what she has read',
  )
  t.match(await submitPlan(school, plan), {
    status: 'submitted',
    newestVersionStatus: 'submitted',
    shown: { status: 'submitted' },
  })
  t.match(await school.principal.post(`${path}/submit`), { status: 409, body: { code: 'planNotDraft' } })
  t.match(await school.administrator.patch(path, { goals: ['新'] }, { ifMatch: '*' }), {
    status: 409,
    body: { code: 'planInReview' },
  })
  t.match(
    await district.institute.post(`${path}/review`, { decision: 'return', comments: '请补充', versionNumber: 2 }),
    {
      status: 409,
      body: { code: 'planVersionOutdated' },
    },
  )
  t.match(
    must(
      await district.institute.post(`${path}/review`, { decision: 'return', comments: '请补充', versionNumber: 1 }),
      200,
    ),
    {
      status: 'returned',
      shown: { status: 'returned', comments: '请补充' },
    },
  )
  t.equal((await school.administrator.patch(path, { goals: ['新目标'] })).status, 428)
  t.equal((await school.administrator.patch(path, { goals: ['新目标'] }, { ifMatch: '"1"' })).status, 412)
  const revised = must(await school.administrator.patch(path, { goals: ['新目标'] }, { ifMatch: '"3"' }), 200)
  t.match(revised, {
    status: 'draft',
    newestVersion: 2,
    shown: { number: 2, status: 'draft', content: { goals: ['新目标'] } },
  })
  t.same(revised.shown.content.items, plan.shown.content.items, 'items keep their ids, what is not given stays')
  const approved = await approvePlan(district, school, plan)
  t.match(approved, { status: 'approved', approvedVersion: 2, newestVersionStatus: 'approved' })
  const old = must(await school.principal.get(`${path}?versionNumber=1`), 200)
  t.match(old, {
    newestVersionStatus: 'approved',
    shown: { number: 1, status: 'returned', comments: '请补充', content: { goals: adequateContent().goals } },
  })
  t.match(await school.principal.get(`${path}?versionNumber=9`), { status: 404 })
})

t.test('two who review at the same moment: one decision stands', async (t) => {
  const { school } = await found()
  await setLeaders(school)
  const plan = await submitPlan(school, await draftPlan(school))
  const review = (decision: string) =>
    district.institute.post(`${plans}/${plan.id}/review`, { decision, comments: '已阅', versionNumber: 1 })
  const answers = await Promise.all([review('approve'), review('return')])
  t.same(answers.map(({ status }) => status).sort(), [200, 409])
  t.match(
    answers.find(({ status }) => status === 409),
    { body: { code: 'planNotSubmitted' } },
  )
})

t.test('an approved plan is amended with a reason and stays in force until the amendment is approved', async (t) => {
  const { school } = await found()
  const plan = await planInForce(district, school)
  const path = `${plans}/${plan.id}`
  t.match(await school.administrator.patch(path, { goals: ['改'] }, { ifMatch: '*' }), {
    status: 422,
    body: { code: 'amendmentReasonNeeded' },
  })
  const amended = must(
    await school.administrator.patch(path, { goals: ['改'], reason: '师资变化' }, { ifMatch: '*' }),
    200,
  )
  t.match(amended, {
    status: 'approved',
    approvedVersion: 1,
    newestVersion: 2,
    newestVersionStatus: 'draft',
    shown: { reason: '师资变化' },
  })
  const again = must(await school.administrator.patch(path, { goals: ['再改'] }, { ifMatch: '*' }), 200)
  t.match(
    again,
    { newestVersion: 2, shown: { reason: '师资变化', content: { goals: ['再改'] } } },
    'the draft is changed in place',
  )
  must(await school.administrator.post(`${path}/items/${plan.shown.content.items[0].id}/schedule`, {}), 201)
  const approved = await approvePlan(district, school, plan)
  t.match(approved, { approvedVersion: 2, status: 'approved' })
  t.match(must(await school.principal.get(`${path}?versionNumber=1`), 200).shown, { status: 'superseded' })
  const without = { items: plan.shown.content.items.slice(1).map(asked), reason: '减少' }
  t.match(
    await school.administrator.patch(path, without, { ifMatch: '*' }),
    { status: 409, body: { code: 'planItemInUse' } },
    'what is scheduled stays',
  )
})

/** An item as it is asked for, from one that was answered. */
const asked = (item: Any) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null))

t.test('fixed slots keep their numbers: no item is moved to another time unless it is said', async (t) => {
  const { school } = await found()
  const { fixedSlots, items } = adequateContent()
  const thursday = { ...fixedSlots[0], weekday: 4 }
  const plan = await draftPlan(school, {
    fixedSlots: [fixedSlots[0], thursday],
    items: [{ ...items[0], slot: 2 }, ...items.slice(1)],
  })
  const change = (content: object) => school.administrator.patch(`${plans}/${plan.id}`, content, { ifMatch: '*' })
  const [one, two] = plan.shown.content.fixedSlots
  t.match(
    [one, two],
    [
      { number: 1, weekday: 3 },
      { number: 2, weekday: 4 },
    ],
  )
  t.same(codesOf(await change({ fixedSlots: [thursday, fixedSlots[0]] })), Array(5).fill('unknownFixedSlot'))
  const reordered = must(await change({ fixedSlots: [two, one] }), 200).shown.content
  t.same(reordered.fixedSlots, [two, one])
  t.match(reordered.items, [{ slot: 2 }, { slot: 1 }, {}, {}, {}])
  t.same(codesOf(await change({ fixedSlots: [one] })), ['unknownFixedSlot'], 'the slot of an item is not left out')
  t.same(codesOf(await change({ fixedSlots: [one, two, two] })), ['duplicateItem'])
  const moved = must(await change({ fixedSlots: [one, { ...two, weekday: 5, location: null }] }), 200).shown.content
  t.match(moved, { fixedSlots: [{}, { number: 2, weekday: 5 }], items: [{ slot: 2 }] }, 'the slot itself is moved')
  const more = must(await change({ fixedSlots: [thursday, two, one] }), 200).shown.content
  t.match(more.fixedSlots, [{ number: 3, weekday: 4 }, two, one])
  const next = { schoolId: school.id, academicYear: '2025-2026', basedOnPlanId: plan.id }
  t.match(await school.administrator.post(plans, { ...next, fixedSlots }), {
    status: 422,
    body: { errors: [{ code: 'unknownFixedSlot' }, {}, {}, {}, {}] },
  })
  const drawn = must(await school.administrator.post(plans, next), 201).shown.content
  t.same(drawn.fixedSlots, more.fixedSlots)
})

t.test('a course that is retired since stays where it was planned, and is planned nowhere anew', async (t) => {
  const { school } = await found()
  const course = { title: '示例课程', objectives: ['示例'], description: '示例', hours: '8' }
  const kind = { modules: ['classManagement'], tiers: [1], forms: ['lecture'] }
  const { id: courseId } = must(await school.administrator.post('/v1/courses', { ...course, ...kind }), 201)
  must(await school.administrator.post(`/v1/courses/${courseId}/publish`), 200)
  const { items } = adequateContent()
  const plan = await planInForce(district, school, { items: [{ ...items[0], courseId }, ...items.slice(1)] })
  must(await school.administrator.post(`/v1/courses/${courseId}/retire`), 200)
  const [first, second, ...others] = plan.shown.content.items.map(asked)
  const amend = (...amended: Any[]) =>
    school.administrator.patch(`${plans}/${plan.id}`, { items: amended, reason: '调整' }, { ifMatch: '*' })
  const refused = { status: 409, body: { code: 'courseRetired', errors: [{ pointer: '/items/1/courseId' }] } }
  t.match(await amend(first, { ...second, courseId }, ...others), refused, 'another item')
  t.match(await amend({ ...first, courseId: undefined }, { ...first, id: undefined }, second, ...others), refused)
  t.match(must(await amend({ ...first, courseId: undefined }, second, ...others), 200).shown.content.items, [
    { courseId: null },
  ])
  const amended = must(await amend({ ...first, title: '改名' }, second, ...others), 200)
  t.match(amended.shown.content.items[0], { courseId, title: '改名' }, 'it still stands in the version in force')
  t.match(await approvePlan(district, school, plan), { approvedVersion: 2 })
})

t.test('an amendment that gave an item up is not approved once that item is scheduled', async (t) => {
  const { school } = await found()
  const content = adequateContent()
  const more = { ...content.items[0], title: '备用', slot: undefined }
  const plan = await planInForce(district, school, { items: [...content.items, more] })
  const path = `${plans}/${plan.id}`
  const { items } = plan.shown.content
  must(
    await school.administrator.patch(path, { items: items.slice(0, 5).map(asked), reason: '精简' }, { ifMatch: '*' }),
    200,
  )
  await submitPlan(school, plan)
  const sessions = ['2024-09-14', '2024-09-21', '2024-09-28', '2024-10-12'].map((date) => ({
    startsAt: `${date}T09:00:00+08:00`,
    endsAt: `${date}T10:30:00+08:00`,
  }))
  must(await school.administrator.post(`${path}/items/${items[5].id}/schedule`, { sessions }), 201)
  const review = { decision: 'approve', comments: '同意', versionNumber: 2 }
  t.match(await district.institute.post(`${path}/review`, review), { status: 409, body: { code: 'planItemInUse' } })
  t.match(must(await school.principal.get(path), 200), { approvedVersion: 1, newestVersionStatus: 'submitted' })
})

t.test('an inadequate plan is not submitted, and the answer names everything that is missing', async (t) => {
  const { school } = await found()
  const plan = must(await school.administrator.post(plans, { schoolId: school.id, academicYear }), 201)
  const refusal = await school.principal.post(`${plans}/${plan.id}/submit`)
  t.match(refusal, { status: 409, body: { code: 'planInadequate' } })
  const { shortfalls, adequate } = must(await school.principal.get(`${plans}/${plan.id}/check`), 200)
  t.notOk(adequate)
  t.same(
    codesOf(refusal),
    shortfalls.map(({ code }: Any) => code),
  )
  t.same(codesOf(refusal), [
    'planTierHours',
    ...Array.from({ length: 5 }, () => 'planModuleMissing'),
    'planCategoryMissing',
    'planCategoryMissing',
    'planFixedSlotMissing',
    'planGoalsMissing',
    'planLeadershipMissing',
  ])
  t.match(shortfalls[0], {
    clause: '§5.1, §3.3',
    en: 'Tier 1 reaches 0 of 40 class hours: 40 are missing.',
    zh: '第 1 层可得 0 课时，应有 40 课时，尚缺 40 课时。',
    pointer: '/items',
    params: { tier: 1, missing: '40' },
  })
  t.match(shortfalls[1], {
    en: 'No item is of the module Class management.',
    zh: '没有项目属于课程模块“班集体管理”。',
    params: { module: 'classManagement' },
  })
  t.match(shortfalls[6], { zh: '没有项目计为“讲座类”。', params: { category: 'lecture' } })
  t.match(await school.principal.get(`${plans}/${plan.id}`), { body: { status: 'draft' } })
})

t.test('39.5 class hours for a tier that the school has teachers of are not enough, 40 are', async (t) => {
  const { school } = await found()
  await setLeaders(school)
  const content = adequateContent()
  const last = content.items[4]
  const short = [
    ...content.items.slice(0, 4),
    { ...last, sessions: 3 },
    { ...last, sessions: 1, hoursPerSession: '1.5' },
  ]
  const plan = await draftPlan(school, { items: short })
  const path = `${plans}/${plan.id}`
  const check = must(await district.institute.get(`${path}/check`), 200)
  t.match(check, {
    adequate: false,
    shortfalls: [{ code: 'planTierHours', params: { hours: '39.5', missing: '0.5' } }],
    tiers: [{ tier: 1, teachers: 1, hoursPlanned: '39.5', hoursRequired: '40', hoursMissing: '0.5', adequate: false }],
  })
  t.equal(check.shortfalls.length, 1)
  const mended = must(await school.administrator.patch(path, { items: content.items }, { ifMatch: '*' }), 200)
  t.match(must(await school.administrator.get(`${path}/check`), 200), {
    adequate: true,
    shortfalls: [],
    modules: [{ module: 'classManagement', hours: '8', covered: true }, {}, {}, {}, {}],
    categories: [
      { category: 'lecture', hours: '8' },
      { category: 'practice', hours: '32' },
    ],
    fixedSlots: [{ number: 1, sessionsPlanned: 20, sessionsWithoutRoom: 0 }],
  })
  t.match(must(await school.administrator.get(`${path}/check?versionNumber=1`), 200), { versionNumber: 1 })
  await submitPlan(school, mended)
  // A teacher of the fifth tier comes, for whom nothing changes while every item is open to all.
  const senior = await hire(district, `T-senior-${school.sourcedId}`, school)
  must(
    await district.institute.put(
      `/v1/teachers/by-sourced-id/${senior.sourcedId}`,
      { name: '示例骨干', earlierServiceYears: 12 },
      { ifMatch: '*' },
    ),
    200,
  )
  t.match(must(await district.institute.get(`${path}/check`), 200).tiers, [
    { tier: 1, teachers: 1 },
    { tier: 5, teachers: 1, adequate: true },
  ])
})

t.test('approval checks again: teachers of a tier that the plan is not open to have come meanwhile', async (t) => {
  const { school } = await found()
  await setLeaders(school)
  const content = adequateContent()
  const plan = await draftPlan(school, { items: content.items.map((item: Any) => ({ ...item, tiers: [1, 2] })) })
  await submitPlan(school, plan)
  const senior = await hire(district, `T-late-${school.sourcedId}`, school)
  must(
    await district.institute.put(
      `/v1/teachers/by-sourced-id/${senior.sourcedId}`,
      { name: '示例骨干', earlierServiceYears: 12 },
      { ifMatch: '*' },
    ),
    200,
  )
  const review = { decision: 'approve', comments: '同意', versionNumber: 1 }
  const refusal = await district.institute.post(`${plans}/${plan.id}/review`, review)
  t.match(refusal, { status: 409, body: { code: 'planInadequate', errors: [{ code: 'planTierHours' }] } })
  t.match(must(await district.institute.post(`${plans}/${plan.id}/review`, { ...review, decision: 'return' }), 200), {
    status: 'returned',
  })
})

t.test(
  'in summer a plan is checked for those on duty until the year begins; from then on for those of the year',
  async (t) => {
    const next = '2025-2026'
    const { school, teacher: moving } = await found()
    const other = (await found()).school
    const leaving = await hire(district, `T-until-${school.sourcedId}`, school, { to: '2025-08-31' })
    must(
      await district.institute.put(
        `/v1/teachers/by-sourced-id/${leaving.sourcedId}`,
        { name: '示例骨干', earlierServiceYears: 12 },
        { ifMatch: '*' },
      ),
      200,
    )
    await hire(district, `T-gone-${school.sourcedId}`, school, { to: '2025-06-30' })
    await setLeaders(school, next)
    const { items } = adequateContent(next)
    const plan = await draftPlan(school, { items: items.map((item: Any) => ({ ...item, tiers: [1] })) }, next)
    const check = async () => must(await school.principal.get(`${plans}/${plan.id}/check`), 200)
    service.setTime('2025-07-10T08:00:00+08:00')
    t.match((await check()).tiers, [
      { tier: 2, teachers: 1 },
      { tier: 5, teachers: 1, hoursPlanned: '0' },
    ])
    const duty = { teacherSourcedId: moving.sourcedId, className: '二（1）班', from: '2025-09-01' }
    must(
      await district.institute.put(
        `/v1/homeroom-duties/by-sourced-id/D-${moving.sourcedId}-${school.sourcedId}-2024-09-01`,
        { ...duty, schoolSourcedId: school.sourcedId, className: '一（1）班', from: '2024-09-01', to: '2025-08-31' },
        { ifMatch: '*' },
      ),
      200,
    )
    must(
      await district.institute.put(`/v1/homeroom-duties/by-sourced-id/D-${moving.sourcedId}-next`, {
        ...duty,
        schoolSourcedId: other.sourcedId,
      }),
      201,
    )
    const tiers = (await check()).tiers
    t.match(tiers, [{ tier: 5 }], 'who is known to begin elsewhere is not counted')
    t.equal(tiers.length, 1)
    service.setTime('2025-09-01T08:00:00+08:00')
    const begun = await check()
    t.same(begun.tiers, [])
    t.match(begun, {
      adequate: false,
      shortfalls: [{ code: 'planTeachersUnknown', clause: '§5.1, §3.3', en: /homeroom duties/, zh: /任职记录/ }],
    })
    t.match(await school.principal.post(`${plans}/${plan.id}/submit`), {
      status: 409,
      body: { code: 'planInadequate', errors: [{ code: 'planTeachersUnknown' }] },
    })
  },
)

t.test('fixed slots at one time for the same teachers are named', async (t) => {
  const { school } = await found()
  await setLeaders(school)
  const { fixedSlots, items } = adequateContent()
  const slots = [...fixedSlots, { weekday: 3, startsAt: '16:00', endsAt: '17:30' }]
  const plan = await draftPlan(school, { fixedSlots: slots, items: [{ ...items[0], slot: 2 }, ...items.slice(1)] })
  t.match(await school.principal.post(`${plans}/${plan.id}/submit`), {
    status: 409,
    body: { errors: [{ code: 'planSlotsOverlap', pointer: '/fixedSlots/1' }] },
  })
})

t.test('a plan refuses what cannot be, with every reason and its place', async (t) => {
  const { school } = await found()
  const item = {
    title: '示例',
    module: 'cooking',
    form: 'karaoke',
    sessions: 1,
    hoursPerSession: '0.7',
    from: '2024-12-01',
    to: '2024-11-01',
    slot: 2,
    tiers: [9],
    courseId: nowhere,
    theme: '主题',
    id: nowhere,
  }
  const answer = await school.administrator.post(plans, {
    schoolId: school.id,
    academicYear,
    fixedSlots: [{ weekday: 3, startsAt: '17:00', endsAt: '17:00' }],
    items: [
      item,
      { ...item, form: 'lecture', category: 'practice', hoursPerSession: '40', to: '2026-01-01' },
      {
        ...adequateContent().items[0],
        slot: null,
        sessions: 100,
        hoursPerSession: '32',
        from: '2024-12-01',
        to: '2024-12-02',
      },
    ],
    holidays: [{ name: '运动会', from: '2023-05-01', to: '2024-10-10' }],
    responsible: [{}],
  })
  t.match(answer, { status: 422, body: { code: 'rulesRefused' } })
  t.same(
    answer.body.errors.map(({ pointer, code }: Any) => `${pointer} ${code}`),
    [
      '/fixedSlots/0/endsAt slotEndsBeforeStart',
      '/items/0/id unknownPlanItem',
      '/items/0/theme courseOrTheme',
      '/items/0/form unknownForm',
      '/items/0/module unknownModule',
      '/items/0/tiers/0 unknownTier',
      '/items/0/hoursPerSession hoursOffStep',
      '/items/0/to endsBeforeStart',
      '/items/0/slot unknownFixedSlot',
      '/items/1/id unknownPlanItem',
      '/items/1/id duplicateItem',
      '/items/1/theme courseOrTheme',
      '/items/1/category categoryNotAllowed',
      '/items/1/module unknownModule',
      '/items/1/tiers/0 unknownTier',
      '/items/1/hoursPerSession hoursAboveClockTime',
      '/items/1/to planDateOutsideYear',
      '/items/1/slot unknownFixedSlot',
      '/items/2/sessions planItemAbovePeriod',
      '/holidays/0/from planDateOutsideYear',
      '/items/0/courseId unknownCourse',
      '/items/1/courseId unknownCourse',
      '/responsible/0 nameOrTeacher',
    ],
  )
  for (const hostile of [
    { goals: ['a\0b'] },
    { goals: ['x'.repeat(501)] },
    { items: [{ ...item, sessions: 101 }] },
    { fixedSlots: [{ weekday: 8, startsAt: '24:00', endsAt: '25:00' }] },
    { more: 1 },
  ]) {
    const { status } = await school.administrator.post(plans, { schoolId: school.id, academicYear, ...hostile })
    t.ok([400, 422].includes(status), JSON.stringify(hostile).slice(0, 60))
  }
})

t.test('a school has one plan of a year, however many draw it up at once', async (t) => {
  const { school } = await found()
  const other = (await found()).school
  const body = { schoolId: school.id, academicYear }
  const answers = await Promise.all([school.administrator.post(plans, body), school.principal.post(plans, body)])
  t.same(answers.map(({ status }) => status).sort(), [201, 409])
  t.match(await school.principal.post(plans, body), { status: 409, body: { code: 'trainingPlanExists' } })
  for (const schoolId of [other.id, foreign.schools.F!.id, nowhere])
    t.match(await school.administrator.post(plans, { schoolId, academicYear }), {
      status: 422,
      body: { code: 'unknownSchool' },
    })
  t.equal((await district.institute.post(plans, body)).status, 403, 'the institute draws none up')
  const own = must(
    await school.administrator.get(`${plans}?academicYear=${academicYear}&status=draft&limit=200`),
    200,
  ).data
  t.same(
    own.map(({ schoolId }: Any) => schoolId),
    [school.id],
    'a school lists its own',
  )
  t.notOk('shown' in own[0])
  const page = must(await district.institute.get(`${plans}?limit=1`), 200)
  t.not(
    must(await district.institute.get(`${plans}?limit=1&cursor=${page.nextCursor}`), 200).data[0].id,
    page.data[0].id,
  )
  t.same(must(await district.institute.get(`${plans}?schoolId=${foreign.schools.F!.id}`), 200).data, [])
  t.same(
    must(await district.institute.get(`${plans}?schoolId=${school.id}&newestVersionStatus=submitted`), 200).data,
    [],
  )
})

t.test(
  'an item in a fixed slot becomes an activity on dates of the slot, spread over its period, without holidays',
  async (t) => {
    const { school } = await found()
    const plan = await planInForce(district, school, {
      holidays: [{ name: '校运动会', from: '2024-11-06', to: '2024-11-06' }],
    })
    const path = `${plans}/${plan.id}`
    const { items } = plan.shown.content
    const schedule = async (at: number) =>
      must(await school.administrator.post(`${path}/items/${items[at].id}/schedule`, {}), 201)
    const first = await schedule(0)
    t.match(first, { title: '示例项目 1', hostSchoolId: school.id, academicYear })
    t.equal(first.sessions.length, 4)
    t.match(first.sessions[0], {
      location: '示例会议室',
      delivery: 'onSite',
      segments: [{ form: 'lecture', category: 'lecture', module: 'classManagement', hours: '2' }],
    })
    for (const { startsAt, endsAt } of first.sessions) {
      t.match(startsAt, /T15:30:00/)
      t.match(endsAt, /T17:00:00/)
    }
    t.ok(first.sessions[0].date < '2024-11-15' && first.sessions[3].date > '2025-04-15', 'spread over the year')
    const all = [first, ...(await Promise.all([1, 2, 3, 4].map(schedule)))].flatMap(({ sessions }) =>
      sessions.map(({ date }: Any) => date),
    )
    t.equal(new Set(all).size, 20, 'no date twice, also when several are scheduled at once')
    t.notOk(all.includes('2024-10-02'), 'not in the calendar’s holidays')
    t.notOk(all.includes('2024-11-06'), 'nor on the school’s own day off')
    const again = await Promise.all(
      [0, 0].map(() => school.administrator.post(`${path}/items/${items[0].id}/schedule`, {})),
    )
    for (const answer of again)
      t.match(answer, {
        status: 409,
        body: { code: 'planItemScheduled', detail: `The item is carried out by the activity ${first.id}.` },
      })
  },
)

t.test('two who schedule one item at the same moment make one activity', async (t) => {
  const { school } = await found()
  const plan = await planInForce(district, school)
  const integration = await client(service, district.institute, { role: 'integration', schoolId: school.id })
  const path = `${plans}/${plan.id}/items/${plan.shown.content.items[0].id}/schedule`
  const answers = await Promise.all([school.administrator.post(path, {}), integration.post(path, {})])
  t.same(answers.map(({ status }) => status).sort(), [201, 409])
  t.equal(must(await school.administrator.get(`/v1/activities?hostSchoolId=${school.id}`), 200).data.length, 1)
})

t.test('an item of flexible time is scheduled with the sessions planned, at times within its period', async (t) => {
  const { school } = await found()
  const content = adequateContent()
  const flexible = {
    ...content.items[0],
    slot: undefined,
    sessions: 2,
    hoursPerSession: '2',
    delivery: 'online',
    theme: '家校沟通',
    from: '2024-10-01',
    to: '2024-10-31',
  }
  const plan = await planInForce(district, school, { items: [...content.items, flexible] })
  const { id } = plan.shown.content.items[5]
  const path = `${plans}/${plan.id}/items/${id}/schedule`
  const at = (date: string, minutes = 90) => ({
    startsAt: `${date}T09:00:00+08:00`,
    endsAt: new Date(Date.parse(`${date}T09:00:00+08:00`) + minutes * 60_000).toISOString(),
  })
  t.match(await school.administrator.post(path, {}), { status: 422, body: { code: 'planSessionsNeeded' } })
  t.same(codesOf(await school.administrator.post(path, { sessions: [at('2024-11-01')] })), [
    'planSessionCount',
    'planSessionOutsidePeriod',
  ])
  t.match(await school.administrator.post(path, { sessions: [at('2024-10-12'), at('2024-10-19', 89)] }), {
    status: 422,
    body: { code: 'hoursAboveClockTime', errors: [{ pointer: '/sessions/1/segments' }] },
  })
  const activity = must(await school.administrator.post(path, { sessions: [at('2024-10-12'), at('2024-10-19')] }), 201)
  t.match(activity, {
    description: '家校沟通',
    sessions: [{ date: '2024-10-12', delivery: 'online' }, { date: '2024-10-19' }],
  })
  t.match(await school.administrator.post(`${plans}/${plan.id}/items/${nowhere}/schedule`, {}), { status: 404 })
  t.equal((await school.principal.post(path, {})).status, 403)
  t.match(
    await (await found()).school.administrator.post(path, {}),
    { status: 404 },
    'another school’s plan does not exist',
  )
})

t.test('only a plan in force is scheduled; a slot that is used up asks for times', async (t) => {
  const { school } = await found()
  await setLeaders(school)
  const content = adequateContent()
  const weeks = {
    ...content.items[1],
    title: '九月两次',
    sessions: 2,
    from: '2024-09-11',
    to: '2024-09-20',
    hoursPerSession: '1',
  }
  const draft = await draftPlan(school, {
    items: [...content.items.map((item: Any) => ({ ...item, from: '2024-10-10' })), weeks],
  })
  const path = (at: number) => `${plans}/${draft.id}/items/${draft.shown.content.items[at].id}/schedule`
  t.match(await school.administrator.post(path(0), {}), { status: 409, body: { code: 'planNotApproved' } })
  await approvePlan(district, school, draft)
  // Since then the calendar has another day off: one of the two dates is gone.
  must(
    await district.institute.put(
      '/v1/academic-years/2024-2025',
      {
        holidays: [
          { name: '国庆节', from: '2024-10-01', to: '2024-10-07' },
          { name: '中秋节', from: '2024-09-16', to: '2024-09-18' },
        ],
      },
      { ifMatch: '*' },
    ),
    200,
  )
  t.match(await school.administrator.post(path(5), {}), { status: 409, body: { code: 'planSlotTaken' } })
  const sessions = ['11', '13'].map((day) => ({
    startsAt: `2024-09-${day}T15:30:00+08:00`,
    endsAt: `2024-09-${day}T16:15:00+08:00`,
  }))
  must(await school.administrator.post(path(5), { sessions }), 201)
  must(await school.administrator.post(path(0), {}), 201)
})

t.test('a slot gives dates that are still to come; past ones only by hand', async (t) => {
  const { school } = await found()
  const { items } = adequateContent()
  const inSeptember = { sessions: 1, from: '2024-09-04', to: '2024-09-30' }
  const few = [1, 2].map((sessions) => ({ ...items[0], ...inSeptember, title: `九月 ${sessions}`, sessions }))
  const plan = await planInForce(district, school, { items: [...items, ...few] })
  const path = (at: number) => `${plans}/${plan.id}/items/${plan.shown.content.items[at].id}/schedule`
  service.setTime('2024-09-11T15:29:00+08:00')
  const { sessions } = must(await school.administrator.post(path(6), {}), 201)
  t.same(
    sessions.map(({ date }: Any) => date),
    ['2024-09-11', '2024-09-25'],
    'the slot of today has not begun',
  )
  t.match(await school.administrator.post(path(5), {}), { status: 409, body: { code: 'planSlotTaken' } })
  const past = { startsAt: '2024-09-04T15:30:00+08:00', endsAt: '2024-09-04T17:00:00+08:00' }
  must(await school.administrator.post(path(5), { sessions: [past] }), 201)
  service.setTime('2025-03-05T15:30:00+08:00')
  const first = must(await school.administrator.post(path(0), {}), 201).sessions
  t.ok(
    first.every(({ date }: Any) => date > '2025-03-05'),
    'a slot that has begun is past',
  )
  t.ok(first[3].date > '2025-05-20', 'spread over what is left of the period')
})

t.test('schools train jointly: one schedules an item for both, the other links its own to it (§4.2)', async (t) => {
  const { school: host, teacher } = await found()
  const { school: partner, teacher: guest } = await found()
  const { school: stranger } = await found()
  const { items } = adequateContent()
  const ofHost = await planInForce(district, host)
  const ofPartner = await planInForce(district, partner, {
    items: [...items, { ...items[0], title: '联合研修', slot: null }, { ...items[0], title: '再次', slot: null }],
  })
  const ofStranger = await planInForce(district, stranger)
  const pathTo = (plan: Any, at: number) => `${plans}/${plan.id}/items/${plan.shown.content.items[at].id}`
  t.same(
    codesOf(await host.administrator.post(`${pathTo(ofHost, 0)}/schedule`, { schoolIds: [partner.id, nowhere] })),
    ['unknownSchool'],
  )
  const joint = { schoolIds: [partner.id], capacity: 30, registrationClosesAt: '2024-09-09T00:00:00+08:00' }
  const activity = must(await host.administrator.post(`${pathTo(ofHost, 0)}/schedule`, joint), 201)
  t.match(activity, { hostSchoolId: host.id, schoolIds: [partner.id], capacity: 30, sessions: { length: 4 } })
  t.ok(activity.registrationClosesAt)

  const link = { activityId: activity.id }
  const [sixth, seventh] = [5, 6].map((at) => `${pathTo(ofPartner, at)}/link`) as [string, string]
  t.match(await stranger.administrator.post(`${pathTo(ofStranger, 0)}/link`, link), {
    status: 422,
    body: { code: 'unknownActivity', errors: [{ pointer: '/activityId' }] },
  })
  t.match(await partner.administrator.post(sixth, { activityId: nowhere }), {
    status: 422,
    body: { code: 'unknownActivity' },
  })
  t.same(codesOf(await partner.administrator.post(`${pathTo(ofPartner, 1)}/link`, link)), [
    ...Array<string>(4).fill('planActivitySessionUnlike'),
  ])
  t.equal((await partner.principal.post(sixth, link)).status, 403)
  t.equal((await host.administrator.post(sixth, link)).status, 404, 'another school’s plan does not exist')
  const integration = await client(service, district.institute, { role: 'integration', schoolId: partner.id })
  const answers = await Promise.all([partner.administrator.post(sixth, link), integration.post(seventh, link)])
  t.same(answers.map(({ status }) => status).sort(), [200, 409], 'an activity carries one item of a plan out')
  t.match(
    answers.find(({ status }) => status === 409),
    { body: { code: 'planActivityLinked' } },
  )
  const linked = answers[0]!.status === 200 ? 5 : 6
  t.match(await partner.administrator.post(`${pathTo(ofPartner, linked)}/schedule`, {}), {
    status: 409,
    body: { code: 'planItemScheduled', detail: `The item is carried out by the activity ${activity.id}.` },
  })
  t.match(await host.administrator.post(`${pathTo(ofHost, 1)}/link`, link), {
    status: 409,
    body: { code: 'planActivityLinked' },
  })

  const [session] = activity.sessions
  await attend(host, session, teacher)
  await attend(host, session, guest)
  const second = await hire(district, `T-second-${partner.sourcedId}`, partner)
  await attend(host, session, second)
  service.setTime(session.endsAt)
  await confirm(host, session)
  const executed = async (of: School, { id }: Any, at: number) =>
    must(await of.principal.get(`${plans}/${id}/execution`), 200).items[at]
  const held = { activityId: activity.id, scheduled: { sessions: 3 }, held: { sessions: 1, hours: '2' } }
  t.match(await executed(host, ofHost, 0), { ...held, teachers: 1, hoursEntered: '2' }, 'each its own teachers')
  t.match(await executed(partner, ofPartner, linked), { ...held, teachers: 2, hoursEntered: '4' })
  t.match(
    await partner.administrator.patch(
      `${plans}/${ofPartner.id}`,
      { items: ofPartner.shown.content.items.slice(0, 5).map(asked), reason: '减少' },
      { ifMatch: '*' },
    ),
    { status: 409, body: { code: 'planItemInUse' } },
  )
})

t.test('an item is linked or scheduled, not both, however many do it at once', async (t) => {
  const { school } = await found()
  const { items } = adequateContent()
  const once = { ...items[0], title: '一次', sessions: 1, slot: null }
  const plan = await planInForce(district, school, { items: [...items, once] })
  const path = `${plans}/${plan.id}/items/${plan.shown.content.items[5].id}`
  const times = { startsAt: '2024-10-12T09:00:00+08:00', endsAt: '2024-10-12T10:30:00+08:00' }
  const own = must(
    await school.administrator.post('/v1/activities', {
      ...{ title: '已有活动', hostSchoolId: school.id, academicYear },
      sessions: [{ ...times, segments: [{ form: 'lecture', module: 'classManagement', hours: '2' }] }],
    }),
    201,
  )
  const integration = await client(service, district.institute, { role: 'integration', schoolId: school.id })
  const answers = await Promise.all([
    school.administrator.post(`${path}/link`, { activityId: own.id }),
    integration.post(`${path}/schedule`, { sessions: [times] }),
  ])
  t.equal(answers.filter(({ status }) => status < 300).length, 1)
  t.match(
    answers.find(({ status }) => status >= 300),
    { status: 409, body: { code: 'planItemScheduled' } },
  )
  await setLeaders(school, '2025-2026')
  const draft = await draftPlan(school, {}, '2025-2026')
  const inDraft = `${plans}/${draft.id}/items/${draft.shown.content.items[0].id}/link`
  t.match(await school.administrator.post(inDraft, { activityId: own.id }), {
    status: 409,
    body: { code: 'planNotApproved' },
  })
  const next = await approvePlan(district, school, draft)
  t.match(
    codesOf(await school.administrator.post(inDraft, { activityId: own.id })).slice(0, 1),
    ['planActivityOtherYear'],
    next.academicYear,
  )
})

t.test('execution tells what was planned, scheduled, held and entered, and what is overdue', async (t) => {
  const { school, teacher } = await found()
  const content = adequateContent()
  const items = content.items.map((item: Any, at: number) => (at === 0 ? { ...item, to: '2024-12-31' } : item))
  const plan = await planInForce(district, school, { items })
  const path = `${plans}/${plan.id}`
  const { id } = plan.shown.content.items[0]
  const { sessions } = must(await school.administrator.post(`${path}/items/${id}/schedule`, {}), 201)
  await attend(school, sessions[0], teacher)
  service.setTime('2024-12-30T08:00:00+08:00')
  await confirm(school, sessions[0])
  must(await school.administrator.post(`/v1/sessions/${sessions[1].id}/cancel`, { reason: '停课' }), 200)
  const before = must(await district.institute.get(`${path}/execution`), 200)
  t.match(before.items[0], {
    id,
    planned: { sessions: 4, hours: '8' },
    scheduled: { sessions: 2, hours: '4' },
    held: { sessions: 1, hours: '2' },
    cancelled: 1,
    teachers: 1,
    hoursEntered: '2',
    overdue: false,
  })
  t.match(before.items[1], { activityId: null, planned: { sessions: 4 }, scheduled: { sessions: 0 }, overdue: false })
  t.match(before.modules[0], { module: 'classManagement', hoursPlanned: '8', hoursHeld: '2' })
  t.same(before.categories, [
    { category: 'lecture', hoursPlanned: '8', hoursHeld: '2' },
    { category: 'practice', hoursPlanned: '32', hoursHeld: '0' },
  ])
  t.match(before.tiers[0], { tier: 1, hoursPlanned: '40', hoursHeld: '2' })
  t.same(before.overdueItems, [])
  service.setTime('2025-01-01T00:00:00+08:00')
  t.same(must(await school.principal.get(`${path}/execution`), 200).overdueItems, [id], 'its last day is past')
})

t.test('the annual review closes the plan, and the next year’s is drawn up from it', async (t) => {
  const { school, teacher } = await found()
  const content = adequateContent()
  const plan = await planInForce(district, school, { responsible: [{ teacherId: teacher.id }, { name: '示例主任' }] })
  const path = `${plans}/${plan.id}`
  const review = {
    date: '2025-06-27',
    participants: [{ name: '示例校长' }, { teacherId: teacher.id }],
    findings: ['案例研讨收效好'],
    changes: ['增加现场诊断'],
  }
  t.match(await school.administrator.post(`${path}/annual-review`, review), {
    status: 422,
    body: { code: 'annualReviewInFuture' },
  })
  service.setTime('2025-06-30T08:00:00+08:00')
  t.match(await school.administrator.post(`${path}/annual-review`, { ...review, date: '2025-01-31' }), {
    status: 422,
    body: { code: 'annualReviewTooEarly' },
  })
  t.match(await school.principal.get(`${path}/annual-review`), { status: 404 })
  const recorded = must(await school.administrator.post(`${path}/annual-review`, review), 201)
  t.match(recorded, {
    planId: plan.id,
    schoolId: school.id,
    changes: ['增加现场诊断'],
    participants: [{ name: '示例校长' }, { teacherId: teacher.id }],
  })
  t.same(must(await school.principal.get(`${path}/annual-review`), 200), recorded)
  t.match(
    await school.principal.post(`${path}/annual-review`, review),
    { status: 409, body: { code: 'annualReviewExists' } },
    'once',
  )
  t.match(must(await school.principal.get(path), 200), { status: 'closed' })
  for (const refused of [
    await school.administrator.patch(path, { goals: ['改'], reason: '改' }, { ifMatch: '*' }),
    await school.administrator.post(`${path}/items/${plan.shown.content.items[0].id}/schedule`, {}),
    await school.principal.post(`${path}/submit`),
    await district.institute.post(`${path}/review`, { decision: 'approve', comments: '好', versionNumber: 1 }),
  ])
    t.match(refused, { status: 409, body: { code: 'planClosed' } })

  const next = { schoolId: school.id, academicYear: '2025-2026', basedOnPlanId: plan.id }
  const other = (await found()).school
  t.match(await other.administrator.post(plans, { ...next, schoolId: other.id }), {
    status: 422,
    body: { code: 'unknownTrainingPlan' },
  })
  t.match(await school.administrator.post(plans, { ...next, basedOnPlanId: nowhere }), {
    status: 422,
    body: { code: 'unknownTrainingPlan' },
  })
  const drawn = must(await school.administrator.post(plans, next), 201)
  t.match(drawn, {
    basedOnPlanId: plan.id,
    status: 'draft',
    shown: {
      content: {
        goals: content.goals,
        notes: ['增加现场诊断'],
        fixedSlots: [{ weekday: 3 }],
        items: [{ from: '2025-09-09', to: '2026-06-19' }, {}, {}, {}, {}],
      },
    },
  })
  t.same(
    drawn.shown.content.responsible.map(({ name }: Any) => name),
    [`示例教师${teacher.sourcedId}`, '示例主任'],
  )
  const old = new Set(plan.shown.content.items.map(({ id }: Any) => id))
  t.notOk(
    drawn.shown.content.items.some(({ id }: Any) => old.has(id)),
    'its items are new ones',
  )
  t.match(await other.administrator.post(plans, { schoolId: other.id, academicYear, basedOnPlanId: drawn.id }), {
    status: 422,
  })
})

t.test('a recorded review is corrected with a reason, as a new version; the earlier ones stay', async (t) => {
  const { school, teacher } = await found()
  const plan = await planInForce(district, school)
  const path = `${plans}/${plan.id}/annual-review`
  const { principal, administrator } = school
  service.setTime('2025-06-30T08:00:00+08:00')
  const correction = { reason: '误记', changes: ['增加线上研修'] }
  t.match(await principal.patch(path, correction, { ifMatch: '*' }), { status: 404 }, 'nothing is recorded yet')
  const review = { date: '2025-06-27', participants: [{ name: '甲' }], findings: ['好'], changes: ['增加讲座'] }
  const recorded = must(await principal.post(path, review), 201)
  t.match(recorded, { version: 1, reason: null })
  const next = { schoolId: school.id, academicYear: '2025-2026', basedOnPlanId: plan.id }
  const drawn = must(await administrator.post(plans, next), 201)
  t.equal((await principal.patch(path, correction)).status, 428)
  t.equal((await principal.patch(path, correction, { ifMatch: '"2"' })).status, 412)
  t.equal((await principal.patch(path, { reason: '误记' }, { ifMatch: '*' })).status, 422, 'something is corrected')
  t.equal((await principal.patch(path, { changes: [] }, { ifMatch: '*' })).status, 422, 'and why')
  t.same(
    codesOf(
      await principal.patch(
        path,
        { reason: '误记', date: '2025-01-31', participants: [{ teacherId: nowhere }] },
        { ifMatch: '*' },
      ),
    ),
    ['annualReviewTooEarly', 'unknownTeacher'],
  )
  const answers = await Promise.all(
    [principal, administrator].map((caller) => caller.patch(path, correction, { ifMatch: '"1"' })),
  )
  t.same(answers.map(({ status }) => status).sort(), [200, 412], 'of two at once one is asked to look again')
  service.setTime('2025-07-01T08:00:00+08:00')
  const again = { reason: '补记', participants: [{ teacherId: teacher.id }] }
  const last = must(await principal.patch(path, again, { ifMatch: '"2"' }), 200)
  t.match(last, {
    ...{ version: 3, reason: '补记', date: '2025-06-27', findings: ['好'], changes: ['增加线上研修'] },
    ...{ participants: [{ teacherId: teacher.id }], recordedAt: /^2025-07-01/ },
  })
  t.same(must(await district.institute.get(path), 200), last)
  t.same(must(await district.institute.get(`${path}?versionNumber=1`), 200), recorded)
  t.match(must(await principal.get(`${path}?versionNumber=2`), 200), { reason: '误记', participants: [{ name: '甲' }] })
  t.equal((await principal.get(`${path}?versionNumber=4`)).status, 404)
  t.match(
    must(await principal.get(`${plans}/${drawn.id}`), 200).shown.content.notes,
    ['增加讲座'],
    'what was drawn stays',
  )
  t.equal((await district.institute.patch(path, correction, { ifMatch: '*' })).status, 403)
  t.equal((await foreign.schools.F!.principal.patch(path, correction, { ifMatch: '*' })).status, 404)
  await t.rejects(asOwner(service.db, `update annual_reviews set reason = '改'`), /append-only/)
  await t.rejects(asOwner(service.db, 'delete from annual_reviews'), /append-only/)
})

t.test('a review needs an approved plan; an earlier year’s plan is not drawn up from a later one', async (t) => {
  const { school } = await found()
  const plan = await draftPlan(school, {}, '2025-2026')
  const review = { date: '2026-02-01', participants: [{ name: '甲' }], findings: ['好'], changes: [] }
  t.match(await school.principal.post(`${plans}/${plan.id}/annual-review`, review), {
    status: 409,
    body: { code: 'planNotApproved' },
  })
  t.match(await school.administrator.post(plans, { schoolId: school.id, academicYear, basedOnPlanId: plan.id }), {
    status: 422,
    body: { code: 'trainingPlanNotEarlier' },
  })
})

t.test(
  'whoever was erased is called by the pseudonym in group, plan and review, which keep no name of teachers',
  async (t) => {
    const { school } = await found()
    const gone = await hire(district, `T-gone-${school.sourcedId}`, school, { to: '2024-09-01', name: '示例离任教师' })
    const path = `/v1/schools/${school.id}/leadership-groups/${academicYear}`
    const members = [...leaders.members, { teacherId: gone.id, post: '年级组长', part: 'member' }]
    must(await school.principal.put(path, { members }), 201)
    const draft = await draftPlan(school, { responsible: [{ teacherId: gone.id }] })
    const plan = await approvePlan(district, school, draft)
    service.setTime('2025-02-01T08:00:00+08:00')
    const review = { date: '2025-02-01', participants: [{ teacherId: gone.id }], findings: ['好'], changes: [] }
    must(await school.principal.post(`${plans}/${plan.id}/annual-review`, review, { idempotencyKey: 'review' }), 201)
    const correction = { reason: '更正', participants: [{ teacherId: gone.id }, { name: '甲' }] }
    must(await school.principal.patch(`${plans}/${plan.id}/annual-review`, correction, { ifMatch: '*' }), 200)
    const answers = async () => [
      must(await school.principal.get(path), 200).members[2].name,
      must(await school.principal.get(`${plans}/${plan.id}`), 200).shown.content.responsible[0].name,
      must(await school.principal.get(`${plans}/${plan.id}/annual-review`), 200).participants[0].name,
    ]
    t.same(new Set(await answers()), new Set(['示例离任教师']))
    const { planParts } = must(await district.institute.get(`/v1/teachers/${gone.id}/personal-data`), 200)
    const where = { schoolId: school.id, academicYear, part: null, post: null }
    t.same(planParts, [
      { ...where, kind: 'annualReview' },
      { ...where, kind: 'leadershipGroup', part: 'member', post: '年级组长' },
      { ...where, kind: 'trainingPlan' },
    ])
    const erasure = must(
      await district.institute.post(`/v1/teachers/${gone.id}/erase-personal-data`, { reason: '本人申请' }),
      200,
    )
    t.match(
      erasure.kept.find(({ record }: Any) => record === 'planParts'),
      { count: 3, ground: '§6.1' },
    )
    for (const name of await answers()) t.match(name, /^已注销-/)
    const tables = ['training_plan_versions', 'leadership_groups', 'annual_reviews', 'change_log', 'idempotency_keys']
    for (const table of tables)
      t.notOk(JSON.stringify(await asOwner(service.db, `select * from ${table}`)).includes('示例离任教师'), table)
    const log = JSON.stringify(
      await asOwner(service.db, `select * from change_log where kind ~ '^(trainingPlan|leadership|annual)'`),
    )
    t.ok(log.length > 1000)
    t.notOk(/提升班主任|示例校长/.test(log), 'the log repeats no words of it')
  },
)

t.test('another district’s plan does not exist, in whatever way it is asked for', async (t) => {
  const { school } = await found()
  const plan = await planInForce(district, school)
  const { institute, schools } = foreign
  const { administrator, principal } = schools.F!
  const path = `${plans}/${plan.id}`
  const item = plan.shown.content.items[0].id
  for (const answer of [
    await institute.get(path),
    await institute.get(`${path}/check`),
    await institute.get(`${path}/execution`),
    await institute.get(`${path}/annual-review`),
    await institute.post(`${path}/review`, { decision: 'return', comments: '无', versionNumber: 1 }),
    await principal.post(`${path}/submit`),
    await administrator.patch(path, { goals: ['改'] }, { ifMatch: '*' }),
    await administrator.post(`${path}/items/${item}/schedule`, {}),
    await administrator.post(`${path}/items/${item}/link`, { activityId: nowhere }),
    await administrator.post(`${path}/annual-review`, {
      ...{ date: '2025-02-01', participants: [{ name: '甲' }], findings: ['好'], changes: [] },
    }),
  ])
    t.match(answer, { status: 404, body: { code: 'notFound' } })
})

t.test('once submitted, a version’s content stays, whoever writes to the database', async (t) => {
  const { school } = await found()
  const plan = await planInForce(district, school)
  await t.rejects(
    asOwner(service.db, `update training_plan_versions set content = '{}' where plan_id = $1`, [plan.id]),
    /append-only/,
  )
  await t.rejects(
    asOwner(service.db, 'delete from training_plan_versions where plan_id = $1', [plan.id]),
    /append-only/,
  )
})
