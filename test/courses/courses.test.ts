import { createHash } from 'node:crypto'
import t from 'tap'
import { removeExpiredFiles } from '../../src/integration/remove-expired-files.js'
import { findCourseVersion, listCoursesFor } from '../../src/courses/read.js'
import { query } from '../../src/db/database.js'
import { asOwner } from '../support/database.js'
import { attend, client, confirm, hire, holdSession, must, openDistrict } from '../support/fixtures.js'
import { nowhere } from '../support/furnish.js'
import { startService, type Any, type Caller } from '../support/service.js'

const service = await startService()
t.teardown(() => service.close())

const district = await openDistrict(service, 'putuo', ['jia', 'yi'])
const foreign = await openDistrict(service, 'foreign', ['jia'])
const jia = district.schools.jia!
const yi = district.schools.yi!
const { institute } = district
const [teacherA, teacherB, leaderC] = [
  await hire(district, 'T-A', jia),
  await hire(district, 'T-B', yi),
  await hire(district, 'T-C', yi),
]
const as = (role: string, bound: object = {}) => client(service, institute, { role, ...bound })
const [a, b, leader, bureau, integration] = [
  await as('teacher', { teacherId: teacherA.id }),
  await as('teacher', { teacherId: teacherB.id }),
  await as('teamLeader', { teacherId: leaderC.id }),
  await as('bureau'),
  await as('integration'),
]

const content = {
  title: '家校沟通案例研修',
  objectives: ['能分析沟通中的问题', '能设计一次家访'],
  description: '以真实案例研讨ＡＩ时代的家校沟通。',
  modules: ['communication'],
  tiers: [1, 2],
  forms: ['caseAnalysis', 'lecture'],
  hours: '4.50',
}

const create = async (caller: Caller, change: object = {}): Promise<Any> =>
  must(await caller.post('/v1/courses', { ...content, ...change }), 201)
const publish = async (caller: Caller, { id }: { id: string }): Promise<Any> =>
  must(await caller.post(`/v1/courses/${id}/publish`), 200)
const revise = async (caller: Caller, { id }: { id: string }, change: object): Promise<Any> =>
  must(await caller.patch(`/v1/courses/${id}`, change, { ifMatch: '*' }), 200)
const listed = async (caller: Caller, filter = ''): Promise<string[]> =>
  must(await caller.get(`/v1/courses?limit=200&${filter}`), 200).data.map(({ id }: Any) => id)
const refusal = (answer: { status: number; body: Any }) => `${answer.status} ${answer.body.code}`

t.test('a course is a school’s, a leader’s or the district’s, and begins as a draft', async (t) => {
  const answer = await jia.administrator.post('/v1/courses', content)
  const course = must(answer, 201)
  t.match(course, {
    schoolId: jia.id,
    leaderTeacherId: null,
    reach: 'school',
    status: 'draft',
    publishedVersion: null,
    newestVersion: 1,
    shownVersion: 1,
    shownPublishedAt: null,
    title: content.title,
    hours: '4.5',
    rating: { mean: null, count: 0 },
    version: 1,
  })
  t.equal(answer.headers.location, `/v1/courses/${course.id}`)
  t.equal(answer.headers.etag, '"1"')
  t.match(await create(leader), { schoolId: null, leaderTeacherId: leaderC.id })
  t.match(await create(institute), { schoolId: null, leaderTeacherId: null, reach: 'school' })
  t.match(await create(integration, { schoolId: yi.id }), { schoolId: yi.id })
})

t.test('a course that does not fit is refused with every reason', async (t) => {
  const { status, body } = await jia.administrator.post('/v1/courses', {
    ...content,
    modules: ['cooking'],
    tiers: [9],
    forms: ['salon'],
    hours: '1.25',
    schoolId: yi.id,
  })
  t.equal(status, 422)
  t.same(
    body.errors.map(({ code, pointer }: Any) => `${code} ${pointer}`),
    [
      'unknownSchool /schoolId',
      'unknownModule /modules/0',
      'unknownTier /tiers/0',
      'unknownForm /forms/0',
      'hoursOffStep /hours',
    ],
  )
  const refused = async (caller: Caller, change: object) =>
    refusal(await caller.post('/v1/courses', { ...content, ...change }))
  t.equal(await refused(jia.administrator, { hours: '0' }), '422 hoursNotPositive')
  t.equal(await refused(institute, { schoolId: jia.id }), '422 courseOfNoSchool')
  t.equal(await refused(leader, { schoolId: yi.id }), '422 courseOfNoSchool')
  t.equal(await refused(integration, {}), '422 missingProperty')
  t.equal(await refused(integration, { schoolId: foreign.schools.jia!.id }), '422 unknownSchool')
  for (const change of [{ modules: [] }, { title: ' ' }, { tiers: [0] }, { forms: ['lecture', 'lecture'] }, { x: 1 }])
    t.equal(await refused(jia.administrator, change), '422 validationFailed', JSON.stringify(change))
  t.equal(await refused(jia.administrator, { title: 'a\0b' }), '400 invalidText')
  t.equal(refusal(await a.post('/v1/courses', content)), '403 notPermitted')
})

