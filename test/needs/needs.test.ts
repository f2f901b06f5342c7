import t from 'tap'
import { closeSurvey } from '../../src/needs/surveys/close-survey.js'
import { resealSurveySecrets } from '../../src/needs/surveys/anonymous/reseal-survey-secrets.js'
import { mintDataKey, readDataKeys } from '../../src/lib/data-keys.js'
import { asOwner, testKeys } from '../support/database.js'
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
const allKinds = [scale, choice, text]
const nowhere = '01890000-0000-7000-8000-00000000dead'

let service: Service
let d: District
let a: School
let b: School
/** Four teachers of school A and one of B, with their own clients. */
let staff: Teacher[]
let selves: Caller[]
let other: Teacher
let otherSelf: Caller

const as = (teacher: Teacher) => client(service, d.institute, { role: 'teacher', teacherId: teacher.id })

t.before(async () => {
  service = await startService({ time: '2024-10-08T09:00:00+08:00' })
  d = await openDistrict(service, 'needs', ['A', 'B'])
  a = d.schools.A!
  b = d.schools.B!
  staff = []
  // Two in their first year, two in their third.
  for (const [at, from] of ['2024-09-01', '2024-09-01', '2022-09-01', '2022-09-01'].entries())
    staff.push(await hire(d, `A-${at}`, a, { from }))
  selves = await Promise.all(staff.map(as))
  other = await hire(d, 'B-0', b)
  otherSelf = await as(other)
})
t.teardown(() => service.close())
t.beforeEach(() => service.setTime('2024-10-08T09:00:00+08:00'))

async function ask(by: Caller, content: object, opening: object | null = {}): Promise<Any> {
  const base = { academicYear, title: '示例调研', anonymous: false, questions: [scale] }
  const survey = must(await by.post('/v1/surveys', { ...base, ...content }), 201)
  return opening ? must(await by.post(`/v1/surveys/${survey.id}/open`, opening), 200) : survey
}
const answer = (by: Caller, survey: Any, answers: object[], options = {}) =>
  by.post(`/v1/surveys/${survey.id}/answers`, { answers }, options)
const close = (by: Caller, survey: Any) => by.post(`/v1/surveys/${survey.id}/close`)
const resultsOf = async (by: Caller, survey: Any, query = '') =>
  must(await by.get(`/v1/surveys/${survey.id}/results${query}`), 200)
const codesOf = ({ body }: Any) => body.errors.map(({ code, pointer }: Any) => [code, pointer])
const idsOf = async (by: Caller, query = '') =>
  must(await by.get(`/v1/surveys?limit=200${query}`), 200).data.map(({ id }: Any) => id)

t.test('a survey is drafted, changed, opened once, answered, and closed once', async (t) => {
  const { administrator } = a
  const draft = await ask(administrator, { level: 'school', questions: allKinds }, null)
  t.match(draft, { status: 'draft', schoolId: a.id, smallestGroup: 5, answered: null, ownAnswers: null, version: 1 })
  t.match(draft.questions, [{ number: 1 }, { number: 2, maximumChoices: 2, minimum: null }, { required: false }])
  const url = `/v1/surveys/${draft.id}`
  t.match(await administrator.patch(url, { title: '改名' }), { status: 428 })
  t.match(await administrator.patch(url, { title: '改名' }, { ifMatch: '"9"' }), { status: 412 })
  const changed = await administrator.patch(url, { title: '改名', anonymous: true, purpose: null }, { ifMatch: '"1"' })
  t.match(changed.body, { title: '改名', anonymous: true, version: 2, questions: { length: 3 } })
  must(await administrator.patch(url, { anonymous: false, questions: [scale] }, { ifMatch: '"2"' }), 200)
  t.match(await answer(selves[0]!, draft, [{ question: 1, value: 3 }]), { status: 404 }, 'a draft is nobody else’s')
  t.match(await close(administrator, draft), { status: 409, body: { code: 'surveyNotOpen' } })
  t.match((await administrator.get(`${url}/results`)).body, { code: 'surveyNotOpen' })
  const past = await administrator.post(`${url}/open`, { closesAt: '2024-10-08T09:00:00+08:00' })
  t.same(codesOf(past), [['closesInThePast', '/closesAt']])
  must(await a.principal.post(`${url}/open`, {}), 200)
  t.match(await administrator.post(`${url}/open`, {}), { status: 409, body: { code: 'surveyNotDraft' } })
  t.match((await administrator.patch(url, { title: 'x' }, { ifMatch: '*' })).body, { code: 'surveyNotDraft' })
  must(await answer(selves[0]!, draft, [{ question: 1, value: 3 }]), 200)
  t.match(must(await close(administrator, draft), 200), { status: 'closed', closedAt: '2024-10-08T09:00:00+08:00' })
  t.match(await close(administrator, draft), { status: 409 })
  t.match((await answer(selves[0]!, draft, [{ question: 1, value: 4 }])).body, { code: 'surveyNotOpen' })
})

t.test('what is asked is checked with every reason; the institute asks the district, a school its own', async (t) => {
  const wrong = {
    level: 'district',
    academicYear,
    title: '示例',
    anonymous: true,
    questions: [{ ...scale, maximum: 1, tier: 9 }, { kind: 'text', text: 'x', maximumLength: 2000 }, text],
  }
  const refused = await a.administrator.post('/v1/surveys', wrong)
  t.equal(refused.status, 422)
  t.same(codesOf(refused), [
    ['surveyLevelNotAllowed', '/level'],
    ['unknownTier', '/questions/0/tier'],
    ['scaleSteps', '/questions/0/maximum'],
    ['anonymousTextsTooLong', '/questions'],
  ])
  const valid = { ...wrong, questions: [scale] }
  t.match((await d.institute.post('/v1/surveys', { ...valid, level: 'school' })).body, {
    code: 'surveyLevelNotAllowed',
  })
  t.match((await d.institute.post('/v1/surveys', { ...valid, academicYear: '2030-2031' })).body, {
    code: 'unknownAcademicYear',
  })
  for (const smallestGroup of [2, 51])
    t.equal((await d.institute.post('/v1/surveys', { ...valid, smallestGroup })).status, 422)
  t.equal((await selves[0]!.post('/v1/surveys', valid)).status, 403)
})

