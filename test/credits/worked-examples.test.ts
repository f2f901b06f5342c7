import t from 'tap'
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
} from '../support/fixtures.js'
import { startService, type Any, type Service } from '../support/service.js'

/** Each worked example of the domain, through HTTP on a real PostgreSQL; each with a district of its own. */
let service: Service
let numbered = 0

t.before(async () => {
  service = await startService()
})
t.teardown(() => service.close())

async function district(...schools: string[]): Promise<District & { a: School; b: School }> {
  numbered += 1
  const opened = await openDistrict(service, `example-${numbered}`, schools)
  return { ...opened, a: opened.schools.A!, b: opened.schools.B! }
}

async function draft(school: School, semester: 1 | 2): Promise<Any> {
  return must(
    await school.administrator.post('/v1/credit-runs', { schoolId: school.id, academicYear: '2024-2025', semester }),
    201,
  )
}

t.test(
  'worked example 1: 12.5 lecture hours are 1.2 credits with 0.5 h left; 7.5 more make 2.0, of which 0.8 is new',
  async (t) => {
    const d = await district('A')
    const teacher = await hire(d, 'T1', d.a)
    await earn(service, d.a, teacher, { form: 'lecture', hours: '12.5', date: '2024-10-08' })
    const [first] = await statementsOf(d.a.administrator, await sealSemester(service, d.a, 1))
    t.match(first.lecture, { hours: '12.5', entitlement: '1.2', award: '1.2', remainderHours: '0.5' })
    await earn(service, d.a, teacher, { form: 'lecture', hours: '7.5', date: '2025-03-04' })
    const [second] = await statementsOf(d.a.administrator, await sealSemester(service, d.a, 2))
    t.match(second.lecture, {
      hours: '20',
      entitlement: '2',
      awardedBefore: '1.2',
      award: '0.8',
      awardedInTotal: '2',
      remainderHours: '0',
    })
  },
)

t.test('worked example 2: 30 practice hours are 1.5 credits; one hour more is still 1.5, and remains', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  for (const [day, hours] of [
    ['08', '10'],
    ['09', '10'],
    ['10', '10'],
  ] as const)
    await earn(service, d.a, teacher, { form: 'observation', hours, date: `2024-10-${day}` })
  const run = await draft(d.a, 1)
  t.match((await statementsOf(d.a.administrator, run))[0].practice, {
    hours: '30',
    entitlement: '1.5',
    remainderHours: '0',
  })
  await earn(service, d.a, teacher, { form: 'lessonStudy', hours: '1', date: '2024-10-11' })
  const again = must(await d.a.administrator.post(`/v1/credit-runs/${run.id}/recompute`), 200)
  t.not(again.sha256, run.sha256, 'what a run states has another checksum')
  t.match((await statementsOf(d.a.administrator, run))[0].practice, {
    hours: '31',
    entitlement: '1.5',
    remainderHours: '1',
  })
})

t.test('worked example 3: 39.5 hours are not enough, 40.0 are', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  for (const day of ['08', '09', '10'])
    await earn(service, d.a, teacher, { form: 'observation', hours: '10', date: `2024-10-${day}` })
  await earn(service, d.a, teacher, { form: 'lecture', hours: '9.5', date: '2024-10-11' })
  const progress = () => d.a.administrator.get(`/v1/teachers/${teacher.id}/progress?academicYear=2024-2025`)
  t.match(must(await progress(), 200), { hoursCounted: '39.5', hoursMissing: '0.5', hoursRequired: '40', met: false })
  t.match(must(await d.a.administrator.get(`/v1/schools/${d.a.id}/progress?academicYear=2024-2025`), 200), {
    teachers: 1,
    met: 0,
    notMet: 1,
  })
  await earn(service, d.a, teacher, { form: 'lecture', hours: '0.5', date: '2024-10-12' })
  t.match(must(await progress(), 200), {
    hoursCounted: '40',
    hoursMissing: '0',
    met: true,
    byCategory: { lecture: '10', practice: '30' },
  })
  t.match(must(await d.institute.get('/v1/progress?academicYear=2024-2025'), 200), {
    teachers: 1,
    met: 1,
    notMet: 0,
    schools: [{ met: 1 }],
  })
})