t.test('who sees a course depends on its state, its reach and its owner', async (t) => {
  const course = await create(jia.administrator)
  const seers = async () => {
    const callers = {
      own: jia.administrator,
      principal: jia.principal,
      a,
      b,
      yi: yi.administrator,
      leader,
      bureau,
      institute,
    }
    const seen: string[] = []
    for (const [name, caller] of Object.entries(callers)) {
      const { status } = await caller.get(`/v1/courses/${course.id}`)
      const inList = (await listed(caller)).includes(course.id)
      if (status === 200) seen.push(inList ? name : `${name} by id`)
      else t.notOk(inList, `${name}: what is not there by its id is in no list`)
    }
    return seen.join(' ')
  }
  t.equal(await seers(), 'own principal bureau institute', 'a draft')
  await publish(jia.administrator, course)
  t.equal(await seers(), 'own principal a bureau institute', 'published in the school: its teachers too')
  t.match(await foreign.institute.get(`/v1/courses/${course.id}`), { status: 404 })
  const { id } = must(
    await jia.administrator.post('/v1/course-applications', { courseId: course.id, statement: '已成熟' }),
    201,
  )
  must(await institute.post(`/v1/course-applications/${id}/review`, { round: 1, decision: 'accept' }), 200)
  t.equal(await seers(), 'own principal a b yi leader bureau institute', 'shared: everybody')
  must(await jia.administrator.post(`/v1/courses/${course.id}/retire`), 200)
  t.equal(
    await seers(),
    'own principal a by id b by id yi leader by id bureau institute',
    'retired: readable, no longer offered to persons',
  )
})

t.test('a revision is a new version, and what was published can always be read', async (t) => {
  const course = await create(jia.administrator)
  const { administrator } = jia
  const draft = await administrator.patch(`/v1/courses/${course.id}`, { title: '草稿二' }, { ifMatch: '"1"' })
  t.match(draft, { status: 200, body: { title: '草稿二', newestVersion: 1, version: 2 } }, 'a draft changes in place')
  t.equal(draft.headers.etag, '"2"')
  t.equal(
    refusal(await administrator.patch(`/v1/courses/${course.id}`, { title: '旧' }, { ifMatch: '"1"' })),
    '412 preconditionFailed',
  )
  t.equal(refusal(await administrator.patch(`/v1/courses/${course.id}`, { title: '无' })), '428 preconditionRequired')
  const both = (send: () => Promise<Any>) =>
    Promise.all([send(), send()]).then((answers) => answers.map(({ status }) => status).sort())
  t.same(
    await both(() => administrator.patch(`/v1/courses/${course.id}`, { tiers: [2] }, { ifMatch: '"2"' })),
    [200, 412],
    'of two changes of one version, one',
  )
  t.same(await both(() => administrator.post(`/v1/courses/${course.id}/publish`)), [200, 409], 'and one publication')
  t.match(must(await administrator.get(`/v1/courses/${course.id}`), 200), { status: 'published', publishedVersion: 1 })
  t.equal(refusal(await administrator.post(`/v1/courses/${course.id}/publish`)), '409 courseVersionPublished')
  t.match(await revise(administrator, course, { hours: '6' }), { newestVersion: 2, publishedVersion: 1, hours: '6' })
  const of = async (caller: Caller, query = '') => {
    const { status, body } = await caller.get(`/v1/courses/${course.id}${query}`)
    return status === 200 ? [body.shownVersion, body.hours, body.title] : status
  }
  t.same(await of(a), [1, '4.5', '草稿二'], 'a teacher still has the published version')
  t.same(await of(bureau), [1, '4.5', '草稿二'])
  t.same(await of(administrator), [2, '6', '草稿二'], 'the owner the newest')
  t.equal(await of(a, '?version=2'), 404, 'a draft is not told to others')
  t.same(await of(bureau, '?version=2'), [2, '6', '草稿二'], 'but to the district')
  await publish(administrator, course)
  t.same(await of(a), [2, '6', '草稿二'])
  t.same(await of(a, '?version=1'), [1, '4.5', '草稿二'], 'what was taught before')
  t.equal(await of(a, '?version=3'), 404)
  await t.rejects(
    asOwner(service.db, `update course_versions set content = '{}' where course_id = $1 and number = 1`, [course.id]),
    { code: '23000' },
    'the database itself keeps a published version',
  )
  const now = await query(service.db, { districtId: district.id }, async (tx) => {
    const scope = { districtId: district.id, schoolId: null, teacherId: teacherA.id }
    return {
      first: await findCourseVersion(tx, scope, course.id, 1),
      present: await findCourseVersion(tx, scope, course.id),
      draft: await findCourseVersion(tx, scope, course.id, 3),
      elsewhere: await findCourseVersion(tx, { ...scope, teacherId: teacherB.id }, course.id),
      offered: (await listCoursesFor(tx, { districtId: district.id, schoolIds: [jia.id], tier: 2, limit: 200 })).filter(
        ({ id }) => id === course.id,
      ),
      otherTier: (
        await listCoursesFor(tx, { districtId: district.id, schoolIds: [jia.id], tier: 3, limit: 200 })
      ).filter(({ id }) => id === course.id),
      otherSchool: (
        await listCoursesFor(tx, { districtId: district.id, schoolIds: [yi.id], tier: 2, limit: 200 })
      ).filter(({ id }) => id === course.id),
    }
  })
  t.match(now, {
    first: { versionNumber: 1, content: { hours: '4.5' }, status: 'published' },
    present: { versionNumber: 2, content: { hours: '6' } },
    draft: null,
    elsewhere: null,
    offered: [{ versionNumber: 2, title: '草稿二', modules: content.modules, forms: content.forms, hours: '6' }],
  })
  t.same([now.otherTier, now.otherSchool], [[], []])
})

