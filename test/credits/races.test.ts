import fc from 'fast-check'
import t from 'tap'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { editionParameters } from '../../src/policy/rules/edition-parameters.js'
import { countHours } from '../../src/hours/rules/count-hours.js'
import { entitlement } from '../../src/credits/rules/entitlement.js'
import { parseHours } from '../../src/lib/quantity.js'
import type { LedgerEntry } from '../../src/hours/rules/ledger-entry.js'
import { asOwner } from '../support/database.js'
import {
  attend,
  confirm,
  earn,
  hire,
  holdSession,
  must,
  openDistrict,
  sealRun,
  sealSemester,
  statementsOf,
  type District,
  type School,
  type Teacher,
} from '../support/fixtures.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/** Requests that meet at the same moment, on a real PostgreSQL: whatever the order, exactly one correct result is left. */
let service: Service
let numbered = 0
const academicYear = '2024-2025'
const afterYear = '2025-09-05T09:00:00+08:00'

t.before(async () => {
  service = await startService()
})
t.teardown(() => service.close())

async function district(...schools: string[]): Promise<District & { a: School; b: School }> {
  numbered += 1
  const opened = await openDistrict(service, `races-${numbered}`, schools)
  return { ...opened, a: opened.schools.A!, b: opened.schools.B! }
}

const newRun = (school: School, semester: 1 | 2) =>
  school.administrator.post('/v1/credit-runs', { schoolId: school.id, academicYear, semester })
const amend = (school: School) =>
  school.administrator.post('/v1/credit-runs/amend', { schoolId: school.id, academicYear, reason: '更正' })
const seal = (caller: Caller, run: Any) => caller.post(`/v1/credit-runs/${run.id}/seal`)
const reverse = (school: School, entry: Any) =>
  school.administrator.post(`/v1/hour-entries/${entry.id}/reverse`, { reason: '登记有误' })
const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status).sort()
const soon = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function signedRun(school: School, semester: 1 | 2): Promise<Any> {
  const run = must(await newRun(school, semester), 201)
  return must(await school.principal.post(`/v1/credit-runs/${run.id}/sign-off`, { sha256: run.sha256 }), 200)
}

/** Every sealed difference that is still open, in whatever school: amended until there is none. */
async function amendAll(schools: readonly School[]): Promise<void> {
  service.setTime(afterYear)
  for (const school of schools) for (const run of must(await amend(school), 200).data) await sealRun(school, run)
}

const parameters = editionParameters(shippedEdition)
const thousandths = (credits: string) => Math.round(Number(credits) * 1000)

/** What is wrong with a teacher's awards: for each sealed semester their sum against the entitlement that the ledger gives. */
async function brokenAwards(d: District, teacher: Teacher): Promise<string[]> {
  const entries = must(await d.institute.get(`/v1/hour-entries?teacherId=${teacher.id}&limit=200`), 200).data
  const ledger: LedgerEntry[] = entries.map((entry: Any) => ({ ...entry, hours: parseHours(entry.hours) }))
  const sealed = must(
    await d.institute.get(`/v1/credit-statements?teacherId=${teacher.id}&sealed=true&limit=200`),
    200,
  ).data
  const broken: string[] = []
  for (const [at, { number }] of ledger.entries()) if (number !== at + 1) broken.push(`number ${number} at ${at + 1}`)
  for (const semester of [1, 2] as const) {
    if (!sealed.some((statement: Any) => statement.semester === semester)) continue
    const { byCategory } = countHours(ledger, parameters, { throughSemester: semester })
    for (const category of ['lecture', 'practice'] as const) {
      const awarded = sealed
        .filter((statement: Any) => statement.semester <= semester)
        .reduce((sum: number, statement: Any) => sum + thousandths(statement[category].award), 0)
      const due = entitlement(byCategory[category], category, parameters).credits
      if (awarded !== due) broken.push(`${category} up to ${semester}: awarded ${awarded}, due ${due}`)
    }
  }
  return broken
}