t.test(
  'worked example 4: one session of 2 lecture and 1 practice hours is 0.2 and 0.0 credits, with 1 practice hour left',
  async (t) => {
    const d = await district('A')
    const teacher = await hire(d, 'T1', d.a)
    const { session } = await holdSession(d.a, {
      date: '2024-10-08',
      segments: [
        { form: 'lecture', hours: '2' },
        { form: 'caseAnalysis', hours: '1' },
      ],
    })
    await attend(d.a, session, teacher)
    service.setTime('2024-10-09T08:00:00+08:00')
    t.equal((await confirm(d.a, session)).entries.length, 2)
    const [statement] = await statementsOf(d.a.administrator, await draft(d.a, 1))
    t.match(statement.lecture, { hours: '2', entitlement: '0.2', remainderHours: '0' })
    t.match(statement.practice, { hours: '1', entitlement: '0', remainderHours: '1' })
  },
)

t.test('worked example 5: ten hours reversed after the seal are an amendment of -1.0, once', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const entry = await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-09' })
  const run = await sealSemester(service, d.a, 1)
  const [sealed] = await statementsOf(d.a.administrator, run)
  t.equal(sealed.lecture.award, '2')

  must(await d.a.administrator.post(`/v1/hour-entries/${entry.id}/reverse`, { reason: '登记有误' }), 201)
  const amend = () =>
    d.a.administrator.post('/v1/credit-runs/amend', { schoolId: d.a.id, academicYear: '2024-2025', reason: '更正' })
  const amendment = must(await amend(), 200).data[0]
  t.match(amendment, { kind: 'amendment', semester: 1, sequence: 1, status: 'draft', totals: { lectureCredits: '-1' } })
  await sealRun(d.a, amendment)
  const [correction] = await statementsOf(d.a.administrator, amendment)
  t.match(correction.lecture, { hours: '10', awardedBefore: '2', award: '-1', awardedInTotal: '1' })
  t.match(
    correction.corrects,
    [{ statementId: sealed.id, semester: 1, sequence: 0 }],
    'the new statement names the sealed one',
  )
  t.same((await statementsOf(d.a.administrator, run))[0], sealed, 'the sealed statement is unchanged')
  t.same(must(await amend(), 200).data, [], 'running the amendment again gives nothing')
})

t.test(
  'worked example 6: semester 1 reversed after semester 2 is sealed: one amendment posts both differences',
  async (t) => {
    const d = await district('A')
    const teacher = await hire(d, 'T1', d.a)
    const first = await earn(service, d.a, teacher, { form: 'lecture', hours: '0.5', date: '2024-10-08' })
    await earn(service, d.a, teacher, { form: 'lecture', hours: '12', date: '2024-10-09' })
    const entry = await earn(service, d.a, teacher, { form: 'observation', hours: '10', date: '2024-10-10' })
    await sealSemester(service, d.a, 1)
    await earn(service, d.a, teacher, { form: 'lecture', hours: '7.5', date: '2025-03-04' })
    await sealSemester(service, d.a, 2)
    for (const { id } of [first, entry])
      must(await d.a.administrator.post(`/v1/hour-entries/${id}/reverse`, { reason: '登记有误' }), 201)

    const amendments = must(
      await d.a.administrator.post('/v1/credit-runs/amend', {
        schoolId: d.a.id,
        academicYear: '2024-2025',
        reason: '更正',
      }),
      200,
    ).data
    t.equal(amendments.length, 1)
    await sealRun(d.a, amendments[0])
    const statements = await statementsOf(d.a.administrator, amendments[0])
    t.match(
      statements.map(({ semester, lecture, practice }) => [semester, lecture.award, practice.award]),
      [
        [1, '0', '-0.5'],
        [2, '-0.1', '0'],
      ],
    )
    const all = must(await d.a.administrator.get(`/v1/credit-statements?teacherId=${teacher.id}&sealed=true`), 200).data
    const sum = (through: number) =>
      all
        .filter(({ semester }: Any) => semester <= through)
        .reduce((total: number, { lecture }: Any) => total + Math.round(Number(lecture.award) * 1000), 0)
    t.equal(sum(1), 1200, '12 hours up to semester 1')
    t.equal(sum(2), 1900, '19.5 hours up to semester 2')
  },
)