t.test('only the owner changes a course; others who see it are told so', async (t) => {
  const course = await create(jia.administrator)
  await publish(jia.administrator, course)
  const attempts = async (caller: Caller) => [
    refusal(await caller.patch(`/v1/courses/${course.id}`, { title: 'x' }, { ifMatch: '*' })),
    refusal(await caller.post(`/v1/courses/${course.id}/publish`)),
    refusal(await caller.post(`/v1/courses/${course.id}/retire`)),
    refusal(
      await caller.post(`/v1/courses/${course.id}/resources`, {
        title: 'x',
        kind: 'link',
        licence: 'schoolUse',
        url: 'https://example.org',
      }),
    ),
  ]
  t.same(new Set(await attempts(institute)), new Set(['403 notTheOwner']))
  t.same(new Set(await attempts(yi.administrator)), new Set(['404 notFound']))
  t.same(new Set(await attempts(foreign.institute)), new Set(['404 notFound']))
  t.same(new Set(await attempts(jia.principal)), new Set(['403 notPermitted']))
  const districts = await create(institute)
  t.match(await publish(institute, districts), { reach: 'shared', status: 'published' }, 'shared at publication')
  t.equal(refusal(await yi.administrator.post(`/v1/courses/${districts.id}/retire`)), '403 notTheOwner')
  must(await institute.post(`/v1/courses/${districts.id}/retire`), 200)
  for (const path of ['publish', 'retire'])
    t.equal(refusal(await institute.post(`/v1/courses/${districts.id}/${path}`)), '409 courseRetired')
  t.equal(
    refusal(await institute.patch(`/v1/courses/${districts.id}`, { title: 'x' }, { ifMatch: '*' })),
    '409 courseRetired',
  )
})

