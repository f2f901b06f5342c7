import fc from 'fast-check'
import t from 'tap'
import type { Role } from '../../src/access/schema.js'
import {
  decideReview,
  reasonsAgainstApplying,
  ROUNDS_MAXIMUM,
} from '../../src/courses/applications/rules/application-decision.js'
import { checkResource, RESOURCES_MAXIMUM } from '../../src/courses/resources/rules/check-resource.js'
import { checkUpload } from '../../src/courses/resources/rules/check-upload.js'
import { nameToSave } from '../../src/courses/resources/rules/name-to-save.js'
import { checkCourse } from '../../src/courses/rules/check-course.js'
import { courseOwner } from '../../src/courses/rules/course-owner.js'
import { meanRating } from '../../src/courses/rules/mean-rating.js'
import { reasonsAgainstPublication } from '../../src/courses/rules/publication.js'
import { parseHours } from '../../src/lib/quantity.js'
import { searchText } from '../../src/lib/search-text.js'

const policy = {
  modules: [{ code: 'classManagement' }, { code: 'communication' }],
  tiers: [{ tier: 1 }, { tier: 2 }],
  forms: [{ code: 'lecture' }],
  step: parseHours('0.5'),
}
const course = (hours: string, rest: object = {}) => ({
  modules: ['classManagement'],
  tiers: [1],
  forms: ['lecture'],
  hours: parseHours(hours),
  ...rest,
})
const of = (reasons: readonly { code: string; pointer?: string }[]) =>
  reasons.map(({ code, pointer = '' }) => `${code} ${pointer}`.trim())

t.test('§3.2, §3.3: a course has modules, tiers and forms of the edition, and hours on its step', (t) => {
  t.same(of(checkCourse(course('2'), policy)), [])
  t.same(of(checkCourse(course('0.5'), policy)), [], 'the smallest step')
  t.same(of(checkCourse(course('0'), policy)), ['hoursNotPositive /hours'])
  t.same(of(checkCourse(course('1.25'), policy)), ['hoursOffStep /hours'], 'a quarter of an hour off')
  t.same(
    of(
      checkCourse(
        course('0', { modules: ['classManagement', 'cooking'], tiers: [2, 3], forms: ['salon', 'lecture'] }),
        policy,
      ),
    ),
    ['unknownModule /modules/1', 'unknownTier /tiers/1', 'unknownForm /forms/0', 'hoursNotPositive /hours'],
    'every reason, each where it stands',
  )
  t.end()
})

t.test('§6.4, §6.5: whose a new course is', (t) => {
  const maker = (role: Role, schoolId: string | null = null, teacherId: string | null = null) => ({
    role,
    schoolId,
    teacherId,
  })
  const owner = (schoolId: string | null, leaderTeacherId: string | null) => ({
    ok: true,
    owner: { schoolId, leaderTeacherId },
  })
  t.same(courseOwner(maker('institute'), undefined), owner(null, null), 'the district’s')
  t.same(courseOwner(maker('teamLeader', null, 'T'), undefined), owner(null, 'T'), 'the leader’s')
  t.same(courseOwner(maker('trainingAdministrator', 'S'), undefined), owner('S', null))
  t.same(courseOwner(maker('integration'), 'S'), owner('S', null))
  t.match(courseOwner(maker('integration'), undefined), { ok: false, reasons: [{ code: 'missingProperty' }] })
  for (const role of ['institute', 'teamLeader'] as const)
    t.match(courseOwner(maker(role, null, 'T'), 'S'), { ok: false, reasons: [{ code: 'courseOfNoSchool' }] }, role)
  t.end()
})