t.test('two administrators seal at once, and once more: one seal, one time, the same bytes', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  await earn(service, d.a, teacher, { form: 'lecture', hours: '12.5', date: '2024-10-08' })
  service.setTime('2025-02-10T09:00:00+08:00')
  const run = await signedRun(d.a, 1)
  const colleague = service.as(
    must(await d.institute.post('/v1/clients', { name: '同事', role: 'trainingAdministrator', schoolId: d.a.id }), 201)
      .key,
  )
  const answers = await Promise.all(
    [d.a.administrator, colleague, d.a.administrator, colleague].map((caller) => seal(caller, run)),
  )
  t.same(statuses(answers), [200, 200, 200, 200])
  t.equal(new Set(answers.map(({ raw }) => raw.body)).size, 1, 'all of them tell of the one seal')
  service.setTime('2025-02-11T09:00:00+08:00')
  const again = must(await seal(colleague, run), 200)
  t.same(again, answers[0]!.body, 'sealing twice changes nothing, not even its time')
  t.equal((await statementsOf(d.a.administrator, run)).length, 1)
  t.same(await brokenAwards(d, teacher), [])
})

t.test(
  'a seal without a signature, one of a changed run and one before the semester ends are each refused',
  async (t) => {
    const d = await district('A')
    const teacher = await hire(d, 'T1', d.a)
    await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
    const run = must(await newRun(d.a, 1), 201)
    t.match(await seal(d.a.administrator, run), { status: 409, body: { code: 'creditRunNotSignedOff' } })
    const other = { sha256: '0'.repeat(64) }
    t.match(await d.a.principal.post(`/v1/credit-runs/${run.id}/sign-off`, other), {
      status: 409,
      body: { code: 'creditRunChanged' },
    })
    must(await d.a.principal.post(`/v1/credit-runs/${run.id}/sign-off`, { sha256: run.sha256 }), 200)
    service.setTime('2025-01-30T23:59:59+08:00')
    t.match(await seal(d.a.administrator, run), { status: 409, body: { code: 'semesterNotEnded' } })
    await earn(service, d.a, teacher, { form: 'lecture', hours: '1', date: '2025-01-30' })
    service.setTime('2025-02-10T09:00:00+08:00')
    t.match(await seal(d.a.administrator, run), { status: 409, body: { code: 'creditRunOutdated' } })
    const recomputed = must(await d.a.administrator.post(`/v1/credit-runs/${run.id}/recompute`), 200)
    t.match(recomputed, { status: 'draft', signedOffAt: null }, 'what changes must be signed again')
    await sealRun(d.a, recomputed)
    for (const change of ['recompute', 'sign-off'])
      t.match(
        await (change === 'recompute' ? d.a.administrator : d.a.principal).post(
          `/v1/credit-runs/${run.id}/${change}`,
          change === 'recompute' ? undefined : { sha256: recomputed.sha256 },
        ),
        { status: 409, body: { code: 'creditRunSealed' } },
        `${change} after the seal`,
      )
    t.match(await newRun(d.a, 1), { status: 409, body: { code: 'creditRunExists' } })
  },
)