t.test('courses are found by module, tier, form, reach, school, state and by a part of their text', async (t) => {
  const school = district.schools.yi!
  const one = await create(school.administrator, {
    title: '班会设计 Workshop',
    objectives: ['组织主题班会'],
    description: '１００％参与_讨论\\实录',
    modules: ['classManagement'],
    tiers: [5],
    forms: ['salon', 'lecture'].slice(1),
  })
  const found = async (filter: string, caller = school.administrator) => (await listed(caller, filter)).includes(one.id)
  const q = (text: string) => `q=${encodeURIComponent(text)}`
  for (const filter of [
    'module=classManagement',
    'tier=5',
    'form=lecture',
    'reach=school',
    `schoolId=${school.id}`,
    'status=draft',
    q('班会'),
    q('题班'),
    q('ｗｏｒｋＳＨＯＰ'),
    q('100%参与_'),
    q('讨论\\实'),
    `tier=5&${q('会')}`,
  ])
    t.ok(await found(filter), filter)
  for (const filter of [
    'module=communication',
    'tier=4',
    'form=caseAnalysis',
    'reach=shared',
    `schoolId=${jia.id}`,
    'status=published',
    q('会班'),
    q('100_参与'),
    q("' or 1=1; --"),
  ])
    t.notOk(await found(filter), filter)
  await publish(school.administrator, one)
  await revise(school.administrator, one, { description: '尚未公开的想法' })
  t.ok(await found(q('尚未公开')), 'the owner finds what it is drafting')
  t.notOk(await found(q('尚未公开'), b), 'nobody else does')
  t.ok(await found(q('参与_讨论'), b), 'but what is published')
  t.equal((await school.administrator.get('/v1/courses?q=')).status, 422)
  const all = await listed(bureau)
  const pages: string[] = []
  let next = '/v1/courses?limit=3'
  while (next) {
    const { data, nextCursor } = must(await bureau.get(next), 200)
    pages.push(...data.map(({ id }: Any) => id))
    next = nextCursor ? `/v1/courses?limit=3&cursor=${nextCursor}` : ''
  }
  t.same(pages, all)
  t.same(all, [...all].sort().reverse(), 'newest first')
})

/** Longer than a chunk of a stored file. */
const bytes = Buffer.from(`%PDF-1.7 ${'示例'.repeat(50_000)}`)
const declared = {
  name: '家校沟通（示例）.pdf',
  mediaType: 'application/pdf',
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
}
const slides = { title: '课件', kind: 'slides', licence: 'CC-BY-SA-4.0', file: declared }

t.test('a resource is declared, comes once, and is served as it came', async (t) => {
  const course = await create(jia.administrator)
  const at = `/v1/courses/${course.id}/resources`
  const { administrator } = jia
  const added = await administrator.post(at, slides)
  const resource = must(added, 201)
  t.equal(added.headers.location, `/v1/resources/${resource.id}`)
  t.match(resource, {
    courseId: course.id,
    url: null,
    file: { ...declared, uploadedAt: null },
    removedAt: null,
    version: 1,
  })
  const file = `/v1/resources/${resource.id}/file`
  t.equal(refusal(await administrator.get(file)), '409 fileNotUploaded')
  const upload = (payload: Buffer, type = 'application/pdf', caller = administrator) =>
    caller.upload(file, payload, type)
  t.equal(refusal(await upload(bytes.subarray(1))), '422 rulesRefused', 'another length, another SHA-256')
  t.equal(refusal(await upload(Buffer.from(bytes).fill(0x20, 0, 1))), '422 fileDiffers', 'one byte is another')
  t.equal(refusal(await upload(bytes, 'application/msword')), '422 fileDiffers', 'another media type')
  t.equal(refusal(await upload(bytes, 'text/html')), '415 unsupportedMediaType')
  t.equal(refusal(await upload(Buffer.alloc(0))), '422 rulesRefused')
  t.equal(refusal(await upload(bytes, 'application/pdf', yi.administrator)), '404 notFound')
  const [first, second] = await Promise.all([upload(bytes), upload(bytes)])
  t.match([first.status, second.status], [200, 200], 'at the same moment')
  t.match(must(await administrator.get(`/v1/resources/${resource.id}`), 200), { version: 2 })
  t.match(must(await upload(bytes), 200), { version: 2, file: { uploadedAt: String } }, 'and again')
  const stored = await asOwner<{ count: number }>(
    service.db,
    'select count(*)::int as count from files where name = $1',
    [declared.name],
  )
  t.equal(stored[0]!.count, 1, 'it is stored once')
  t.equal(refusal(await a.get(file)), '404 notFound', 'a draft course’s')
  await publish(administrator, course)
  const { raw } = await a.get(file)
  t.same(raw.rawPayload, bytes)
  t.match(raw.headers, {
    'content-type': 'application/pdf',
    'content-disposition': /^attachment; filename=".*"; filename\*=UTF-8''%E5%AE%B6/,
    'repr-digest': `sha-256=:${Buffer.from(declared.sha256, 'hex').toString('base64')}:`,
    'x-content-type-options': 'nosniff',
  })
  const page = must(await administrator.post(at, { ...slides, file: { ...declared, name: '示例.html' } }), 201)
  must(await administrator.upload(`/v1/resources/${page.id}/file`, bytes, 'application/pdf'), 200)
  t.match(
    (await a.get(`/v1/resources/${page.id}/file`)).headers['content-disposition'],
    /^attachment; filename="__\.html\.pdf"; .*\.html\.pdf$/,
    'what calls itself a page is saved as what it was declared to be',
  )
  t.equal((await a.get(file, { headers: { 'if-none-match': `"${declared.sha256}"` } })).status, 304)
  t.same(
    must(await a.get(at), 200).data.map(({ id }: Any) => id),
    [resource.id, page.id],
  )
  t.match(await b.get(at), { status: 404 })
  t.match(await foreign.institute.get(file), { status: 404 })
  await removeExpiredFiles(service.db, { days: 1, now: new Date('2030-01-01T00:00:00Z') })
  t.equal((await a.get(file)).status, 200, 'retention takes files of imports and exports, not of courses')
})