t.test(
  'a school sees the district’s surveys once they are open and its own, a teacher those of her schools',
  async (t) => {
    const drafted = await ask(d.institute, { level: 'district' }, null)
    const open = await ask(d.institute, { level: 'district' })
    const ownDraft = await ask(a.administrator, { level: 'school' }, null)
    const own = await ask(a.administrator, { level: 'school' })
    const theirs = await ask(b.administrator, { level: 'school' })
    const shown = async (by: Caller) => {
      const seen = await idsOf(by)
      return [drafted, open, ownDraft, own, theirs].map(({ id }) => seen.includes(id))
    }
    t.same(await shown(d.institute), [true, true, true, true, true])
    t.same(await shown(a.principal), [false, true, true, true, false])
    t.same(await shown(selves[0]!), [false, true, false, true, false])
    t.same(await shown(otherSelf), [false, true, false, false, true])
    t.equal((await a.principal.get(`/v1/surveys/${theirs.id}`)).status, 404)
    t.match(await close(a.principal, theirs), { status: 404 })
    t.match(await close(a.principal, open), { status: 403, body: { code: 'notTheSurveyor' } })
    t.equal((await answer(selves[0]!, theirs, [{ question: 1, value: 1 }])).status, 404)
    t.ok((await idsOf(d.institute, '&level=district')).includes(open.id))
    t.same(await idsOf(d.institute, `&schoolId=${b.id}&status=open`), [theirs.id])
    t.same(await idsOf(a.principal, `&schoolId=${b.id}`), [])
    t.same(await idsOf(d.institute, '&academicYear=2023-2024'), [])
    const first = must(await d.institute.get('/v1/surveys?limit=1'), 200)
    t.match(first.data, [{ id: theirs.id }], 'newest first')
    t.match(must(await d.institute.get(`/v1/surveys?limit=1&cursor=${first.nextCursor}`), 200).data, [{ id: own.id }])
  },
)

t.test('a teacher answers once; sent again, also at the same moment, it replaces the one before', async (t) => {
  const survey = await ask(d.institute, { level: 'district', questions: allKinds })
  const self = selves[0]!
  const given = [
    { question: 1, value: 5 },
    { question: 2, choices: ['talk'] },
  ]
  const unanswered = must(await self.get(`/v1/surveys/${survey.id}`), 200)
  t.match(unanswered, { answered: false, ownAnswers: null })
  const sent = must(await answer(self, survey, given, { idempotencyKey: 'once' }), 200)
  t.match(sent, { teacherId: staff[0]!.id, anonymous: false, answers: given })
  const logged = await asOwner<{ after: Any }>(
    service.db,
    `select after from change_log where kind = 'surveyAnswer' and resource_id = $1`,
    [`${survey.id}/${staff[0]!.id}`],
  )
  t.match(logged, [{ after: { answers: 'withheld', needs: 'withheld', marks: 'withheld', tier: 1 } }])
  const replayed = await answer(self, survey, given, { idempotencyKey: 'once' })
  t.equal(replayed.headers['idempotent-replayed'], 'true')
  const seen = await self.get(`/v1/surveys/${survey.id}`)
  t.match(seen.body, { answered: true, ownAnswers: given })
  t.equal(
    (await self.get(`/v1/surveys/${survey.id}`, { headers: { 'if-none-match': String(seen.headers.etag) } })).status,
    304,
  )
  const many = Array.from({ length: 5 }, (_, at) => answer(self, survey, [{ ...given[0]!, value: at + 1 }, given[1]!]))
  for (const { status } of await Promise.all(many)) t.equal(status, 200)
  const results = await resultsOf(d.institute, survey)
  t.match(results, { count: 1, questions: [{ count: 1 }, {}, {}] }, 'still one answer')
  must(await answer(self, survey, [...given, { question: 3, text: '更多案例' }]), 200)
  const later = { headers: { 'if-none-match': String(seen.headers.etag) } }
  t.equal((await self.get(`/v1/surveys/${survey.id}`, later)).status, 200, 'another answer is another version')
  t.match(must(await d.institute.get(`/v1/surveys/${survey.id}`), 200), { answered: null, ownAnswers: null })
  t.equal((await answer(a.administrator, survey, given)).status, 403, 'nobody answers for a teacher')
})

t.test('answers are refused with every reason, off duty, and once the time is over', async (t) => {
  const questions = [...allKinds, { ...scale, tier: 3 }]
  const closesAt = '2024-10-09T12:00:00+08:00'
  const survey = await ask(d.institute, { level: 'district', questions }, { closesAt })
  const wrong = await answer(selves[0]!, survey, [
    { question: 1, value: 6 },
    { question: 4, value: 1 },
    { question: 7, text: 'x' },
  ])
  t.same(codesOf(wrong), [
    ['answerOffScale', '/answers/0/value'],
    ['questionOfOtherTier', '/answers/1/question'],
    ['unknownQuestion', '/answers/2/question'],
    ['answerMissing', '/answers'],
  ])
  const good = [
    { question: 1, value: 2 },
    { question: 2, choices: ['class', 'other'] },
  ]
  const left = await hire(d, 'A-left', a, { to: '2024-10-07' })
  t.match(await answer(await as(left), survey, good), { status: 409, body: { code: 'teacherNotOnDuty' } })
  t.equal((await answer(selves[0]!, { id: nowhere }, good)).status, 404)
  service.setTime('2024-10-09T11:59:59+08:00')
  must(await answer(selves[0]!, survey, good), 200)
  service.setTime(closesAt)
  t.match(await answer(selves[1]!, survey, good), { status: 409, body: { code: 'surveyTimeOver' } })
  t.equal(must(await d.institute.get(`/v1/surveys/${survey.id}`), 200).status, 'open', 'though nobody has closed it')
})

