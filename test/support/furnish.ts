import { createHash } from 'node:crypto'
import type { OperationId } from '../../src/access/permissions.js'
import { DistrictRole, type Role } from '../../src/access/schema.js'
import {
  attend,
  client,
  confirm,
  earn,
  hire,
  holdSession,
  must,
  openDistrict,
  recordNeeds,
  sealSemester,
  statementsOf,
  type District,
  type School,
  type Teacher,
} from './fixtures.js'
import { leaders, planInForce } from './plans.js'
import type { Caller, Service } from './service.js'

const academicYear = '2024-2025'
const roles = DistrictRole.enum as readonly Role[]

/** An id that nobody has. */
export const nowhere = '01890000-0000-7000-8000-00000000dead'

/** Whether an operation is asked about an academic year: what it tells is of one year. */
export const asksForYear = (path: string): boolean => /(progress|forecasts?|curriculum|needs)$/.test(path)

const annualReview = {
  date: '2025-03-01',
  participants: [{ name: '示例校长' }],
  findings: ['收效好'],
  changes: ['加强实践'],
}

/** A body that the operation takes, so that only the id in its address is in question. */
export const bodies: Partial<Record<OperationId, object>> = {
  updateActivity: { title: '改名' },
  addSession: {
    startsAt: '2025-05-07T08:00:00+08:00',
    endsAt: '2025-05-07T09:00:00+08:00',
    segments: [{ form: 'lecture', hours: '1' }],
  },
  updateSession: { location: '改地' },
  cancelSession: { reason: '取消' },
  recordAttendance: { teacherId: nowhere, status: 'present' },
  checkIn: { code: '7KQ3XW' },
  reportInteractions: {
    items: [{ teacherId: nowhere, posts: 1, replies: 1, pollAnswers: 1, minutesOnline: 30 }],
  },
  reverseHourEntry: { reason: '冲销' },
  resolveHeldHours: { decision: 'dismiss', reason: '不计' },
  signOffCreditRun: { sha256: '0'.repeat(64) },
  overrideTeacherTier: { tier: 3, reason: '调整', from: '2024-10-01', to: '2025-01-31' },
  endTierOverride: { reason: '误设' },
  setLeadershipGroup: leaders,
  reviseTrainingPlan: { goals: ['改'] },
  reviewTrainingPlan: { decision: 'return', comments: '退回', versionNumber: 1 },
  linkPlanItem: { activityId: nowhere },
  recordAnnualReview: annualReview,
  correctAnnualReview: { reason: '更正', changes: ['改'] },
  updateSurvey: { title: '改名' },
  openSurvey: {},
  withdrawInterview: { reason: '误登' },
  withdrawCompetenceAssessment: { reason: '误登' },
  answerSurvey: { answers: [{ question: 1, value: 4 }] },
  adjustObligation: { hoursRequired: '30', reason: '调整' },
  erasePersonalData: { reason: '本人申请' },
  reviseCourse: { title: '改名' },
  addResource: { title: '示例', kind: 'link', licence: 'schoolUse', url: 'https://example.org/' },
  removeResource: { reason: '误传' },
  giveCourseFeedback: { rating: 4 },
  reviewCourseApplication: { round: 1, decision: 'accept' },
}

/** The same for an operation that takes a file. */
export const uploads: Partial<Record<OperationId, { mediaType: string; bytes: string }>> = {
  uploadResource: { mediaType: 'application/pdf', bytes: '%PDF-1.7' },
}

/** A district with two schools, each with one of everything. */
export type World = District & { a: Furnished; b: Furnished }
export type Furnished = {
  school: School
  teacher: Teacher
  /** One id of each kind of thing, by the first part of the addresses that name it. */
  ids: Record<string, string>
}

/** Opens a district with two schools and furnishes both. */
export async function openWorld(service: Service, code: string): Promise<World> {
  const opened = await openDistrict(service, code, ['A', 'B'])
  const { A, B } = opened.schools as { A: School; B: School }
  return { ...opened, a: await furnish(service, opened, A, code), b: await furnish(service, opened, B, code) }
}