t.test('a resource that must not be there is removed for good, and its place says so', async (t) => {
  const course = await create(jia.administrator)
  const at = `/v1/courses/${course.id}/resources`
  const { administrator } = jia
  const name = '误传.pdf'
  const { id } = must(await administrator.post(at, { ...slides, file: { ...declared, name } }), 201)
  const upload = () => administrator.upload(`/v1/resources/${id}/file`, bytes, 'application/pdf')
  must(await upload(), 200)
  await publish(administrator, course)
  const remove = (caller: Caller, resourceId = id, reason = '涉及他人著作权') =>
    caller.post(`/v1/resources/${resourceId}/remove`, { reason })
  t.equal(refusal(await remove(a)), '403 notPermitted')
  t.equal(refusal(await remove(yi.administrator)), '404 notFound')
  t.equal(refusal(await remove(foreign.institute)), '404 notFound')
  t.equal(refusal(await remove(institute)), '403 notTheOwner', 'a school’s own course is the school’s affair')
  t.equal(refusal(await remove(administrator, id, ' ')), '422 validationFailed')
  const [first, second] = await Promise.all([remove(administrator), remove(administrator)])
  const removed = must(first, 200)
  t.match(removed, { removedAt: String, removalReason: '涉及他人著作权', file: { ...declared, name }, version: 3 })
  t.same(must(second, 200), removed, 'at the same moment, once')
  t.same(must(await remove(administrator, id, '别的理由'), 200), removed, 'again changes nothing')
  t.equal(refusal(await a.get(`/v1/resources/${id}/file`)), '410 resourceRemoved')
  t.equal(refusal(await upload()), '410 resourceRemoved', 'and it does not come back')
  t.same(must(await a.get(at), 200).data, [removed])
  const left = await asOwner<{ count: number }>(
    service.db,
    'select count(*)::int as count from file_chunks join files on files.id = file_id where name = $1',
    [name],
  )
  t.equal(left[0]!.count, 0, 'no byte is left')

  const link = { title: '示例', kind: 'link', licence: 'schoolUse', url: 'https://example.org/a' }
  const { id: linkId } = must(await administrator.post(at, link), 201)
  t.match(must(await remove(administrator, linkId), 200), { url: null, file: null, removedAt: String })
})

t.test('the institute removes a resource of what others share with the district', async (t) => {
  const course = await create(leader)
  await publish(leader, course)
  const link = { title: '示例', kind: 'link', licence: 'schoolUse', url: 'https://example.org/a' }
  const { id } = must(await leader.post(`/v1/courses/${course.id}/resources`, link), 201)
  const application = must(
    await leader.post('/v1/course-applications', { courseId: course.id, statement: '示例' }),
    201,
  )
  const decided = await institute.post(`/v1/course-applications/${application.id}/review`, {
    round: 1,
    decision: 'accept',
  })
  must(decided, 200)
  const remove = (caller: Caller) => caller.post(`/v1/resources/${id}/remove`, { reason: '网址失效' })
  t.equal(refusal(await remove(jia.administrator)), '403 notTheOwner', 'whoever only sees it does not')
  t.match(must(await remove(institute), 200), { url: null, removedAt: String })
})

