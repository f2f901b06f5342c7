import { Type, type Static } from '@sinclair/typebox'
import { closed, enumeration, HoursText, Id, Instant, Line, nullable, pageOf, ref, Version } from '../lib/wire.js'
import { FormCode, ModuleCode, TierNumber } from '../policy/schema.js'

export const CourseStatus = enumeration(['draft', 'published', 'retired'], {
  $id: 'CourseStatus',
  description: '草稿 draft, 已发布 published, 已停用 retired',
})
export type CourseStatus = Static<typeof CourseStatus>

export const CourseReach = enumeration(['school', 'shared'], {
  $id: 'CourseReach',
  description: '本校课程 school: for whoever made it; 共享课程 shared: for the whole district (§6.5)',
})
export type CourseReach = Static<typeof CourseReach>

export const CourseVersionNumber = Type.Integer({
  minimum: 1,
  maximum: 1_000_000,
  description: "Number of a version of the course's content, from 1 / 课程内容的版本序号",
})

const content = {
  title: Line(200, { examples: ['家校沟通案例研修'] }),
  objectives: Type.Array(Line(200), {
    minItems: 1,
    maxItems: 20,
    description: 'What teachers can do after it / 课程目标',
  }),
  description: Line(4000),
  modules: Type.Array(ModuleCode, { minItems: 1, maxItems: 20, uniqueItems: true }),
  tiers: Type.Array(TierNumber, {
    minItems: 1,
    maxItems: 20,
    uniqueItems: true,
    description: 'The tiers of teachers that it is for (§3.3) / 适用层级',
  }),
  forms: Type.Array(FormCode, { minItems: 1, maxItems: 20, uniqueItems: true }),
  hours: HoursText,
}

/** What a course teaches: the part of it that has versions, and stays as it was once one is published. */
export const CourseContent = closed(content)
export type CourseContent = Static<typeof CourseContent>

export const NewCourse = closed(
  {
    schoolId: Type.Optional({
      ...Id,
      description: 'The school that it is of; a school’s client may leave it out / 所属学校，学校客户端可省略',
    }),
    ...content,
  },
  { $id: 'NewCourse' },
)
export type NewCourse = Static<typeof NewCourse>

export const CourseChange = closed(
  {
    title: Type.Optional(content.title),
    objectives: Type.Optional(content.objectives),
    description: Type.Optional(content.description),
    modules: Type.Optional(content.modules),
    tiers: Type.Optional(content.tiers),
    forms: Type.Optional(content.forms),
    hours: Type.Optional(content.hours),
  },
  { $id: 'CourseChange', minProperties: 1 },
)
export type CourseChange = Static<typeof CourseChange>

export const CourseRating = closed(
  {
    mean: nullable(Type.String({ maxLength: 4, examples: ['4.25'] }), {
      description: 'From 1 to 5, rounded to hundredths; null without feedback / 平均分，保留两位小数',
    }),
    count: Type.Integer({ minimum: 0, description: 'Teachers who gave one / 评价人数' }),
  },
  { $id: 'CourseRating', description: 'What each teacher last said of the course / 每名教师最近一次的评价' },
)

export const Course = closed(
  {
    id: Id,
    schoolId: nullable(Id, { description: 'The school that it is of / 所属学校' }),
    leaderTeacherId: nullable(Id, {
      description: 'The leader of the expert team that made it; the district’s own course has neither / 德育团队领衔人',
    }),
    reach: ref(CourseReach),
    status: ref(CourseStatus),
    publishedVersion: nullable(CourseVersionNumber, {
      description: 'The version that is published / 已发布的版本序号',
    }),
    newestVersion: CourseVersionNumber,
    shownVersion: Type.Integer({ minimum: 1, description: 'The version told here / 此处所示的版本序号' }),
    shownPublishedAt: nullable(Instant, {
      description: 'When that version was first published / 该版本首次发布的时刻',
    }),
    policyEditionId: { ...Id, description: 'The edition that its codes are of / 代码所依据的政策版本' },
    ...content,
    rating: ref(CourseRating),
    createdAt: Instant,
    updatedAt: Instant,
    version: Version,
  },
  { $id: 'Course' },
)
export type Course = Static<typeof Course>
export const CoursePage = pageOf(ref(Course), 'CoursePage')
