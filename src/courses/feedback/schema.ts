import { Type, type Static } from '@sinclair/typebox'
import { closed, Id, Instant, Line, nullable, pageOf, ref, Version } from '../../lib/wire.js'
import { CourseVersionNumber } from '../schema.js'

const Rating = Type.Integer({ minimum: 1, maximum: 5, description: '1 poor to 5 excellent / 1 差 至 5 优' })

export const NewCourseFeedback = closed(
  {
    rating: Rating,
    comment: Type.Optional(Line(2000)),
    courseVersion: Type.Optional({
      ...CourseVersionNumber,
      description:
        'The published version that it is about; the present one unless said / 所评的已发布版本，默认为现行版本',
    }),
  },
  { $id: 'NewCourseFeedback' },
)
export type NewCourseFeedback = Static<typeof NewCourseFeedback>

export const CourseFeedback = closed(
  {
    id: Id,
    courseId: Id,
    courseVersion: CourseVersionNumber,
    teacherId: Id,
    rating: Rating,
    comment: nullable(Type.String()),
    givenAt: Instant,
    version: Version,
  },
  { $id: 'CourseFeedback' },
)
export type CourseFeedback = Static<typeof CourseFeedback>
export const CourseFeedbackPage = pageOf(ref(CourseFeedback), 'CourseFeedbackPage')
