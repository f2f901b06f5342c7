import t from 'tap'
import { openOperations, permissions, type OperationId } from '../../src/access/permissions.js'
import type { Role } from '../../src/access/schema.js'
import { attend, client, hire, holdSession, must, type District } from '../support/fixtures.js'
import {
  asksForYear,
  bodies,
  clientsOf,
  nowhere,
  openWorld,
  uploads,
  type Furnished,
  type World,
} from '../support/furnish.js'
import { asOwner } from '../support/database.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/**
 * Who may do what, and what exists for whom. Every operation of the permission table meets every role; every operation with
 * an id meets ids of another district and of another school, which must be answered as if nobody had them.
 */
let service: Service
let operations: { operationId: OperationId; method: string; path: string }[]
let own: World
let foreign: World
let cells = 0

const academicYear = '2024-2025'

t.before(async () => {
  service = await startService()
  const { body } = await service.as('').get('/v1/openapi.json')
  const all = Object.entries<Any>(body.paths).flatMap(([path, methods]) =>
    Object.entries<Any>(methods).map(([method, { operationId }]) => ({
      operationId,
      method: method.toUpperCase(),
      path,
    })),
  )
  const open: readonly string[] = openOperations
  t.same(
    open.filter((operationId) => !all.some((one) => one.operationId === operationId)),
    [],
  )
  operations = all.filter(({ operationId }) => !open.includes(operationId))
  own = await openWorld(service, 'own')
  foreign = await openWorld(service, 'foreign')
})
t.teardown(() => service.close())

function call(
  caller: Caller,
  { operationId, method, path }: { operationId: OperationId; method: string; path: string },
  id: string,
  body: object = {},
): Promise<Any> {
  const url = path
    .replace('{kind}', 'roster')
    .replace('{code}', academicYear)
    .replace('{academicYear}', academicYear)
    .replace('{sourcedId}', 'S-none')
    .replace('{itemId}', nowhere)
    .replace(/\{\w+\}/, id)
  const query = asksForYear(path) ? `?academicYear=${academicYear}` : ''
  const upload = uploads[operationId]
  if (upload) return caller.upload(url, upload.bytes, upload.mediaType)
  switch (method) {
    case 'POST':
      return caller.post(url, body)
    case 'PUT':
      return caller.put(url, body, { ifMatch: '*' })
    case 'PATCH':
      return caller.patch(url, body, { ifMatch: '*' })
    default:
      return caller.get(`${url}${query}`)
  }
}

/** An answer without what names this one request. */
function told({ status, body }: { status: number; body: Any }, id: string): object {
  return { status, text: JSON.stringify({ ...body, requestId: '', instance: '' }).replaceAll(id, '<id>') }
}

/** Everything that a district has, as its institute sees it. */
async function everything({ institute }: District): Promise<Any> {
  const lists = [
    'schools',
    'school-groups',
    'teachers',
    'homeroom-duties',
    'leaves',
    'academic-years',
    'surveys',
    'interviews',
    'competence-assessments',
    'activities',
    'training-plans',
    'attendance',
    'registrations',
    'interactions',
    'hour-entries',
    'credit-runs',
    'credit-statements',
    'policy-editions',
    'clients',
    'courses',
    'course-applications',
  ]
  const answers = await Promise.all(lists.map((list) => institute.get(`/v1/${list}?limit=200`)))
  return answers.map((answer) => must(answer, 200).data.map(({ lastUsedAt: _, ...item }: Any) => item))
}

