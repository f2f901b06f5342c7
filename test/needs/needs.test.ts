import t from 'tap'
import { asOwner } from '../support/database.js'
import { client, hire, must, openDistrict, type District, type School, type Teacher } from '../support/fixtures.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

const academicYear = '2024-2025'
const scale = { kind: 'scale', text: '家校沟通的需求', module: 'communication', minimum: 1, maximum: 5 }
const choice = {
  kind: 'choice',
  text: '最需要的内容',
  choices: [
    { code: 'class', text: '班集体', module: 'classManagement' },
    { code: 'talk', text: '沟通', module: 'communication' },
    { code: 'other', text: '其他' },
  ],
  maximumChoices: 2,
}
const text = { kind: 'text', text: '还想说什么', maximumLength: 200, required: false }
const whole = [scale, choice, text]

let service: Service
let d: District
let a: School
let b: School
t.before(async () => {
  service = await startService({ time: '2024-10-08T09:00:00+08:00' })
  d = await openDistrict(service, 'needs', ['A', 'B'])
  a = d.schools.A!
  b = d.schools.B!
})
t.teardown(() => service.close())

const as = (teacher: Teacher) => client(service, d.institute, { role: 'teacher', teacherId: teacher.id })

async function ask(by: Caller, content: object, opening: object | null = {}): Promise<Any> {
  const base = { academicYear, title: '示例调研', anonymous: false, questions: [scale] }
  const survey = must(await by.post('/v1/surveys', { ...base, ...content }), 201)
  return opening ? must(await by.post(`/v1/surveys/${survey.id}/open`, opening), 200) : survey
}
const answer = (by: Caller, survey: Any, answers: object[], options = {}) =>
  by.post(`/v1/surveys/${survey.id}/answers`, { answers }, options)
const codesOf = ({ body }: Any) => body.errors.map(({ code, pointer }: Any) => [code, pointer])

t.test('smoke', async (t) => {
  const teacher = await hire(d, 'T-1', a)
  const self = await as(teacher)
  const survey = await ask(d.institute, { level: 'district', questions: whole })
  must(
    await answer(self, survey, [
      { question: 1, value: 5 },
      { question: 2, choices: ['talk'] },
    ]),
    200,
  )
  t.comment(JSON.stringify(must(await self.get(`/v1/surveys/${survey.id}`), 200)))
  t.comment(JSON.stringify(must(await d.institute.get(`/v1/surveys/${survey.id}/results`), 200)))
  t.comment(JSON.stringify(must(await self.get(`/v1/teachers/${teacher.id}/needs?academicYear=${academicYear}`), 200)))
  t.comment(JSON.stringify(must(await a.principal.get(`/v1/schools/${a.id}/needs?academicYear=${academicYear}`), 200)))
  t.comment(JSON.stringify(must(await d.institute.get(`/v1/needs?academicYear=${academicYear}`), 200)))
})