t.test('named results: means, choices and texts, by stage and tier, for the district and for a school', async (t) => {
  const survey = await ask(d.institute, { level: 'district', questions: allKinds })
  for (const [at, self] of [...selves, otherSelf].entries())
    must(
      await answer(self, survey, [
        { question: 1, value: at + 1 },
        { question: 2, choices: at < 2 ? ['talk', 'class'] : ['other'] },
        { question: 3, text: `意见 ${at}` },
      ]),
      200,
    )
  const results = await resultsOf(d.institute, survey)
  t.match(results, { count: 5, schoolId: null, texts: null, policyEditionCode: 'putuo-2024-19' })
  const [first, second] = results.questions
  t.match(first, { mean: '3', count: 5, suppressed: false, byStage: [{ stage: 'new', mean: '2.667', count: 3 }] })
  t.match(first.byTier[1], { tier: 2, mean: '3.5', count: 2 })
  t.same(second.choices, [
    { code: 'class', count: 2 },
    { code: 'talk', count: 2 },
    { code: 'other', count: 3 },
  ])
  t.match((await resultsOf(b.principal, survey)).questions[0], { mean: '5', count: 1 })
  t.match(await resultsOf(d.institute, survey, `?schoolId=${a.id}`), { schoolId: a.id, count: 4 })
  t.match(await a.principal.get(`/v1/surveys/${survey.id}/results?schoolId=${b.id}`), { status: 404 })
  t.match(await d.institute.get(`/v1/surveys/${survey.id}/results?schoolId=${nowhere}`), { status: 404 })
  const page = await resultsOf(d.institute, survey, '?question=3&limit=3')
  const rest = await resultsOf(d.institute, survey, `?question=3&limit=3&cursor=${page.nextCursor}`)
  t.same([page.texts.length, rest.nextCursor], [3, null])
  t.same([...page.texts, ...rest.texts].sort(), ['意见 0', '意见 1', '意见 2', '意见 3', '意见 4'])
  t.same((await resultsOf(b.principal, survey, '?question=3')).texts, ['意见 4'])
  t.match(await d.institute.get(`/v1/surveys/${survey.id}/results?question=1`), { body: { code: 'unknownQuestion' } })
  t.equal((await d.institute.get(`/v1/surveys/${survey.id}/results?question=3&cursor=x`)).status, 400)
  t.equal((await selves[0]!.get(`/v1/surveys/${survey.id}/results`)).status, 403)
})

t.test('neither the order nor a cursor of the texts of a named survey tells whose they are', async (t) => {
  const written = ['再多些案例', '没有', '没有', '时间太晚']
  const ask3 = () => ask(d.institute, { level: 'district', questions: [text] })
  const read = async (texts: string[]) => {
    const survey = await ask3()
    for (const [at, self] of selves.entries()) must(await answer(self, survey, [{ question: 1, text: texts[at] }]), 200)
    const told: string[] = []
    for (let cursor = ''; cursor !== 'null';) {
      const page = await resultsOf(d.institute, survey, `?question=1&limit=1${cursor && `&cursor=${cursor}`}`)
      told.push(...page.texts)
      cursor = String(page.nextCursor)
      const opened = Buffer.from(cursor, 'base64url').toString()
      for (const { id } of staff) t.notMatch(opened, id, 'the cursor names no teacher')
    }
    return told
  }
  const told = await read(written)
  t.same([...told].sort(), [...written].sort(), 'each text once, the same words of two teachers twice')
  t.same(await read(written.toReversed()), told, 'whoever wrote which, the list is the same')
})