t.test(
  'a seal that meets a reversal: either it holds it or it waits; after an amendment the sums are right',
  async (t) => {
    let sealedFirst = 0
    for (let round = 0; round < 30; round += 1) {
      const opened = await openDistrict(service, `meet-${numbered}-${round}`, ['A'])
      const a = opened.schools.A!
      const teacher = await hire(opened, 'T1', a)
      const entry = await earn(service, a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
      await earn(service, a, teacher, { form: 'observation', hours: '10', date: '2024-10-09' })
      service.setTime(afterYear)
      const run = await signedRun(a, 1)
      const delay = Math.random() * 16 - 8
      const [sealing, reversal] = await Promise.all([
        soon(Math.max(0, delay)).then(() => seal(a.administrator, run)),
        soon(Math.max(0, -delay)).then(() => reverse(a, entry)),
      ])
      if (reversal.status !== 201) t.fail(`round ${round}: the reversal was answered ${reversal.raw.body}`)
      if (sealing.status === 200) sealedFirst += 1
      else {
        if (sealing.body.code !== 'creditRunOutdated') t.fail(`round ${round}: ${sealing.raw.body}`)
        await sealRun(a, must(await a.administrator.post(`/v1/credit-runs/${run.id}/recompute`), 200))
      }
      await amendAll([a])
      const broken = await brokenAwards(opened, teacher)
      if (broken.length > 0) t.fail(`round ${round}: ${broken.join('; ')}`)
      t.same(must(await amend(a), 200).data, [], `round ${round}: nothing is left to amend`)
    }
    t.comment(`the seal came first in ${sealedFirst} of 30 rounds`)
  },
)

t.test(
  'two schools that seal two semesters of one teacher at once: the second is outdated, and no credit doubled',
  async (t) => {
    const first: Record<string, number> = { A: 0, B: 0 }
    for (let round = 0; round < 12; round += 1) {
      const d = await openDistrict(service, `both-${round}`, ['A', 'B'])
      const [a, b] = [d.schools.A!, d.schools.B!]
      const teacher = await hire(d, 'T1', a, { to: '2025-02-28' })
      await hire(d, 'T1', b, { from: '2025-03-01' })
      await earn(service, a, teacher, { form: 'lecture', hours: '12', date: '2024-10-08' })
      await earn(service, b, teacher, { form: 'lecture', hours: '6', date: '2025-03-10' })
      service.setTime(afterYear)
      const runs = [await signedRun(a, 1), await signedRun(b, 2)]
      const answers = await Promise.all([seal(a.administrator, runs[0]), seal(b.administrator, runs[1])])
      t.same(statuses(answers), [200, 409], `round ${round}`)
      first[answers[0]!.status === 200 ? 'A' : 'B']! += 1
      t.same(await brokenAwards(d, teacher), [], `round ${round}: right without any amendment`)
    }
    t.comment(`first came ${JSON.stringify(first)}`)
  },
)

t.test('confirmations of one session that meet enter its hours once', async (t) => {
  const d = await district('A')
  const teachers = [await hire(d, 'T1', d.a), await hire(d, 'T2', d.a), await hire(d, 'T3', d.a)]
  const { session } = await holdSession(d.a, { date: '2024-10-08', segments: [{ form: 'lecture', hours: '2' }] })
  for (const teacher of teachers) await attend(d.a, session, teacher)
  service.setTime('2024-10-09T08:00:00+08:00')
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => d.a.administrator.post(`/v1/sessions/${session.id}/confirm`)),
  )
  t.same(statuses(answers), [200, 200, 200, 200, 200, 200])
  t.same(
    answers.map(({ body }) => body.entries.length).sort(),
    [0, 0, 0, 0, 0, 3],
    'one of them enters them all, the others none',
  )
  t.equal(must(await d.institute.get('/v1/hour-entries'), 200).data.length, 3)
})

t.test('records of one teacher that meet leave one record; an identical one leaves its version', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const { session } = await holdSession(d.a, { date: '2024-10-08', segments: [{ form: 'lecture', hours: '2' }] })
  const record = (content: object) =>
    d.a.administrator.post(`/v1/sessions/${session.id}/attendance`, { teacherId: teacher.id, ...content })
  const same = await Promise.all(Array.from({ length: 6 }, () => record({ status: 'present' })))
  t.same(statuses(same), [200, 200, 200, 200, 200, 200])
  t.same(new Set(same.map(({ body }) => `${body.id}/${body.version}`)).size, 1, 'the same record in each answer')
  const different = await Promise.all(
    (['absent', 'excused', 'registered', 'absent'] as const).map((status) => record({ status })),
  )
  t.same(statuses(different), [200, 200, 200, 200])
  const { data } = must(await d.a.administrator.get(`/v1/attendance?sessionId=${session.id}`), 200)
  t.equal(data.length, 1)
})

