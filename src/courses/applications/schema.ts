import { Type, type Static } from '@sinclair/typebox'
import { closed, enumeration, Id, Instant, Line, nullable, pageOf, ref, Version } from '../../lib/wire.js'
import { CourseVersionNumber } from '../schema.js'

export const CourseApplicationStatus = enumeration(['submitted', 'returned', 'accepted', 'declined', 'withdrawn'], {
  $id: 'CourseApplicationStatus',
  description:
    '待评审 submitted, 退回修改 returned, 已通过 accepted, 未通过 declined, 已撤回 withdrawn (the course was retired)',
})
export type CourseApplicationStatus = Static<typeof CourseApplicationStatus>

export const CourseReviewDecision = enumeration(['revise', 'accept', 'decline'], {
  $id: 'CourseReviewDecision',
  description: '修改后再报 revise, 通过 accept, 不通过 decline',
})
export type CourseReviewDecision = Static<typeof CourseReviewDecision>

const RoundNumber = Type.Integer({ minimum: 1, maximum: 1000, description: 'Round of the application, from 1 / 轮次' })

export const CourseApplicationRound = closed(
  {
    number: RoundNumber,
    courseVersion: { ...CourseVersionNumber, description: 'The version applied with / 申报的课程版本' },
    statement: Type.String(),
    appliedAt: Instant,
    decision: nullable(ref(CourseReviewDecision), { description: 'null until it is reviewed / 评审前为 null' }),
    guidance: nullable(Type.String(), { description: "The institute's guidance / 区教育学院的指导意见" }),
    reviewedAt: nullable(Instant),
  },
  { $id: 'CourseApplicationRound' },
)
export type CourseApplicationRound = Static<typeof CourseApplicationRound>

export const CourseApplication = closed(
  {
    id: Id,
    courseId: Id,
    schoolId: nullable(Id, { description: 'The school whose course it is / 课程所属学校' }),
    leaderTeacherId: nullable(Id, { description: 'The leader whose course it is / 课程所属领衔人' }),
    status: ref(CourseApplicationStatus),
    round: RoundNumber,
    rounds: Type.Array(ref(CourseApplicationRound), { description: 'All of them, the first one first / 各轮次' }),
    createdAt: Instant,
    version: Version,
  },
  { $id: 'CourseApplication', description: '特色课程申报 (§6.5)' },
)
export type CourseApplication = Static<typeof CourseApplication>
export const CourseApplicationPage = pageOf(ref(CourseApplication), 'CourseApplicationPage')

export const NewCourseApplication = closed(
  { courseId: Id, statement: Line(4000, { description: 'Why the district should share it / 申报理由' }) },
  { $id: 'NewCourseApplication' },
)
export type NewCourseApplication = Static<typeof NewCourseApplication>

export const CourseApplicationReview = closed(
  {
    round: { ...RoundNumber, description: 'The round that was read; a later one is not reviewed by it / 所评审的轮次' },
    decision: ref(CourseReviewDecision),
    guidance: Type.Optional(Line(4000, { description: 'Needed unless the course is accepted / 退回或不通过时必填' })),
  },
  { $id: 'CourseApplicationReview' },
)
export type CourseApplicationReview = Static<typeof CourseApplicationReview>
