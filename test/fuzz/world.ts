import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { startWorker } from '../../src/operations/tasks.js'
import { tasks } from '../../src/tasks.js'
import { asOwner } from '../support/database.js'
import { client, must } from '../support/fixtures.js'
import { clientsOf, openWorld, type World } from '../support/furnish.js'
import { adequateContent, draftPlan, leaders, setLeaders, submitPlan } from '../support/plans.js'
import { startService, type Caller, type Service } from '../support/service.js'
import type { Hints } from './arbitraries.js'

/** A service with a furnished district and a foreign one: whoever calls, and what the names in a drawn request stand for. */
export type FuzzWorld = {
  service: Service
  callers: Map<string, Caller>
  /** What `@teachers.a` and its like stand for. */
  named: ReadonlyMap<string, string>
  hints: Hints
  /** Before the requests to one operation: what earlier ones have changed. */
  prepare: () => Promise<void>
  /** Lets the worker do all that the requests have queued; gives back how many operations ended how. */
  work: () => Promise<Record<string, number>>
  close: () => Promise<void>
}

const academicYear = '2024-2025'
const nowhere = '01890000-0000-7000-8000-00000000dead'
const now = '2025-06-01T12:00:00+08:00'

export async function openFuzzWorld(): Promise<FuzzWorld> {
  const service = await startService()
  const own = await openWorld(service, 'own')
  const foreign = await openWorld(service, 'foreign')
  const work = () => runQueued(service)
  await work()
  const callers: Map<string, Caller> = await clientsOf(service, own, own.a)
  callers.set('stranger', foreign.institute)
  callers.set('nobody', service.as(''))
  callers.set('forger', service.as(`yx_${'0'.repeat(32)}`))
  callers.set('expired', await client(service, own.institute, { role: 'institute', expiresAt: '2099-01-01T00:00:00Z' }))
  await asOwner(service.db, `update clients set expires_at = '2020-01-01' where expires_at > '2098-01-01'`)
  const named = namesOf({ own, foreign })
  await addSpares(own, named)
  await addSparePlans(service, own, named)
  service.setTime(now)
  const prepare = async () => {
    const draft = await own.institute.get(`/v1/credit-runs/${named.get('@credit-runs.a')}`)
    named.set('@draftDigest', must(draft, 200).sha256)
    const { administrator } = own.a.school
    const code = await administrator.post(`/v1/sessions/${named.get('@online.0')}/check-in-code`, {})
    named.set('@checkInCode', must(code, 200).code)
  }
  await prepare()
  return { service, callers, named, hints: hintsOf(named), prepare, work, close: service.close }
}

function namesOf({ own, foreign }: { own: World; foreign: World }): Map<string, string> {
  const named = new Map<string, string>([['@nowhere', nowhere]])
  for (const [at, { ids, school, teacher }] of [
    ['a', own.a],
    ['b', own.b],
    ['foreign', foreign.a],
  ] as const) {
    for (const [kind, id] of Object.entries(ids)) named.set(`@${kind}.${at}`, id)
    named.set(`@schoolCode.${at}`, school.sourcedId)
    named.set(`@teacherCode.${at}`, teacher.sourcedId)
  }
  named.set('@districts.a', own.id)
  named.set('@districts.foreign', foreign.id)
  return named
}