t.test('a record that meets the confirmation is in it, or is refused as late', async (t) => {
  const d = await district('A')
  for (let round = 0; round < 8; round += 1) {
    const teacher = await hire(d, `T${round}`, d.a)
    const { session } = await holdSession(d.a, { date: '2024-10-08', segments: [{ form: 'lecture', hours: '1' }] })
    service.setTime('2024-10-09T08:00:00+08:00')
    const [record, confirmation] = await Promise.all([
      d.a.administrator.post(`/v1/sessions/${session.id}/attendance`, { teacherId: teacher.id, status: 'present' }),
      d.a.administrator.post(`/v1/sessions/${session.id}/confirm`),
    ])
    const entries = must(confirmation, 200).entries.length
    if (record.status === 200) t.equal(entries, 1, `round ${round}: recorded before, and so confirmed`)
    else t.match([record, entries], [{ status: 409, body: { code: 'sessionClosed' } }, 0], `round ${round}: too late`)
  }
})

t.test('runs drawn up at once are one run; the others are told of it', async (t) => {
  const d = await district('A')
  await hire(d, 'T1', d.a)
  const answers = await Promise.all(Array.from({ length: 6 }, () => newRun(d.a, 1)))
  t.same(statuses(answers), [201, 409, 409, 409, 409, 409])
  for (const { status, body } of answers) if (status === 409) t.equal(body.code, 'creditRunExists')
  t.equal(must(await d.a.administrator.get('/v1/credit-runs'), 200).data.length, 1)
})

t.test('amendments drawn up at once are one draft, and sealed at once they are posted once', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const entry = await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  await sealSemester(service, d.a, 1)
  must(await reverse(d.a, entry), 201)
  const answers = await Promise.all(Array.from({ length: 6 }, () => amend(d.a)))
  t.same(statuses(answers), [200, 200, 200, 200, 200, 200])
  t.equal(new Set(answers.map(({ body }) => body.data[0].id)).size, 1)
  const [run] = answers[0]!.body.data
  must(await d.a.principal.post(`/v1/credit-runs/${run.id}/sign-off`, { sha256: run.sha256 }), 200)
  const mixed = await Promise.all([
    seal(d.a.administrator, run),
    amend(d.a),
    seal(d.a.administrator, run),
    d.a.administrator.post(`/v1/credit-runs/${run.id}/recompute`),
    amend(d.a),
  ])
  t.ok(
    mixed.every(({ status }) => status === 200 || status === 409),
    `no interleaving is a failure: ${statuses(mixed).join()}`,
  )
  await amendAll([d.a])
  t.same(await brokenAwards(d, teacher), [])
  t.same(must(await amend(d.a), 200).data, [])
})

t.test('outside hours recognised at once are one entry; the others are refused', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const outside = {
    teacherId: teacher.id,
    title: '示例市级培训',
    date: '2024-10-12',
    category: 'lecture',
    hours: '4',
    issuer: '示例机构',
    evidence: '证书-1',
  }
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => d.a.administrator.post('/v1/outside-hours', outside)),
  )
  t.same(statuses(answers), [201, 409, 409, 409, 409, 409])
  for (const { status, body } of answers) if (status === 409) t.equal(body.code, 'outsideHoursExist')
  const reversals = await Promise.all(
    Array.from({ length: 4 }, () => reverse(d.a, answers.find(({ status }) => status === 201)!.body)),
  )
  t.same(statuses(reversals), [201, 409, 409, 409], 'and it is reversed once')
  t.same(
    must(await d.institute.get('/v1/hour-entries'), 200).data.map(({ number, kind }: Any) => [number, kind]),
    [
      [1, 'earned'],
      [2, 'reversal'],
    ],
  )
})

