import t from 'tap'
import { attend, client, confirm, hire, must, openDistrict, type Teacher } from '../support/fixtures.js'
import { startService, type Any } from '../support/service.js'

const service = await startService({ time: '2024-09-20T09:00:00+08:00' })
t.teardown(() => service.close())

const district = await openDistrict(service, 'curriculum', ['A'])
const school = district.schools.A!
const { administrator } = school
const year = 'academicYear=2024-2025'
const [whole, part] = [await hire(district, 'T-1', school), await hire(district, 'T-2', school)]

const content = {
  title: '家校沟通案例研修',
  objectives: ['示例目标'],
  description: '示例',
  modules: ['communication'],
  tiers: [1],
  forms: ['lecture'],
  hours: '4',
}
const course = must(await administrator.post('/v1/courses', content), 201)
must(await administrator.post(`/v1/courses/${course.id}/publish`), 200)

/** Hours of the course as it is published now, on a day. */
async function teach(date: string, minutes: number, hours: string, teachers: readonly Teacher[]): Promise<Any> {
  const startsAt = `${date}T08:00:00+08:00`
  const endsAt = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString()
  const segments = [{ form: 'lecture', hours, module: 'communication' }]
  const activity = must(
    await administrator.post('/v1/activities', {
      title: '示例研修',
      hostSchoolId: school.id,
      academicYear: '2024-2025',
      courseId: course.id,
      sessions: [{ startsAt, endsAt, delivery: 'onSite', segments }],
    }),
    201,
  )
  const [session] = activity.sessions
  for (const teacher of teachers) await attend(school, session, teacher)
  await confirm(school, session)
  return session
}

async function standingOf(teacher: Teacher): Promise<[done: boolean, reason: string | undefined, en: string]> {
  const self = await client(service, district.institute, { role: 'teacher', teacherId: teacher.id })
  const { courses } = must(await self.get(`/v1/teachers/${teacher.id}/curriculum?${year}`), 200)
  const { done, reasons } = courses.find(({ courseId }: Any) => courseId === course.id)
  const told = reasons.find(({ code }: Any) => code === 'done' || code === 'begun')
  return [done, told?.code, told?.en]
}

t.test('half an hour begins a course, and only its whole hours make it done', async (t) => {
  t.same(await standingOf(whole), [false, undefined, undefined])
  await teach('2024-09-10', 30, '0.5', [whole, part])
  t.same(await standingOf(whole), [false, 'begun', 'Begun: 0.5 of 4 class hours, last on 2024-09-10.'])
  await teach('2024-09-11', 180, '3', [whole])
  t.same(await standingOf(whole), [false, 'begun', 'Begun: 3.5 of 4 class hours, last on 2024-09-11.'])
  await teach('2024-09-12', 30, '0.5', [whole])
  t.same(await standingOf(whole), [true, 'done', 'Done already: 4 class hours, last on 2024-09-12.'])
})

t.test('what was done as it was taught stays done when a new version asks for more', async (t) => {
  must(await administrator.patch(`/v1/courses/${course.id}`, { hours: '8' }, { ifMatch: '*' }), 200)
  must(await administrator.post(`/v1/courses/${course.id}/publish`), 200)
  t.match(await standingOf(whole), [true, 'done'])
  t.same(await standingOf(part), [false, 'begun', 'Begun: 0.5 of 8 class hours, last on 2024-09-10.'])
  await teach('2024-09-13', 180, '4', [whole, part])
  t.same(await standingOf(part), [false, 'begun', 'Begun: 4.5 of 8 class hours, last on 2024-09-13.'])
  t.match(await standingOf(whole), [true, 'done'])
})

t.test('hours that are taken back leave a course begun, or not begun at all', async (t) => {
  const entriesOf = async ({ id }: Teacher) =>
    must(await administrator.get(`/v1/hour-entries?teacherId=${id}&limit=200`), 200).data
  const takeBack = async ({ id }: Any) =>
    must(await administrator.post(`/v1/hour-entries/${id}/reverse`, { reason: '登记有误' }), 201)
  const entries = await entriesOf(whole)
  await takeBack(entries.find(({ date }: Any) => date === '2024-09-11'))
  t.same(await standingOf(whole), [false, 'begun', 'Begun: 5 of 8 class hours, last on 2024-09-13.'])
  for (const entry of await entriesOf(part)) await takeBack(entry)
  t.same(await standingOf(part), [false, undefined, undefined])
})