t.test('what semester 2 took back of semester 1 is given back there once semester 1 is amended', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const entry = await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  await sealSemester(service, d.a, 1)
  must(await d.a.administrator.post(`/v1/hour-entries/${entry.id}/reverse`, { reason: '登记有误' }), 201)
  const second = await sealSemester(service, d.a, 2)
  t.match(await statementsOf(d.a.administrator, second), [{ lecture: { awardedBefore: '1', award: '-1' } }])
  const amended = await d.a.administrator.post('/v1/credit-runs/amend', {
    ...{ schoolId: d.a.id, academicYear: '2024-2025', reason: '更正' },
  })
  const statements = await statementsOf(d.a.administrator, must(amended, 200).data[0])
  t.match(statements, [
    { semester: 1, lecture: { awardedBefore: '1', award: '-1', awardedInTotal: '0' } },
    { semester: 2, lecture: { awardedBefore: '-1', award: '1', awardedInTotal: '0' } },
  ])
})

t.test(
  'worked example 7: a teacher who moves on 10 November is awarded by the new school, with 12 h listed under the old',
  async (t) => {
    const d = await district('A', 'B')
    const teacher = await hire(d, 'T1', d.a, { to: '2024-11-09' })
    await hire(d, 'T1', d.b, { from: '2024-11-10' })
    await earn(service, d.a, teacher, { form: 'lecture', hours: '12', date: '2024-10-08' })
    await earn(service, d.b, teacher, { form: 'lecture', hours: '3', date: '2024-12-03' })
    const old = await sealSemester(service, d.a, 1)
    t.match(old.totals, { teachers: 0, statements: 0 }, 'the old school awards nothing')
    const [statement] = await statementsOf(d.b.administrator, await sealSemester(service, d.b, 1))
    t.match(statement.lecture, { hours: '15', award: '1.5' })
    t.same(statement.hoursBySchool, [
      { schoolSourcedId: 'S-A', lectureHours: '12', practiceHours: '0' },
      { schoolSourcedId: 'S-B', lectureHours: '3', practiceHours: '0' },
    ])
  },
)

t.test(
  'worked example 8: of two sessions that overlap the later recorded one is held, until the administrator chooses',
  async (t) => {
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
    const touching = await holdSession(d.a, at('16:00', '18:00'))
    service.setTime('2024-10-08T18:30:00+08:00')
    await attend(d.a, one.session, teacher)
    service.setTime('2024-10-08T18:31:00+08:00')
    await attend(d.a, two.session, teacher)
    await attend(d.a, touching.session, teacher)
    t.equal((await confirm(d.a, one.session)).held, 0)
    const { held, entries } = await confirm(d.a, two.session)
    t.equal(held, 1)
    t.equal(
      (await confirm(d.a, touching.session)).held,
      0,
      'what begins as the other ends is no overlap, and a held session holds nothing',
    )
    t.match(must(await d.a.administrator.get(`/v1/teachers/${teacher.id}/progress?academicYear=2024-2025`), 200), {
      hoursCounted: '4',
      hoursHeld: '2',
    })
    const waiting = must(await d.a.administrator.get('/v1/hour-entries?unresolved=true'), 200).data
    t.match(waiting, [{ id: entries[0].id, kind: 'held' }])

    const resolved = must(
      await d.a.administrator.post(`/v1/hour-entries/${entries[0].id}/resolve`, {
        decision: 'count',
        reason: '实际参加后一场',
      }),
      201,
    )
    t.match(
      resolved.entries.map(({ kind }: Any) => kind),
      ['reversal', 'reversal', 'release'],
      'everything that overlaps is reversed first',
    )
    t.match(must(await d.a.administrator.get(`/v1/teachers/${teacher.id}/progress?academicYear=2024-2025`), 200), {
      hoursCounted: '2',
      hoursHeld: '0',
    })
    const again = await d.a.administrator.post(`/v1/hour-entries/${entries[0].id}/resolve`, {
      decision: 'dismiss',
      reason: '再次',
    })
    t.match(again, { status: 409, body: { code: 'heldAlreadyResolved' } })
  },
)