/** Every row of every table as text, with the transaction that wrote it and its place. */
async function dump(): Promise<{ table: string; xmin: string; row: string }[]> {
  const tables = await asOwner<{ name: string }>(
    service.db,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'graphile_worker', 'drizzle') and table_type = 'BASE TABLE'`,
  )
  const rows = await Promise.all(
    tables.map(async ({ name: table }) =>
      (
        await asOwner<{ xmin: string; row: string }>(
          service.db,
          `select t.xmin::text as xmin, row_to_json(t)::text as row from ${table} as t order by t.ctid`,
        )
      ).map((row) => ({ table, ...row })),
    ),
  )
  return rows.flat()
}

/** A table as it stands in its file, rows that were deleted or never committed included. */
async function pagesOf(table: string): Promise<string> {
  await asOwner(service.db, 'checkpoint')
  const [file] = await asOwner<{ bytes: Buffer }>(
    service.db,
    `select pg_read_binary_file(pg_relation_filepath($1)) as bytes`,
    [table],
  )
  return file!.bytes.toString('latin1')
}

const answerTables = [
  'public.sealed_answers',
  'public.anonymous_texts',
  'public.anonymous_tallies',
  'public.survey_secrets',
]

t.test('whoever has the whole database cannot tell who gave which answer to an anonymous survey', async (t) => {
  const school = d.schools.A!
  const teachers = await Promise.all(Array.from({ length: 14 }, (_, at) => hire(d, `anonymous-${at}`, school)))
  const callers = await Promise.all(teachers.map(as))
  const survey = await ask(d.institute, { level: 'district', anonymous: true, questions: allKinds })
  const named = await ask(d.institute, { level: 'district', questions: [text] })
  const words = teachers.map((_, at) => `canary-${String(at).padStart(2, '0')}`)
  const clients = await asOwner<{ id: string }>(
    service.db,
    'select id from clients where teacher_id = any($1::uuid[])',
    [teachers.map(({ id }) => id)],
  )
  const persons = [...teachers, ...clients].map(({ id }) => id)
  const countOf = async (table: string) =>
    Number((await asOwner(service.db, `select count(*) from ${table}`))[0]!.count)
  // What is read of persons is summed up every some seconds, whatever else happens.
  const logged = `change_log where action not in ('read', 'denial')`
  const before = [await countOf(logged), await countOf('idempotency_keys')]
  for (const [at, self] of callers.entries()) {
    const given = (word: string) => [
      { question: 1, value: (at % 5) + 1 },
      { question: 2, choices: at % 2 ? ['talk'] : ['other', 'class'] },
      { question: 3, text: word },
    ]
    // The first is much longer, and then replaced.
    if (at < 3)
      must(await answer(self, survey, given('canary-long '.repeat(12)), { idempotencyKey: `first-${at}` }), 200)
    const sent = await answer(self, survey, given(words[at]!), { idempotencyKey: `key-${at}` })
    t.same(must(sent, 200), { surveyId: survey.id, anonymous: true, teacherId: null, answers: null, answeredAt: null })
  }
  t.same([await countOf(logged), await countOf('idempotency_keys')], before, 'no entry, no key was written')
  t.match(must(await callers[0]!.get(`/v1/surveys/${survey.id}`), 200), { answered: true, ownAnswers: null })
  t.equal(
    (await callers[0]!.get('/v1/surveys?limit=200')).body.data.find(({ id }: Any) => id === survey.id).answered,
    true,
  )
  t.match(await d.institute.get(`/v1/surveys/${survey.id}/results`), { status: 409, body: { code: 'surveyNotClosed' } })

  const open = await dump()
  t.notOk(
    open.some(({ row }) => row.includes('canary')),
    'while it is open nothing stands in clear anywhere',
  )
  for (const table of ['sealed_answers', 'anonymous_texts', 'change_log', 'idempotency_keys', 'surveys'])
    t.notOk((await pagesOf(table)).includes('canary'), `nor in what PostgreSQL has not yet overwritten: ${table}`)
  const inTables = (rows: typeof open) => rows.filter(({ table }) => answerTables.includes(table))
  t.equal(inTables(open).filter(({ table }) => table === 'public.sealed_answers').length, 14, 'one for each teacher')
  t.notOk(
    inTables(open).some(({ row }) => persons.some((id) => row.includes(id) || row.includes(id.replaceAll('-', '')))),
    'no teacher or client is named',
  )
  const sizes = await asOwner(service.db, 'select distinct octet_length(sealed) as bytes from sealed_answers')
  t.equal(sizes.length, 1, 'all have the same length')
  const columns = await asOwner<{ name: string }>(
    service.db,
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_name = any($1) and (data_type like 'timestamp%' or column_name in ('id', 'version', 'teacher_id'))`,
    [answerTables.map((name) => name.replace('public.', ''))],
  )
  t.same(columns, [], 'no time, no id, no version')

  must(await close(d.institute, survey), 200)
  const closed = await dump()
  const texts = await asOwner<{ text: string; xmin: string; ordinal: number }>(
    service.db,
    'select text, xmin::text as xmin, ordinal from anonymous_texts order by ctid',
  )
  t.same(texts.map(({ text }) => text).sort(), words, 'every text is there, once')
  t.not(texts.map(({ text }) => text).join(), words.join(), 'not in the order of answering')
  t.not(texts.map(({ text }) => text).join(), words.toReversed().join())
  t.equal(new Set(inTables(closed).map(({ xmin }) => xmin)).size, 1, 'everything in clear is of one transaction')
  t.notOk(
    inTables(closed).some(({ row }) => persons.some((id) => row.includes(id))),
    'no teacher or client is named',
  )
  t.equal(await countOf('sealed_answers'), 0)
  t.equal(await countOf('survey_secrets'), 0, 'the secret is gone')
  const elsewhere = closed.filter(({ table, row }) => !answerTables.includes(table) && row.includes('canary'))
  t.same(elsewhere, [], 'and what was written stands nowhere else')
  t.match(must(await callers[0]!.get(`/v1/surveys/${survey.id}`), 200), { answered: null, ownAnswers: null })
  const late = await answer(callers[0]!, survey, [{ question: 3, text: words[0] }], { idempotencyKey: 'key-late' })
  t.match(late.body, { code: 'surveyNotOpen' })
  t.notOk(/key-(0|13|late)/.test(await pagesOf('idempotency_keys')), 'not even a row that was taken back has a key')

  const word = 'named-canary'
  must(await answer(callers[5]!, named, [{ question: 1, text: word }], { idempotencyKey: 'named' }), 200)
  const control = (await dump()).filter(({ row }) => row.includes(word) && row.includes(teachers[5]!.id))
  t.ok(
    control.some(({ table }) => table === 'public.survey_answers'),
    'a named survey does tell: this test would have seen it',
  )
  t.ok((await pagesOf('idempotency_keys')).includes('named'), 'its key as well')
  t.ok((await countOf(logged)) > before[0]! && (await countOf('idempotency_keys')) > before[1]!)
})

