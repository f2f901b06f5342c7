import type { Any, Caller, Service } from './service.js'

/** A small district, built through HTTP as its users would. */
export type District = {
  id: string
  institute: Caller
  schools: Record<string, School>
}

export type School = { id: string; sourcedId: string; administrator: Caller; principal: Caller }

/** Opens a district with the calendar of 2024-2025 and the schools named, each with its administrator and principal. */
export async function openDistrict(service: Service, code: string, schoolNames: readonly string[]): Promise<District> {
  const opened = must(await service.operator.post('/v1/districts', { code, name: `${code} 区` }), 201)
  const institute = service.as(opened.key)
  must(await institute.put('/v1/academic-years/2024-2025', {}), 201)
  const schools: Record<string, School> = {}
  for (const name of schoolNames) schools[name] = await openSchool(service, institute, name)
  return { id: opened.district.id, institute, schools }
}

export async function openSchool(service: Service, institute: Caller, name: string): Promise<School> {
  const sourcedId = `S-${name}`
  const { data } = must(
    await institute.put(`/v1/schools/by-sourced-id/${sourcedId}`, { name: `示例${name}学校`, kind: 'primary' }),
    201,
  )
  const administrator = await client(service, institute, { role: 'trainingAdministrator', schoolId: data.id })
  const principal = await client(service, institute, { role: 'principal', schoolId: data.id })
  return { id: data.id, sourcedId, administrator, principal }
}

export async function client(service: Service, institute: Caller, content: object): Promise<Caller> {
  return service.as(must(await institute.post('/v1/clients', { name: 'test', ...content }), 201).key)
}

export type Teacher = { id: string; sourcedId: string }

/** A teacher with a homeroom duty at a school, from the first day of the year unless said. */
export async function hire(
  district: District,
  sourcedId: string,
  school: School,
  {
    from = '2024-09-01',
    to = null,
    name = `示例教师${sourcedId}`,
  }: { from?: string; to?: string | null; name?: string } = {},
): Promise<Teacher> {
  const put = await district.institute.put(`/v1/teachers/by-sourced-id/${sourcedId}`, { name })
  const { data } = must(put, put.status === 201 ? 201 : 200)
  must(
    await district.institute.put(`/v1/homeroom-duties/by-sourced-id/D-${sourcedId}-${school.sourcedId}-${from}`, {
      teacherSourcedId: sourcedId,
      schoolSourcedId: school.sourcedId,
      className: '一（1）班',
      from,
      to,
    }),
    201,
  )
  return { id: data.id, sourcedId }
}

export type Segment = { form: string; hours: string; category?: 'lecture' | 'practice'; module?: string }

let counter = 0

/** An activity of one session; the session is as long as its hours need, from 08:00 on unless said. */
export async function holdSession(
  school: School,
  {
    date,
    segments,
    startsAt = `${date}T08:00:00+08:00`,
    endsAt,
    schoolIds = [],
    delivery = 'onSite',
  }: {
    date: string
    segments: Segment[]
    startsAt?: string
    endsAt?: string
    schoolIds?: string[]
    delivery?: 'onSite' | 'online'
  },
): Promise<{ activity: Any; session: Any }> {
  const minutes = Math.ceil(segments.reduce((sum, { hours }) => sum + Number(hours), 0) * 45)
  const end = endsAt ?? new Date(Date.parse(startsAt) + minutes * 60_000).toISOString()
  counter += 1
  const activity = must(
    await school.administrator.post('/v1/activities', {
      title: `示例研修 ${counter}`,
      hostSchoolId: school.id,
      academicYear: '2024-2025',
      schoolIds,
      sessions: [{ startsAt, endsAt: end, delivery, segments }],
    }),
    201,
  )
  return { activity, session: activity.sessions[0] }
}

export async function attend(
  school: School,
  session: { id: string },
  teacher: Teacher,
  content: object = {},
): Promise<Any> {
  return must(
    await school.administrator.post(`/v1/sessions/${session.id}/attendance`, {
      teacherId: teacher.id,
      status: 'present',
      ...content,
    }),
    200,
  )
}

export async function confirm(school: School, session: { id: string }): Promise<Any> {
  return must(await school.administrator.post(`/v1/sessions/${session.id}/confirm`), 200)
}

/** Lets a teacher earn hours in one session of one form and confirms it; long hours take as long as they need. */
export async function earn(
  service: Service,
  school: School,
  teacher: Teacher,
  { form, hours, date, startsAt }: { form: string; hours: string; date: string; startsAt?: string },
): Promise<Any> {
  const { session } = await holdSession(school, {
    date,
    segments: [{ form, hours }],
    ...(startsAt ? { startsAt } : {}),
  })
  await attend(school, session, teacher)
  service.setTime(new Date(Date.parse(session.endsAt) + 3_600_000).toISOString())
  return (await confirm(school, session)).entries[0]
}

/** Draws up a school's run, has it signed off and seals it. */
export async function sealSemester(service: Service, school: School, semester: 1 | 2): Promise<Any> {
  service.setTime(semester === 1 ? '2025-02-10T09:00:00+08:00' : '2025-09-05T09:00:00+08:00')
  const run = must(
    await school.administrator.post('/v1/credit-runs', { schoolId: school.id, academicYear: '2024-2025', semester }),
    201,
  )
  return sealRun(school, run)
}

export async function sealRun(school: School, run: Any): Promise<Any> {
  must(await school.principal.post(`/v1/credit-runs/${run.id}/sign-off`, { sha256: run.sha256 }), 200)
  return must(await school.administrator.post(`/v1/credit-runs/${run.id}/seal`), 200)
}

/** The statements of a run, one of them by teacher if asked. */
export async function statementsOf(caller: Caller, run: { id: string }): Promise<Any[]> {
  return must(await caller.get(`/v1/credit-statements?runId=${run.id}&limit=200`), 200).data
}

/** An interview with a teacher and a leader's assessment of her. */
export async function recordNeeds({ administrator }: School, teacher: Teacher) {
  const about = { teacherId: teacher.id, date: '2025-03-04' }
  const interview = must(
    await administrator.post('/v1/interviews', { ...about, interviewer: '示例', summary: '示例' }),
    201,
  )
  const scores = [{ module: 'communication', score: 3 }]
  const assessment = must(
    await administrator.post('/v1/competence-assessments', {
      ...about,
      kind: 'leader',
      academicYear: '2024-2025',
      scores,
    }),
    200,
  )
  return { interviews: interview.id as string, 'competence-assessments': assessment.id as string }
}

/** The body of an answer that must have the status expected; anything else stops the test with what was said. */
export function must(answer: { status: number; body: Any }, status: number): Any {
  if (answer.status !== status)
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