t.test('what is no resource is refused', async (t) => {
  const course = await create(jia.administrator)
  const at = `/v1/courses/${course.id}/resources`
  const { administrator } = jia
  const link = { title: '示例', kind: 'link', licence: 'allRightsReserved', url: 'https://example.org/a?b=1#c' }
  const { id } = must(await administrator.post(at, link), 201)
  t.equal(refusal(await administrator.get(`/v1/resources/${id}/file`)), '409 resourceIsLink')
  t.equal(
    refusal(await administrator.upload(`/v1/resources/${id}/file`, bytes, 'application/pdf')),
    '409 resourceIsLink',
  )
  const refused = async (change: object) => refusal(await administrator.post(at, { ...link, ...change }))
  for (const url of [
    'http://example.org',
    'https://user:secret@example.org',
    'javascript:alert(1)',
    'https://',
    'https://例子.中国',
    `https://example.org/${'x'.repeat(2000)}`,
  ])
    t.equal(await refused({ url }), '422 validationFailed', url.slice(0, 40))
  t.equal(await refused({ file: declared }), '422 urlOrFile')
  t.equal(refusal(await administrator.post(at, { ...slides, kind: 'link' })), '422 urlOrFile')
  t.equal(await refused({ licence: 'MIT' }), '422 validationFailed')
  for (const change of [{ mediaType: 'text/html' }, { bytes: 0 }, { bytes: 40_000_000 }, { sha256: 'x' }])
    t.equal(
      refusal(await administrator.post(at, { ...slides, file: { ...declared, ...change } })),
      '422 validationFailed',
      JSON.stringify(change),
    )
  await asOwner(
    service.db,
    `insert into course_resources (district_id, id, course_id, title, kind, licence, url)
     select $1, uuidv7(), $2, 'x', 'link', 'schoolUse', 'https://example.org' from generate_series(1, 98)`,
    [district.id, course.id],
  )
  const both = await Promise.all([administrator.post(at, link), administrator.post(at, link)])
  t.same(both.map(({ status }) => status).sort(), [201, 409], 'the hundredth, and not one more')
  must(await administrator.post(`/v1/courses/${course.id}/retire`), 200)
  t.equal(await refused({}), '409 courseRetired')
})

t.test('each teacher says once what it thinks of a version; others see the mean', async (t) => {
  const course = await create(leader)
  await publish(leader, course)
  const { id } = must(await leader.post('/v1/course-applications', { courseId: course.id, statement: '示例' }), 201)
  const at = `/v1/courses/${course.id}/feedback`
  t.equal(refusal(await a.post(at, { rating: 5 })), '404 notFound', 'not yet shared')
  must(await institute.post(`/v1/course-applications/${id}/review`, { round: 1, decision: 'accept' }), 200)
  t.match(must(await a.post(at, { rating: 2, comment: '太长' }), 200), { courseVersion: 1, rating: 2, version: 1 })
  t.match(must(await a.post(at, { rating: 5 }), 200), { rating: 5, comment: null, version: 2 }, 'again replaces it')
  must(await b.post(at, { rating: 4, comment: '实用' }), 200)
  t.match(must(await a.get(`/v1/courses/${course.id}`), 200).rating, { mean: '4.5', count: 2 })
  await revise(leader, course, { title: '第二版' })
  t.equal(refusal(await b.post(at, { rating: 1, courseVersion: 2 })), '422 unknownCourseVersion', 'a draft')
  const again = must(await leader.post('/v1/course-applications', { courseId: course.id, statement: '修订' }), 201)
  must(await institute.post(`/v1/course-applications/${again.id}/review`, { round: 1, decision: 'accept' }), 200)
  must(await b.post(at, { rating: 3 }), 200)
  must(await b.post(at, { rating: 1, courseVersion: 1 }), 200)
  const { data } = must(await a.get('/v1/courses?q=' + encodeURIComponent('第二版')), 200)
  t.match(data[0].rating, { mean: '4', count: 2 }, 'each counts once, with the newest version that it knows')
  t.equal(refusal(await leader.post(at, { rating: 5 })), '403 ownCourse')
  for (const body of [{ rating: 0 }, { rating: 6 }, { rating: 2.5 }, { rating: '5' }, { rating: 5, courseVersion: 0 }])
    t.equal(refusal(await a.post(at, body)), '422 validationFailed', JSON.stringify(body))
  t.match(
    must(await bureau.get(at), 200).data.map(({ rating }: Any) => rating),
    [3, 1, 5],
  )
  t.match(must(await bureau.get(`${at}?courseVersion=2`), 200).data, [{ teacherId: teacherB.id, rating: 3 }])
  t.equal(refusal(await jia.administrator.get(at)), '403 notTheOwner')
  t.equal(refusal(await a.get(at)), '403 notPermitted')
  t.equal(refusal(await jia.administrator.post(at, { rating: 5 })), '403 notPermitted')
  const held = must(await a.get(`/v1/teachers/${teacherA.id}/personal-data`), 200)
  t.match(held.courseFeedback, [{ courseId: course.id, rating: 5 }], 'it is part of what is held of the teacher')
  const logged = await asOwner<{ comment: string }>(
    service.db,
    `select after ->> 'comment' as comment from change_log where kind = 'courseFeedback' and after ->> 'comment' is not null`,
  )
  t.same(new Set(logged.map(({ comment }) => comment)), new Set(['withheld']), 'and no word of it is in the change log')
  const many = await Promise.all(Array.from({ length: 6 }, (_, at_) => a.post(at, { rating: (at_ % 5) + 1 })))
  t.same(new Set(many.map(({ status }) => status)), new Set([200]), 'six at once are one')
  t.equal(must(await bureau.get(`${at}?courseVersion=2`), 200).data.length, 2)
})