async function furnish(service: Service, district: District, school: School, code: string): Promise<Furnished> {
  const teacher = await hire(district, `T-${code}-${school.sourcedId}`, school)
  const first = await earn(service, school, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  must(
    await school.administrator.post('/v1/leaves', {
      teacherId: teacher.id,
      kind: 'sick',
      from: '2024-11-05',
      to: '2024-11-06',
    }),
    201,
  )
  const sealed = await sealSemester(service, school, 1)
  const [statement] = await statementsOf(school.administrator, sealed)
  const draft = must(
    await school.administrator.post('/v1/credit-runs', { schoolId: school.id, academicYear, semester: 2 }),
    201,
  )
  const [drafted] = await statementsOf(school.administrator, draft)
  const at = { date: '2025-03-04', startsAt: '2025-03-04T14:00:00+08:00', endsAt: '2025-03-04T16:00:00+08:00' }
  const sessions = []
  for (let count = 0; count < 2; count += 1)
    sessions.push(await holdSession(school, { ...at, segments: [{ form: 'lecture', hours: '1' }] }))
  for (const { session } of sessions) await attend(school, session, teacher)
  service.setTime('2025-03-05T08:00:00+08:00')
  await confirm(school, sessions[0]!.session)
  const {
    entries: [held],
  } = await confirm(school, sessions[1]!.session)
  const { activity, session } = await holdSession(school, {
    date: '2025-05-06',
    segments: [{ form: 'lecture', hours: '1' }],
  })
  const plan = await planInForce(district, school)
  must(await school.principal.post(`/v1/training-plans/${plan.id}/annual-review`, annualReview), 201)
  const registered = must(
    await school.administrator.post(`/v1/activities/${activity.id}/registrations`, { teacherId: teacher.id }),
    201,
  )
  const exported = must(
    await school.administrator.post('/v1/exports', { academicYear, semester: 1, format: 'csv' }),
    202,
  )
  const imported = must(
    await school.administrator.upload('/v1/imports?kind=roster', '工号,姓名\nT1,示例教师\n', 'text/csv'),
    202,
  )
  const { course, resource, application } = await furnishCourse(school)
  const survey = await openSurvey(school)
  const override = must(
    await school.administrator.post(`/v1/teachers/${teacher.id}/tier-overrides`, bodies.overrideTeacherTier!),
    201,
  )
  const { data: clients } = must(await district.institute.get(`/v1/clients?schoolId=${school.id}`), 200)
  const { data: editions } = must(await district.institute.get('/v1/policy-editions'), 200)
  return {
    school,
    teacher,
    ids: {
      schools: school.id,
      teachers: teacher.id,
      clients: clients[0].id,
      'policy-editions': editions[0].id,
      activities: activity.id,
      sessions: session.id,
      registrations: registered.data.id,
      'hour-entries': first.id,
      held: held.id,
      'credit-runs': draft.id,
      sealed: sealed.id,
      'credit-statements': statement.id,
      drafted: drafted.id,
      'training-plans': plan.id,
      operations: imported.id,
      imports: imported.id,
      exports: exported.id,
      courses: course,
      resources: resource,
      'course-applications': application,
      surveys: survey.id,
      'tier-overrides': override.id,
      ...(await recordNeeds(school, teacher)),
    },
  }
}

/** A course that the school has published and applies for, with a file that is declared and has not come. */
async function furnishCourse({ administrator }: School) {
  const course = must(
    await administrator.post('/v1/courses', {
      title: '示例课程',
      objectives: ['示例目标'],
      description: '示例说明',
      modules: ['classManagement'],
      tiers: [1],
      forms: ['lecture'],
      hours: '2',
    }),
    201,
  )
  must(await administrator.post(`/v1/courses/${course.id}/publish`), 200)
  const { mediaType, bytes } = uploads.uploadResource!
  const file = {
    name: '示例.pdf',
    mediaType,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
  const resource = must(
    await administrator.post(`/v1/courses/${course.id}/resources`, {
      title: '示例资源',
      kind: 'document',
      licence: 'CC-BY-4.0',
      file,
    }),
    201,
  )
  const application = must(
    await administrator.post('/v1/course-applications', { courseId: course.id, statement: '示例' }),
    201,
  )
  return { course: course.id as string, resource: resource.id as string, application: application.id as string }
}

/** A school's open survey, which tells who answered. */
async function openSurvey({ administrator }: School): Promise<{ id: string }> {
  const question = { kind: 'scale', text: '家校沟通的需求', module: 'communication', minimum: 1, maximum: 5 }
  const content = { level: 'school', academicYear, title: '校级需求调研', anonymous: false, questions: [question] }
  const survey = must(await administrator.post('/v1/surveys', content), 201)
  return must(await administrator.post(`/v1/surveys/${survey.id}/open`, {}), 200)
}

/** One client of each role in a district; those that need a bound are bound to the school or teacher. */
export async function clientsOf(
  service: Service,
  { institute }: District,
  { school, teacher }: Furnished,
): Promise<Map<Role, Caller>> {
  const bound: Partial<Record<Role, object>> = {
    principal: { schoolId: school.id },
    trainingAdministrator: { schoolId: school.id },
    teacher: { teacherId: teacher.id },
    teamLeader: { teacherId: teacher.id },
  }
  const callers = new Map<Role, Caller>([['operator', service.operator]])
  for (const role of roles) callers.set(role, await client(service, institute, { role, ...bound[role] }))
  return callers
}