t.test(
  'every operation refuses every role that the table does not name, and whoever has no key, before any work',
  async (t) => {
    t.same(operations.map(({ operationId }) => operationId).sort(), Object.keys(permissions).sort())
    const callers = await clientsOf(service, own, own.a)
    t.equal(callers.size, 9, 'every role has a client')
    const expired = await client(service, own.institute, { role: 'institute', expiresAt: '2099-01-01T00:00:00Z' })
    await asOwner(service.db, "update clients set expires_at = '2020-01-01' where expires_at > '2098-01-01'")
    const before = await everything(own)
    for (const operation of operations) {
      const { operationId } = operation
      const allowed: readonly Role[] = permissions[operationId]
      for (const [role, caller] of callers) {
        const answer = await call(caller, operation, nowhere)
        cells += 1
        if (allowed.includes(role))
          t.notOk([401, 403, 500, 503].includes(answer.status), `${role} may ${operationId}: ${answer.status}`)
        else
          t.match(
            answer,
            {
              status: 403,
              body: { code: 'notPermitted', detail: `The role ${role} may not call ${operationId}.`, errors: [] },
            },
            `${role} may not ${operationId}`,
          )
        if (!allowed.includes(role) && operation.method !== 'GET') {
          const url = operation.path.replace(/\{\w+\}/g, 'x')
          const raw = await service.app.inject({
            method: operation.method as 'POST',
            url,
            headers: { authorization: `Bearer ${caller.key}`, 'content-type': 'application/json' },
            payload: '{"broken',
          })
          cells += 1
          t.equal(raw.statusCode, 403, `${role} is refused ${operationId} before its body is read`)
        }
      }
      for (const [who, caller] of [
        ['nobody', service.as('')],
        ['a key that nobody has', service.as(`yx_${'0'.repeat(32)}`)],
        ['an expired key', expired],
      ] as const) {
        const answer = await call(caller, operation, nowhere)
        cells += 1
        t.match(answer, { status: 401, body: { code: 'unauthenticated' } }, `${who} may not ${operationId}`)
      }
    }
    t.same(await everything(own), before, 'and nothing was changed by all this')
    t.comment(`${operations.length} operations, ${callers.size} roles and 3 without a right: ${cells} cells`)
  },
)

t.test(
  'an id of another district or school is answered as one that nobody has, in every operation with an id',
  async (t) => {
    const callers = await clientsOf(service, own, own.a)
    callers.delete('operator')
    const bound: [string, Role, Caller][] = [...callers].map(([role, caller]) => [role, role, caller])
    bound.push([
      'integration of a school',
      'integration',
      await client(service, own.institute, { role: 'integration', schoolId: own.a.school.id }),
    ])
    const kinds: Partial<Record<OperationId, string[]>> = {
      reverseHourEntry: ['hour-entries', 'held'],
      resolveHeldHours: ['held', 'hour-entries'],
      getCreditStatement: ['credit-statements', 'drafted'],
      explainCreditStatement: ['credit-statements', 'drafted'],
      recomputeCreditRun: ['credit-runs', 'sealed'],
      sealCreditRun: ['credit-runs', 'sealed'],
      signOffCreditRun: ['credit-runs', 'sealed'],
      getCreditRun: ['credit-runs', 'sealed'],
      getOperation: ['imports', 'exports'],
      cancelOperation: ['imports', 'exports'],
    }
    const before = [await everything(own), await everything(foreign)]
    let met = 0
    for (const operation of operations) {
      const { operationId, path } = operation
      const kind = /^\/v1\/([a-z-]+)\/\{(?:id|teacherId)\}/.exec(path)?.[1]
      if (!kind) continue
      const allowed: readonly Role[] = permissions[operationId]
      for (const [who, role, caller] of bound) {
        if (!allowed.includes(role)) continue
        const absent = await call(caller, operation, nowhere, bodies[operationId])
        t.match(absent, { status: 404, body: { code: 'notFound' } }, `${who}, ${operationId}: nobody has it`)
        const narrow = who !== 'integration' && !['bureau', 'institute', 'auditor'].includes(who)
        const strangers = [foreign.a, foreign.b, ...(narrow && kind !== 'policy-editions' ? [own.b] : [])]
        for (const [at, { ids }] of strangers.entries())
          for (const name of kinds[operationId] ?? [kind]) {
            const id = ids[name]!
            const answer = await call(caller, operation, id, bodies[operationId])
            met += 1
            t.same(
              told(answer, id),
              told(absent, nowhere),
              `${who}, ${operationId}: ${name} of ${at < 2 ? 'another district' : 'another school'}`,
            )
          }
      }
    }
    cells += met
    t.comment(`${met} meetings with ids of others`)
    t.same([await everything(own), await everything(foreign)], before, 'nothing was changed by all this')
  },
)