t.test(
  'worked example 10: leave lowers a prorated minimum only; with full it stays 40 until an adjustment is approved',
  async (t) => {
    const d = await district('A')
    const teacher = await hire(d, 'T1', d.a)
    must(
      await d.a.administrator.post('/v1/leaves', {
        teacherId: teacher.id,
        kind: 'maternity',
        from: '2025-03-01',
        to: '2025-08-31',
      }),
      201,
    )
    const required = async () =>
      must(await d.a.administrator.get(`/v1/teachers/${teacher.id}/progress?academicYear=2024-2025`), 200)
    t.match(await required(), { hoursRequired: '40', requiredBecause: { clause: '§5.1' } })

    const { data } = must(await d.institute.get('/v1/policy-editions'), 200)
    const document = {
      ...data[0].document,
      code: 'example-prorated',
      firstAcademicYear: '2025-2026',
      annualHours: { ...data[0].document.annualHours, obligation: { value: 'prorated', clause: 'district' } },
    }
    must(await d.institute.post('/v1/policy-editions', document), 201)
    must(await d.institute.put('/v1/academic-years/2025-2026', {}), 201)
    must(
      await d.a.administrator.post('/v1/leaves', {
        teacherId: teacher.id,
        kind: 'sick',
        from: '2026-03-01',
        to: '2026-08-31',
      }),
      201,
    )
    const prorated = must(
      await d.a.administrator.get(`/v1/teachers/${teacher.id}/progress?academicYear=2025-2026`),
      200,
    )
    t.match(
      prorated,
      { hoursRequired: '20', requiredBecause: { clause: 'district' } },
      '40 × 181 / 365 = 19.84, rounded up to 20',
    )

    must(
      await d.institute.put(`/v1/teachers/${teacher.id}/obligation-adjustments/2024-2025`, {
        hoursRequired: '25.5',
        reason: '产假',
      }),
      200,
    )
    t.match(await required(), { hoursRequired: '25.5', requiredBecause: { clause: 'district' } })
  },
)

t.test(
  'worked example 11: a daily maximum of 8 counts 8 of 12 hours, the first recorded first, and shows the other 4',
  async (t) => {
    numbered += 1
    const opened = await openDistrict(service, `example-${numbered}`, [])
    const { data } = must(await opened.institute.get('/v1/policy-editions'), 200)
    const document = {
      ...data[0].document,
      code: 'example-daily',
      firstAcademicYear: '2025-2026',
      hours: { ...data[0].document.hours, dailyMaximum: { value: '8', clause: 'district' } },
    }
    const d = { ...opened, ...(await district('A')) }
    const teacher = await hire(d, 'T1', d.a)
    const { data: own } = must(await d.institute.get('/v1/policy-editions'), 200)
    for (const from of ['08', '12', '16'])
      await earn(service, d.a, teacher, {
        form: 'lecture',
        hours: '4',
        date: '2024-10-08',
        startsAt: `2024-10-08T${from}:00:00+08:00`,
      })
    const preview = must(
      await d.a.administrator.post('/v1/credit-runs/preview', {
        schoolId: d.a.id,
        academicYear: '2024-2025',
        semester: 1,
        policyEdition: { ...document, title: own[0].document.title },
      }),
      200,
    )
    t.match(preview, {
      policyEditionCode: 'example-daily',
      totals: { lectureHours: '8', lectureCredits: '0.8' },
      currentTotals: { lectureHours: '12', lectureCredits: '1.2' },
    })
    t.match(preview.differences, [
      { teacherId: teacher.id, lectureEntitlement: '0.8', currentLectureEntitlement: '1.2', difference: '-0.4' },
    ])
    t.same(must(await d.a.administrator.get('/v1/credit-runs'), 200).data, [], 'a preview stores nothing')

    must(await d.institute.post('/v1/policy-editions', document), 201)
    must(await d.institute.put('/v1/academic-years/2025-2026', {}), 201)
    for (const [at, from] of ['16', '12', '08'].entries()) {
      const made = must(
        await d.a.administrator.post('/v1/activities', {
          title: `下一学年 ${from}`,
          hostSchoolId: d.a.id,
          academicYear: '2025-2026',
          sessions: [
            {
              startsAt: `2025-10-08T${from}:00:00+08:00`,
              endsAt: `2025-10-08T${Number(from) + 3}:00:00+08:00`,
              segments: [{ form: 'lecture', hours: '4' }],
            },
          ],
        }),
        201,
      )
      service.setTime(`2025-10-09T08:0${at}:00+08:00`)
      await attend(d.a, made.sessions[0], teacher)
      await confirm(d.a, made.sessions[0])
    }
    const run = must(
      await d.a.administrator.post('/v1/credit-runs', { schoolId: d.a.id, academicYear: '2025-2026', semester: 1 }),
      201,
    )
    const [statement] = await statementsOf(d.a.administrator, run)
    t.match(statement, { hoursCounted: '8', hoursUncounted: '4', lecture: { entitlement: '0.8' } })
    const explanation = must(await d.a.administrator.get(`/v1/credit-statements/${statement.id}/explanation`), 200)
    t.match(
      explanation.entries.map((line: Any) => [line.entry.title, line.countedHours, line.uncountedHours]),
      [
        ['下一学年 16', '4', '0'],
        ['下一学年 12', '4', '0'],
        ['下一学年 08', '0', '4'],
      ],
      'the last recorded is the one that finds no room',
    )
    t.match(explanation.entries[2].reasons, [{ code: 'dailyMaximum', clause: 'district' }])
    t.equal(explanation.recomputed.matches, true)
  },
)