t.test('§6.5: what is published is new, and nothing takes the place of what is in review', (t) => {
  const state = {
    ...{ status: 'published' as const, reach: 'school' as const, isDistricts: false },
    ...{ newestVersion: 2, publishedVersion: 1, versionInReview: null },
  }
  t.same(of(reasonsAgainstPublication(state)), [])
  t.same(of(reasonsAgainstPublication({ ...state, publishedVersion: null, status: 'draft' })), [], 'the first time')
  t.same(of(reasonsAgainstPublication({ ...state, publishedVersion: 2 })), ['courseVersionPublished'])
  t.same(of(reasonsAgainstPublication({ ...state, versionInReview: 2 })), [], 'the very version in review')
  t.same(of(reasonsAgainstPublication({ ...state, versionInReview: 1 })), ['courseInReview'])
  t.same(of(reasonsAgainstPublication({ ...state, status: 'retired' })), ['courseRetired'])
  const shared = { ...state, reach: 'shared' as const }
  t.same(of(reasonsAgainstPublication(shared)), ['courseNeedsReview'], 'what the district reads is reviewed')
  t.same(of(reasonsAgainstPublication({ ...shared, isDistricts: true })), [], 'the institute publishes its own')
  t.end()
})

t.test('§6.5: one round of an application at a time, each with a newer version', (t) => {
  const course = { reach: 'school' as const, status: 'draft' as const, newestVersion: 2, publishedVersion: null }
  const open = { status: 'returned' as const, round: 1, versionAppliedWith: 1 }
  t.same(of(reasonsAgainstApplying(course, null)), [], 'a draft may be applied with')
  t.same(of(reasonsAgainstApplying(course, open)), [], 'revised since it was returned')
  t.same(of(reasonsAgainstApplying({ ...course, newestVersion: 1 }, open)), ['courseNotRevised'])
  t.same(of(reasonsAgainstApplying(course, { ...open, status: 'submitted' })), ['courseInReview'])
  const shared = { ...course, reach: 'shared' as const, publishedVersion: 2 }
  t.same(of(reasonsAgainstApplying(shared, null)), ['courseShared'], 'nothing new in it')
  t.same(of(reasonsAgainstApplying({ ...shared, newestVersion: 3 }, null)), [], 'a new version is applied with anew')
  t.same(of(reasonsAgainstApplying({ ...course, status: 'retired' }, null)), ['courseRetired'])
  t.same(of(reasonsAgainstApplying(course, { ...open, round: ROUNDS_MAXIMUM - 1 })), [], 'the last round but one')
  t.same(of(reasonsAgainstApplying(course, { ...open, round: ROUNDS_MAXIMUM })), ['tooManyRounds'])
  t.end()
})

t.test('§6.5: a review is of the round that waits, and says why it does not accept', (t) => {
  const waiting = { status: 'submitted' as const, round: 2 }
  const guidance = '请补充案例'
  t.same(decideReview(waiting, { round: 2, decision: 'accept' }), { ok: true, status: 'accepted' })
  t.same(decideReview(waiting, { round: 2, decision: 'revise', guidance }), { ok: true, status: 'returned' })
  t.same(decideReview(waiting, { round: 2, decision: 'decline', guidance }), { ok: true, status: 'declined' })
  const refused = (...given: Parameters<typeof decideReview>) => {
    const outcome = decideReview(...given)
    return outcome.ok ? [] : of(outcome.reasons)
  }
  t.same(refused(waiting, { round: 1, decision: 'accept' }), ['roundStale'], 'the round before')
  t.same(refused(waiting, { round: 3, decision: 'accept' }), ['roundStale'], 'a round to come')
  for (const decision of ['revise', 'decline'] as const)
    t.same(refused(waiting, { round: 2, decision }), ['missingProperty /guidance'], decision)
  for (const status of ['returned', 'accepted', 'declined', 'withdrawn'] as const)
    t.same(refused({ ...waiting, status }, { round: 2, decision: 'accept' }), ['roundReviewed'], status)
  t.end()
})

