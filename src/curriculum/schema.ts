import { Type, type Static } from '@sinclair/typebox'
import { CourseReach, CourseVersionNumber } from '../courses/schema.js'
import { AcademicYearCode, closed, enumeration, HoursText, Id, nullable, ref } from '../lib/wire.js'
import { NeedText } from '../needs/profile/schema.js'
import { FormCode, ModuleCode, TierNumber } from '../policy/schema.js'

const Name = closed({ en: Type.String(), zh: Type.String() })

export const CurriculumCourse = closed(
  {
    courseId: Id,
    courseVersion: CourseVersionNumber,
    title: Type.String(),
    reach: ref(CourseReach),
    schoolId: nullable(Id),
    modules: Type.Array(ModuleCode),
    forms: Type.Array(FormCode),
    hours: HoursText,
    need: nullable(NeedText, {
      description: 'Of its most needed module; null when nothing is known / 所含模块中最高的需求，未知为 null',
    }),
    done: Type.Boolean({
      description:
        'Its class hours were earned, in any year: those of the version that was taught, or of this one / 课时已修满，不限学年：以所修版本或当前版本的课时为准',
    }),
    reasons: Type.Array(
      closed({
        code: enumeration(['tier', 'need', 'uncovered', 'begun', 'done']),
        module: nullable(ModuleCode),
        clause: Type.String(),
        en: Type.String(),
        zh: Type.String(),
      }),
    ),
  },
  { $id: 'CurriculumCourse' },
)
export type CurriculumCourse = Static<typeof CurriculumCourse>

export const Curriculum = closed(
  {
    teacherId: Id,
    academicYear: AcademicYearCode,
    policyEditionCode: Type.String(),
    tier: TierNumber,
    tierName: Name,
    stage: Type.String(),
    modules: Type.Array(
      closed({
        module: ModuleCode,
        name: Name,
        need: nullable(NeedText),
        hours: Type.String({ ...HoursText, description: 'Counted in the year / 本学年已计入的课时' }),
        courses: Type.Integer({ minimum: 0, description: 'Courses of the tier at hand / 该层可选课程数' }),
        covered: Type.Boolean({ description: 'Whether the year has hours in it (§3.2) / 本学年是否已有课时' }),
      }),
      { description: 'The modules of the policy edition, in its order / 各课程模块' },
    ),
    courses: Type.Array(ref(CurriculumCourse), {
      description: 'What serves the teacher most comes first / 按适合程度由高到低',
    }),
    coursesTotal: Type.Integer({ minimum: 0, description: 'Of the tier, more than are listed perhaps / 该层课程总数' }),
  },
  { $id: 'Curriculum' },
)
export type Curriculum = Static<typeof Curriculum>