t.test('worked example 12: a session on 31 January at 23:30 Shanghai time belongs to semester 1', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const last = await earn(service, d.a, teacher, {
    form: 'lecture',
    hours: '1',
    date: '2025-01-31',
    startsAt: '2025-01-31T15:30:00Z',
  })
  t.match(last, { semester: 1, date: '2025-01-31' })
  const next = await earn(service, d.a, teacher, {
    form: 'lecture',
    hours: '1',
    date: '2025-02-01',
    startsAt: '2025-01-31T16:30:00Z',
  })
  t.match(next, { semester: 2, date: '2025-02-01' })
})

t.test('a statement explains itself, and the same bytes come out of its ledger position later', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const entry = await earn(service, d.a, teacher, { form: 'lecture', hours: '12.5', date: '2024-10-08' })
  const [statement] = await statementsOf(d.a.administrator, await sealSemester(service, d.a, 1))
  must(await d.a.administrator.post(`/v1/hour-entries/${entry.id}/reverse`, { reason: '后来冲销' }), 201)
  const explanation = must(await d.a.administrator.get(`/v1/credit-statements/${statement.id}/explanation`), 200)
  t.equal(explanation.recomputed.matches, true, 'a later reversal lies beyond its position')
  t.match(explanation.entries, [{ countedHours: '12.5', uncountedHours: '0' }])
  const clauses = explanation.steps.map(({ clause }: Any) => clause)
  t.ok(clauses.includes('§5.1') && clauses.includes('§5.3'), 'each step cites its clause')
  t.ok(explanation.steps.every(({ text }: Any) => text.en && text.zh))
})

t.test(
  'a signature outlives entries that change nothing in the run: hours of the next semester come in before the seal',
  async (t) => {
    const d = await district('A')
    const teacher = await hire(d, 'T1', d.a)
    await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
    const run = await draft(d.a, 1)
    must(await d.a.principal.post(`/v1/credit-runs/${run.id}/sign-off`, { sha256: run.sha256 }), 200)
    await earn(service, d.a, teacher, { form: 'lecture', hours: '1', date: '2025-02-11' })
    const sealed = must(await d.a.administrator.post(`/v1/credit-runs/${run.id}/seal`), 200)
    t.match(sealed, { status: 'sealed', sha256: run.sha256 })
    const [statement] = await statementsOf(d.a.administrator, sealed)
    t.match(must(await d.a.administrator.get(`/v1/credit-statements/${statement.id}/explanation`), 200), {
      recomputed: { matches: true },
    })

    const open = await draft(d.a, 2)
    must(await d.a.principal.post(`/v1/credit-runs/${open.id}/sign-off`, { sha256: open.sha256 }), 200)
    await earn(service, d.a, teacher, { form: 'lecture', hours: '0.5', date: '2025-08-30' })
    service.setTime('2025-09-05T09:00:00+08:00')
    t.match(
      await d.a.administrator.post(`/v1/credit-runs/${open.id}/seal`),
      { status: 409, body: { code: 'creditRunOutdated' } },
      'half an hour of its own semester is a change',
    )
  },
)

t.test('an amendment that loses its grounds before it is sealed is taken away', async (t) => {
  const d = await district('A')
  const teacher = await hire(d, 'T1', d.a)
  const entry = await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
  await sealSemester(service, d.a, 1)
  must(await d.a.administrator.post(`/v1/hour-entries/${entry.id}/reverse`, { reason: '登记有误' }), 201)
  const amend = () =>
    d.a.administrator.post('/v1/credit-runs/amend', { schoolId: d.a.id, academicYear: '2024-2025', reason: '更正' })
  t.equal(must(await amend(), 200).data.length, 1)
  await earn(service, d.a, teacher, { form: 'lecture', hours: '10', date: '2024-10-09' })
  t.same(must(await amend(), 200).data, [])
  t.equal(must(await d.a.administrator.get('/v1/credit-runs?kind=amendment'), 200).data.length, 0)
})
