import { createHash } from 'node:crypto'
import type { Actor } from '../access/schema.js'
import { applyForSharedCourse } from '../courses/applications/apply-for-shared-course.js'
import { reviewCourseApplication } from '../courses/applications/review-course-application.js'
import { createCourse } from '../courses/create-course.js'
import { giveCourseFeedback } from '../courses/feedback/give-course-feedback.js'
import { publishCourse } from '../courses/publish-course.js'
import { addResource } from '../courses/resources/add-resource.js'
import { uploadResource } from '../courses/resources/upload-resource.js'
import { retireCourse } from '../courses/retire-course.js'
import { reviseCourse } from '../courses/revise-course.js'
import type { NewCourse } from '../courses/schema.js'
import { actorAt, type SampleDistrict } from './sample-district.js'

/** Shared courses of the district: each module in some tiers. */
const shared: readonly NewCourse[] = [
  course('班主任工作规范入门', 'classManagement', [1], 'lecture', '4'),
  course('班集体建设的起步', 'classManagement', [1, 2], 'caseAnalysis', '8'),
  course('班级疑难问题诊断', 'classManagement', [2, 3], 'onSiteDiagnosis', '8'),
  course('主题班会设计与实施', 'classActivities', [1, 2, 3], 'practicalExercise', '8'),
  course('班级活动课程化', 'classActivities', [3, 4], 'lessonStudy', '6'),
  course('学生个案辅导', 'studentDevelopment', [2, 3, 4], 'caseAnalysis', '8'),
  course('青春期心理与班级引导', 'studentDevelopment', [1, 2, 3, 4, 5], 'lecture', '4'),
  course('综合素质评价工具', 'comprehensiveEvaluation', [1, 2, 3, 4, 5], 'onlineTraining', '8'),
  course('评价数据的解读与运用', 'comprehensiveEvaluation', [4, 5], 'themedDiscussion', '4'),
  course('家校沟通案例研修', 'communication', [1, 2, 3, 4, 5], 'caseAnalysis', '8'),
  course('家长会的组织艺术', 'communication', [3, 4], 'situationalExperience', '4'),
  course('班级管理顶层设计', 'classManagement', [5], 'themedDiscussion', '6'),
]

function course(title: string, module: string, tiers: number[], form: string, hours: string): NewCourse {
  const objectives = [`理解${title}的要点`, '能在本班实施并反思']
  return {
    title,
    objectives,
    description: `${title}：讲解、研讨与实践。`,
    modules: [module],
    tiers,
    forms: [form],
    hours,
  }
}

/** Lays down the catalogue; gives back the ids of the shared courses by title. */
export async function layDownCatalogue(
  district: SampleDistrict,
  institute: Actor,
  { openSchoolSourcedId, teachers }: { openSchoolSourcedId: string; teachers: readonly Actor[] },
): Promise<Map<string, string>> {
  const { db, clock } = district
  const publish = async (actor: Actor, content: NewCourse) => {
    const { id } = await createCourse(db, { actor, now: clock(), course: content })
    await publishCourse(db, { actor, now: clock(), id })
    return id
  }
  const ids = new Map<string, string>()
  for (const content of shared) ids.set(content.title, await publish(institute, content))
  const retired = await publish(
    institute,
    course('班级量化考核办法', 'comprehensiveEvaluation', [2, 3], 'lecture', '2'),
  )
  await retireCourse(db, { actor: institute, id: retired })
  await addResources(district, institute, ids.get('家校沟通案例研修')!)
  for (const [at, actor] of teachers.entries()) {
    const feedback = { rating: 3 + (at % 3), comment: '案例贴近日常工作' }
    await giveCourseFeedback(db, { actor, now: clock(), courseId: ids.get('家校沟通案例研修')!, feedback })
  }
  await applyTwice(district, institute, actorAt(district, openSchoolSourcedId, 'trainingAdministrator'), publish)
  return ids
}

async function addResources({ db, clock }: SampleDistrict, actor: Actor, courseId: string): Promise<void> {
  const about = { licence: 'CC-BY-4.0' } as const
  const url = 'https://example.org/training/home-school-cases'
  await addResource(db, { actor, courseId, resource: { ...about, title: '沟通案例视频', kind: 'link', url } })
  const bytes = Buffer.from('\ufeff情境,可以怎样说\n家长质疑评价,先倾听再说明依据\n孩子之间有冲突,分别了解再一起商量\n')
  const file = {
    name: '沟通情境清单.csv',
    mediaType: 'text/csv' as const,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
  const { id } = await addResource(db, {
    actor,
    courseId,
    resource: { ...about, title: '沟通情境清单', kind: 'caseCollection', file },
  })
  await uploadResource(db, { actor, now: clock(), id, mediaType: 'text/csv', bytes })
}

/** One course of the open school was accepted after a round of revision; another one waits for its review (§6.5). */
async function applyTwice(
  { db, clock }: SampleDistrict,
  institute: Actor,
  school: Actor,
  publish: (actor: Actor, content: NewCourse) => Promise<string>,
): Promise<void> {
  const apply = (courseId: string, statement: string) =>
    applyForSharedCourse(db, { actor: school, now: clock(), application: { courseId, statement } })
  const accepted = await publish(school, course('班级晨会微课程', 'classActivities', [1, 2], 'practicalExercise', '4'))
  const { id } = await apply(accepted, '本校已实施两年，形成二十个晨会案例。')
  const review = (round: number, decision: 'revise' | 'accept', guidance: string) =>
    reviewCourseApplication(db, { actor: institute, now: clock(), id, review: { round, decision, guidance } })
  await review(1, 'revise', '请补充评价方式，并写明适用年级。')
  const description = '班级晨会微课程：二十个案例，适用小学各年级，附观察评价表。'
  await reviseCourse(db, { actor: school, now: clock(), condition: 'any', id: accepted, change: { description } })
  await apply(accepted, '已补充评价方式和适用年级。')
  await review(2, 'accept', '内容完整，同意列为区共享课程。')
  const waiting = await publish(
    school,
    course('班级图书角共建', 'classActivities', [1, 2, 3], 'resourceDevelopment', '4'),
  )
  await apply(waiting, '可供各校借鉴。')
}
