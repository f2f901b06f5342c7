import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { DistrictRole } from '../../src/access/schema.js'
import {
  attendanceColumns,
  readAttendanceRow,
  type AttendanceRow,
} from '../../src/integration/formats/attendance-columns.js'
import type { RowReading } from '../../src/integration/formats/file-fault.js'
import { openOneRoster } from '../../src/integration/formats/one-roster.js'
import { outsideHoursColumns, readOutsideHoursRow } from '../../src/integration/formats/outside-hours-columns.js'
import { readTable } from '../../src/integration/formats/read-table.js'
import { readRosterRow, rosterColumns } from '../../src/integration/formats/roster-columns.js'
import { shippedEdition } from '../../src/policy/editions/putuo-2024-19.js'
import { announcementLines } from '../../src/sample/announce.js'
import type { SampleClientName } from '../../src/sample/clients.js'
import { generateSample, SAMPLE_SEED, type SampleFile } from '../../src/sample/generate.js'
import { loadSampleWhenEmpty } from '../../src/sample/load.js'
import { randomFrom } from '../../src/sample/random.js'
import { sampleSchools } from '../../src/sample/schools.js'
import { eveningDates, planningYear, usualHolidays } from '../../src/sample/this-year.js'
import { startService, type Any } from '../support/service.js'

const { files, story } = await generateSample(SAMPLE_SEED)
const choices = {
  forms: shippedEdition.forms.value.map(({ code, name }) => ({ code, names: [name.zh] })),
  modules: shippedEdition.modules.value.map(({ code, name }) => ({ code, names: [name.zh] })),
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const row of rows) list.push(row)
  return list
}

function values<T>(readings: readonly RowReading<T>[]): T[] {
  return readings.map((reading) => {
    if (!reading.ok) throw new Error(`row ${reading.rowNumber}: ${JSON.stringify(reading.problems)}`)
    return reading.value
  })
}

async function attendances(of: readonly SampleFile[] = files): Promise<AttendanceRow[]> {
  const sheets = await Promise.all(
    of
      .filter(({ kind }) => kind === 'attendance')
      .map(async ({ bytes }) => all((await readTable(bytes, attendanceColumns)).rows)),
  )
  return values(sheets.flat().map((row) => readAttendanceRow(row, choices)))
}

const rows = await attendances()