/** What requests may use up: clients to revoke, sessions to confirm or cancel, operations to cancel, a draft to sign. */
async function addSpares({ institute, a: { school, teacher } }: World, named: Map<string, string>): Promise<void> {
  const { administrator } = school
  for (const at of ['a', 'b']) {
    const spare = must(await institute.post('/v1/clients', { name: 'spare', role: 'bureau' }), 201)
    named.set(`@clients.${at}`, spare.client.id)
  }
  for (let number = 0; number < 12; number += 1) {
    const day = String(number + 10)
    const activity = must(
      await administrator.post('/v1/activities', {
        title: `备用 ${number}`,
        hostSchoolId: school.id,
        academicYear,
        sessions: [
          {
            startsAt: `2025-05-${day}T08:00:00+08:00`,
            endsAt: `2025-05-${day}T12:00:00+08:00`,
            segments: [{ form: 'lecture', hours: '1' }],
          },
        ],
      }),
      201,
    )
    const session = activity.sessions[0].id as string
    named.set(`@spareActivities.${number}`, activity.id)
    named.set(`@spareSessions.${number}`, session)
    must(
      await administrator.post(`/v1/sessions/${session}/attendance`, { teacherId: teacher.id, status: 'present' }),
      200,
    )
    const queued = must(
      await administrator.upload('/v1/imports?kind=roster', `工号,姓名\nQ${number},甲\n`, 'text/csv'),
      202,
    )
    named.set(`@queued.${number}`, queued.id)
    for (const kind of ['spareCourses', 'appliedCourses']) {
      const course = must(await administrator.post('/v1/courses', courseContent), 201)
      named.set(`@${kind}.${number}`, course.id)
    }
    const courseId = named.get(`@appliedCourses.${number}`)
    const application = must(await administrator.post('/v1/course-applications', { courseId, statement: '示例' }), 201)
    named.set(`@spareApplications.${number}`, application.id)
    for (const kind of ['spareDrafts', 'spareSurveys']) {
      const content = { level: 'school', academicYear, title: `备用 ${number}`, questions: [surveyQuestions[0]!] }
      const survey = must(await administrator.post('/v1/surveys', { ...content, anonymous: number % 2 === 0 }), 201)
      named.set(`@${kind}.${number}`, survey.id)
      if (kind === 'spareSurveys') must(await administrator.post(`/v1/surveys/${survey.id}/open`, {}), 200)
    }
  }
  await addComing(administrator, school.id, named)
}

/** Activities that are still to come, and one that is just being held online. */
async function addComing(administrator: Caller, hostSchoolId: string, named: Map<string, string>): Promise<void> {
  const plan = async (title: string, startsAt: string, endsAt: string) =>
    must(
      await administrator.post('/v1/activities', {
        title,
        hostSchoolId,
        academicYear,
        capacity: 1,
        sessions: [{ startsAt, endsAt, delivery: 'online', segments: [{ form: 'lecture', hours: '1' }] }],
      }),
      201,
    )
  const held = await plan('线上', '2025-06-01T11:45:00+08:00', '2025-06-01T13:15:00+08:00')
  named.set('@online.0', held.sessions[0].id)
  for (const number of [0, 1]) {
    const { id } = await plan(`报名 ${number}`, '2025-06-20T08:00:00+08:00', '2025-06-20T10:00:00+08:00')
    named.set(`@coming.${number}`, id)
  }
}

const courseContent = {
  title: '示例课程',
  objectives: ['示例目标'],
  description: '示例说明',
  modules: ['classManagement'],
  tiers: [1],
  forms: ['lecture'],
  hours: '2',
}
const resource = { title: '示例', kind: 'document', licence: 'CC-BY-4.0' }
const resources = [
  { ...resource, url: 'https://example.org/' },
  { ...resource, file: { name: '示例.pdf', mediaType: 'application/pdf', bytes: 8, sha256: '0'.repeat(64) } },
]
/** Years of plans to submit and to review; the furnished plan is open again, for its items to be scheduled and for its review. */
async function addSparePlans(
  service: Service,
  { institute, a: { school, ids } }: World,
  named: Map<string, string>,
): Promise<void> {
  for (let number = 0; number < 8; number += 1) {
    const year = `${2027 + number}-${2028 + number}`
    must(await institute.put(`/v1/academic-years/${year}`, {}), 201)
    if (number >= 6) continue
    await setLeaders(school, year)
    const draft = await draftPlan(school, {}, year)
    if (number % 2 > 0) await submitPlan(school, draft)
    named.set(`@${number % 2 > 0 ? 'submittedPlans' : 'draftPlans'}.${number}`, draft.id)
  }
  const plan = must(await institute.get(`/v1/training-plans/${ids['training-plans']}`), 200)
  for (const [at, item] of plan.shown.content.items.entries()) named.set(`@planItems.${at}`, item.id)
  await asOwner(service.db, 'alter table annual_reviews disable trigger annual_reviews_kept')
  await asOwner(service.db, 'delete from annual_reviews where plan_id = $1', [plan.id])
  await asOwner(service.db, 'alter table annual_reviews enable trigger annual_reviews_kept')
  await asOwner(service.db, `update training_plans set status = 'approved' where id = $1`, [plan.id])
}