t.test('one held entry resolved both ways at once is resolved once', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const at = (from: string, to: string) => ({
    date: '2024-10-08',
    startsAt: `2024-10-08T${from}:00+08:00`,
    endsAt: `2024-10-08T${to}:00+08:00`,
    segments: [{ form: 'lecture', hours: '2' }],
  })
  const one = await holdSession(d.a, at('14:00', '16:00'))
  const two = await holdSession(d.a, at('15:00', '17:00'))
  service.setTime('2024-10-08T18:00:00+08:00')
  await attend(d.a, one.session, teacher)
  await attend(d.a, two.session, teacher)
  const [first, second] = await Promise.all([confirm(d.a, one.session), confirm(d.a, two.session)])
  t.equal(first.held + second.held, 1, 'two confirmations that overlap and meet: one of them is held')
  const held = [...first.entries, ...second.entries].find(({ kind }: Any) => kind === 'held')
  const answers = await Promise.all(
    (['count', 'dismiss', 'count', 'dismiss'] as const).map((decision) =>
      d.a.administrator.post(`/v1/hour-entries/${held.id}/resolve`, { decision, reason: '核实' }),
    ),
  )
  t.same(statuses(answers), [201, 409, 409, 409])
  const progress = must(await d.institute.get(`/v1/teachers/${teacher.id}/progress?academicYear=${academicYear}`), 200)
  t.equal(progress.hoursCounted, '2', 'the time is counted once whichever came first')
})

t.test(
  'semester 1 sealed late, after semester 2 at another school, takes back what that one had awarded',
  async (t) => {
    const d = await district('A', 'B')
    const teacher = await hire(d, 'T1', d.a, { to: '2025-02-28' })
    await hire(d, 'T1', d.b, { from: '2025-03-01' })
    await earn(service, d.a, teacher, { form: 'lecture', hours: '12', date: '2024-10-08' })
    await earn(service, d.b, teacher, { form: 'lecture', hours: '6', date: '2025-03-10' })
    const [second] = await statementsOf(d.b.administrator, await sealSemester(service, d.b, 2))
    t.match(second.lecture, { hours: '18', award: '1.8' }, 'nothing was awarded before')
    service.setTime(afterYear)
    const first = await sealRun(d.a, must(await newRun(d.a, 1), 201))
    const statements = await statementsOf(d.a.administrator, first)
    t.match(
      statements.map(({ semester, lecture, corrects }) => [semester, lecture.award, corrects]),
      [
        [1, '1.2', []],
        [2, '-1.2', [{ statementId: second.id, schoolSourcedId: 'S-B', semester: 2, sequence: 0 }]],
      ],
    )
    t.same(await brokenAwards(d, teacher), [])
    await earn(service, d.a, teacher, { form: 'lecture', hours: '8', date: '2024-10-09' })
    await amendAll([d.b])
    t.not((await brokenAwards(d, teacher)).length, 0, 'the school that sealed semester 2 does not amend semester 1')
    service.setTime(afterYear)
    const amendment = await sealRun(d.a, must(await amend(d.a), 200).data[0])
    const corrections = await statementsOf(d.a.administrator, amendment)
    t.match(
      corrections.map(({ semester, lecture, corrects }) => [
        semester,
        lecture.award,
        corrects.map((c: Any) => c.statementId),
      ]),
      [[1, '0.8', [statements[0].id]]],
      'semester 2 is due as much more as semester 1, and so has no difference of its own',
    )
    t.same(await brokenAwards(d, teacher), [])
  },
)