/** Class hours, in hundredths, as the attendance sheets tell them; parts attended are cut down to half hours. */
function earned(teacherSourcedId: string, within: (row: AttendanceRow) => boolean = () => true): number {
  return rows
    .filter((row) => row.teacherSourcedId === teacherSourcedId && within(row))
    .reduce((sum, { status, hours, minutesAttended, startsAt, endsAt }) => {
      if (status === 'present') return sum + hours
      if (status !== 'partial') return sum
      const minutes = (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000
      return sum + Math.floor((hours * minutesAttended!) / minutes / 50) * 50
    }, 0)
}

t.test('the same seed gives the same bytes, another seed others', async (t) => {
  const again = await generateSample(SAMPLE_SEED)
  t.same(again.story, story)
  t.same(
    again.files.map(({ name }) => name),
    files.map(({ name }) => name),
  )
  for (const [at, file] of files.entries()) t.ok(file.bytes.equals(again.files[at]!.bytes), file.name)
  const other = await generateSample(SAMPLE_SEED + 1)
  t.notOk(other.files.every((file, at) => file.bytes.equals(files[at]!.bytes)))
})

t.test('any seed gives a district whose story can be told', async (t) => {
  for (const seed of [0, 1, 2, 3, 7, 42, 99_999, 2 ** 31]) {
    const sample = await generateSample(seed)
    t.match(sample.story.justMissing, { hours: '39.5' }, `seed ${seed}`)
  }
})

t.test('there are at least 12 schools, of every kind, in groups', (t) => {
  t.ok(sampleSchools.length >= 12)
  t.same([...new Set(sampleSchools.map(({ kind }) => kind))].sort(), [
    'junior',
    'nineYear',
    'primary',
    'senior',
    'vocational',
  ])
  t.equal(new Set(sampleSchools.map(({ sourcedId }) => sourcedId)).size, sampleSchools.length)
  t.ok(sampleSchools.every(({ name }) => name.startsWith('示例')))
  t.end()
})

t.test(
  'at least 400 homeroom teachers come by OneRoster, a GB18030 sheet and a workbook, with names that nobody has',
  async (t) => {
    const archive = await openOneRoster(files.find(({ kind }) => kind === 'oneRoster')!.bytes)
    const users = values(await all(archive.rows('users')))
    const duties = values(await all(archive.rows('enrollments')))
    t.equal(values(await all(archive.rows('classes'))).length, duties.length)
    t.equal(
      values(await all(archive.rows('orgs'))).filter(({ type }) => type === 'school').length,
      sampleSchools.length,
    )
    const sheets = await Promise.all(
      files.filter(({ kind }) => kind === 'roster').map(({ bytes }) => readTable(bytes, rosterColumns)),
    )
    t.same(
      sheets.map(({ format, encoding }) => [format, encoding]),
      [
        ['csv', 'gb18030'],
        ['xlsx', null],
      ],
    )
    const listed = values((await Promise.all(sheets.map((sheet) => all(sheet.rows)))).flat().map(readRosterRow))
    const names = [...users.map(({ name }) => name), ...listed.map(({ name }) => name)]
    t.ok(names.length >= 400, `${names.length} teachers`)
    t.equal(new Set(names).size, names.length, 'no name twice')
    t.ok(names.every((name) => /^示例教师𠮷?[甲乙丙丁戊己庚辛壬癸子丑寅卯]\d{3}$/u.test(name)))
    t.ok(
      names.some((name) => name.includes('𠮷')),
      'a rare character among them',
    )
    const moved = duties.filter(({ userSourcedId }) => userSourcedId === story.transfer.teacherSourcedId)
    t.match(moved, [
      { schoolSourcedId: story.transfer.fromSchoolSourcedId, endDate: '2024-11-10' },
      { schoolSourcedId: story.transfer.toSchoolSourcedId, beginDate: '2024-11-10', endDate: null },
    ])
  },
)

t.test('a year of training in all 11 forms and 5 modules, in both categories, on site and on line', (t) => {
  t.equal(new Set(rows.map(({ form }) => form)).size, 11)
  t.equal(new Set(rows.map(({ module }) => module)).size, 5)
  t.same([...new Set(rows.map(({ delivery }) => delivery))].sort(), ['onSite', 'online'])
  t.same([...new Set(rows.map(({ role }) => role))].sort(), ['participant', 'presenter'])
  t.same([...new Set(rows.map(({ status }) => status))].sort(), ['absent', 'excused', 'partial', 'present'])
  const months = new Set(rows.map(({ date }) => date.slice(0, 7)))
  t.ok(months.has('2024-09') && months.has('2025-01') && months.has('2025-03') && months.has('2025-07'))
  t.ok(rows.every(({ date }) => date >= '2024-09-01' && date <= '2025-08-31'))
  t.ok(rows.length >= 400 * 25, `${rows.length} rows`)
  t.end()
})

t.test('no session claims more class hours than its clock time holds', (t) => {
  const sessions = new Map<string, Map<string, number>>()
  const minutes = new Map<string, number>()
  for (const row of rows) {
    const key = `${row.activitySourcedId} ${row.startsAt}`
    minutes.set(key, (Date.parse(row.endsAt) - Date.parse(row.startsAt)) / 60_000)
    const segments = sessions.get(key) ?? new Map<string, number>()
    sessions.set(key, segments.set(`${row.form} ${row.category}`, row.hours))
  }
  for (const [key, segments] of sessions) {
    const hours = [...segments.values()].reduce((sum, part) => sum + part, 0)
    if ((hours * 45) / 100 > minutes.get(key)!) t.fail(key)
  }
  t.ok(
    [...sessions.values()].some((segments) => segments.size > 1),
    'some have a lecture and a practice part',
  )
  t.end()
})

t.test('teachers of several schools take part in joint activities', (t) => {
  const schoolsByActivity = new Map<string, Set<string>>()
  for (const { activitySourcedId, teacherSourcedId } of rows) {
    const schools = schoolsByActivity.get(activitySourcedId!) ?? new Set<string>()
    schoolsByActivity.set(activitySourcedId!, schools.add(teacherSourcedId.slice(0, 3)))
  }
  t.ok([...schoolsByActivity.values()].filter(({ size }) => size >= 3).length >= 12)
  t.end()
})

t.test('most teachers earn 30 to 60 class hours, some too few', (t) => {
  const totals = [...new Set(rows.map(({ teacherSourcedId }) => teacherSourcedId))].map((teacher) => earned(teacher))
  t.ok(totals.length >= 400)
  t.ok(
    totals.every((hours) => hours >= 2000 && hours <= 6400),
    `${Math.min(...totals)} to ${Math.max(...totals)}`,
  )
  const missing = totals.filter((hours) => hours < 4000).length
  t.ok(missing >= 30 && missing <= 120, `${missing} below 40`)
  t.end()
})

t.test('the story is in the sheets: 12 hours before the transfer, 40, 39.5, a leave and an overlap', (t) => {
  const { transfer, justMeeting, justMissing, leave, overlap, correction } = story
  t.equal(
    earned(transfer.teacherSourcedId, ({ date }) => date < transfer.on),
    1200,
  )
  t.equal(
    earned(
      transfer.teacherSourcedId,
      ({ hostSchoolSourcedId }) => hostSchoolSourcedId === transfer.fromSchoolSourcedId,
    ),
    1200,
  )
  t.equal(earned(justMeeting.teacherSourcedId), 4000)
  t.equal(earned(justMissing.teacherSourcedId), 3950)
  t.equal(
    rows.filter(({ teacherSourcedId, date }) => teacherSourcedId === leave.teacherSourcedId && date >= leave.from)
      .length,
    0,
  )
  const both = rows.filter(
    ({ teacherSourcedId, date }) => teacherSourcedId === overlap.teacherSourcedId && date === overlap.on,
  )
  t.same(both.map(({ startsAt, endsAt }) => `${startsAt.slice(11, 16)}-${endsAt.slice(11, 16)}`).sort(), [
    '14:00-16:00',
    '15:00-17:00',
  ])
  t.ok(earned(correction.teacherSourcedId, ({ date }) => date === correction.on) === 200)
  t.end()
})

t.test('nobody but the one of the story is in two places at once', (t) => {
  const taken = new Map<string, AttendanceRow[]>()
  for (const row of rows) {
    const key = `${row.teacherSourcedId} ${row.date}`
    taken.set(key, [...(taken.get(key) ?? []), row])
  }
  const overlapping = [...taken.values()].filter((day) =>
    day.some((a) =>
      day.some((b) => a.activitySourcedId !== b.activitySourcedId && a.startsAt < b.endsAt && b.startsAt < a.endsAt),
    ),
  )
  t.same(
    overlapping.map(([row]) => row!.teacherSourcedId),
    [story.overlap.teacherSourcedId],
  )
  t.end()
})

t.test('certificates from elsewhere can be read, and belong to nobody of the story', async (t) => {
  const table = await readTable(files.find(({ kind }) => kind === 'outsideHours')!.bytes, outsideHoursColumns)
  const certificates = values((await all(table.rows)).map(readOutsideHoursRow))
  t.ok(certificates.length >= 20)
  const inStory = new Set([story.justMeeting, story.justMissing, story.transfer].map((part) => part.teacherSourcedId))
  t.notOk(certificates.some(({ teacherSourcedId }) => inStory.has(teacherSourcedId)))
})

t.test('chance repeats itself by its seed, and stays within its bounds', (t) => {
  const draw = (seed: number) => {
    const random = randomFrom(seed)
    return Array.from({ length: 1000 }, () => random.integer(3, 7))
  }
  t.same(draw(5), draw(5))
  t.notSame(draw(5), draw(6))
  t.same([...new Set(draw(5))].sort(), [3, 4, 5, 6, 7])
  t.same(randomFrom(1).shuffled([1, 2, 3, 4]).sort(), [1, 2, 3, 4])
  t.throws(() => randomFrom(1).pick([]), RangeError)
  t.end()
})

t.test('loaded into an empty database', async (t) => {
  const time = '2026-01-15T09:00:00+08:00'
  const service = await startService({ time })
  const folder = t.testdir()
  const steps: string[] = []
  const options = { folder, clock: () => new Date(time), onProgress: (step: string) => steps.push(step) }
  const begun = performance.now()
  const sample = (await loadSampleWhenEmpty(service.db, options))!
  const seconds = (performance.now() - begun) / 1000
  t.teardown(() => service.close())
  const { clients } = sample
  const as = (name: SampleClientName) => service.as(clients[name].key)
  const year = 'academicYear=2024-2025'
  const teacher = async (sourcedId: string) =>
    (await as('auditor').get(`/v1/teachers?sourcedId=${sourcedId}`)).body.data[0]
  const progress = async (sourcedId: string) =>
    (await as('auditor').get(`/v1/teachers/${(await teacher(sourcedId)).id}/progress?${year}`)).body

  t.test('soon enough on a busy machine, told step by step, and only once', async (t) => {
    t.ok(seconds < 120, `${seconds.toFixed(1)} s`)
    t.equal(steps.length, 4)
    t.equal(await loadSampleWhenEmpty(service.db, options), null)
    t.equal(steps.length, 4)
  })

  t.test('a client of each role, whose keys are in a file for their owner only', async (t) => {
    const path = join(folder, 'sample-clients.json')
    t.same(JSON.parse(await readFile(path, 'utf8')), clients)
    t.equal((await stat(path)).mode & 0o777, 0o600)
    for (const role of DistrictRole.enum as DistrictRole[]) {
      t.equal(clients[role].role, role)
      t.equal((await as(role).get('/v1/schools')).status, 200, role)
    }
    t.notSame(clients.otherPrincipal.schoolId, clients.principal.schoolId)
  })

  t.test('schools of every kind in groups, and more than 400 teachers', async (t) => {
    const schools = (await as('bureau').get('/v1/schools?limit=200')).body.data
    t.equal(schools.length, sampleSchools.length)
    for (const school of sampleSchools) {
      const stored = schools.find((one: Any) => one.sourcedId === school.sourcedId)
      t.match(stored, { kind: school.kind, name: school.name, identifier: school.sourcedId })
      t.ok(stored.schoolGroupId)
    }
    const district = (await as('bureau').get(`/v1/progress?${year}`)).body
    t.ok(district.teachers >= 400)
    t.ok(district.met > 300 && district.notMet > 30)
  })

  t.test('39.5 hours miss the annual minimum by half an hour, 40 meet it', async (t) => {
    t.match(await progress(story.justMissing.teacherSourcedId), {
      hoursCounted: '39.5',
      hoursMissing: '0.5',
      met: false,
    })
    t.match(await progress(story.justMeeting.teacherSourcedId), { hoursCounted: '40', hoursMissing: '0', met: true })
  })

  t.test('of two sessions at the same time the second one is held', async (t) => {
    const { id } = await teacher(story.overlap.teacherSourcedId)
    const held = (await as('trainingAdministrator').get(`/v1/hour-entries?unresolved=true&${year}`)).body.data
    t.match(held, [{ teacherId: id, kind: 'held', date: story.overlap.on, hours: '2' }])
    t.equal(held.length, 1)
    t.match(await progress(story.overlap.teacherSourcedId), { hoursHeld: '2' })
  })

  t.test('the leave is recorded, and nothing was earned in it', async (t) => {
    const { id } = await teacher(story.leave.teacherSourcedId)
    const leaves = (await as('auditor').get(`/v1/leaves?teacherId=${id}`)).body.data
    t.match(leaves, [{ kind: 'maternity', from: '2025-03-01', to: '2025-08-31' }])
    t.match(await progress(story.leave.teacherSourcedId), { hoursCounted: '22', met: false })
  })

  t.test('the new school awards the transferred teacher, with 12 hours listed under the old one', async (t) => {
    const statements = (await as('teacher').get('/v1/credit-statements')).body.data
    t.equal(statements.length, 1)
    t.match(statements[0], {
      teacherSourcedId: story.transfer.teacherSourcedId,
      schoolId: sample.ids.correctedSchool,
      semester: 1,
    })
    const old = statements[0].hoursBySchool.find(
      (school: Any) => school.schoolSourcedId === story.transfer.fromSchoolSourcedId,
    )
    t.equal(Number(old.lectureHours) + Number(old.practiceHours), 12)
    const explained = (await as('teacher').get(`/v1/credit-statements/${statements[0].id}/explanation`)).body
    t.equal(explained.recomputed.matches, true)
  })

  t.test('first semesters are sealed but for one draft, second ones are open', async (t) => {
    const runs = (await as('auditor').get('/v1/credit-runs?limit=200')).body.data
    t.equal(runs.length, sampleSchools.length)
    t.ok(runs.every((run: Any) => run.semester === 1))
    const drafts = runs.filter((run: Any) => run.status === 'draft')
    t.same(
      drafts.map((run: Any) => [run.id, run.schoolId]),
      [[sample.ids.openRun, sample.ids.openSchool]],
    )
    t.equal(runs.filter((run: Any) => run.status === 'sealed').length, sampleSchools.length - 1)
  })

  t.test('a late correction waits for its amendment', async (t) => {
    const { id } = await teacher(story.correction.teacherSourcedId)
    const entries = (await as('auditor').get(`/v1/hour-entries?teacherId=${id}&kind=reversal`)).body.data
    t.match(entries, [{ date: story.correction.on, hours: '2', reason: story.correction.reason }])
    const body = { schoolId: sample.ids.correctedSchool, academicYear: '2024-2025', reason: '核对签到表' }
    const { data } = (await as('otherTrainingAdministrator').post('/v1/credit-runs/amend', body)).body
    t.match(data, [{ kind: 'amendment', semester: 1, status: 'draft', totals: { statements: 1 } }])
    t.ok(Number(data[0].totals.credits) < 0)
  })

  t.test('the year of today: needs, curriculum, plans and forecasts of the open school', async (t) => {
    const { openSchool, plan, inadequatePlan, openSurvey } = sample.ids
    const ofYear = `academicYear=${sample.planningYear}`
    const needs = (await as('principal').get(`/v1/schools/${openSchool}/needs?${ofYear}`)).body
    t.match(needs.modules[0], { module: 'communication', teachers: 12 })
    t.same(new Set(needs.modules[0].components.map(({ source }: Any) => source)).size, 6, 'from every source')
    const surveys = (await as('principal').get(`/v1/surveys?${ofYear}`)).body.data
    t.equal(surveys.length, 3)
    t.equal(surveys.find(({ id }: Any) => id === openSurvey).status, 'open')
    const anonymous = surveys.find((survey: Any) => survey.anonymous)
    const results = (await as('principal').get(`/v1/surveys/${anonymous.id}/results`)).body
    t.equal(results.count, 12)
    t.ok(
      results.questions[0].byStage.some(({ suppressed }: Any) => suppressed),
      'of few teachers nothing is shown',
    )

    const forecasts = (await as('principal').get(`/v1/forecasts?${ofYear}&limit=200`)).body.data
    t.ok(new Set(forecasts.map(({ state }: Any) => state)).size >= 2)
    const { teacherId } = forecasts[0]
    const curriculum = (await as('principal').get(`/v1/teachers/${teacherId}/curriculum?${ofYear}`)).body
    t.ok(curriculum.courses.length > 0 && curriculum.courses.every(({ reasons }: Any) => reasons.length > 0))
    const counts = (await as('principal').get(`/v1/schools/${openSchool}/forecast?${ofYear}`)).body
    t.equal(counts.met + counts.onTrack + counts.atRisk + counts.impossible, forecasts.length)

    const inForce = (await as('principal').get(`/v1/training-plans/${plan}`)).body
    t.match(inForce, { status: 'approved', approvedVersion: 2, newestVersion: 3, newestVersionStatus: 'draft' })
    t.equal((await as('principal').get(`/v1/training-plans/${plan}/check`)).body.adequate, true)
    const before = (await as('institute').get(`/v1/training-plans/${inForce.basedOnPlanId}/annual-review`)).body
    t.match(before, { academicYear: '2024-2025', changes: { length: 2 } })
    const draft = (await as('otherPrincipal').get(`/v1/training-plans/${inadequatePlan}/check`)).body
    t.equal(draft.adequate, false)
    t.ok(draft.shortfalls.some(({ code }: Any) => code === 'planTierHours'))
    const applications = (await as('institute').get('/v1/course-applications')).body.data
    t.same(applications.map(({ status }: Any) => status).sort(), ['accepted', 'submitted'])
    const { data: shared } = (await as('teacher').get('/v1/courses?reach=shared&limit=200')).body
    t.ok(shared.length >= 13)
  })

  t.test('what is printed names the documents, the keys, and three lines to try', (t) => {
    const address = 'http://127.0.0.1:3000'
    const lines = announcementLines({ address, sample, folder })
    const text = lines.join('\n')
    t.match(text, `${address}/docs`)
    for (const { key } of Object.values(clients)) t.ok(text.includes(key))
    t.equal(lines.filter((line) => line.startsWith('curl ')).length, 3)
    const later = announcementLines({ address, sample: null, folder }).join('\n')
    t.notMatch(later, 'yx_')
    t.match(later, 'sample-clients.json')
    t.end()
  })
})

t.test('the year that is planned is that of today, after the one of the files; its evenings lie in no holiday', (t) => {
  t.equal(planningYear('2026-08-31'), '2025-2026')
  t.equal(planningYear('2026-09-01'), '2026-2027')
  t.equal(planningYear('2025-01-10'), '2025-2026', 'never the year of the files')
  for (const code of ['2025-2026', '2026-2027', '2031-2032']) {
    const dates = eveningDates(code, 4)
    t.equal(new Set(dates).size, 4)
    for (const date of dates)
      t.notOk(
        usualHolidays(code).some(({ from, to }) => from <= date && date <= to),
        date,
      )
  }
  t.end()
})

t.test('a loading that was broken off is told at the next start', async (t) => {
  const service = await startService()
  t.teardown(() => service.close())
  await service.operator.post('/v1/districts', { code: 'sample', name: '示例区' })
  const folder = t.testdir({ 'sample-loading': '' })
  const steps: string[] = []
  const options = { folder, clock: () => new Date(), onProgress: (step: string) => steps.push(step) }
  t.equal(await loadSampleWhenEmpty(service.db, options), null)
  t.match(steps, [/incomplete/])
})