const surveyQuestions = [
  { kind: 'scale', text: '需求', module: 'communication', minimum: 1, maximum: 5 },
  {
    kind: 'choice',
    text: '内容',
    choices: [
      { code: 'a', text: '甲' },
      { code: 'b', text: '乙', module: 'communication' },
    ],
  },
  { kind: 'text', text: '意见', maximumLength: 100, required: false },
]
const marks = { academicYear, date: '2025-03-10' }

const times = ['2025-05-20', '2025-05-21', '2025-05-22'].map((date) => ({
  startsAt: `${date}T08:00:00+08:00`,
  endsAt: `${date}T16:00:00+08:00`,
}))
const segments = [
  { form: 'lecture', hours: '1' },
  { form: 'lessonStudy', hours: '1.5' },
  { form: 'expertGuidance', category: 'practice', hours: '2' },
]

/** Mostly what the own school A has; at times what its neighbour, another district or nobody has. */
function hintsOf(named: ReadonlyMap<string, string>): Hints {
  const of = (kind: string) =>
    ['a', 'a', 'a', 'a', 'b', 'foreign'].map((at) => `@${kind}.${at}`).filter((name) => named.has(name))
  const spares = (kind: string) => [...named.keys()].filter((name) => name.startsWith(`@${kind}.`))
  const schools = of('schools')
  const teachers = of('teachers')
  const sessions = [...of('sessions'), ...spares('spareSessions')]
  const years = [academicYear, academicYear, academicYear, '2025-2026']
  const edition = { ...shippedEdition, code: 'fuzz-edition', firstAcademicYear: '2026-2027' }
  const kinds = [
    'schools',
    'teachers',
    'clients',
    'policy-editions',
    'operations',
    'imports',
    'exports',
    'credit-statements',
    'resources',
    'registrations',
  ]
  const courses = [...of('courses'), ...spares('spareCourses')]
  return {
    ...Object.fromEntries(kinds.map((kind) => [`path:${kind}`, of(kind)])),
    'path:activities': [...of('activities'), ...spares('spareActivities')],
    'path:sessions': sessions,
    'path:surveys': [...of('surveys'), ...spares('spareSurveys')],
    'for:answerSurvey': of('surveys'),
    'for:closeSurvey': spares('spareSurveys'),
    'for:openSurvey': spares('spareDrafts'),
    'for:updateSurvey': spares('spareDrafts'),
    'path:hour-entries': [...of('hour-entries'), ...of('held')],
    'path:credit-runs': [...of('credit-runs'), ...of('sealed')],
    'path:courses': courses,
    'path:course-applications': [...of('course-applications'), ...spares('spareApplications')],
    'files:uploadResource': ['pdf', 'pdf', 'pdf', 'unknown', 'emptyZip'],
    'for:publishCourse': spares('spareCourses'),
    'for:retireCourse': spares('spareCourses'),
    'for:reviewCourseApplication': spares('spareApplications'),
    courseId: courses,
    courseVersion: [1],
    version: [1],
    round: [1],
    guidance: ['请补充案例'],
    tier: [1, 2],
    q: ['示例', '示', '%_'],
    NewCourse: [courseContent, { ...courseContent, schoolId: schools[0] }],
    'modules[]': shippedEdition.modules.value.map((module) => module.code),
    'tiers[]': [1, 2, 3],
    'forms[]': ['lecture', 'lessonStudy'],
    NewResource: resources,
    CourseStatus: ['draft', 'published', 'retired'],
    CourseApplicationStatus: ['submitted', 'returned', 'accepted'],
    'path:training-plans': of('training-plans'),
    'for:submitTrainingPlan': spares('draftPlans'),
    'for:reviewTrainingPlan': spares('submittedPlans'),
    itemId: spares('planItems'),
    versionNumber: [1],
    basedOnPlanId: of('training-plans'),
    NewTrainingPlan: ['2033-2034', '2034-2035'].flatMap((year) => [
      { schoolId: '@schools.a', academicYear: year, ...adequateContent(year) },
      { schoolId: '@schools.a', academicYear: year, basedOnPlanId: '@training-plans.a' },
    ]),
    NewPlanItem: adequateContent().items,
    NewFixedSlot: adequateContent().fixedSlots,
    PersonReference: [{ name: '示例主任' }, { teacherId: '@teachers.a' }, { teacherId: '@teachers.foreign' }],
    LeadershipGroupContent: [
      leaders,
      { members: [...leaders.members, { teacherId: '@teachers.a', post: '组长', part: 'member' }] },
    ],
    PlanItemSchedule: [{}, { schoolIds: ['@schools.b'], capacity: 20 }],
    PlanItemLink: [...spares('spareActivities'), ...of('activities')].map((activityId) => ({ activityId })),
    'for:cancelOperation': spares('queued'),
    'for:resolveHeldHours': of('held'),
    'for:registerForActivity': spares('coming'),
    'for:openCheckIn': spares('online'),
    'for:checkIn': spares('online'),
    'for:reportInteractions': spares('online'),
    NewRegistration: [{}, { teacherId: '@teachers.a' }],
    CheckIn: [{ code: '@checkInCode' }],
    tiers: [null, [1, 2, 3]],
    capacity: [null, 5],
    registrationClosesAt: [null, '2025-06-10T00:00:00+08:00'],
    teacherId: teachers,
    schoolId: schools,
    hostSchoolId: schools,
    'schoolIds[]': schools,
    sessionId: sessions,
    runId: [...of('credit-runs'), ...of('sealed')],
    'runIds[]': of('sealed'),
    districtId: ['@districts.a', '@districts.foreign'],
    policyEditionId: of('policy-editions'),
    schoolGroupId: ['@nowhere'],
    teacherSourcedId: of('teacherCode'),
    schoolSourcedId: of('schoolCode'),
    schoolGroupSourcedId: [null],
    sourcedId: ['N-1', 'N-2', 'N-3', ...of('schoolCode')],
    sha256: ['@draftDigest'],
    academicYear: years,
    code: years,
    semester: [1, 2],
    form: ['lecture', 'lessonStudy', 'salon'],
    'segments[]': segments,
    'sessions[]': segments.map((segment, at) => ({ ...times[at]!, segments: [segment] })),
    segmentNumbers: [[1]],
    minutesAttended: [45],
    firstSemester: [{ startsOn: '2025-09-01', endsOn: '2026-01-31' }],
    secondSemester: [{ startsOn: '2026-02-01', endsOn: '2026-08-31' }],
    category: ['lecture', 'practice'],
    module: shippedEdition.modules.value.map((module) => module.code),
    hours: ['1', '0.5', '2'],
    hoursRequired: ['30', '40'],
    startsAt: times.map(({ startsAt }) => startsAt),
    endsAt: times.map(({ endsAt }) => endsAt),
    from: ['2024-09-10', '2024-10-01', '2024-11-01'],
    to: ['2024-11-02', '2024-12-01', '2025-01-10'],
    date: ['2025-03-10', '2025-04-10', '2025-05-10'],
    status: ['present', 'partial', 'absent'],
    PolicyEditionDocument: [edition, { ...edition, code: 'fuzz-edition-2' }],
    NewSurveyQuestion: surveyQuestions,
    answers: [[{ question: 1, value: 4 }]],
    level: ['school', 'school', 'district'],
    closesAt: ['2025-08-01T08:00:00+08:00'],
    NewInterview: ['@teachers.a', '@teachers.b', '@nowhere'].flatMap((teacherId) =>
      [[], [{ module: 'communication', need: 4 }]].map((modules) => ({
        ...{ teacherId, date: marks.date, interviewer: '示例', summary: '示例', modules },
      })),
    ),
    NewCompetenceAssessment: ['self', 'peer', 'leader', 'leader'].map((kind) => ({
      ...marks,
      ...{ teacherId: '@teachers.a', kind, scores: [{ module: 'communication', score: 2, note: '示例' }] },
    })),
    'if-match': ['', '', '*', '*', '"1"', '"2"'],
    'for:code': years,
  }
}

/** Runs the queue until it is empty. A failure that no rule foresaw is a defect. */
async function runQueued({ db, app }: Service): Promise<Record<string, number>> {
  const failures: unknown[] = []
  const worker = await startWorker({ db, tasks, clock: () => app.clock(), onFailure: (error) => failures.push(error) })
  try {
    for (let attempt = 0; attempt < 1200; attempt += 1) {
      const rows = await asOwner<{ status: string; count: number }>(
        db,
        'select status, count(*)::int as count from operations group by status',
      )
      if (failures.length > 0) throw failures[0]
      const statuses = Object.fromEntries(rows.map(({ status, count }) => [status, count]))
      if (!statuses.queued && !statuses.running) return statuses
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('the queue does not become empty')
  } finally {
    await worker.stop()
  }
}