t.test('an application goes through rounds until the course is shared', async (t) => {
  const course = await create(jia.administrator, { title: '申报课程' })
  const { administrator } = jia
  const apply = (caller = administrator, statement = '示例理由') =>
    caller.post('/v1/course-applications', { courseId: course.id, statement })
  const applied = await apply()
  const application = must(applied, 201)
  t.equal(applied.headers.location, `/v1/course-applications/${application.id}`)
  t.match(application, { schoolId: jia.id, leaderTeacherId: null, status: 'submitted', round: 1 })
  t.match(application.rounds, [{ number: 1, courseVersion: 1, decision: null, guidance: null, reviewedAt: null }])
  t.equal(refusal(await apply()), '409 courseInReview')
  const at = `/v1/course-applications/${application.id}`
  const review = (body: object, caller = institute) => caller.post(`${at}/review`, body)
  t.equal(refusal(await review({ round: 1, decision: 'revise' })), '422 missingProperty')
  t.equal(refusal(await review({ round: 2, decision: 'accept' })), '409 roundStale')
  t.equal(refusal(await review({ round: 1, decision: 'accept' }, administrator)), '403 notPermitted')
  t.equal(refusal(await review({ round: 1, decision: 'accept' }, foreign.institute)), '404 notFound')
  t.match(await revise(administrator, course, { hours: '8' }), { newestVersion: 2 }, 'what is in review stays as it is')
  t.equal(refusal(await administrator.post(`/v1/courses/${course.id}/publish`)), '409 courseInReview')
  const guidance = '请补充评价量表'
  t.match(must(await review({ round: 1, decision: 'revise', guidance }), 200), {
    status: 'returned',
    rounds: [{ decision: 'revise', guidance, reviewedAt: String }],
  })
  t.equal(refusal(await review({ round: 1, decision: 'accept' })), '409 roundReviewed', 'a second review')
  t.match(must(await apply(administrator, '已补充'), 201), { id: application.id, status: 'submitted', round: 2 })
  t.equal(refusal(await review({ round: 1, decision: 'accept' })), '409 roundStale')
  const races = await Promise.all(Array.from({ length: 3 }, () => review({ round: 2, decision: 'accept' })))
  t.same(races.map(({ status }) => status).sort(), [200, 409, 409], 'one review counts')
  t.match(must(await administrator.get(at), 200), { status: 'accepted', rounds: [{}, { decision: 'accept' }] })
  t.match(must(await b.get(`/v1/courses/${course.id}`), 200), { reach: 'shared', status: 'published', hours: '8' })
  t.equal(refusal(await apply()), '409 courseShared')
  const changed = { title: '再次修订' }
  must(await administrator.patch(`/v1/courses/${course.id}`, changed, { ifMatch: '*' }), 200)
  t.equal(refusal(await administrator.post(`/v1/courses/${course.id}/publish`)), '409 courseNeedsReview')
  t.not(must(await jia.principal.get(`/v1/courses/${course.id}?version=2`), 200).title, '再次修订')
  t.match(await yi.administrator.get(at), { status: 404 })
  t.match(must(await bureau.get(`/v1/course-applications?courseId=${course.id}`), 200).data, [{ id: application.id }])
  t.same(must(await yi.administrator.get(`/v1/course-applications?courseId=${course.id}`), 200).data, [])
  t.equal(
    must(await jia.principal.get(`/v1/course-applications?schoolId=${jia.id}&status=accepted`), 200).data[0].id,
    application.id,
  )
  t.equal(refusal(await a.get(at)), '403 notPermitted')
})