t.test(
  'each correction of a semester names the statements of that semester, never the other one of the same run',
  async (t) => {
    const d = await district('A')
    const teacher = await hire(d, 'T1', d.a)
    const [one, two] = [
      await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' }),
      await earn(service, d.a, teacher, { form: 'lecture', hours: '0.5', date: '2024-10-09' }),
    ]
    await earn(service, d.a, teacher, { form: 'observation', hours: '10', date: '2024-10-10' })
    const runs = [await sealSemester(service, d.a, 1)]
    await earn(service, d.a, teacher, { form: 'lecture', hours: '9.5', date: '2025-03-04' })
    const last = await earn(service, d.a, teacher, { form: 'observation', hours: '10', date: '2025-03-05' })
    runs.push(await sealSemester(service, d.a, 2))
    for (const entries of [[two, last], [one]]) {
      for (const entry of entries) must(await reverse(d.a, entry), 201)
      const [run] = must(await amend(d.a), 200).data
      runs.push(await sealRun(d.a, run))
    }
    const semesterOf = new Map<string, number>()
    for (const run of runs)
      for (const { id, semester } of await statementsOf(d.a.administrator, run)) semesterOf.set(id, semester)
    for (const run of runs.slice(2))
      for (const { semester, corrects } of await statementsOf(d.a.administrator, run))
        t.ok(
          corrects.length > 0 && corrects.every(({ statementId }: Any) => semesterOf.get(statementId) === semester),
          `semester ${semester} of run ${run.sequence}`,
        )
    t.same(await brokenAwards(d, teacher), [])
  },
)

t.test('a teacher whose duty became known after the seal is added by an amendment', async (t) => {
  const d = await district('A')
  await hire(d, 'T1', d.a)
  const sealed = await sealSemester(service, d.a, 1)
  service.setTime('2024-10-07T08:00:00+08:00')
  const late = await hire(d, 'T2', d.a)
  await earn(service, d.a, late, { form: 'observation', hours: '6', date: '2024-10-08' })
  service.setTime('2025-02-11T09:00:00+08:00')
  const [amendment] = must(await amend(d.a), 200).data
  t.match(amendment, { kind: 'amendment', semester: 1, totals: { teachers: 1, practiceCredits: '0.3' } })
  await sealRun(d.a, amendment)
  const [statement] = await statementsOf(d.a.administrator, amendment)
  t.match(statement, { teacherId: late.id, corrects: [{ statementId: null, semester: 1, sequence: 0 }] })
  t.same(await brokenAwards(d, late), [])
  t.same(must(await amend(d.a), 200).data, [])
  t.equal((await statementsOf(d.a.administrator, sealed)).length, 1, 'the sealed run stays as it was')
})

t.test(
  'two schools that both drew up a teacher’s semester: the first seal owns it, the second is outdated',
  async (t) => {
    const d = await district('A', 'B')
    await hire(d, 'T1', d.a)
    service.setTime('2025-02-10T09:00:00+08:00')
    const atA = await signedRun(d.a, 1)
    await hire(d, 'T1', d.b, { from: '2025-01-10' })
    const atB = await signedRun(d.b, 1)
    t.match(
      [atA.totals.teachers, atB.totals.teachers],
      [1, 1],
      'the teacher has no hours at all, and moved after the first draft',
    )
    const answers = await Promise.all([seal(d.a.administrator, atA), seal(d.b.administrator, atB)])
    t.same(
      answers.map(({ status, body }) => [status, body.code]),
      [
        [409, 'creditRunOutdated'],
        [200, undefined],
      ],
    )
  },
)

t.test('an amendment that is still open moves to the earliest semester that has become affected', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const first = await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  await sealSemester(service, d.a, 1)
  const second = await earn(service, d.a, teacher, { form: 'observation', hours: '10', date: '2025-03-04' })
  await sealSemester(service, d.a, 2)
  must(await reverse(d.a, second), 201)
  const [open] = must(await amend(d.a), 200).data
  t.match(open, { semester: 2, sequence: 1 })
  must(await reverse(d.a, first), 201)
  const [moved] = must(await amend(d.a), 200).data
  t.match(moved, { id: open.id, semester: 1, sequence: 1, status: 'draft' })
  await sealRun(d.a, moved)
  t.same(await brokenAwards(d, teacher), [])
})

