import { Type, type Static } from '@sinclair/typebox'
import { AcademicYearCode, closed, DateOfCentury, DateOnly, Id, Instant, Line, ref } from '../../lib/wire.js'
import { NamedPerson, PersonReference } from '../people/schema.js'

const Lines = (description: string) => Type.Array(Line(500), { maxItems: 50, description })

export const AnnualReview = closed(
  {
    planId: Id,
    schoolId: Id,
    academicYear: AcademicYearCode,
    date: DateOnly,
    participants: Type.Array(ref(NamedPerson)),
    findings: Type.Array(Type.String()),
    changes: Type.Array(Type.String(), { description: 'For the next year’s plan / 对下一学年计划的改进' }),
    recordedAt: Instant,
  },
  { $id: 'AnnualReview', description: '研修工作总结会 (§6.2)' },
)
export type AnnualReview = Static<typeof AnnualReview>

export const NewAnnualReview = closed(
  {
    date: DateOfCentury,
    participants: Type.Array(ref(PersonReference), { minItems: 1, maxItems: 200 }),
    findings: Type.Array(Line(500), { minItems: 1, maxItems: 50, description: 'What was found / 总结的情况' }),
    changes: Lines('What the next year’s plan changes / 下一学年的改进'),
  },
  { $id: 'NewAnnualReview' },
)
export type NewAnnualReview = Static<typeof NewAnnualReview>