t.test(
  'a course of one’s own is applied for, one that is declined or returned again later, and not twice at once',
  async (t) => {
    const course = await create(leader, { title: '领衔人课程' })
    const apply = (caller: Caller, courseId = course.id) =>
      caller.post('/v1/course-applications', { courseId, statement: '示例' })
    t.equal(refusal(await apply(yi.administrator)), '422 unknownCourse', 'not seen')
    t.equal(refusal(await apply(leader, nowhere)), '422 unknownCourse')
    const races = await Promise.all([apply(leader), apply(leader), apply(leader)])
    t.same(races.map(({ status }) => status).sort(), [201, 409, 409], 'one application is open')
    const { id } = races.find(({ status }) => status === 201)!.body
    const review = (application: string, body: object) =>
      institute.post(`/v1/course-applications/${application}/review`, body)
    must(await review(id, { round: 1, decision: 'decline', guidance: '不属本区重点' }), 200)
    const anew = must(await apply(leader), 201)
    t.not(anew.id, id, 'a declined application stays as it is; this is another')
    must(await review(anew.id, { round: 1, decision: 'revise', guidance: '请修改' }), 200)
    t.equal(refusal(await apply(leader)), '409 courseNotRevised')
    must(await leader.post(`/v1/courses/${course.id}/retire`), 200)
    t.match(must(await leader.get(`/v1/course-applications/${anew.id}`), 200), { status: 'withdrawn' })
    t.equal(refusal(await review(anew.id, { round: 1, decision: 'accept' })), '409 roundReviewed')
    t.equal(refusal(await apply(leader)), '409 courseRetired')
    const shared = await create(institute)
    await publish(institute, shared)
    t.equal(refusal(await apply(leader, shared.id)), '403 notTheOwner')
  },
)

t.test('the institute retires what others share, and nothing else of theirs', async (t) => {
  const course = await create(jia.administrator)
  const { id } = must(
    await jia.administrator.post('/v1/course-applications', { courseId: course.id, statement: '示例' }),
    201,
  )
  t.equal(refusal(await institute.post(`/v1/courses/${course.id}/retire`)), '403 notTheOwner')
  must(await institute.post(`/v1/course-applications/${id}/review`, { round: 1, decision: 'accept' }), 200)
  t.match(must(await institute.post(`/v1/courses/${course.id}/retire`), 200), { status: 'retired' })
})

t.test('a repeated POST with its key makes one course', async (t) => {
  const before = (await listed(bureau)).length
  const [one, two] = [
    await jia.administrator.post('/v1/courses', content, { idempotencyKey: 'c-1' }),
    await jia.administrator.post('/v1/courses', content, { idempotencyKey: 'c-1' }),
  ]
  t.equal(one.body.id, two.body.id)
  t.equal((await listed(bureau)).length, before + 1)
})

t.test('an activity may name another course until a session is confirmed; then it keeps what it taught', async (t) => {
  const segments = [{ form: 'lecture', hours: '1' }]
  const { activity, session } = await holdSession(jia, { date: '2024-10-08', segments })
  const course = await create(jia.administrator)
  const change = async (courseId: string | null) =>
    jia.administrator.patch(`/v1/activities/${activity.id}`, { courseId }, { ifMatch: '*' })
  t.equal(refusal(await change(course.id)), '422 unknownCourse', 'a draft is taught by nobody')
  await publish(jia.administrator, course)
  const taught = { courseId: course.id, courseVersion: 1 }
  t.match(must(await change(course.id), 200), { ...taught, tiers: null })
  await revise(jia.administrator, course, { hours: '6' })
  await publish(jia.administrator, course)
  t.match(must(await change(course.id), 200), taught, 'the same course again stays the version that it was')
  t.match(must(await change(null), 200), { courseId: null, courseVersion: null })
  t.match(must(await change(course.id), 200), { courseId: course.id, courseVersion: 2 })
  const retired = await create(jia.administrator)
  await publish(jia.administrator, retired)
  must(await jia.administrator.post(`/v1/courses/${retired.id}/retire`), 200)
  t.equal(refusal(await change(retired.id)), '409 courseRetired')
  t.equal(refusal(await change((await create(yi.administrator)).id)), '422 unknownCourse', 'another school’s')
  await attend(jia, session, teacherA)
  service.setTime(session.endsAt)
  await confirm(jia, session)
  t.equal(refusal(await change(null)), '409 courseTaught')
  const titled = await jia.administrator.patch(
    `/v1/activities/${activity.id}`,
    { title: '改名', courseId: course.id },
    { ifMatch: '*' },
  )
  t.match(must(titled, 200), { title: '改名', courseVersion: 2 }, 'to name the same is no change')
})

t.test('where the calendar has no year for today, an edition still says which codes there are', async (t) => {
  service.setTime('2031-03-01T08:00:00+08:00')
  t.match(await create(jia.administrator), { status: 'draft' })
  service.setTime('2024-09-02T08:00:00+08:00')
})