t.test('ids and external ids inside a request: those of others are unknown, as those that nobody has', async (t) => {
  const { administrator } = own.a.school
  const { institute } = own
  const integration = await client(service, institute, { role: 'integration', schoolId: own.a.school.id })
  const wide = await client(service, institute, { role: 'integration' })
  const { session: online } = await holdSession(own.a.school, {
    date: '2025-05-12',
    segments: [{ form: 'lecture', hours: '1' }],
    delivery: 'online',
  })
  const before = [await everything(own), await everything(foreign)]
  const session = {
    startsAt: '2025-05-08T08:00:00+08:00',
    endsAt: '2025-05-08T09:00:00+08:00',
    segments: [{ form: 'lecture', hours: '1' }],
  }
  const activity = { title: '示例', hostSchoolId: own.a.school.id, academicYear, sessions: [session] }
  const outside = {
    title: '示例',
    date: '2024-10-12',
    category: 'lecture',
    hours: '1',
    issuer: '示例',
    evidence: '证书',
  }
  const course = {
    title: '示例',
    objectives: ['示例'],
    description: '示例',
    modules: ['classManagement'],
    tiers: [1],
    forms: ['lecture'],
    hours: '1',
  }
  const assessment = {
    kind: 'leader',
    academicYear,
    date: '2024-10-08',
    scores: [{ module: 'communication', score: 3 }],
  }
  const preview = { academicYear, semester: 1, policyEditionId: own.a.ids['policy-editions'] }
  type Case = [
    string,
    'schools' | 'teachers' | 'sessions' | 'sealed' | 'policy-editions' | 'courses' | 'training-plans',
    Caller,
    (id: string) => Promise<Any>,
    boolean,
  ]
  const cases: Case[] = [
    [
      'host of an activity',
      'schools',
      administrator,
      (id) => administrator.post('/v1/activities', { ...activity, hostSchoolId: id }),
      true,
    ],
    [
      'school that takes part',
      'schools',
      administrator,
      (id) => administrator.post('/v1/activities', { ...activity, schoolIds: [id] }),
      false,
    ],
    [
      'school of a plan',
      'schools',
      administrator,
      (id) => administrator.post('/v1/training-plans', { schoolId: id, academicYear }),
      true,
    ],
    [
      'earlier plan of a plan',
      'training-plans',
      administrator,
      (id) => administrator.post('/v1/training-plans', { schoolId: own.a.school.id, academicYear, basedOnPlanId: id }),
      true,
    ],
    [
      'teacher in a leadership group',
      'teachers',
      own.a.school.principal,
      (id) =>
        own.a.school.principal.put(
          `/v1/schools/${own.a.school.id}/leadership-groups/${academicYear}`,
          { members: [{ teacherId: id, post: '校长', part: 'leader' }] },
          { ifMatch: '*' },
        ),
      true,
    ],
    [
      'teacher on leave',
      'teachers',
      administrator,
      (id) => administrator.post('/v1/leaves', { teacherId: id, kind: 'sick', from: '2024-12-02', to: '2024-12-03' }),
      true,
    ],
    [
      'teacher on leave, for the district',
      'teachers',
      institute,
      (id) => institute.post('/v1/leaves', { teacherId: id, kind: 'sick', from: '2024-12-02', to: '2024-12-03' }),
      false,
    ],
    [
      'teacher of an interview',
      'teachers',
      administrator,
      (id) =>
        administrator.post('/v1/interviews', {
          teacherId: id,
          date: '2024-10-08',
          interviewer: '示例',
          summary: '示例',
        }),
      true,
    ],
    [
      'teacher of an assessment',
      'teachers',
      administrator,
      (id) => administrator.post('/v1/competence-assessments', { ...assessment, teacherId: id }),
      true,
    ],
    [
      'teacher of an assessment, for the district',
      'teachers',
      institute,
      (id) => institute.post('/v1/competence-assessments', { ...assessment, teacherId: id }),
      false,
    ],
    [
      'school of results',
      'schools',
      administrator,
      (id) => administrator.get(`/v1/surveys/${own.a.ids.surveys}/results?schoolId=${id}`),
      true,
    ],
    [
      'teacher of outside hours',
      'teachers',
      administrator,
      (id) => administrator.post('/v1/outside-hours', { ...outside, teacherId: id }),
      true,
    ],
    [
      'teacher of a record',
      'teachers',
      administrator,
      (id) => administrator.post(`/v1/sessions/${own.a.ids.sessions}/attendance`, { teacherId: id, status: 'present' }),
      true,
    ],
    [
      'teacher of a registration',
      'teachers',
      administrator,
      (id) => administrator.post(`/v1/activities/${own.a.ids.activities}/registrations`, { teacherId: id }),
      true,
    ],
    [
      'teacher of a registration, for the district',
      'teachers',
      wide,
      (id) => wide.post(`/v1/activities/${own.a.ids.activities}/registrations`, { teacherId: id }),
      false,
    ],
    [
      'teacher of interactions',
      'teachers',
      administrator,
      (id) =>
        administrator.post(`/v1/sessions/${online.id}/interactions`, {
          items: [{ teacherId: id, posts: 1, replies: 1, pollAnswers: 1, minutesOnline: 30 }],
        }),
      true,
    ],
    [
      'session of a batch',
      'sessions',
      administrator,
      (id) =>
        administrator.post('/v1/attendance/batch', {
          items: [{ ref: '1', sessionId: id, teacherId: own.a.teacher.id, status: 'present' }],
        }),
      true,
    ],
    [
      'session of a batch, each for itself',
      'sessions',
      integration,
      (id) =>
        integration.post('/v1/attendance/batch', {
          atomic: false,
          items: [{ ref: '1', sessionId: id, teacherId: own.a.teacher.id, status: 'present' }],
        }),
      true,
    ],
    [
      'school of a run',
      'schools',
      administrator,
      (id) => administrator.post('/v1/credit-runs', { schoolId: id, academicYear, semester: 1 }),
      true,
    ],
    [
      'school of an amendment',
      'schools',
      administrator,
      (id) => administrator.post('/v1/credit-runs/amend', { schoolId: id, academicYear, reason: '更正' }),
      true,
    ],
    [
      'school of a preview',
      'schools',
      administrator,
      (id) => administrator.post('/v1/credit-runs/preview', { ...preview, schoolId: id }),
      true,
    ],
    [
      'school of a preview, for the district',
      'schools',
      institute,
      (id) => institute.post('/v1/credit-runs/preview', { ...preview, schoolId: id }),
      false,
    ],
    [
      'edition of a preview',
      'policy-editions',
      administrator,
      (id) =>
        administrator.post('/v1/credit-runs/preview', { ...preview, schoolId: own.a.school.id, policyEditionId: id }),
      false,
    ],
    [
      'school of an export',
      'schools',
      administrator,
      (id) => administrator.post('/v1/exports', { academicYear, semester: 1, format: 'csv', schoolId: id }),
      true,
    ],
    [
      'run of an export',
      'sealed',
      administrator,
      (id) => administrator.post('/v1/exports', { academicYear, semester: 1, format: 'csv', runIds: [id] }),
      true,
    ],
    [
      'run of an export, for the district',
      'sealed',
      institute,
      (id) => institute.post('/v1/exports', { academicYear, semester: 1, format: 'csv', runIds: [id] }),
      false,
    ],
    [
      'school of a course',
      'schools',
      administrator,
      (id) => administrator.post('/v1/courses', { ...course, schoolId: id }),
      true,
    ],
    [
      'course of an application',
      'courses',
      administrator,
      (id) => administrator.post('/v1/course-applications', { courseId: id, statement: '示例' }),
      true,
    ],
    [
      'school of a client',
      'schools',
      institute,
      (id) => institute.post('/v1/clients', { name: 'x', role: 'principal', schoolId: id }),
      false,
    ],
    [
      'teacher of a client',
      'teachers',
      institute,
      (id) => institute.post('/v1/clients', { name: 'x', role: 'teacher', teacherId: id }),
      false,
    ],
  ]
  for (const [what, kind, , send, alsoOwnDistrict] of cases) {
    const absent = await send(nowhere)
    t.ok([207, 404, 422].includes(absent.status), `${what}: nobody has it: ${absent.status} ${absent.body.code}`)
    for (const other of [foreign.a, ...(alsoOwnDistrict ? [own.b] : [])]) {
      const id = other.ids[kind]!
      cells += 1
      t.same(
        told(await send(id), id),
        told(absent, nowhere),
        `${what}: of ${other === foreign.a ? 'another district' : 'another school'}`,
      )
    }
  }
  for (const [filter, kind] of [
    ['teachers?schoolId', 'schools'],
    ['homeroom-duties?schoolId', 'schools'],
    ['homeroom-duties?teacherId', 'teachers'],
    ['leaves?teacherId', 'teachers'],
    ['surveys?schoolId', 'schools'],
    ['interviews?teacherId', 'teachers'],
    ['competence-assessments?teacherId', 'teachers'],
    ['activities?hostSchoolId', 'schools'],
    ['activities?schoolId', 'schools'],
    ['training-plans?schoolId', 'schools'],
    ['attendance?sessionId', 'sessions'],
    ['attendance?teacherId', 'teachers'],
    ['registrations?activityId', 'activities'],
    ['registrations?teacherId', 'teachers'],
    ['interactions?sessionId', 'sessions'],
    ['interactions?teacherId', 'teachers'],
    ['hour-entries?teacherId', 'teachers'],
    ['hour-entries?sessionId', 'sessions'],
    ['credit-runs?schoolId', 'schools'],
    ['credit-statements?runId', 'sealed'],
    ['credit-statements?teacherId', 'teachers'],
    ['credit-statements?schoolId', 'schools'],
    ['courses?schoolId', 'schools'],
    ['course-applications?schoolId', 'schools'],
    ['course-applications?courseId', 'courses'],
  ] as const)
    for (const [who, caller, other] of [
      ['a school', administrator, own.b],
      ['a school', administrator, foreign.a],
      ['the institute', institute, foreign.a],
    ] as const) {
      cells += 1
      t.same(
        must(await caller.get(`/v1/${filter}=${other.ids[kind]}`), 200),
        { data: [], nextCursor: null },
        `${who} finds nothing by ${filter} of others`,
      )
    }

  const theirs = own.b
  for (const caller of [administrator, integration]) {
    t.match(
      await caller.put(`/v1/teachers/by-sourced-id/${theirs.teacher.sourcedId}`, { name: '改名' }, { ifMatch: '*' }),
      { status: 404, body: { code: 'notFound' } },
      'a teacher of another school cannot be put',
    )
    const duty = {
      teacherSourcedId: theirs.teacher.sourcedId,
      schoolSourcedId: own.a.school.sourcedId,
      className: '一（1）班',
      from: '2025-02-01',
    }
    t.match(
      await caller.put('/v1/homeroom-duties/by-sourced-id/D-grab', duty),
      { status: 422, body: { code: 'unknownTeacher' } },
      'nor drawn to the own school',
    )
    t.match(
      await caller.put('/v1/homeroom-duties/by-sourced-id/D-push', {
        ...duty,
        teacherSourcedId: own.a.teacher.sourcedId,
        schoolSourcedId: theirs.school.sourcedId,
      }),
      { status: 422, body: { code: 'unknownSchool' } },
      'nor an own one sent to another',
    )
    const { data } = must(await institute.get(`/v1/homeroom-duties?schoolId=${theirs.school.id}`), 200)
    t.match(
      await caller.put(
        `/v1/homeroom-duties/by-sourced-id/${data[0].sourcedId}`,
        { ...duty, teacherSourcedId: own.a.teacher.sourcedId },
        { ifMatch: '*' },
      ),
      { status: 404, body: { code: 'notFound' } },
      'nor a duty of another school taken over',
    )
  }
  t.match(
    await integration.put(
      `/v1/schools/by-sourced-id/${theirs.school.sourcedId}`,
      { name: '改名', kind: 'primary' },
      { ifMatch: '*' },
    ),
    { status: 404 },
  )
  t.match(await integration.put('/v1/schools/by-sourced-id/S-new', { name: '新校', kind: 'primary' }), { status: 404 })
  t.match(
    await integration.put('/v1/school-groups/by-sourced-id/G-new', { name: '新集团' }),
    { status: 404 },
    'groups are the district’s',
  )
  t.same([await everything(own), await everything(foreign)], before, 'nothing of all this was kept')
})