t.test('an anonymous survey shows no group of fewer than was promised, also by subtraction', async (t) => {
  const local = await openDistrict(service, 'promise', ['P', 'Q'])
  const P = local.schools.P!
  const Q = local.schools.Q!
  const people = [
    ...(await Promise.all(Array.from({ length: 6 }, (_, at) => hire(local, `P-${at}`, P)))),
    ...(await Promise.all(Array.from({ length: 2 }, (_, at) => hire(local, `Q-${at}`, Q, { from: '2020-09-01' })))),
  ]
  const survey = await ask(local.institute, { level: 'district', anonymous: true, questions: [scale, text] })
  for (const [at, { id }] of people.entries()) {
    const self = await client(service, local.institute, { role: 'teacher', teacherId: id })
    must(await answer(self, survey, [{ question: 1, value: at < 6 ? 5 : 1 }]), 200)
  }
  must(await close(local.institute, survey), 200)
  const { count, questions } = await resultsOf(local.institute, survey)
  t.equal(count, 8)
  t.match(questions[0], { suppressed: false, mean: '4', count: 8 })
  const none = { suppressed: true, count: null, mean: null, values: [], choices: [] }
  for (const group of [...questions[0].byStage, ...questions[0].byTier])
    t.match(group, none, `${group.stage ?? group.tier}: six of eight would tell of the two`)
  t.match(questions[1], none, 'of a question that nobody answered no more is said')
  for (const school of [P, Q]) {
    const part = await resultsOf(school.principal, survey)
    t.match(part, { count: null, questions: [none, none] }, 'nor does a school have a part that tells of the other')
    t.same((await resultsOf(school.principal, survey, '?question=2')).texts, [])
    const needs = must(await school.principal.get(`/v1/schools/${school.id}/needs?academicYear=${academicYear}`), 200)
    t.notOk(/"need":"/.test(JSON.stringify(needs)), 'and its needs say no more')
  }
  const needs = must(await local.institute.get(`/v1/needs?academicYear=${academicYear}`), 200)
  t.match(needs.modules[0], {
    module: 'communication',
    need: '0.75',
    teachers: 0,
    components: [{ source: 'anonymousSurvey', count: 8, value: '0.75' }],
  })
  for (const group of [...needs.modules[0].byStage, ...needs.modules[0].byTier]) t.match(group, { need: null })

  const few = await ask(P.administrator, { level: 'school', anonymous: true, smallestGroup: 3 })
  for (const { id } of people.slice(0, 2))
    must(
      await answer(await client(service, local.institute, { role: 'teacher', teacherId: id }), few, [
        { question: 1, value: 1 },
      ]),
      200,
    )
  must(await close(P.administrator, few), 200)
  t.match(await resultsOf(P.principal, few), { count: null, questions: [none] })
  t.equal(
    (await asOwner(service.db, 'select 1 from anonymous_tallies where survey_id = $1', [few.id])).length,
    0,
    'what is not shown is not kept',
  )
})

t.test('answers and the closing of an anonymous survey at the same moment: each is counted or refused', async (t) => {
  const survey = await ask(a.administrator, { level: 'school', anonymous: true, smallestGroup: 3 })
  for (const self of selves.slice(0, 3)) must(await answer(self, survey, [{ question: 1, value: 1 }]), 200)
  const [last, closed] = await Promise.all([
    answer(selves[3]!, survey, [{ question: 1, value: 1 }]),
    close(a.administrator, survey),
    close(a.administrator, survey),
  ])
  t.ok([200, 409].includes(last.status) && [200, 409].includes(closed.status))
  t.match(await resultsOf(a.principal, survey), { count: last.status === 200 ? 4 : 3 })
})

t.test('a new data key seals the secret anew, and answers can still be counted', async (t) => {
  const survey = await ask(a.administrator, { level: 'school', anonymous: true, smallestGroup: 3 })
  for (const self of selves) must(await answer(self, survey, [{ question: 1, value: 5 }]), 200)
  const fresh = mintDataKey('fresh')
  const both = readDataKeys(fresh)
  const db = {
    ...service.db,
    dataKeys: {
      ...both,
      ids: ['fresh', ...testKeys.ids],
      decrypt: (sealed: string, context: string) =>
        (sealed.startsWith('fresh.') ? both : testKeys).decrypt(sealed, context),
    },
  }
  // Connections keep the keys that they were opened with: these get the new ones.
  const rotating = {
    ...db,
    on: (connection: Any) => Object.assign(Object.create(service.db.on(connection)), { dataKeys: db.dataKeys }),
  }
  t.equal(await resealSurveySecrets(rotating, d.id), true)
  const [row] = await asOwner<{ secret: string }>(
    service.db,
    'select secret_sealed as secret from survey_secrets where survey_id = $1',
    [survey.id],
  )
  t.match(row!.secret, /^fresh\./)
  t.equal(await resealSurveySecrets(rotating, d.id), true, 'a second time changes nothing')
  const institute = { role: 'institute' as const, schoolId: null, teacherId: null, onBehalfOfTeacherId: null }
  await closeSurvey(rotating, {
    actor: { districtId: d.id, clientId: nowhere, ...institute },
    now: new Date('2024-10-08T10:00:00+08:00'),
    id: survey.id,
  })
  t.match(await resultsOf(a.principal, survey), { count: 4, questions: [{ mean: '5' }] })
})

t.test('an interview is recorded of an own teacher, read by staff and by her', async (t) => {
  const teacherId = staff[1]!.id
  const interview = {
    teacherId,
    date: '2024-10-08',
    interviewer: '示例教研员',
    summary: '希望多做家校沟通的演练',
    modules: [{ module: 'communication', need: 5, note: '家长会' }],
  }
  const made = must(await a.administrator.post('/v1/interviews', interview), 201)
  t.match(made, { ...interview, version: 1 })
  t.match((await b.administrator.post('/v1/interviews', interview)).body, { code: 'unknownTeacher' })
  t.match((await d.institute.post('/v1/interviews', { ...interview, teacherId: nowhere })).body, {
    code: 'unknownTeacher',
  })
  const wrong = await d.institute.post('/v1/interviews', {
    ...interview,
    date: '2024-10-09',
    modules: [{ module: 'x', need: 1 }],
  })
  t.same(codesOf(wrong), [
    ['needRecordedAhead', '/date'],
    ['unknownModule', '/modules/0/module'],
  ])
  t.equal((await selves[1]!.post('/v1/interviews', interview)).status, 403)
  const listed = async (by: Caller, query = '') =>
    must(await by.get(`/v1/interviews?limit=200${query}`), 200).data.map(({ id }: Any) => id)
  t.same(await listed(selves[1]!), [made.id])
  t.same(await listed(selves[0]!), [])
  t.same(await listed(a.principal, `&teacherId=${teacherId}`), [made.id])
  t.same(await listed(b.principal), [])
  const entries = await asOwner<{ after: Any }>(
    service.db,
    `select after from change_log where kind = 'interview' and resource_id = $1`,
    [made.id],
  )
  t.match(entries, [
    { after: { summary: 'withheld', modules: 'withheld', interviewer: 'withheld', date: '2024-10-08' } },
  ])
})

t.test(
  'competence is assessed by herself, a colleague or a leader; who the colleague was she is not told',
  async (t) => {
    const [self, peer] = [selves[2]!, selves[3]!]
    const base = {
      teacherId: staff[2]!.id,
      academicYear,
      date: '2024-10-08',
      scores: [{ module: 'classManagement', score: 4 }],
    }
    const assess = (by: Caller, kind: string, change: object = {}) =>
      by.post('/v1/competence-assessments', { ...base, kind, ...change })
    const first = must(await assess(self, 'self'), 200)
    const again = must(
      await assess(self, 'self', { scores: [{ module: 'classManagement', score: 2, note: '仍需练习' }] }),
      200,
    )
    t.match(again, {
      id: first.id,
      version: 2,
      scores: [{ score: 2, note: '仍需练习' }],
      assessorTeacherId: staff[2]!.id,
    })
    t.match(must(await assess(peer, 'peer'), 200), { assessorTeacherId: staff[3]!.id })
    t.match(must(await assess(a.principal, 'leader'), 200), { assessorTeacherId: null })
    must(await assess(a.administrator, 'leader'), 200)
    must(await assess(d.institute, 'leader'), 200)
    t.match((await assess(otherSelf, 'peer')).body, { code: 'unknownTeacher' }, 'no colleague of the same school')
    t.match((await assess(otherSelf, 'peer', { teacherId: nowhere })).body, { code: 'unknownTeacher' })
    t.match((await assess(b.principal, 'leader')).body, { code: 'unknownTeacher' })
    t.match((await assess(peer, 'self')).body, { code: 'assessmentKindNotAllowed' })
    t.match((await assess(a.principal, 'peer')).body, { code: 'assessmentKindNotAllowed' })
    const listed = async (by: Caller, query = '') =>
      must(await by.get(`/v1/competence-assessments?limit=200${query}`), 200).data.map(
        ({ kind, assessorTeacherId: by }: Any) => [kind, by],
      )
    const about = `&teacherId=${staff[2]!.id}`
    t.same(await listed(self), [
      ['leader', null],
      ['leader', null],
      ['leader', null],
      ['peer', null],
      ['self', staff[2]!.id],
    ])
    t.same(await listed(a.principal, `${about}&kind=peer`), [['peer', staff[3]!.id]])
    t.same(await listed(peer), [['peer', staff[3]!.id]], 'the colleague finds what she said')
    t.same(await listed(b.principal, about), [])
    const race = await Promise.all(Array.from({ length: 4 }, () => assess(peer, 'peer')))
    t.same(
      race.map(({ status }) => status),
      [200, 200, 200, 200],
    )
    t.equal((await listed(a.principal, `${about}&kind=peer`)).length, 1)
  },
)

t.test(
  'an interview recorded by mistake is withdrawn: it stays listed with its reason, and counts no more',
  async (t) => {
    const local = await openDistrict(service, 'withdrawal', ['P', 'Q'])
    const { P, Q } = local.schools as Record<'P' | 'Q', District['schools'][string]>
    const teacher = await hire(local, 'T-1', P)
    const self = await client(service, local.institute, { role: 'teacher', teacherId: teacher.id })
    const interview = { teacherId: teacher.id, date: '2024-10-08', interviewer: '示例', summary: '示例' }
    const record = async (by: Caller, need: number) =>
      must(await by.post('/v1/interviews', { ...interview, modules: [{ module: 'communication', need }] }), 201)
    const withdraw = (by: Caller, { id }: Any, reason = '误登为他人') =>
      by.post(`/v1/interviews/${id}/withdraw`, { reason })
    const needNow = async () => {
      const { modules } = must(await self.get(`/v1/teachers/${teacher.id}/needs?academicYear=${academicYear}`), 200)
      const { need, components } = modules.find(({ module }: Any) => module === 'communication')
      const ofSchool = must(await P.principal.get(`/v1/schools/${P.id}/needs?academicYear=${academicYear}`), 200)
      t.equal(
        ofSchool.modules.find(({ module }: Any) => module === 'communication').need,
        need,
        'the school has no other',
      )
      return [need, components[0]?.count ?? 0]
    }
    const [wrong, right] = [await record(P.administrator, 5), await record(P.principal, 1)]
    const ofInstitute = await record(local.institute, 3)
    t.same(await needNow(), ['0.5', 3])

    t.equal((await withdraw(self, wrong)).status, 403)
    t.match(await withdraw(Q.principal, wrong), { status: 404, body: { code: 'notFound' } })
    t.match(await withdraw(P.principal, ofInstitute), { status: 403, body: { code: 'notTheRecorder' } })
    t.match(await withdraw(P.principal, wrong, ''), { status: 422 })
    t.same(await needNow(), ['0.5', 3], 'nothing was withdrawn by all this')

    const answers = await Promise.all([withdraw(P.principal, wrong), withdraw(P.administrator, wrong)])
    t.same(answers.map(({ status }) => status).sort(), [200, 409], 'of two at once one is told that it was done before')
    t.match(answers.find(({ status }) => status === 409)!.body, { code: 'alreadyWithdrawn' })
    t.same(await needNow(), ['0.25', 2])
    const { data } = must(await self.get('/v1/interviews'), 200)
    t.match(
      data.map(({ id, withdrawnAt, withdrawalReason, version }: Any) => [id, withdrawnAt, withdrawalReason, version]),
      [
        [ofInstitute.id, null, null, 1],
        [right.id, null, null, 1],
        [wrong.id, /^2024-10-08T/, '误登为他人', 2],
      ],
    )
    must(await withdraw(local.institute, right), 200)
    must(await withdraw(local.institute, ofInstitute), 200)
    t.same(await needNow(), [null, 0])

    const entries = await asOwner<{ after: Any }>(
      service.db,
      `select after from change_log where kind = 'interview' and resource_id = $1 order by id`,
      [wrong.id],
    )
    t.match(entries.at(-1), { after: { withdrawal_reason: 'withheld' } })
  },
)

t.test('what somebody said of competence, that one takes back, and may then say another thing', async (t) => {
  const local = await openDistrict(service, 'retraction', ['P'])
  const P = local.schools.P!
  const [teacher, colleague] = [await hire(local, 'T-1', P), await hire(local, 'T-2', P)]
  const [self, peer] = await Promise.all(
    [teacher, colleague].map(({ id }) => client(service, local.institute, { role: 'teacher', teacherId: id })),
  )
  const assess = async (by: Caller, kind: string, score: number) =>
    must(
      await by.post('/v1/competence-assessments', {
        ...{ teacherId: teacher.id, kind, academicYear, date: '2024-10-08' },
        scores: [{ module: 'communication', score }],
      }),
      200,
    )
  const withdraw = (by: Caller, { id }: Any) =>
    by.post(`/v1/competence-assessments/${id}/withdraw`, { reason: '评错了人' })
  const sourcesNow = async () => {
    const { modules } = must(await self!.get(`/v1/teachers/${teacher.id}/needs?academicYear=${academicYear}`), 200)
    const { components } = modules.find(({ module }: Any) => module === 'communication')
    return components.map(({ source, count, value }: Any) => [source, count, value])
  }
  const own = await assess(self!, 'self', 5)
  const fromPeer = await assess(peer!, 'peer', 1)
  const fromSchool = await assess(P.administrator, 'leader', 2)
  const fromInstitute = await assess(local.institute, 'leader', 4)

  for (const [who, by, assessment] of [
    ['the assessed does not take back what a colleague said', self!, fromPeer],
    ['nor what a leader said', self!, fromSchool],
    ['no leader takes back what a teacher said', P.principal, own],
    ['nor the institute', local.institute, fromPeer],
    ['no school takes back what the institute said', P.principal, fromInstitute],
  ] as const)
    t.match(await withdraw(by, assessment), { status: 403, body: { code: 'notTheRecorder' } }, who)
  t.match(await withdraw(peer!, own), { status: 404 }, 'what a colleague does not see is not there')

  t.match(must(await withdraw(peer!, fromPeer), 200), { assessorTeacherId: colleague.id, withdrawnAt: String })
  must(await withdraw(P.principal, fromSchool), 200)
  must(await withdraw(self!, own), 200)
  t.match(await withdraw(self!, own), { status: 409, body: { code: 'alreadyWithdrawn' } })
  t.same(await sourcesNow(), [['leaderAssessment', 1, '0.25']])

  const again = await Promise.all(Array.from({ length: 3 }, () => assess(peer!, 'peer', 3)))
  t.equal(new Set(again.map(({ id }) => id)).size, 1, 'one that stands of each assessor')
  t.not(again[0].id, fromPeer.id)
  t.same(await sourcesNow(), [
    ['peerAssessment', 1, '0.5'],
    ['leaderAssessment', 1, '0.25'],
  ])
  const { data } = must(await self!.get('/v1/competence-assessments?kind=peer'), 200)
  t.match(data, [
    { id: again[0].id, withdrawnAt: null, assessorTeacherId: null },
    {
      id: fromPeer.id,
      withdrawnAt: String,
      withdrawalReason: '评错了人',
      scores: [{ score: 1 }],
      assessorTeacherId: null,
    },
  ])
})

t.test(
  'the policy edition says how small a group is shown and what each source weighs, from its year on',
  async (t) => {
    const local = await openDistrict(service, 'weights', ['P'])
    const P = local.schools.P!
    const { data } = must(await local.institute.get('/v1/policy-editions'), 200)
    const [frozen] = data
    t.notOk('needs' in frozen.document, 'what was frozen without it is told without it')
    const weights = {
      survey: 1,
      anonymousSurvey: 1,
      interview: 3,
      selfAssessment: 1,
      peerAssessment: 1,
      leaderAssessment: 1,
    }
    const document = {
      ...structuredClone(frozen.document),
      code: 'weighed',
      firstAcademicYear: '2025-2026',
      needs: { smallestGroup: { value: 8, clause: 'district' }, sourceWeights: { value: weights, clause: 'district' } },
    }
    const small = structuredClone(document)
    small.needs.smallestGroup.value = 2
    t.match(await local.institute.post('/v1/policy-editions', small), { status: 422 })
    t.match(must(await local.institute.post('/v1/policy-editions', document), 201).document.needs, document.needs)
    must(await local.institute.put('/v1/academic-years/2025-2026', {}), 201)
    const smallestIn = async (year: string, content: object = {}) =>
      (await ask(P.administrator, { level: 'school', academicYear: year, anonymous: true, ...content }, null))
        .smallestGroup
    t.equal(await smallestIn('2025-2026'), 8)
    t.equal(await smallestIn('2025-2026', { smallestGroup: 4 }), 4, 'a survey may name its own')
    t.equal(await smallestIn(academicYear), 5, 'the year before has what it had')

    service.setTime('2025-10-08T09:00:00+08:00')
    const teacher = await hire(local, 'T-1', P)
    for (const [year, date] of [
      [academicYear, '2024-10-08'],
      ['2025-2026', '2025-10-08'],
    ] as const) {
      const interview = { teacherId: teacher.id, date, interviewer: '示例', summary: '示例' }
      const modules = [{ module: 'communication', need: 5 }]
      must(await P.principal.post('/v1/interviews', { ...interview, modules }), 201)
      const scores = [{ module: 'communication', score: 5 }]
      const assessment = { teacherId: teacher.id, kind: 'leader', academicYear: year, date, scores }
      must(await P.principal.post('/v1/competence-assessments', assessment), 200)
    }
    for (const path of [`teachers/${teacher.id}`, `schools/${P.id}`]) {
      const needIn = async (year: string) =>
        must(await P.principal.get(`/v1/${path}/needs?academicYear=${year}`), 200).modules[0].need
      t.same([await needIn(academicYear), await needIn('2025-2026')], ['0.5', '0.75'], path)
    }
    const { data: kept } = must(await local.institute.get('/v1/policy-editions'), 200)
    t.same(kept.at(-1), frozen, 'and the edition before is as it was, SHA-256 and all')
  },
)

t.test('a need profile explains itself, and says nothing of anonymous answers', async (t) => {
  const local = await openDistrict(service, 'profile', ['P', 'Q'])
  const P = local.schools.P!
  const teacher = await hire(local, 'T-1', P)
  const colleague = await hire(local, 'T-2', P, { from: '2022-09-01' })
  const [self, other] = await Promise.all(
    [teacher, colleague].map(({ id }) => client(service, local.institute, { role: 'teacher', teacherId: id })),
  )
  const named = await ask(local.institute, { level: 'district', questions: [scale, choice] })
  const hidden = await ask(P.administrator, { level: 'school', anonymous: true, smallestGroup: 3 })
  must(await answer(self!, hidden, [{ question: 1, value: 1 }]), 200)
  must(
    await answer(self!, named, [
      { question: 1, value: 4 },
      { question: 2, choices: ['talk'] },
    ]),
    200,
  )
  must(
    await answer(other!, named, [
      { question: 1, value: 1 },
      { question: 2, choices: ['class'] },
    ]),
    200,
  )
  const interview = { teacherId: teacher.id, date: '2024-10-08', interviewer: '示例', summary: '示例' }
  must(await P.principal.post('/v1/interviews', { ...interview, modules: [{ module: 'communication', need: 3 }] }), 201)
  const assessment = { teacherId: teacher.id, kind: 'self', academicYear, date: '2024-10-08' }
  must(
    await self!.post('/v1/competence-assessments', {
      ...assessment,
      scores: [{ module: 'studentDevelopment', score: 1 }],
    }),
    200,
  )
  const url = `/v1/teachers/${teacher.id}/needs?academicYear=${academicYear}`
  const profile = must(await self!.get(url), 200)
  t.match(profile, { anonymousSurveys: 1, policyEditionCode: 'putuo-2024-19', modules: { length: 5 } })
  t.same(profile.modules.slice(0, 3), [
    {
      module: 'studentDevelopment',
      need: '1',
      components: [{ source: 'selfAssessment', count: 1, value: '1' }],
    },
    {
      module: 'communication',
      need: '0.688',
      components: [
        { source: 'survey', count: 2, value: '0.875' },
        { source: 'interview', count: 1, value: '0.5' },
      ],
    },
    { module: 'classManagement', need: '0', components: [{ source: 'survey', count: 1, value: '0' }] },
  ])
  t.match(profile.modules[3], { need: null, components: [] }, 'what nobody has said is unknown')
  t.same(must(await P.principal.get(url), 200), profile)
  t.equal((await other!.get(url)).status, 404)
  t.equal((await local.schools.Q!.principal.get(url)).status, 404)
  t.equal((await a.principal.get(url)).status, 404)
  t.match((await self!.get(url.replace(academicYear, '2030-2031'))).body, { code: 'unknownAcademicYear' })

  const school = must(await P.principal.get(`/v1/schools/${P.id}/needs?academicYear=${academicYear}`), 200)
  t.match(school, { schoolId: P.id, teachers: 2 })
  const talk = school.modules.find(({ module }: Any) => module === 'communication')
  t.match(talk, {
    need: '0.469',
    teachers: 2,
    components: [
      { source: 'survey', count: 4, value: '0.438' },
      { source: 'interview', count: 1 },
    ],
    byStage: [{ stage: 'new', need: '0.688', teachers: 1 }, { stage: 'early', need: '0', teachers: 1 }, { need: null }],
    byTier: [{ tier: 1, need: '0.688' }, { tier: 2, need: '0' }, {}, {}, {}],
  })
  const { schoolId: _, ...whole } = school
  t.same(must(await local.institute.get(`/v1/needs?academicYear=${academicYear}`), 200), whole)
  const integration = await client(service, local.institute, { role: 'integration', schoolId: local.schools.Q!.id })
  t.match(must(await integration.get(`/v1/needs?academicYear=${academicYear}`), 200), { teachers: 0 }, 'its own school')
  t.equal((await local.schools.Q!.principal.get(`/v1/schools/${P.id}/needs?academicYear=${academicYear}`)).status, 404)
  t.equal((await self!.get(`/v1/needs?academicYear=${academicYear}`)).status, 403)
})