t.test('§4.3: a resource is an address or a file, and a course has so many', (t) => {
  const url = 'https://example.org/'
  t.same(of(checkResource({ kind: 'link', url }, 0)), [])
  t.same(of(checkResource({ kind: 'video', url }, 0)), [], 'a film elsewhere')
  t.same(of(checkResource({ kind: 'slides', file: {} }, RESOURCES_MAXIMUM - 1)), [], 'the last one')
  t.same(of(checkResource({ kind: 'slides' }, 0)), ['urlOrFile /url'], 'neither')
  t.same(of(checkResource({ kind: 'slides', url, file: {} }, 0)), ['urlOrFile /url'], 'both')
  t.same(of(checkResource({ kind: 'link', file: {} }, 0)), ['urlOrFile /url'], 'a link is an address')
  t.same(of(checkResource({ kind: 'link', url }, RESOURCES_MAXIMUM)), ['tooManyResources'])
  t.end()
})

t.test('§4.3: the file that comes is the one that was declared', (t) => {
  const declared = { mediaType: 'application/pdf', bytes: 3, sha256: 'a' }
  t.same(checkUpload(declared, { ...declared }), [])
  t.match(checkUpload(declared, { ...declared, bytes: 4 }), [
    { params: { property: 'bytes', declared: 3, received: 4 } },
  ])
  t.same(
    checkUpload(declared, { mediaType: 'text/csv', bytes: 2, sha256: 'b' }).map(({ params }) => params?.property),
    ['mediaType', 'bytes', 'sha256'],
  )
  t.end()
})

t.test('§5.2: the mean of ratings is exact and rounded once', (t) => {
  t.equal(meanRating({ sum: 0, count: 0 }), null)
  t.equal(meanRating({ sum: 5, count: 1 }), '5')
  t.equal(meanRating({ sum: 9, count: 2 }), '4.5')
  t.equal(meanRating({ sum: 13, count: 3 }), '4.33')
  t.equal(meanRating({ sum: 14, count: 3 }), '4.67', 'to the nearer hundredth')
  t.equal(meanRating({ sum: 801, count: 200 }), '4.01', '4.005 goes up')
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 500 }), (ratings) => {
      const sum = ratings.reduce((total, rating) => total + rating, 0)
      const mean = Number(meanRating({ sum, count: ratings.length }))
      return Math.abs(mean * ratings.length - sum) <= 0.005 * ratings.length + 1e-9 && mean >= 1 && mean <= 5
    }),
  )
  t.end()
})

t.test('text is searched whatever the width and case of its letters', (t) => {
  t.equal(searchText('ＡＩ 赋能', 'Ｃｌａｓｓ①'), 'ai 赋能\nclass1')
  t.ok(searchText('家校沟通').includes(searchText('沟通')))
  t.end()
})

t.test('a file is saved under a name that ends as its media type does, and leads nowhere else', (t) => {
  const saved = (name: string, mediaType: 'application/pdf' | 'image/jpeg' = 'application/pdf') =>
    nameToSave({ name, mediaType })
  t.equal(saved('家校沟通（示例）.pdf'), '家校沟通（示例）.pdf')
  t.equal(saved('示例.PDF'), '示例.PDF')
  t.equal(saved('示例.JPEG', 'image/jpeg'), '示例.JPEG')
  t.equal(saved('示例.jpg'), '示例.jpg.pdf', 'the end of another type')
  t.equal(saved('示例.pdf.exe'), '示例.pdf.exe.pdf')
  t.equal(saved('示例.html'), '示例.html.pdf')
  t.equal(saved('示例pdf'), '示例pdf.pdf')
  t.equal(saved('../../.bashrc'), '_.._.bashrc.pdf')
  t.equal(saved('C:\\示例.pdf'), 'C__示例.pdf')
  t.equal(saved('示例\u202efdp.exe'), '示例fdp.exe.pdf', 'a mark that turns the order of what is read')
  t.equal(saved('示例.pdf\r\nx: y'), '示例.pdfx_ y.pdf')
  t.equal(saved('示例.pdf. '), '示例.pdf')
  for (const nothing of ['\u200b', '...', '.pdf.']) t.match(saved(nothing), /^(file|pdf)\.pdf$/)
  t.end()
})