t.test('a sealed run and its statements cannot be changed or deleted, not even by SQL', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  const run = await sealSemester(service, d.a, 1)
  const where = `where district_id = '${d.id}'`
  for (const statement of [
    `update credit_runs set lecture_credits = 9999 ${where} and id = '${run.id}'`,
    `update credit_runs set status = 'draft' ${where} and id = '${run.id}'`,
    `delete from credit_runs ${where} and id = '${run.id}'`,
    `update credit_statements set lecture_award = 9999 ${where}`,
    `delete from credit_statements ${where}`,
    `update hour_entries set hours = 1 ${where}`,
    `delete from hour_entries ${where}`,
    `update policy_editions set code = 'other' ${where}`,
    `delete from policy_editions ${where}`,
  ])
    await t.rejects(asOwner(service.db, statement), { code: '23000' }, String(statement.split(' where')[0]))
  t.same(await statementsOf(d.a.administrator, run), await statementsOf(d.institute, run))
  t.same(await brokenAwards(d, teacher), [])
})

t.test(
  'after any sequence of earning, reversing, recognising, sealing and amending, the awards are the entitlement',
  async (t) => {
    type Step =
      | { do: 'earn'; semester: 1 | 2; form: 'lecture' | 'observation'; halves: number }
      | { do: 'outside'; semester: 1 | 2; halves: number }
      | { do: 'reverse'; which: number }
      | { do: 'seal'; semester: 1 | 2 }
      | { do: 'amend' }
      | { do: 'move' }
    const semester = fc.constantFrom(1 as const, 2 as const)
    const step: fc.Arbitrary<Step> = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant('earn' as const),
          semester,
          form: fc.constantFrom('lecture' as const, 'observation' as const),
          halves: fc.integer({ min: 1, max: 20 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('outside' as const),
          semester,
          halves: fc.integer({ min: 1, max: 30 }),
        }),
      },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('reverse' as const), which: fc.nat(20) }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('seal' as const), semester }) },
      { weight: 2, arbitrary: fc.constant({ do: 'amend' as const }) },
      { weight: 1, arbitrary: fc.constant({ do: 'move' as const }) },
    )
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
        round += 1
        const d = await openDistrict(service, `any-${numbered}-${round}`, ['A', 'B'])
        const schools = [d.schools.A!, d.schools.B!]
        const teacher = await hire(d, 'T1', schools[0]!)
        const earned: Any[] = []
        let day = 0
        let host = schools[0]!
        service.setTime(afterYear)
        for (const step of steps) {
          day += 1
          const dateIn = (semester: 1 | 2) =>
            `${semester === 1 ? '2024-10' : '2025-03'}-${String(day).padStart(2, '0')}`
          switch (step.do) {
            case 'earn': {
              const { session } = await holdSession(host, {
                date: dateIn(step.semester),
                segments: [{ form: step.form, hours: String(step.halves / 2) }],
              })
              const { status, body } = await host.administrator.post(`/v1/sessions/${session.id}/attendance`, {
                teacherId: teacher.id,
                status: 'present',
              })
              if (status === 422 && body.code === 'teacherNotEligible') break
              earned.push(...(await confirm(host, session)).entries)
              break
            }
            case 'outside': {
              const { status, body } = await host.administrator.post('/v1/outside-hours', {
                teacherId: teacher.id,
                title: `示例培训 ${day}`,
                date: dateIn(step.semester),
                category: 'practice',
                hours: String(step.halves / 2),
                issuer: '示例机构',
                evidence: '证书',
              })
              if (status === 201) earned.push(body)
              break
            }
            case 'reverse':
              if (earned.length > 0) await reverse(schools[0]!, earned[step.which % earned.length])
              break
            case 'seal':
              for (const school of schools) {
                const run = await newRun(school, step.semester)
                if (run.status === 201) await sealRun(school, run.body)
              }
              break
            case 'amend':
              await amendAll(schools)
              break
            case 'move':
              if (host === schools[1]) break
              host = schools[1]!
              await hire(d, 'T1', host, { from: '2025-02-01' })
              break
          }
        }
        await amendAll(schools)
        const broken = await brokenAwards(d, teacher)
        if (broken.length > 0) throw new Error(broken.join('; '))
        for (const school of schools)
          if (must(await amend(school), 200).data.length > 0) throw new Error('a second amendment finds something')
      }),
      { numRuns: 60 },
    )
    t.equal(round, 60)
  },
)