t.test('what is put by an external id is put in the own district, whoever else has the same id', async (t) => {
  const before = await everything(foreign)
  const { sourcedId } = foreign.a.teacher
  t.equal(must(await own.institute.get(`/v1/teachers?sourcedId=${sourcedId}`), 200).data.length, 0)
  const mine = must(await own.institute.put(`/v1/teachers/by-sourced-id/${sourcedId}`, { name: '同号' }), 201)
  t.not(mine.data.id, foreign.a.teacher.id)
  t.same(await everything(foreign), before)
})

t.test('a school’s lists hold its own, a teacher’s its own and sealed only, and the operator’s nothing', async (t) => {
  const lists = operations.filter(
    ({ operationId, path, method }) =>
      operationId.startsWith('list') && operationId !== 'listPermissions' && method === 'GET' && !path.includes('{'),
  )
  t.ok(lists.length >= 13)
  const secret = (world: Furnished[]) =>
    world.flatMap(({ ids }) => Object.entries(ids).flatMap(([kind, id]) => (kind === 'policy-editions' ? [] : [id])))
  const foreigners = [...secret([foreign.a, foreign.b]), foreign.a.ids['policy-editions']!, foreign.id]
  const neighbours = secret([own.b])
  const callers = await clientsOf(service, own, own.a)
  for (const { operationId, path } of lists)
    for (const [role, caller] of callers) {
      const allowed: readonly Role[] = permissions[operationId]
      if (!allowed.includes(role)) continue
      const { raw } = await caller.get(`${path}?limit=200${asksForYear(path) ? `&academicYear=${academicYear}` : ''}`)
      cells += 1
      t.equal(raw.statusCode, 200)
      t.same(
        foreigners.filter((id) => raw.body.includes(id)),
        [],
        `${role}, ${operationId}: nothing of another district`,
      )
      const narrow = ['principal', 'trainingAdministrator', 'teacher', 'teamLeader'].includes(role)
      if (narrow)
        t.same(
          neighbours.filter((id) => raw.body.includes(id)),
          [],
          `${role}, ${operationId}: nothing of another school`,
        )
    }

  const teacher = callers.get('teacher')!
  const { ids } = own.a
  const statements = must(await teacher.get('/v1/credit-statements'), 200).data
  t.same(
    statements.map(({ id }: Any) => id),
    [ids['credit-statements']],
    'a draft is nobody’s credit yet',
  )
  t.equal((await teacher.get(`/v1/credit-statements/${ids.drafted}`)).status, 404)
  t.equal((await teacher.get(`/v1/credit-statements/${ids.drafted}/explanation`)).status, 404)
  t.equal((await teacher.get(`/v1/credit-statements/${ids['credit-statements']}/explanation`)).status, 200)
  t.equal((await teacher.get(`/v1/teachers/${ids.teachers}/progress?academicYear=${academicYear}`)).status, 200)
  const colleague = await hire(own, 'T-colleague', own.a.school)
  t.equal((await teacher.get(`/v1/teachers/${colleague.id}`)).status, 404, 'not even a colleague')
  t.equal((await teacher.get(`/v1/teachers/${colleague.id}/progress?academicYear=${academicYear}`)).status, 404)
  t.same(
    must(await teacher.get('/v1/teachers'), 200).data.map(({ id }: Any) => id),
    [ids.teachers],
  )
  t.ok(must(await teacher.get('/v1/hour-entries'), 200).data.every(({ teacherId }: Any) => teacherId === ids.teachers))
  t.ok(must(await teacher.get('/v1/attendance'), 200).data.every(({ teacherId }: Any) => teacherId === ids.teachers))

  t.same(must(await service.operator.get('/v1/clients'), 200).data, [], 'the operator names a district')
  const seen = (await service.operator.get(`/v1/clients?districtId=${own.id}&limit=200`)).raw.body
  for (const kind of ['activities', 'sessions', 'hour-entries', 'credit-runs', 'credit-statements'] as const)
    t.notOk(seen.includes(own.a.ids[kind]!), `and of it only clients, no ${kind}`)
  t.comment(`${cells} cells in all`)
})

t.test('a joint activity is seen by those who take part, with their own people only', async (t) => {
  const { a, b } = own
  const { activity, session } = await holdSession(a.school, {
    date: '2025-06-03',
    segments: [{ form: 'lecture', hours: '1' }],
    schoolIds: [b.school.id],
  })
  await attend(a.school, session, a.teacher)
  await attend(a.school, session, b.teacher)
  t.equal((await b.school.administrator.get(`/v1/activities/${activity.id}`)).status, 200)
  const records = must(await b.school.administrator.get(`/v1/attendance?sessionId=${session.id}`), 200).data
  t.same(
    records.map(({ teacherId }: Any) => teacherId),
    [b.teacher.id],
  )
  t.equal((await foreign.a.school.administrator.get(`/v1/activities/${activity.id}`)).status, 404)
  must(await a.school.administrator.patch(`/v1/activities/${activity.id}`, { schoolIds: [] }, { ifMatch: '*' }), 200)
  t.equal(
    (await b.school.administrator.get(`/v1/activities/${activity.id}`)).status,
    404,
    'and by nobody who does not any more',
  )
})
